"""What changed in the directory: public facts before and after a change, and the rows that say so."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from .kinds import AliasKind, ContactKind, Service
from .models import FactChange, Office, if_public
from .places import label_of

CHILDREN = ("aliases", "contact_points", "hours", "special_hours", "services")


def public_facts(office: Office) -> dict[str, str]:
    """The public facts of an office, by label, in the order of its page; nothing for a hidden office.

    Nothing in them is for staff only, and no office is named that is hidden.
    """
    if not office.is_public:
        return {}
    facts: dict[str, list[str]] = {}
    for label, text in [*_own_facts(office), *_facts_below(office)]:
        if text:
            facts.setdefault(str(label), []).append(str(text))
    return {label: "; ".join(texts) for label, texts in facts.items()}


def _own_facts(office: Office) -> Iterator[tuple[str, str]]:
    yield _("Name"), office.name
    yield _("Kind"), office.get_kind_display()
    yield _("Code"), office.code
    yield _("Status"), office.status_words
    yield _("About the status"), office.status_note
    yield _("Closed on"), office.closed_on_display
    yield _("Became"), _named(office.public_successor)
    yield _("Part of"), _named(office.public_parent)
    yield _("Address"), _address(office)
    yield _("Mailing address"), office.mailing_address
    yield _("How to find and enter it"), office.access
    yield _("Position"), _position(office)
    yield _("Time zone"), office.timezone
    yield _("Type of port"), office.get_port_type_display()
    yield _("Service port"), _("Yes") if office.is_service_port else ""
    yield _("Arrivals by"), ", ".join(office.modes)
    yield _("Area served"), office.area_served
    yield _("Note"), office.note


def _facts_below(office: Office) -> Iterator[tuple[str, str]]:
    for contact in office.contact_points.all():
        yield _label_of_contact(contact), _with_note(str(contact), contact.note)
    for hours in office.hours.all():
        label = _("Hours: %(label)s") % {"label": hours.label} if hours.label else _("Hours")
        yield label, _with_note(hours.text, hours.note)
        data = _("Hours as data: %(label)s") % {"label": hours.label} if hours.label else _("Hours as data")
        yield data, hours.schedule_words
    for days in office.special_hours.all():
        yield _("Closed or other hours"), _special_hours(days)
    for service in office.services.all():
        details = ", ".join(filter(None, (service.name, service.address)))
        yield label_of(Service, service.service), _with_note(details or _("Offered here"), service.note)
    for alias in office.aliases.all():
        yield label_of(AliasKind, alias.kind), _with_note(alias.value, alias.note)


def _named(office: Office | None) -> str:
    if office is None:
        return ""
    return f"{office.title} ({office.code})" if office.shows_code else office.title


def _address(office: Office) -> str:
    country = "" if office.country == "US" else office.get_country_display()
    return ", ".join(part for part in (office.street, office.city_line, country) if part)


def _position(office: Office) -> str:
    if office.latitude is None:
        return ""
    return ", ".join(f"{degrees.normalize():f}" for degrees in (office.latitude, office.longitude))


def _label_of_contact(contact) -> str:
    kind = label_of(ContactKind, contact.kind)
    parts = [contact.heading, "" if kind in (contact.heading, label_of(ContactKind, "phone")) else kind]
    return " · ".join(filter(None, parts))


def _with_note(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def _special_hours(days) -> str:
    first, last = (formats.date_format(day) for day in (days.first_day, days.last_day))
    when = first if first == last else f"{first} – {last}"
    label = f"{days.label}, " if days.label else ""
    return _with_note(f"{label}{when}: {days.times or _('closed')}", days.reason)


@dataclass(frozen=True)
class _State:
    """An office as the public could read it at one moment."""

    title: str
    facts: dict[str, str]
    parent: Office | None
    successor: Office | None

    @classmethod
    def of(cls, office: Office) -> "_State":
        return cls(office.title, public_facts(office), office.parent, office.successor)

    def named(self, label: str) -> Office | None:
        """The office that the fact under `label` names; another name of the same one is no change."""
        return {_("Part of"): self.parent, _("Became"): self.successor}.get(label)

    def says(self, label: str):
        return self.named(label) or self.facts.get(label, "")


NOTHING = _State("", {}, None, None)


class Recording:
    """Public facts as they stood when it was made; `keep` writes what became of them.

    For changes whose beginning and end lie apart, as in the admin; else use `recorded`.
    """

    def __init__(self, offices: QuerySet):
        self.before = _states(offices)

    def keep(self, offices: QuerySet, at: datetime.datetime | None = None) -> None:
        """Compare with `offices` as they are now, and with what is there no more."""
        after = _states(offices)
        at = at or timezone.now()
        changes = []
        for pk, state in after.items():
            changes += [FactChange(office_id=pk, at=at, **change) for change in self._changes(pk, state)]
        FactChange.objects.bulk_create([*changes, *self._removals(after, at)], batch_size=500)

    def _changes(self, pk: int, after: _State) -> Iterator[dict]:
        before = self.before.get(pk, NOTHING)
        if not after.facts:
            return
        if not before.facts:
            yield {"fact": _("Added to the directory"), "after": after.title}
            return
        for label in {**after.facts, **before.facts}:
            if before.says(label) != after.says(label):
                yield _change(label, before, after)

    def _removals(self, after: dict[int, _State], at: datetime.datetime) -> Iterator[FactChange]:
        """What was deleted is told by the office above it, if there is one."""
        gone = {pk: state for pk, state in self.before.items() if pk not in after and state.facts}
        if not gone:
            return
        parents = {state.parent.pk for state in gone.values() if state.parent}
        left = set(Office.objects.filter(pk__in=[*gone, *parents]).values_list("pk", flat=True))
        for pk, state in gone.items():
            if pk not in left and state.parent and state.parent.pk in left:
                fact = _("Removed from the directory")
                yield FactChange(office=state.parent, at=at, fact=fact, before=state.title)


def _change(label: str, before: _State, after: _State) -> dict:
    return {
        "fact": label,
        "before": before.facts.get(label, ""),
        "after": after.facts.get(label, ""),
        "named_before": if_public(before.named(label)),
        "named_after": if_public(after.named(label)),
    }


def _states(offices: QuerySet) -> dict[int, _State]:
    found = offices.select_related("parent", "successor").prefetch_related(*CHILDREN).order_by("pk")
    return {office.pk: _State.of(office) for office in found.all()}


@contextmanager
def recorded(offices: QuerySet, at: datetime.datetime | None = None):
    """Keep, in one transaction, what the body changes of the public facts of `offices`.

    The queryset is read before and after: an office that it holds only after is a new one.
    """
    with transaction.atomic():
        recording = Recording(offices)
        yield
        recording.keep(offices, at)
