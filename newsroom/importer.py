"""Releases from content files: upsert by stable key, all or nothing. See content/README.md."""

import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from offices.importing import ImportRefused, Problem, Report, Row, duplicates, merge, plain_number, read_rows
from offices.models import Office

from .markup import clean_html
from .models import Boilerplate, Release, ReleaseContact, Topic

TEXTS = [
    "type", "headline", "slug", "subtitle", "summary", "language", "dateline_city", "dateline_state",
    "status", "date_precision", "source", "source_as_of", "staff_note",
]  # fmt: skip
CONTACT = ["contact_name", "contact_office", "contact_phone", "contact_email"]
RELEASE_COLUMNS = [
    "key", *TEXTS, "topics", "offices", *CONTACT, "body", "published_at", "updated_at", "boilerplate", "translation_of",
]  # fmt: skip
OPTIONAL = frozenset(
    {*CONTACT, "subtitle", "staff_note", "translation_of", "updated_at", "source", "source_as_of"}
)
FILES = {
    Topic: ("topics.csv", ["slug", "name"]),
    Boilerplate: ("boilerplates.csv", ["slug", "component", "text"]),
}


def import_releases(folder: Path, *, dry_run: bool = False, progress=lambda items, _label: items) -> Report:
    """Bring the newsroom in line with the files of `folder`.

    The releases stand in releases.json or releases.csv. `progress(items, label)` wraps the
    longest loop. Raises ImportRefused, with every bad row, when anything is wrong; the
    database is then as it was.
    """
    path = folder / "releases.json"
    rows = read_rows(path if path.exists() else folder / "releases.csv", RELEASE_COLUMNS, OPTIONAL)
    problems = [row.problem("key", _("Every row needs a key.")) for row in rows if not row["key"]]
    problems += duplicates(rows, "key")
    with transaction.atomic():
        for model, (file, columns) in FILES.items():
            problems += _import_vocabulary(model, read_rows(folder / file, columns))
        upsert = _Upsert(rows)
        for row in progress(_originals_first(rows), _("Releases")):
            problems += upsert.write(row)
        if problems:
            raise ImportRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return upsert.report


def _originals_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: bool(row.get("translation_of")))


def _import_vocabulary(model, rows: list[Row]) -> list[Problem]:
    """Create what is missing; what exists belongs to the editors."""
    problems = [*duplicates(rows, "slug")]
    known = set(model.objects.values_list("slug", flat=True))
    for row in rows:
        if row["slug"] not in known:
            problems += row.save(model(**row))
    return problems


