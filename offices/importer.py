"""Offices from content files: upsert by stable key, all or nothing. See content/README.md."""

import datetime
import graphlib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from .importing import (
    ImportRefused,
    Problem,
    Report,
    Row,
    duplicates,
    merge,
    read_files,
    split_cell,
    telephone,
)
from .kinds import Confidence, PortType
from .models import Alias, ContactPoint, Hours, Office

TEXTS = [
    "kind", "name", "slug", "city", "state", "region", "country", "timezone", "street", "postal_code",
    "mailing_address", "address_source", "address_as_of", "address_confidence", "coordinate_basis",
    "status", "status_note", "port_type", "service_port_basis", "area_served", "access", "note",
    "staff_note", "source", "as_of", "confidence",
]  # fmt: skip
LINKS = ["parent", "successor"]
MODES = ["land", "rail", "air", "sea"]
OFFICE_COLUMNS = [
    "key", "code", *TEXTS, *LINKS, "same_place", "modes", "service_port", "general_line",
    "closed_until", "latitude", "longitude",
]  # fmt: skip
CHILDREN = {
    "contact_points": (ContactPoint, ["kind", "label", "extension", "note", "source", "as_of", "confidence"]),
    "hours": (Hours, ["label", "text", "note", "source", "as_of", "confidence"]),
    "aliases": (Alias, ["kind", "value", "note"]),
}
OFFICES = "offices.csv"
FILES = {"contact_points": "contacts.csv", "hours": "hours.csv", "aliases": "aliases.csv"}
COLUMNS = {
    OFFICES: OFFICE_COLUMNS,
    "contacts.csv": ["office", "value", "special", "after_hours", *CHILDREN["contact_points"][1]],
    "hours.csv": ["office", "schedule", *CHILDREN["hours"][1]],
    "aliases.csv": ["office", *CHILDREN["aliases"][1]],
}
OPTIONAL = frozenset({"closed_until", "general_line", "special", "after_hours", "schedule"})
TOGETHER = [  # the model's rules tie these to each other
    {"status", "closed_until", "successor"},
    {"latitude", "longitude"},
    {"country", "state"},
    {"kind", "code", "slug"},
]
COLUMN_OF_FIELD = {
    "import_key": "key", "is_service_port": "service_port", "is_general_line": "general_line",
    "is_special": "special", "is_after_hours": "after_hours", "phone": "value", "email": "value",
} | {f"by_{mode}": "modes" for mode in MODES}  # fmt: skip


def import_offices(folder: Path, *, dry_run: bool = False, progress=lambda items, _label: items) -> Report:
    """Bring the directory in line with the four files of `folder`.

    `progress(items, label)` wraps the longest loop. Raises ImportRefused, with every bad row,
    when anything is wrong; the database is then as it was.
    """
    files = read_files(folder, COLUMNS, OPTIONAL)
    rows = files[OFFICES]
    children = {name: files[file] for name, file in FILES.items()}
    problems = [*_check_keys(rows, children)]
    values = {row["key"]: _office_values(row, problems) for row in rows}
    for name, child_rows in children.items():
        for row in child_rows:
            if row["office"] in values:
                values[row["office"]][name].append(_child_values(name, row, problems))
    _name_each_other(values)
    for office in values.values():
        office["aliases"] = _in_order("aliases", office["aliases"])
    ordered = _parents_first(rows, problems)
    with transaction.atomic():
        report = _Upsert(values, problems).run(progress(ordered, _("Offices")))
        if problems:
            raise ImportRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _check_keys(rows: list[Row], children: dict[str, list[Row]]):
    yield from (row.problem("key", _("Every row needs a key.")) for row in rows if not row["key"])
    for column in ("key", "code", "slug"):
        yield from duplicates(rows, column)
    yield from duplicates(children["aliases"], "office", "kind", "value")
    keys = {row["key"] for row in rows}
    for row in rows:
        named = [(link, row[link]) for link in LINKS if row[link]]
        named += [("same_place", key) for key in split_cell(row["same_place"])]
        for column, key in named:
            if key not in keys:
                yield _no_such_office(row, column, key)
            elif key == row["key"]:
                yield row.problem(column, _("An office cannot name itself here."))
    for child_rows in children.values():
        for row in child_rows:
            if row["office"] not in keys:
                yield _no_such_office(row, "office", row["office"])


def _no_such_office(row: Row, column: str, key: str) -> Problem:
    return row.problem(column, _("No office has the key “%(key)s”.") % {"key": key})


