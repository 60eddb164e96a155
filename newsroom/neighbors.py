"""What stands beside a release: its other languages, its incident, and what is like it."""

from dataclasses import dataclass

from django.utils import timezone

from .models import Release

SHOWN = (
    "type", "slug", "headline", "language", "status", "published_at", "date_precision", "updated_at",
    "translation_of", "incident", "amends",
)  # fmt: skip


@dataclass
class Neighbors:
    translations: list[Release]
    timeline: list[Release]  # of the incident, this release too, newest first; empty where it is alone
    related: list[Release]


def translations_of(release: Release) -> list[Release]:
    """The same text in other languages, in one query."""
    return _translations(release, Release.objects.published().family_of(release).only(*SHOWN).order_by())


def neighbors_of(release: Release) -> Neighbors:
    """Everything public beside `release`, whose topics and offices are fetched by now, in one query."""
    public = Release.objects.published()
    family = public.family_of(release).only(*SHOWN).order_by()
    related = public.related_to(release).only(*SHOWN).order_by()
    others = sorted(family.union(related, all=True), key=_newest, reverse=True)
    translations = _translations(release, others)
    others = [other for other in others if other not in translations]
    incident = [other for other in others if release.incident_id and other.incident_id == release.incident_id]
    return Neighbors(
        translations=translations,
        timeline=sorted([release, *incident], key=_newest, reverse=True) if incident else [],
        related=[other for other in others if other not in incident],
    )


def _translations(release: Release, others) -> list[Release]:
    original = release.translation_of_id or release.amends_id or release.pk
    found = [other for other in others if original in (other.pk, other.translation_of_id)]
    return sorted(found, key=lambda other: (other.language, other.pk))


def _newest(release: Release):
    """A draft comes after everything that is published."""
    return release.published_at or timezone.now(), release.pk
