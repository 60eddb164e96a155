"""Offices from content files: upsert by stable key, all or nothing. See content/README.md."""

import datetime
import graphlib
import os
from contextlib import nullcontext
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
from .models import Alias, ContactPoint, FormerParent, Hours, Office, OfficeService
from .recording import recorded

TEXTS = [
    "kind", "name", "slug", "city", "state", "region", "country", "timezone", "street", "postal_code",
    "mailing_address", "address_source", "address_as_of", "address_confidence", "coordinate_basis",
    "status", "status_note", "port_type", "service_port_basis", "area_served", "access", "note",
    "staff_note", "source", "as_of", "confidence",
]  # fmt: skip
LINKS = ["parent", "successor"]
MODES = ["land", "rail", "air", "sea"]
PROVENANCE = ["source", "as_of", "confidence"]
OFFICE_COLUMNS = [
    "key", "code", *TEXTS, *LINKS, "same_place", "modes", "service_port", "general_line",
    "closed_until", "closed_on", "latitude", "longitude",
]  # fmt: skip
CHILDREN = {
    "contact_points": (ContactPoint, ["kind", "label", "extension", "note", *PROVENANCE]),
    "hours": (Hours, ["label", "text", "note", *PROVENANCE]),
    "aliases": (Alias, ["kind", "value", "note"]),
    "services": (OfficeService, ["service", "name", "address", "note", *PROVENANCE]),
    "former_parents": (FormerParent, ["parent", "until", "note", *PROVENANCE]),
}
OFFICES = "offices.csv"
FILES = {
    "contact_points": "contacts.csv",
    "hours": "hours.csv",
    "aliases": "aliases.csv",
    "services": "services.csv",
    "former_parents": "former_parents.csv",
}
MAY_BE_MISSING = {"services.csv", "former_parents.csv"}  # older folders have none, and say nothing then
COLUMNS = {
    OFFICES: OFFICE_COLUMNS,
    "contacts.csv": ["office", "value", "special", "after_hours", *CHILDREN["contact_points"][1]],
    "hours.csv": ["office", "schedule", *CHILDREN["hours"][1]],
    "aliases.csv": ["office", *CHILDREN["aliases"][1]],
    "services.csv": ["office", *CHILDREN["services"][1]],
    "former_parents.csv": ["office", *CHILDREN["former_parents"][1]],
}
OPTIONAL_OF_OFFICE = {"closed_until", "closed_on", "general_line"}
OPTIONAL = frozenset({*OPTIONAL_OF_OFFICE, "special", "after_hours", "schedule"})
TOGETHER = [  # the model's rules tie these to each other
    {"status", "closed_until", "closed_on", "successor"},
    {"latitude", "longitude"},
    {"country", "state"},
    {"kind", "code", "slug"},
]
COLUMN_OF_FIELD = {
    "import_key": "key", "is_service_port": "service_port", "is_general_line": "general_line",
    "is_special": "special", "is_after_hours": "after_hours", "phone": "value", "email": "value",
} | {f"by_{mode}": "modes" for mode in MODES}  # fmt: skip


def import_offices(folder: Path, *, dry_run: bool = False, progress=lambda items, _label: items) -> Report:
    """Bring the directory in line with the files of `folder`, and keep what changed in it.

    `progress(items, label)` wraps the longest loop. Raises ImportRefused, with every bad row,
    when anything is wrong; the database is then as it was.
    """
    present = {file: columns for file, columns in COLUMNS.items() if not _may_be_left_out(folder / file)}
    files = read_files(folder, present, OPTIONAL)
    rows = files[OFFICES]
    children = {name: files[file] for name, file in FILES.items() if file in files}
    problems = [*_check_keys(rows, children)]
    values = {row["key"]: _office_values(row, problems) | {name: [] for name in children} for row in rows}
    for name, child_rows in children.items():
        for row in child_rows:
            if row["office"] in values:
                values[row["office"]][name].append(_child_values(name, row, problems))
    _name_each_other(values)
    for office in values.values():
        office |= {name: _in_order(name, office[name]) for name in children}
    ordered = _parents_first(rows, problems)
    with transaction.atomic():
        with _recorded(values):
            report = _Upsert(values, problems).run(progress(ordered, _("Offices")))
            if problems:
                raise ImportRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _may_be_left_out(path: Path) -> bool:
    return path.name in MAY_BE_MISSING and not os.path.exists(path)  # unlike Path.exists, never raises


