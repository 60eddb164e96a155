"""Everything sitemap.xml lists."""

from django.urls import reverse

from newsroom.sitemaps import ReleaseSitemap, ReleaseTypeSitemap
from offices.sitemaps import OfficeSitemap, SectionSitemap, SiteSitemap, StateSitemap


class PageSitemap(SiteSitemap):
    def items(self):
        return ["home", "newsroom:releases", "offices:contact"]

    def location(self, name):
        return reverse(name)


SITEMAPS = {
    "pages": PageSitemap,
    "types": ReleaseTypeSitemap,
    "releases": ReleaseSitemap,
    "sections": SectionSitemap,
    "states": StateSitemap,
    "offices": OfficeSitemap,
}
