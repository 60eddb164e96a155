"""Releases from content files: upsert by stable key, all or nothing. See content/README.md."""

import datetime
import os
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from offices.importing import (
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
from offices.kinds import Kind
from offices.models import Office

from . import versions
from .dates import midnight
from .importing_parts import as_text, event_of, facts_of, read_event, read_facts, write_event, write_facts
from .kinds import ChangeKind, Status
from .markup import clean_html
from .memory import lock
from .models import Boilerplate, Coverage, Incident, Release, ReleaseContact, Topic

TEXTS = [
    "type", "headline", "slug", "subtitle", "summary", "language", "dateline_city", "dateline_state",
    "status", "date_precision", "speaker", "speaker_title", "source", "source_as_of", "staff_note",
]  # fmt: skip
CONTACT = ["contact_name", "contact_office", "contact_phone", "contact_email"]
RELEASE_COLUMNS = [
    "key", *TEXTS, "topics", "offices", *CONTACT, "body", "published_at", "updated_at", "boilerplate",
    "translation_of", "incident", "facts", "event", "change_kind", "change_note",
]  # fmt: skip
OPTIONAL = frozenset({
    *CONTACT, "subtitle", "staff_note", "translation_of", "updated_at", "source", "source_as_of",
    "speaker", "speaker_title", "incident", "facts", "event", "change_kind", "change_note",
})  # fmt: skip
OBJECTS = frozenset({"facts", "event"})
VOCABULARIES = {Topic: "topics.csv", Boilerplate: "boilerplates.csv", Incident: "incidents.csv"}
COLUMNS = {"topics.csv": ["slug", "name"], "boilerplates.csv": ["slug", "component", "text"]}
OPTIONAL_FILES = {
    "incidents.csv": ["slug", "name"],
    "coverage.csv": ["office", "state", "topic", "language", "note"],
}
TOGETHER = [  # the model ties these to each other
    {"status", "published_at", "date_precision", "updated_at"},
    {"speaker", "speaker_title"},
]
CHANGES = set(ChangeKind) - {ChangeKind.ORIGINAL}
LINKS = {"topics", "offices", "contacts", *OBJECTS}
COLUMN_OF_FIELD = {"import_key": "key"}
COLUMN_OF_CONTACT_FIELD = {
    "name": "contact_name", "office": "contact_office", "phone": "contact_phone", "email": "contact_email",
}  # fmt: skip


def import_releases(folder: Path, *, dry_run: bool = False, progress=lambda items, _label: items) -> Report:
    """Bring the newsroom in line with the files of `folder`.

    The releases stand in releases.json or releases.csv. `progress(items, label)` wraps the
    longest loop. Raises ImportRefused, with every bad row, when anything is wrong; the
    database is then as it was.
    """
    name = _releases_file(folder)
    files = read_files(folder, _columns(folder) | {name: RELEASE_COLUMNS}, OPTIONAL, OBJECTS)
    rows = files[name]
    problems = [row.problem("key", _("Every row needs a key.")) for row in rows if not row["key"]]
    problems += duplicates(rows, "key")
    problems += _chains(rows)
    with transaction.atomic():
        lock()
        for model, file in VOCABULARIES.items():
            problems += _import_vocabulary(model, files.get(file, []))
        upsert = _Upsert(files, rows)
        bad_lines = {problem.line for problem in problems if problem.file == name}
        for row in progress(_originals_first(rows), _("Releases")):
            if row.line not in bad_lines:
                problems += upsert.write(row)
        problems += _import_coverage(files.get("coverage.csv", []), upsert)
        if problems:
            raise ImportRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return upsert.report


def _releases_file(folder: Path) -> str:
    """releases.json or releases.csv, whichever is there."""
    found = [name for name in ("releases.json", "releases.csv") if os.path.exists(folder / name)]
    if len(found) > 1:
        reason = _("releases.json stands beside it: keep one of the two.")
        raise ImportRefused([Problem("releases.csv", 0, "", reason)])
    return found[0] if found else "releases.json"


def _columns(folder: Path) -> dict[str, list[str]]:
    """The files to read beside the releases. A folder without an optional one names nothing new."""
    there = {name: columns for name, columns in OPTIONAL_FILES.items() if os.path.exists(folder / name)}
    return COLUMNS | there


def _chains(rows: list[Row]):
    """A problem for each row that translates a translation of the file; the model knows of the others."""
    translations = {row["key"] for row in rows if row.get("translation_of")}
    for row in rows:
        if row.get("translation_of") in translations:
            yield row.problem("translation_of", _("This names a translation. Name the original."))


def _originals_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: bool(row.get("translation_of")))