def _name_each_other(values: dict[str, dict]) -> None:
    """“Same place” holds both ways, also where only one row of the two says so."""
    for key, office in values.items():
        for other in office["same_place"]:
            if other in values and key not in values[other]["same_place"]:
                values[other]["same_place"].append(key)
    for office in values.values():
        office["same_place"].sort()


def _office_values(row: Row, problems: list[Problem]) -> dict:
    """The fields of one office as plain values, comparable with `_current_values`."""
    modes = split_cell(row["modes"])
    problems += [
        row.problem("modes", _("“%(mode)s” is not land, rail, air or sea.") % {"mode": mode})
        for mode in modes
        if mode not in MODES
    ]
    values = {
        **{name: row[name] for name in TEXTS},
        **{name: row[name] for name in LINKS},
        "address_confidence": row["address_confidence"] or Confidence.UNCONFIRMED.value,
        "code": row["code"] or None,
        "port_type": _port_type(row["port_type"]),
        "same_place": list(dict.fromkeys(split_cell(row["same_place"]))),
        **{f"by_{mode}": mode in modes for mode in MODES},
        "is_service_port": _truth(row, "service_port", problems),
        "is_general_line": _truth(row, "general_line", problems),
        "closed_until": _day(row, "closed_until", problems),
        "latitude": _degrees(row, "latitude", problems),
        "longitude": _degrees(row, "longitude", problems),
        **{name: [] for name in CHILDREN},
    }
    # A column that was left out says nothing, not even that the field is blank.
    absent = {name for name in ("closed_until", "general_line") if name not in row}
    return {name: value for name, value in values.items() if COLUMN_OF_FIELD.get(name, name) not in absent}


def _port_type(value: str) -> str:
    return value.lower().replace(" ", "_") if value.lower().replace(" ", "_") in PortType else value


def _truth(row: Row, column: str, problems: list[Problem]) -> bool:
    value = row.get(column, "")
    if value not in ("", "yes", "no"):
        problems.append(row.problem(column, _("Write yes or no, or leave it blank.")))
    return value == "yes"


def _day(row: Row, column: str, problems: list[Problem]) -> str | None:
    """As the database gives it back: Python reads more forms of a date than it writes."""
    value = row.get(column, "")
    try:
        return datetime.date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        reason = _("“%(value)s” is not a date. Write 2027-03-31.")
        problems.append(row.problem(column, reason % {"value": value}))
        return None


def _degrees(row: Row, column: str, problems: list[Problem]) -> str | None:
    """Six decimals as text, as the database gives them back."""
    if not row[column]:
        return None
    try:
        return str(Decimal(row[column]).quantize(Decimal("0.000001")))
    except InvalidOperation:
        problems.append(row.problem(column, _("“%(value)s” is not a number.") % {"value": row[column]}))
        return None


def _child_values(name: str, row: Row, problems: list[Problem]) -> dict:
    fields = CHILDREN[name][1]
    values = {column: row[column] for column in fields}
    if name == "contact_points":
        is_mailbox = row["kind"] == "email"
        values["email"] = row["value"] if is_mailbox else ""
        values["phone"] = "" if is_mailbox else telephone(row, "value", problems)
        values["is_special"] = _truth(row, "special", problems)
        values |= _after_hours(_truth(row, "after_hours", problems))
    if name == "hours":
        values |= _schedule(row.get("schedule", ""))
    child = CHILDREN[name][0](**values)
    problems += row.check(child, COLUMN_OF_FIELD, exclude={"office"}, validate_unique=False)
    return values | _schedule(child.schedule) if name == "hours" else values


def _parents_first(rows: list[Row], problems: list[Problem]) -> list[Row]:
    """The rows in an order in which every office comes after the offices it names."""
    by_key = {row["key"]: row for row in rows}
    graph = {
        row["key"]: [row[link] for link in LINKS if row[link] in by_key and row[link] not in ("", row["key"])]
        for row in rows
    }
    try:
        return [by_key[key] for key in graphlib.TopologicalSorter(graph).static_order()]
    except graphlib.CycleError as error:
        loop = error.args[1]  # each is named by the next
        row = by_key[loop[1]]
        column = next(link for link in LINKS if row[link] == loop[0])
        reason = _("These offices belong to each other in a loop: %(loop)s.") % {"loop": " → ".join(loop)}
        problems.append(row.problem(column, reason))
        return rows


