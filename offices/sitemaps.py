from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Office, Section


class SiteSitemap(Sitemap):
    """Addresses under SITE_URL, whatever Host header the request came with."""

    def get_protocol(self, protocol=None):
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site=None):
        return settings.SITE_URL.partition("://")[2]


class OfficeSitemap(SiteSitemap):
    def items(self):
        return Office.objects.published().only("slug", "kind", "modified_at").order_by("pk")

    def lastmod(self, office):
        return office.modified_at


class SectionSitemap(SiteSitemap):
    def items(self):
        return Section.objects.all()


class StateSitemap(SiteSitemap):
    """Pages of ports by state or territory."""

    def items(self):
        return [state for state, _number in Office.objects.published().ports().current().count_by_state()]

    def location(self, state):
        return reverse("offices:ports_in_state", args=[state.lower()])