def _import_vocabulary(model, rows: list[Row]) -> list[Problem]:
    """Create what is missing; what exists belongs to the editors."""
    problems = [*duplicates(rows, "slug")]
    repeated = {problem.line for problem in problems}
    known = set(model.objects.values_list("slug", flat=True))
    for row in rows:
        if row["slug"] not in known and row.line not in repeated:
            problems += row.save(model(**row))
    return problems


class _Upsert:
    """Writes rows one by one, comparing each with what stands in the database."""

    def __init__(self, files: dict[str, list[Row]], rows: list[Row]):
        self.report = Report()
        self.offices = {office.code: office for office in Office.objects.exclude(code=None)}
        self.offices |= {office.import_key: office for office in Office.objects.exclude(import_key=None)}
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        boilerplates = {boilerplate.slug: boilerplate for boilerplate in Boilerplate.objects.all()}
        incidents = {incident.slug: incident for incident in Incident.objects.all()}
        keys = {row["key"] for row in rows}
        # Locked, so that an editor who saves meanwhile is waited for and not overwritten.
        known = Release.objects.select_for_update(of=("self",), no_key=True)
        known = known.filter(import_key__in=keys | {row.get("translation_of", "") for row in rows})
        known = known.select_related("boilerplate", "translation_of", "incident", "event")
        known = known.prefetch_related("topics", "offices", "contacts__office", "facts")
        self.releases = {release.import_key: release for release in known}
        self.named = {"boilerplate": boilerplates, "incident": incidents, "translation_of": self.releases}
        # What a row may name, be it new or old. A bad row is named once, not by all that name it.
        self.known = {
            "topics": {*self.topics, *(row["slug"] for row in files["topics.csv"])},
            "boilerplate": {*boilerplates, *(row["slug"] for row in files["boilerplates.csv"])},
            "incident": {*incidents, *(row["slug"] for row in files.get("incidents.csv", []))},
            "translation_of": {*self.releases, *keys},
            "offices": set(self.offices),
            "contact_office": set(self.offices),
        }

    def write(self, row: Row) -> list[Problem]:
        problems: list[Problem] = []
        incoming = self._values(row, problems)
        if problems:
            return problems
        release = self.releases.get(row["key"])
        if release is None:
            return self._save(row, Release(import_key=row["key"]), incoming, incoming)
        current = _current_values(release)
        changes = merge(row["key"], incoming, current, release.imported, self.report, TOGETHER)
        if changes:
            return self._save(row, release, changes, incoming)
        self.report.unchanged += 1
        said = release.imported | incoming
        if release.imported != said:  # noted without a trace of a change where there was none
            Release.objects.filter(pk=release.pk).update(imported=said)
        return []

    def _save(self, row: Row, release: Release, changes: dict, incoming: dict) -> list[Problem]:
        is_new = release.pk is None
        before = None if is_new else versions.stored(release)
        if before and before.has_been_public and (problems := _takes_away(row, changes)):
            return problems
        is_known = not release.imported.keys().isdisjoint(changes)
        for name, value in changes.items():
            if name in self.named:
                setattr(release, name, self.named[name].get(value))
            elif name in ("published_at", "updated_at"):
                setattr(release, name, value and parse_datetime(value))
            elif name not in LINKS:
                setattr(release, name, value)
        release.imported |= incoming
        if problems := row.save(release, COLUMN_OF_FIELD):
            return problems
        self.releases[row["key"]] = release
        # A new release has nothing that a blank would have to clear.
        links = {name: changes[name] for name in LINKS & changes.keys() if changes[name] or not is_new}
        if problems := self._link(row, release, links):
            return problems
        # What only new columns bring to a text that was never changed was not changed by anybody.
        if before and (is_known or before.changes or row.get("change_kind")):
            versions.record(before, release, *_change(row))
        self.report.created += is_new
        self.report.updated += not is_new
        return []

    def _link(self, row: Row, release: Release, changes: dict) -> list[Problem]:
        if "topics" in changes:
            release.topics.set([self.topics[slug] for slug in changes["topics"] if slug in self.topics])
        if "offices" in changes:
            release.offices.set([self.offices[key] for key in changes["offices"]])
        if "contacts" in changes:
            release.contacts.all().delete()
            for values in changes["contacts"]:
                self._contact(values, release=release).save()
        problems = write_facts(row, release, changes["facts"]) if "facts" in changes else []
        return problems + (write_event(row, release, changes["event"]) if "event" in changes else [])

    def _contact(self, values: dict, **fields) -> ReleaseContact:
        return ReleaseContact(**values | {"office": self.offices.get(values["office"])}, **fields)

    def _values(self, row: Row, problems: list[Problem]) -> dict:
        """The fields of one release as plain values, comparable with `_current_values`."""
        for column, known in self.known.items():
            problems += _unknown(row, column, known)
        problems += _bad_change(row)
        values = {
            **{name: row.get(name, "") for name in TEXTS},
            "body": clean_html(row["body"]),
            "published_at": _instant(row, "published_at", problems),
            "updated_at": _instant(row, "updated_at", problems),
            "topics": sorted(set(split_cell(row["topics"]))),
            "offices": sorted({self._office_key(key) for key in split_cell(row["offices"])}),
            "boilerplate": row["boilerplate"],
            "translation_of": row.get("translation_of", ""),
            "incident": row.get("incident", ""),
            "facts": read_facts(row, problems),
            "event": read_event(row, problems),
            "contacts": self._contact_values(row, problems),
        }
        # A column that was left out says nothing, not even that the field is blank.
        absent = {name for name in OPTIONAL - {*CONTACT} if name not in row}
        if not any(name in row for name in CONTACT):
            absent.add("contacts")
        return {name: value for name, value in values.items() if name not in absent}

    def _office_key(self, name: str) -> str:
        """One name for an office that a row may call by its key or its code."""
        return _key_of(self.offices[name]) if name in self.offices else name

    def _contact_values(self, row: Row, problems: list[Problem]) -> list[dict]:
        """The one media contact a row may name."""
        if not any(row.get(column) for column in CONTACT):
            return []
        values = {
            "name": row.get("contact_name", ""),
            "office": self._office_key(row.get("contact_office", "")),
            "phone": telephone(row, "contact_phone", problems),
            "extension": "",
            "email": row.get("contact_email", ""),
        }
        contact = self._contact(values)
        if contact.office and contact.office.kind != Kind.PRESS_OFFICE:
            problems.append(row.problem("contact_office", _("This is not a press office.")))
        elif contact.office or not values["office"]:  # an unknown one is a problem already
            problems += row.check(contact, COLUMN_OF_CONTACT_FIELD, exclude={"release"})
        return [values]