def _recorded(keys):
    """The first import fills an empty directory: nothing changed for anybody."""
    return recorded(Office.objects.filter(import_key__in=keys)) if Office.objects.exists() else nullcontext()


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
            if "parent" in row and row["parent"] not in keys:
                yield _no_such_office(row, "parent", row["parent"])
            elif "parent" in row and row["parent"] == row["office"]:
                yield row.problem("parent", _("An office cannot name itself here."))


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
        "closed_on": row.get("closed_on", ""),
        "latitude": _degrees(row, "latitude", problems),
        "longitude": _degrees(row, "longitude", problems),
    }
    # A column that was left out says nothing, not even that the field is blank.
    absent = {name for name in OPTIONAL_OF_OFFICE if name not in row}
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
    child = CHILDREN[name][0](**{field: value for field, value in values.items() if field != "parent"})
    problems += row.check(child, COLUMN_OF_FIELD, exclude={"office", "parent"}, validate_unique=False)
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
        # Set last: what they name may be written by then only, and two offices may name each other.
        self.same_place: list[tuple[Office, list[str]]] = []
        self.children: list[tuple[Office, dict]] = []
        # Locked, so that an editor who saves meanwhile is waited for and not overwritten.
        known = Office.objects.filter(import_key__in=values).select_for_update(of=("self",))
        known = known.prefetch_related(*CHILDREN, "former_parents__parent", "same_place")
        self.offices = {office.import_key: office for office in known.select_related("parent", "successor")}

    def run(self, rows) -> Report:
        for row in rows:
            if row.line not in self.bad_lines:
                self._write(row, self.values[row["key"]])
        if not self.problems:
            for office, keys in self.same_place:
                office.same_place.set([self.offices[key] for key in keys])
            for office, changes in self.children:
                self._write_children(office, changes)
        return self.report

    def _write(self, row: Row, incoming: dict) -> None:
        if incoming["successor"] and incoming["successor"] not in self.offices:
            return  # the successor's row is a bad one; this one is not to blame
        office = self.offices.get(row["key"])
        is_new = office is None
        if is_new:
            office = Office(import_key=row["key"])
            changes = {name: value for name, value in incoming.items() if value != []}
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
        self.children.append((office, changes))
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

    def _write_children(self, office: Office, changes: dict) -> None:
        """Bring numbers, hours and the like in line; what stayed keeps the check by staff."""
        for name in CHILDREN.keys() & changes.keys():
            children = list(getattr(office, name).all())
            pairs = _matched(name, children, changes[name])
            for child in set(children) - {child for child, _values in pairs}:
                child.delete()
            for order, (child, values) in enumerate(pairs):
                child = child or CHILDREN[name][0](office=office)
                self._write_child(child, values | ({"order": order} if hasattr(child, "order") else {}))
        if "aliases" in changes:  # what was taken away is found no more
            office.save(update_fields=["search_title", "search_text"])

    def _write_child(self, child, values: dict) -> None:
        before = dict(child.__dict__)
        for name, value in values.items():
            setattr(child, name, self.offices[value] if name == "parent" else value)
        if child.pk is None or before != child.__dict__:
            child.save()


def _matched(name: str, children, wanted: list[dict]) -> list[tuple]:
    """Pairs of a row that is there and says the same, or None, and what a file says; in its order."""
    left = list(children)
    pairs = []
    for values in wanted:
        same = (child for child in left if _fact(_child_current(name, child)) == _fact(values))
        if child := next(same, None):
            left.remove(child)
        pairs.append((child, values))
    return pairs


def _fact(values: dict) -> dict:
    """A number, hours … without where it was published: the same fact from a newer source is the same."""
    return {name: value for name, value in values.items() if name not in PROVENANCE}


def _current_values(office: Office) -> dict:
    """What stands in the database, in the form `_office_values` gives."""
    return {
        **{name: getattr(office, name) for name in [*TEXTS, "code", "is_service_port", "is_general_line"]},
        **{name: _key_of(getattr(office, name)) for name in LINKS},
        "same_place": sorted(map(_key_of, office.same_place.all())),
        **{f"by_{mode}": getattr(office, f"by_{mode}") for mode in MODES},
        "closed_until": office.closed_until.isoformat() if office.closed_until else None,
        "closed_on": office.closed_on,
        "latitude": None if office.latitude is None else str(office.latitude),
        "longitude": None if office.longitude is None else str(office.longitude),
        **{
            name: _in_order(name, [_child_current(name, child) for child in getattr(office, name).all()])
            for name in CHILDREN
        },
    }


UNORDERED = {"aliases": ("kind", "value"), "former_parents": ("until", "parent")}


def _in_order(name: str, children: list[dict]) -> list[dict]:
    """Where there is no order of their own, databases sort differently, so compare them sorted."""
    if name not in UNORDERED:
        return children
    return sorted(children, key=lambda child: [child[field] for field in UNORDERED[name]])


def _key_of(office: Office | None) -> str:
    """What stands for `office` here: its key, or for one that staff made, something no file says."""
    return "" if office is None else office.import_key or f"#{office.pk}"


def _child_current(name: str, child) -> dict:
    values = {field: getattr(child, field) for field in CHILDREN[name][1]}
    if name == "former_parents":
        values["parent"] = _key_of(child.parent)
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