class _Upsert:
    """Writes rows one by one, comparing each with what stands in the database."""

    def __init__(self, rows: list[Row]):
        self.report = Report()
        self.offices = {office.code: office for office in Office.objects.exclude(code=None)}
        self.offices |= {office.import_key: office for office in Office.objects.exclude(import_key=None)}
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.boilerplates = {boilerplate.slug: boilerplate for boilerplate in Boilerplate.objects.all()}
        known = Release.objects.filter(import_key__in=[row["key"] for row in rows])
        known = known.select_related("boilerplate", "translation_of")
        known = known.prefetch_related("topics", "offices", "contacts__office")
        self.releases = {release.import_key: release for release in known}

    def write(self, row: Row) -> list[Problem]:
        problems: list[Problem] = []
        incoming = self._values(row, problems)
        if problems:
            return problems
        release = self.releases.get(row["key"])
        is_new = release is None
        if is_new:
            release, changes = Release(import_key=row["key"]), incoming
        else:
            changes = merge(row["key"], incoming, _current_values(release), release.imported, self.report)
            if not changes and release.imported == incoming:
                self.report.unchanged += 1
                return []
        return self._save(row, release, changes, incoming, is_new)

    def _save(self, row: Row, release: Release, changes: dict, incoming: dict, is_new: bool) -> list[Problem]:
        links = {"topics", "offices", "contacts"}
        for name, value in changes.items():
            if name == "boilerplate":
                release.boilerplate = self.boilerplates.get(value)
            elif name == "translation_of":
                release.translation_of = self.releases.get(value)
            elif name in ("published_at", "updated_at"):
                setattr(release, name, value and parse_datetime(value))
            elif name not in links:
                setattr(release, name, value)
        release.imported = incoming
        if problems := row.save(release):
            return problems
        self.releases[row["key"]] = release
        problems = self._link(row, release, changes)
        self.report.created += is_new
        self.report.updated += bool(changes) and not is_new
        self.report.unchanged += not changes
        return problems

    def _link(self, row: Row, release: Release, changes: dict) -> list[Problem]:
        if "topics" in changes:
            release.topics.set([self.topics[slug] for slug in changes["topics"]])
        if "offices" in changes:
            release.offices.set({self.offices[key] for key in changes["offices"]})
        problems: list[Problem] = []
        if "contacts" in changes:
            release.contacts.all().delete()
            for values in changes["contacts"]:
                office = self.offices.get(values["office"])
                contact = ReleaseContact(**values | {"release": release, "office": office})
                problems += row.save(contact, {"phone": "contact_phone", "email": "contact_email"})
        return problems

    def _values(self, row: Row, problems: list[Problem]) -> dict:
        """The fields of one release as plain values, comparable with `_current_values`."""
        for column, known in (("topics", self.topics), ("offices", self.offices)):
            problems += _unknown(row, column, known)
        for column, known in (
            ("boilerplate", self.boilerplates),
            ("translation_of", self.releases),
            ("contact_office", self.offices),
        ):
            problems += _unknown(row, column, known)
        return {
            **{name: row.get(name, "") for name in TEXTS},
            "body": clean_html(row["body"]),
            "published_at": _instant(row, "published_at", problems),
            "updated_at": _instant(row, "updated_at", problems),
            "topics": sorted(_split(row["topics"])),
            "offices": sorted(
                self.offices[key].import_key or key for key in _split(row["offices"]) if key in self.offices
            ),
            "boilerplate": row["boilerplate"],
            "translation_of": row.get("translation_of", ""),
            "contacts": _contacts(row),
        }


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _unknown(row: Row, column: str, known: dict) -> list[Problem]:
    """Problems for the keys in a cell that name nothing."""
    return [
        row.problem(column, _("“%(key)s” is not known.") % {"key": key})
        for key in _split(row.get(column, ""))
        if key not in known
    ]


def _instant(row: Row, column: str, problems: list[Problem]) -> str | None:
    """An ISO date (midnight Eastern time) or date and time with its offset, as UTC text."""
    value = row.get(column, "")
    if not value:
        return None
    try:
        if date := parse_date(value):
            eastern = timezone.get_default_timezone()
            return (
                datetime.datetime.combine(date, datetime.time(), eastern).astimezone(datetime.UTC).isoformat()
            )
        if (instant := parse_datetime(value)) and timezone.is_aware(instant):
            return instant.astimezone(datetime.UTC).isoformat()
    except ValueError:
        pass
    reason = _("“%(value)s” is not a date. Write 2023-02-02, or 2023-02-02T10:30-05:00.")
    problems.append(row.problem(column, reason % {"value": value}))
    return None


def _contacts(row: Row) -> list[dict]:
    """The one media contact a row may name."""
    values = {
        "name": row.get("contact_name", ""),
        "office": row.get("contact_office", ""),
        "phone": plain_number(row.get("contact_phone", "")),
        "email": row.get("contact_email", ""),
    }
    return [values] if any(values.values()) else []


def _current_values(release: Release) -> dict:
    """What stands in the database, in the form `_values` gives."""
    return {
        **{name: getattr(release, name) for name in [*TEXTS, "body"]},
        **{name: _as_text(getattr(release, name)) for name in ("published_at", "updated_at")},
        "topics": sorted(topic.slug for topic in release.topics.all()),
        "offices": sorted(office.import_key or office.code or "" for office in release.offices.all()),
        "boilerplate": release.boilerplate.slug if release.boilerplate else "",
        "translation_of": (release.translation_of.import_key or "") if release.translation_of else "",
        "contacts": [
            {
                "name": contact.name,
                "office": (contact.office.import_key or "") if contact.office else "",
                "phone": contact.phone.as_e164 if contact.phone else "",
                "email": contact.email,
            }
            for contact in release.contacts.all()
        ],
    }


def _as_text(instant: datetime.datetime | None) -> str | None:
    return instant.astimezone(datetime.UTC).isoformat() if instant else None