def _import_coverage(rows: list[Row], upsert: _Upsert) -> list[Problem]:
    """Create what is missing; what exists belongs to the people who keep it."""
    problems = [*duplicates(rows, "state", "topic", "language", "office")]
    repeated = {problem.line for problem in problems}
    there = set(Coverage.objects.values_list("import_key", flat=True))
    there |= set(Coverage.objects.values_list("office", "state", "topic__slug", "language"))
    for row in rows:
        unknown = _unknown(row, "topic", upsert.known["topics"]) + _not_a_press_office(row, upsert.offices)
        if unknown or row.line in repeated:
            problems += unknown
            continue
        office, topic = upsert.offices[row["office"]], upsert.topics.get(row["topic"])
        key = "|".join((_key_of(office), row["state"], row["topic"], row["language"]))
        if not there & {key, (office.pk, row["state"], row["topic"] or None, row["language"])}:
            problems += row.save(Coverage(**row | {"office": office, "topic": topic}, import_key=key))
    return problems


def _not_a_press_office(row: Row, offices: dict[str, Office]) -> list[Problem]:
    office = offices.get(row["office"])
    if office is None:
        return [row.problem("office", _("“%(key)s” is not known.") % {"key": row["office"]})]
    if office.kind != Kind.PRESS_OFFICE:
        return [row.problem("office", _("This is not a press office."))]
    return []


