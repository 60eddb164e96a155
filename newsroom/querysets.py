"""The vocabulary of queries of releases and of press coverage. Public pages start from `published()`."""

import datetime
from functools import reduce
from operator import and_

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from offices.text import fold, search_words

from .dates import midnight


class ReleaseQuerySet(models.QuerySet):
    def published(self):
        """Releases the public may see at this instant. No job is needed to publish one."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def drafts(self):
        return self.filter(status="draft")

    def scheduled(self):
        """Releases whose publication instant has not come."""
        return self.filter(status="published", published_at__gt=timezone.now())

    def of_type(self, release_type: str):
        return self.filter(type=release_type)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def with_listing(self):
        """What a row of a list shows, without the long text."""
        return self.newest_first().defer("body", "search_text", "source", "imported")

    def with_page(self):
        """Everything the release's own page shows, in a fixed number of queries."""
        public_offices = apps.get_model("offices", "Office").objects.published()
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        return self.select_related("boilerplate").prefetch_related(
            "topics", "images", Prefetch("offices", public_offices), Prefetch("contacts", contacts)
        )

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


class CoverageQuerySet(models.QuerySet):
    def published(self):
        """Coverage the public may see. Whether its office may be seen is asked of the office."""
        return self.filter(is_public=True)


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
