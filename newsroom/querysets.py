"""The vocabulary of release queries. Public pages start from `published()`."""

import datetime
from collections import Counter
from functools import reduce
from operator import and_

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, Prefetch, Q, When
from django.db.models.functions import Cast, Substr
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
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        return self.select_related("boilerplate").prefetch_related(
            "topics", "images", Prefetch("offices", public_offices), Prefetch("contacts", contacts)
        )

    def with_text(self):
        """Everything a version keeps."""
        return self.select_related("event").prefetch_related("facts")

    def with_data(self):
        """Everything that feeds and exports tell, but the versions in other languages."""
        public_offices = apps.get_model("offices", "Office").objects.published()
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        return (
            self.newest_first()
            .defer("search_text", "source", "imported", "staff_note")
            .select_related("event", "incident")
            .prefetch_related(
                "topics",
                "facts",
                "images",
                Prefetch("offices", public_offices),
                Prefetch("contacts", contacts),
            )
        )

    def since(self, day: datetime.date):
        """Releases of `day` in Eastern time, and later ones."""
        return self.filter(published_at__gte=midnight(day))

    def before(self, day: datetime.date):
        return self.filter(published_at__lt=midnight(day))

    def of_known_month(self):
        return self.exclude(date_precision__in=("year", "unknown"))

    def of_known_year_only(self):
        return self.filter(date_precision="year")

    def undated(self):
        """Releases whose day, month and year were never recorded."""
        return self.filter(date_precision="unknown")

    def count_by_month(self) -> Counter:
        """Numbers of releases by (year, month, precision), in months of Eastern time.

        Databases count in months of UTC, which SQLite can do without asking Python about each row.
        Only the first day of a month belongs partly to the month before, and is counted by the hour.
        """
        text = Cast("published_at", models.CharField())  # 2023-02-01 04:59:00
        start = Case(When(utc_day="01", then=Substr(text, 1, 13)), default=Substr(text, 1, 7))
        rows = self.order_by().annotate(utc_day=Substr(text, 9, 2)).annotate(start=start)
        counts = Counter()
        groups = rows.values_list("start", "date_precision").annotate(number=Count("pk"))
        for start, precision, number in groups:
            counts[*_eastern_month(start), precision] += number
        return counts

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


def _eastern_month(start: str) -> tuple[int, int]:
    """Year and month of “2023-02”, a month, or of “2023-02-01 04”, an hour of UTC."""
    if len(start) == 7:
        return int(start[:4]), int(start[5:])
    local = timezone.localtime(datetime.datetime.fromisoformat(f"{start}:00+00:00"))
    return local.year, local.month


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
