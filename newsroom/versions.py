"""Corrections in public: every text that readers could read is kept, with what changed and why."""

import datetime
import re
from collections import Counter
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from offices.text import clean_text

from .comparison import Part, Work, compare
from .kinds import ChangeKind, Status
from .markup import plain_words
from .models import Change, Release, Version

TEXTS = ("headline", "subtitle", "summary", "dateline", "body", "details")


def note_of(value: str) -> str:
    """A note for the public, clean; empty where it has no letter and no digit."""
    return clean_text(value) if any(char.isalnum() for char in value) else ""


def text_of(text: Release | Version) -> dict:
    """What a version keeps, by field."""
    return {name: getattr(text, name) for name in TEXTS}


def stored(release: Release) -> Release | None:
    """The release as the database has it, to be asked for before it is saved."""
    return Release.objects.with_text().filter(pk=release.pk).first()


@transaction.atomic
def record(before: Release | None, release: Release, kind: str, note: str) -> Version | None:
    """Keep what a save made of a public text; None where it was not public or readers notice nothing.

    `before` is what `stored` gave; everything that belongs to the release is saved by now. The
    first change keeps the text as first published too. Raises IntegrityError where another
    request records the same number, or where a change of substance has no note. Where the release was
    withdrawn until now, every text but the one that is published stays withdrawn.
    """
    if before is None or not before.has_been_public:
        return None
    version = _record(before, release, kind, note)
    if release.is_published and not before.is_published:
        texts = [text_of(text) for text in release.versions.order_by("-number")[:2]]
        release.withdrawn_versions = release.version_number - texts.count(texts[0])
        release.save(update_fields=["withdrawn_versions", "modified_at"])
    return version


def _record(before: Release, release: Release, kind: str, note: str) -> Version | None:
    last = release.versions.last()
    text = text_of(stored(release))
    is_back = before.status == Status.WITHDRAWN and release.is_published
    if text == text_of(last or before) and not is_back:
        return None
    if last is None:
        _keep(release, text_of(before), ChangeKind.ORIGINAL, "", before.published_at)
    if not release.is_published:  # changed while withdrawn: recorded when the public can read it again
        return None
    version = _keep(release, text, kind, note, timezone.now())
    if version.change.is_substantive:
        release.updated_at = version.made_at
    release.changes = [asdict(version.change) for version in release.versions.defer("body", "details")]
    release.save(update_fields=["updated_at", "changes", "modified_at"])
    return version


def last_read(release: Release) -> Release | Version:
    """The text that the public read last; a withdrawn release may have another by now."""
    return release.versions.last() or release


def _keep(release: Release, text: dict, kind: str, note: str, made_at: datetime.datetime) -> Version:
    number = release.versions.count() + 1
    return release.versions.create(number=number, kind=kind, note=note_of(note), made_at=made_at, **text)


def text_at(release: Release, number: int) -> Version | None:
    """The text as it stood in one version; what was never changed is its first. None of what is withdrawn."""
    if release.has_withdrawn(number):
        return None
    if not release.changes and number == 1:
        original = {"number": 1, "kind": ChangeKind.ORIGINAL, "made_at": release.published_at}
        return Version(release=release, **original, **text_of(release))
    return release.versions.filter(number=number).first() if number <= release.version_number else None


def compared(release: Release, changes: list[Change]) -> list[tuple[Change, list[Part] | None]]:
    """Each change with the parts of the text that it changed; None where what it replaced is withdrawn."""
    shown = [change for change in changes if not release.has_withdrawn(change.number - 1)]
    numbers = {number for change in shown for number in (change.number - 1, change.number)}
    texts = {version.number: version for version in release.versions.filter(number__in=numbers)}
    work = Work()
    parts = {change.number: compare(texts[change.number - 1], texts[change.number], work) for change in shown}
    return [(change, parts.get(change.number)) for change in changes]


_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


def changes_figures(before: Release | Version, after: Release | Version) -> bool:
    """A number appears, disappears or changes: seldom a matter of style."""
    return _figures(before) != _figures(after)


def _figures(text: Release | Version) -> Counter:
    words = " ".join((text.headline, text.summary, plain_words(text.body), *text.details))
    return Counter(_FIGURE.findall(words))