class _Upsert:
    """Writes rows one by one, comparing each with what stands in the database."""

    def __init__(self, values: dict[str, dict], problems: list[Problem]):
        """`problems` are those of the files so far; those of the rows come to them."""
        self.values = values
        self.report = Report()
        self.problems = problems
        self.bad_lines = {problem.line for problem in problems if problem.file == OFFICES}
        self.same_place: list[tuple[Office, list[str]]] = []  # set last: two offices may name each other
        # Locked, so that an editor who saves meanwhile is waited for and not overwritten.
        known = Office.objects.filter(import_key__in=values).select_for_update(of=("self",))
        known = known.prefetch_related(*CHILDREN, "same_place")
        self.offices = {office.import_key: office for office in known.select_related("parent", "successor")}

    def run(self, rows) -> Report:
        for row in rows:
            if row.line not in self.bad_lines:
                self._write(row, self.values[row["key"]])
        if not self.problems:
            for office, keys in self.same_place:
                office.same_place.set([self.offices[key] for key in keys])
        return self.report

    def _write(self, row: Row, incoming: dict) -> None:
        if incoming["successor"] and incoming["successor"] not in self.offices:
            return  # the successor's row is a bad one; this one is not to blame
        office = self.offices.get(row["key"])
        is_new = office is None
        if is_new:
            office = Office(import_key=row["key"])
            changes = incoming
        else:
            current = _current_values(office)
            changes = merge(row["key"], incoming, current, office.imported, self.report, TOGETHER)
            if not changes:
                self._remember(office, incoming)
                return
        self._assign(office, changes)
        office.imported |= incoming
        if problems := row.save(office, COLUMN_OF_FIELD):
            self.problems += problems
            return
        if not self.problems:  # with a problem nothing stays, and a bad child could not be saved
            _replace_children(office, changes)
        if "same_place" in changes:
            self.same_place.append((office, changes["same_place"]))
        self.offices[row["key"]] = office
        self.report.created += is_new
        self.report.updated += not is_new

    def _remember(self, office: Office, incoming: dict) -> None:
        """Note what the file says, without a trace of a change where there was none."""
        self.report.unchanged += 1
        said = office.imported | incoming
        if office.imported != said:
            Office.objects.filter(pk=office.pk).update(imported=said)

    def _assign(self, office: Office, changes: dict) -> None:
        for name, value in changes.items():
            if name in LINKS:
                setattr(office, name, self.offices.get(value))
            elif name not in CHILDREN and name != "same_place":
                setattr(office, name, value)


def _current_values(office: Office) -> dict:
    """What stands in the database, in the form `_office_values` gives."""
    return {
        **{name: getattr(office, name) for name in [*TEXTS, "code", "is_service_port", "is_general_line"]},
        **{name: _key_of(getattr(office, name)) for name in LINKS},
        "same_place": sorted(map(_key_of, office.same_place.all())),
        **{f"by_{mode}": getattr(office, f"by_{mode}") for mode in MODES},
        "closed_until": office.closed_until.isoformat() if office.closed_until else None,
        "latitude": None if office.latitude is None else str(office.latitude),
        "longitude": None if office.longitude is None else str(office.longitude),
        **{
            name: _in_order(name, [_child_current(name, child) for child in getattr(office, name).all()])
            for name in CHILDREN
        },
    }


def _in_order(name: str, children: list[dict]) -> list[dict]:
    """Aliases have no order of their own; databases sort them differently, so compare them sorted."""
    return (
        sorted(children, key=lambda alias: (alias["kind"], alias["value"])) if name == "aliases" else children
    )


def _key_of(office: Office | None) -> str:
    """What stands for `office` here: its key, or for one that staff made, something no file says."""
    return "" if office is None else office.import_key or f"#{office.pk}"


def _child_current(name: str, child) -> dict:
    values = {field: getattr(child, field) for field in CHILDREN[name][1]}
    if name == "contact_points":
        phone = child.phone.as_e164 if child.phone else ""
        values |= {"email": child.email, "phone": phone, "is_special": child.is_special}
        values |= _after_hours(child.is_after_hours)
    return values | _schedule(child.schedule) if name == "hours" else values


def _after_hours(is_after_hours: bool) -> dict:
    """Said only where it is so: what was imported before there was this column compares as equal."""
    return {"is_after_hours": True} if is_after_hours else {}


def _schedule(schedule: str) -> dict:
    """As `_after_hours`: said only where it is known."""
    return {"schedule": schedule} if schedule else {}


def _replace_children(office: Office, changes: dict) -> None:
    for name, (model, _fields) in CHILDREN.items():
        if name not in changes:
            continue
        getattr(office, name).all().delete()
        for order, values in enumerate(changes[name]):
            child = model(office=office, **values)
            if hasattr(child, "order"):
                child.order = order
            child.save()
    if "aliases" in changes:  # what was taken away is found no more
        office.save(update_fields=["search_title", "search_text"])