def _unknown(row: Row, column: str, known: set[str]) -> list[Problem]:
    """Problems for the keys in a cell that name nothing."""
    cell = row.get(column, "")
    keys = split_cell(cell) if column in LINKS else [cell]
    return [
        row.problem(column, _("“%(key)s” is not known.") % {"key": key})
        for key in keys
        if key and key not in known
    ]


def _bad_change(row: Row) -> list[Problem]:
    """Problems with what a row says of its change to a public text."""
    kind = row.get("change_kind", "")
    if kind and kind not in CHANGES:
        return [row.problem("change_kind", _("Write correction, update or minor."))]
    if kind and ChangeKind(kind).is_substantive and not row.get("change_note"):
        return [row.problem("change_note", _("Tell the public what changed."))]
    return []


def _takes_away(row: Row, changes: dict) -> list[Problem]:
    """Problems with changes after which readers would not find what they could read."""
    names = [name for name in ("type", "slug") if name in changes]
    problems = [row.problem(name, _("The public could read this: its address stays.")) for name in names]
    if changes.get("status", Status.PUBLISHED) != Status.PUBLISHED:
        reason = _("The public could read this. Withdraw it in the admin, and say why.")
        problems.append(row.problem("status", reason))
    published_at = changes.get("published_at")
    if published_at and parse_datetime(published_at) > timezone.now():
        reason = _("The public could read this already: it cannot be published later.")
        problems.append(row.problem("published_at", reason))
    return problems


def _change(row: Row) -> tuple[str, str]:
    """Kind and note of the version that this row may make of a public text."""
    note = row.get("change_note") or _("Brought in line with the content files.")
    return row.get("change_kind") or ChangeKind.MINOR, note


def _instant(row: Row, column: str, problems: list[Problem]) -> str | None:
    """An ISO date (midnight Eastern time) or date and time with its offset, as UTC text."""
    value = row.get(column, "")
    if not value:
        return None
    try:
        if date := parse_date(value):
            return midnight(date).astimezone(datetime.UTC).isoformat()
        if (instant := parse_datetime(value)) and timezone.is_aware(instant):
            return instant.astimezone(datetime.UTC).isoformat()
    except (ValueError, OverflowError):  # no such day; or at the end of time, across a time zone
        pass
    reason = _("“%(value)s” is not a date. Write 2023-02-02, or 2023-02-02T10:30-05:00.")
    problems.append(row.problem(column, reason % {"value": value}))
    return None


def _current_values(release: Release) -> dict:
    """What stands in the database, in the form `_values` gives."""
    return {
        **{name: getattr(release, name) for name in [*TEXTS, "body"]},
        **{name: as_text(getattr(release, name)) for name in ("published_at", "updated_at")},
        "topics": sorted(topic.slug for topic in release.topics.all()),
        "offices": sorted(map(_key_of, release.offices.all())),
        "boilerplate": release.boilerplate.slug if release.boilerplate else "",
        "translation_of": _key_of(release.translation_of),
        "incident": release.incident.slug if release.incident else "",
        "facts": facts_of(release),
        "event": event_of(release),
        "contacts": [
            {
                "name": contact.name,
                "office": _key_of(contact.office),
                "phone": contact.phone.as_e164 if contact.phone else "",
                "extension": contact.extension,
                "email": contact.email,
            }
            for contact in release.contacts.all()
        ],
    }


def _key_of(item: Office | Release | None) -> str:
    """What stands for `item` here: its key, or its code where staff made it, or something no file says."""
    return "" if item is None else item.import_key or getattr(item, "code", None) or f"#{item.pk}"
