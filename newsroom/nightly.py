"""Preflight of everything that is public or scheduled, by the thousand: `Finding` holds what it found."""

import datetime
from collections.abc import Iterator
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from . import links
from .kinds import Status
from .memory import lock
from .models import Finding, Link, Release
from .preflight import Reading, external_links, preflight, remarks, stored_problems

CHUNK = 500  # releases in memory
PATHS = 20_000  # of our own site, of which it is remembered during a run whether they are alive
FRESH = datetime.timedelta(hours=20)  # so young an answer of another site is not asked for again
FORGOTTEN = datetime.timedelta(days=60)  # no text has had the link for so long


def renew(external: bool = False) -> int:
    """Put what the rules find now in the place of what they found before; the number of releases read.

    What was found before and still holds keeps its `since`.
    """
    number, is_alive = 0, lru_cache(PATHS)(links.is_alive)
    for releases in _chunks():
        addresses = {release.pk: external_links(release) for release in releases}
        every = {address for found in addresses.values() for address in found}
        if external:
            _ask(every)
        problems = stored_problems(every)
        _keep(
            {release.pk for release in releases},
            {
                (release.pk, remark.rule.id, remark.words)
                for release in releases
                for remark in remarks(Reading(release, problems, is_alive))
            },
        )
        number += len(releases)
    Finding.objects.exclude(release__status=Status.PUBLISHED).delete()
    if external:
        Link.objects.filter(asked_at__lt=timezone.now() - FORGOTTEN).delete()
    return number


def renew_one(release: Release) -> None:
    """After somebody has looked again: what is found in one public or scheduled release."""
    found = Release.objects.filter(pk=release.pk, status=Status.PUBLISHED).first()
    if found:
        _keep({found.pk}, {(found.pk, remark.rule.id, remark.words) for remark in preflight(found)})


def _chunks() -> Iterator[list[Release]]:
    releases = Release.objects.filter(status=Status.PUBLISHED).order_by("pk")
    releases = releases.select_related("translation_of").prefetch_related("contacts", "images")
    releases = releases.defer(
        "search_title",
        "search_text",
        "imported",
        "translation_of__body",
        "translation_of__search_title",
        "translation_of__search_text",
        "translation_of__imported",
    )
    last = 0
    while chunk := list(releases.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _ask(addresses: set[str]) -> None:
    long_ago = timezone.now() - FRESH
    asked = Link.objects.in_bulk(addresses, field_name="address").values()
    links.check(addresses - {link.address for link in asked if link.asked_at > long_ago})


@transaction.atomic
def _keep(releases: set[int], found: set[tuple]) -> None:
    """Only what changed is written, and nothing of a release that was taken away meanwhile."""
    kept = {row[1:]: row[0] for row in _rows(releases)}
    gone, new = kept.keys() - found, found - kept.keys()
    if not gone and not new:
        return
    lock()
    public = Release.objects.filter(pk__in=releases, status=Status.PUBLISHED)
    still = set(public.values_list("pk", flat=True))
    Finding.objects.filter(pk__in=[kept[row] for row in gone]).delete()
    Finding.objects.bulk_create(
        [
            Finding(release_id=release, rule=rule, words=words)
            for release, rule, words in sorted(new)
            if release in still
        ],
        ignore_conflicts=True,
    )


def _rows(releases: set[int]):
    return Finding.objects.filter(release__in=releases).values_list("pk", "release_id", "rule", "words")
