"""The key facts and the event of a release in content files: objects in JSON, as JSON text in CSV."""

import datetime
import json
from decimal import Decimal

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from offices.importing import Problem, Row
from offices.text import clean_text

from .models import Event, KeyFact, Release

FACT = ["what", "where", "starts", "ends", "quantity", "unit", "value"]
EVENT = ["name", "starts", "ends", "timezone", "place", "note"]
COLUMN_OF_FIELD = {"starts_at": "starts", "ends_at": "ends"}


class Part(Row):
    """An object inside a cell; what is wrong with it is named by its place in the row."""

    def __init__(self, cells: dict, row: Row, place: str):
        super().__init__(cells, row.file, row.line)
        self.place = place

    def problem(self, column: str, reason: str) -> Problem:
        return super().problem(", ".join(filter(None, (self.place, column))), reason)

    def refusals(self, instance: models.Model, *, constraints: bool = False) -> list[Problem]:
        """What the model says against `instance`; asking it for constraints costs a query for each."""
        options = {"exclude": {"release"}, "validate_constraints": constraints}
        return self.check(instance, COLUMN_OF_FIELD, **options)


def read_facts(row: Row, problems: list[Problem]) -> list[dict]:
    """The key facts that a row gives, comparable with `facts_of`."""
    items = _loaded(row, "facts", problems) or []
    if not isinstance(items, list):
        problems.append(row.problem("facts", _("Write a list of facts.")))
        return []
    facts = []
    for number, item in enumerate(items, start=1):
        part, found = _part(row, f"facts {number}", item, FACT)
        fact = _fact(part, number)
        found = found or part.refusals(fact)
        facts += [] if found else [_fact_values(fact)]
        problems += found
    return facts


def read_event(row: Row, problems: list[Problem]) -> dict | None:
    """The event that a row gives, comparable with `event_of`."""
    item = _loaded(row, "event", problems)
    if not item:
        return None
    part, found = _part(row, "event", item, EVENT)
    event = _event(part)
    found = found or _bad_instants(part) or part.refusals(event)
    problems += found
    return None if found else _event_values(event)


def facts_of(release: Release) -> list[dict]:
    return [_fact_values(fact) for fact in release.facts.all()]


def event_of(release: Release) -> dict | None:
    event = getattr(release, "event", None)
    return _event_values(event) if event else None


def write_facts(row: Row, release: Release, facts: list[dict]) -> list[Problem]:
    parts = [Part(fact, row, f"facts {number}") for number, fact in enumerate(facts, start=1)]
    made = [_fact(part, number) for number, part in enumerate(parts, start=1)]
    return _replace(KeyFact.objects.filter(release=release), release, parts, made)


def write_event(row: Row, release: Release, event: dict | None) -> list[Problem]:
    parts = [Part(event, row, "event")] if event else []
    return _replace(Event.objects.filter(release=release), release, parts, list(map(_event, parts)))


def as_text(instant: datetime.datetime | None) -> str | None:
    return instant.astimezone(datetime.UTC).isoformat() if instant else None


def _loaded(row: Row, column: str, problems: list[Problem]):
    """What a cell holds: a JSON file gives it read, a CSV file as text."""
    cell = row.get(column) or None
    if not isinstance(cell, str):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        reason = _("This is not valid JSON: %(error)s.") % {"error": getattr(error, "msg", error)}
        problems.append(row.problem(column, reason))
        return None


def _part(row: Row, place: str, item, names: list[str]) -> tuple[Part, list[Problem]]:
    """The named cells of an object, and what is wrong with it before any model looks at it."""
    part = Part(dict.fromkeys(names, ""), row, place)
    if not isinstance(item, dict):
        return part, [part.problem("", _("Write an object: names and values in braces."))]
    problems = []
    for name, value in item.items():
        if name not in names:
            problems.append(part.problem(clean_text(name), _("This name is not known.")))
        elif isinstance(value, (dict, list, bool)):
            problems.append(part.problem(name, _("Write text or a number.")))
        else:
            part[name] = "" if value is None else clean_text(str(value))
    return part, problems


def _bad_instants(part: Part) -> list[Problem]:
    reason = _("“%(value)s” is not an instant. Write 2023-02-02T10:30-05:00.")
    return [
        part.problem(name, reason % {"value": part[name]})
        for name in COLUMN_OF_FIELD.values()
        if part[name] and not _instant(part[name])
    ]


def _instant(value: str | None) -> datetime.datetime | None:
    """The instant that a date and time with its offset names; None for anything else."""
    try:
        instant = parse_datetime(value or "")
        return instant.astimezone(datetime.UTC) if instant and timezone.is_aware(instant) else None
    except (ValueError, OverflowError):  # no such day; or at the end of time, across a time zone
        return None


def _replace(old: models.QuerySet, release: Release, parts: list[Part], made: list) -> list[Problem]:
    for instance in made:
        instance.release = release
    old.delete()
    try:
        with transaction.atomic():
            old.model.objects.bulk_create(made)
    except IntegrityError as error:
        pairs = zip(parts, made, strict=True)
        found = [problem for part, one in pairs for problem in part.refusals(one, constraints=True)]
        return found or [parts[0].problem("", str(error))]
    return []


def _fact(cells: dict, number: int) -> KeyFact:
    amounts = {name: cells[name] or None for name in ("quantity", "value")}
    return KeyFact(**{**cells, **amounts, "order": number})


def _fact_values(fact: KeyFact) -> dict:
    texts = {name: getattr(fact, name) for name in FACT}
    return texts | {"quantity": _plain(fact.quantity), "value": _plain(fact.value)}


def _plain(number: Decimal | None) -> str:
    """One text for one number, whatever decimals the file or the database writes."""
    return "" if number is None else f"{number.normalize() + 0:f}"


def _event(cells: dict) -> Event:
    texts = {name: cells[name] for name in ("name", "timezone", "place", "note")}
    return Event(**texts, starts_at=_instant(cells["starts"]), ends_at=_instant(cells["ends"]))


def _event_values(event: Event) -> dict:
    texts = {name: getattr(event, name) for name in ("name", "timezone", "place", "note")}
    return texts | {"starts": as_text(event.starts_at), "ends": as_text(event.ends_at)}
