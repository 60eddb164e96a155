"""The vocabulary of release queries. Public pages start from `published()`."""

import datetime
from functools import reduce
from operator import and_

from django.apps import apps
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from offices.text import fold, search_words

from .dates import midnight

RELATED = 4
CANDIDATES = 500


class ReleaseQuerySet(models.QuerySet):
    def published(self):
        """Releases the public may see at this instant. No job is needed to publish one."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def drafts(self):
        return self.filter(status="draft")

    def scheduled(self):
        """Releases whose publication instant has not come."""
        return self.filter(status="published", published_at__gt=timezone.now())

    def withdrawn(self):
        """Releases the public could read until they were withdrawn: their addresses say so."""
        return self.filter(status="withdrawn", published_at__lte=F("withdrawn_at"))

    def of_type(self, release_type: str):
        return self.filter(type=release_type)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def with_listing(self):
        """What a row of a list shows, without the long text."""
        return self.newest_first().defer("body", "search_text", "source", "imported", "staff_note")

    def with_page(self):
        """Everything the release's own page shows, in a fixed number of queries."""
        public_offices = apps.get_model("offices", "Office").objects.published()
        return self.with_contacts().prefetch_related("topics", "images", Prefetch("offices", public_offices))

    def with_contacts(self):
        """The text with everything that was printed around it."""
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        releases = self.select_related("boilerplate", "event", "incident")
        return releases.prefetch_related("facts", Prefetch("contacts", contacts))

    def with_text(self):
        """Everything a version keeps."""
        return self.select_related("event").prefetch_related("facts")

    def family_of(self, release):
        """Versions of `release` in other languages, and what else was said of its incident.

        Each kin is looked up by itself: for an OR, SQLite would walk through every release.
        """
        original = release.translation_of_id or release.pk
        every = self.model.objects.order_by()
        kin = [every.filter(pk=original), every.filter(translation_of=original)]
        if release.incident_id:
            kin.append(every.filter(incident=release.incident_id))
        ids = kin[0].values("pk").union(*(others.values("pk") for others in kin[1:]))
        return self.filter(pk__in=ids).exclude(pk=release.pk)

    def related_to(self, release):
        """The few newest releases in its language that share a topic or office with `release`.

        A topic may have tens of thousands of releases, so only those are weighed that came to it last.
        """
        original = release.translation_of_id or release.pk
        topics = self.model.topics.through.objects.filter(topic__in=_ids(release.topics))
        offices = self.model.offices.through.objects.filter(office__in=_ids(release.offices))
        ids = _latest(topics).union(_latest(offices))
        others = self.filter(pk__in=ids, language=release.language).exclude(pk__in={original, release.pk})
        others = others.exclude(translation_of=original)
        if release.incident_id:
            others = others.exclude(incident=release.incident_id)
        return self.model.objects.filter(pk__in=others.newest_first().values("pk")[:RELATED])

    def filtered(self, values: dict):
        """Releases that meet what `ReleaseFilter.values` asks for."""
        releases = self
        for name, narrow in _FILTERS.items():
            if name in values:
                releases = releases.filter(narrow(values[name]))
        if words := search_words(values.get("q", "")):
            releases = releases.matching(words)
        return releases.distinct() if _MULTIPLYING & values.keys() else releases

    def matching(self, words: list[str]):
        """Releases that contain every word."""
        if not words:
            return self.none()
        return self.filter(reduce(and_, map(_contains, words))).distinct()


def _latest(rows):
    """The releases of the newest rows of a relation; two steps, as SQLite takes no LIMIT in a UNION."""
    newest = rows.order_by("-pk").values("pk")[:CANDIDATES]
    return rows.model.objects.filter(pk__in=newest).values("release")


def _ids(related) -> list[int]:
    return [item.pk for item in related.all()]


def _in_state(state: str) -> Q:
    return Q(dateline_state=state) | Q(offices__state=state, offices__is_public=True)


def _about(office) -> Q:
    """The office and everything below it: a sector's stations, a field office's ports, their crossings."""
    at_or_below = Q(offices=office) | Q(offices__parent=office) | Q(offices__parent__parent=office)
    return at_or_below & Q(offices__is_public=True)


_FILTERS = {
    "type": lambda value: Q(type=value),
    "topic": lambda topic: Q(topics=topic),
    "state": _in_state,
    "office": _about,
    "lang": lambda value: Q(language=value),
    "from": lambda day: Q(published_at__gte=midnight(day)),
    "to": lambda day: Q(published_at__lt=midnight(day + datetime.timedelta(days=1))),
}
_MULTIPLYING = {"state", "office"}  # joins that may find a release twice


def _contains(word: str) -> Q:
    return (
        Q(search_text__contains=fold(word))
        | Q(topics__name__icontains=word)
        | Q(offices__name__icontains=word, offices__is_public=True)
    )
