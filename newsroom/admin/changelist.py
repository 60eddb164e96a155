"""The list of releases in the admin, which stays fast at a hundred thousand (docs/measurements.md)."""

import datetime

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from offices.admin import CarefulList, KnownFilters
from offices.search import parse

from ..dates import midnight
from ..models import Release, Topic
from ..querysets import MOST_COUNTED, UNUSED

NARROWED_BY = {"waiting", "state", "type__exact", "language__exact", "topic", "year"}
UNREAD = ("body", *UNUSED)  # in a row of the list


class Releases(KnownFilters):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).defer(*UNREAD)


class Pages(Paginator):
    """Counts to a page on an index, by keys, and reads only the rows that stand on it.

    With `most`, nobody counts or turns pages beyond so many.
    """

    def __init__(self, *args, most: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    @cached_property
    def count(self) -> int:
        found = self.object_list.order_by()
        return found[: self.most].count() if self.most else found.count()

    def page(self, number):
        page = super().page(number)
        releases = self.object_list
        keys = page.object_list.values("pk")
        if self.most and self.count < self.most:
            # Read whole: PostgreSQL takes a rare word for a common one and would walk through twenty years.
            first = (page.number - 1) * self.per_page
            keys = list(releases.values_list("pk", flat=True))[first : first + self.per_page]
        order = releases.query.order_by or releases.model._meta.ordering
        page.object_list = releases.model.objects.filter(pk__in=keys).order_by(*order).defer(*UNREAD)
        return page


class Searched(CarefulList):
    """Words are looked up as the public search does; the last part of an address is one, too."""

    paginator = Pages
    search_fields = ["headline"]  # for Django to show the box; not what is searched

    def lookup_allowed(self, lookup, value, request):
        """Others would be dear, or end in a year that Python does not know."""
        return lookup in NARROWED_BY

    def get_paginator(self, request, queryset, per_page, **options):
        is_search = request.GET.get(SEARCH_VAR) or request.GET.get("term")
        return Pages(queryset, per_page, most=MOST_COUNTED if is_search else None, **options)

    def get_search_results(self, request, queryset, search_term):
        words = search_term.split()
        if not words:
            return queryset, False
        by_address = queryset.filter(slug=words[0].rstrip("/").rpartition("/")[2])
        if len(words) == 1 and by_address.exists():
            return by_address, False
        query = parse(search_term, complete=False)
        return queryset.matching(query), False


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        dated = Release.objects.filter(published_at__isnull=False).order_by("published_at", "pk")
        first = dated.values_list("published_at", flat=True).first()
        if first is None:
            return []
        years = range(timezone.localdate().year + 1, timezone.localtime(first).year - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        start, end = (midnight(datetime.date(int(self.value()) + more, 1, 1)) for more in (0, 1))
        return queryset.filter(published_at__gte=start, published_at__lt=end)


class TopicFilter(admin.SimpleListFilter):
    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        return list(Topic.objects.values_list("slug", "name"))

    def queryset(self, request, queryset):
        """Not by a join: that would make Django sort all rows apart from each other."""
        if not self.value():
            return queryset
        links = Release.topics.through.objects.filter(topic__slug=self.value())
        return queryset.filter(Exists(links.filter(release=OuterRef("pk"))))
