from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, QuerySet
from django.urls import reverse

from .models import Office, Section

FILE_SIZE = 1000


class SiteSitemap(Sitemap):
    """Addresses under SITE_URL, whatever Host header the request came with."""

    def get_protocol(self, protocol=None):
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site=None):
        return settings.SITE_URL.partition("://")[2]


class NumberedSitemap(SiteSitemap):
    """One of many files: what has a primary key from 1 to 1,000, from 1,001 to 2,000 and so on.

    A row never moves to another file, and no file needs the others to be counted.
    """

    def __init__(self, number: int):
        self.number = number

    @staticmethod
    def latest(rows: QuerySet, moment) -> dict:
        """By number of each file that holds any of `rows`: the latest `moment` among them."""
        numbered = rows.order_by().annotate(file=(F("pk") - 1) / FILE_SIZE + 1)
        return dict(numbered.values_list("file").annotate(latest=Max(moment)).order_by("file"))

    def in_file(self, rows: QuerySet) -> QuerySet:
        first = (self.number - 1) * FILE_SIZE + 1
        return rows.filter(pk__range=(first, first + FILE_SIZE - 1)).order_by("pk")


class OfficeSitemap(NumberedSitemap):
    @classmethod
    def files(cls) -> dict:
        """When each file last changed, by number."""
        return cls.latest(Office.objects.published(), "modified_at")

    def items(self):
        return list(self.in_file(Office.objects.published().only("slug", "kind", "modified_at")))

    def lastmod(self, office):
        return office.modified_at


class SectionSitemap(SiteSitemap):
    def items(self):
        return list(Section.objects.all())


class StateSitemap(SiteSitemap):
    """Pages of ports by state or territory."""

    def items(self):
        return [state for state, _number in Office.objects.published().ports().current().count_by_state()]

    def location(self, state):
        return reverse("offices:ports_in_state", args=[state.lower()])
