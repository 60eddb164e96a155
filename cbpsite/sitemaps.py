"""sitemap.xml: an index of files, each of at most a thousand addresses."""

import datetime

from django.contrib.sitemaps.views import SitemapIndexItem, sitemap, x_robots_tag
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.memory import remembered
from newsroom.sitemaps import NewsSitemap, ReleaseSitemap, ReleaseTypeSitemap
from offices.addresses import absolute
from offices.sitemaps import OfficeSitemap, SectionSitemap, SiteSitemap, StateSitemap


class PageSitemap(SiteSitemap):
    def items(self):
        newsroom = ["newsroom:releases", "newsroom:archive", "newsroom:data"]
        directory = ["offices:contact", "offices:find", "offices:map", "offices:data"]
        return ["home", *newsroom, *directory]

    def location(self, name):
        return reverse(name)


LISTS = {
    "pages": PageSitemap,
    "types": ReleaseTypeSitemap,
    "sections": SectionSitemap,
    "states": StateSitemap,
}
NEWS_KEPT = datetime.timedelta(minutes=10)
NUMBERED = {"releases": ReleaseSitemap, "offices": OfficeSitemap}


@x_robots_tag
def index(request):
    """The files and when each last changed. Lists change with what they list, and claim no date."""
    return HttpResponse(remembered(("sitemap",), _index), content_type="application/xml")


def _index() -> str:
    files = [(reverse("sitemap_lists"), None)]
    for kind, numbered in NUMBERED.items():
        files += [
            (reverse("sitemap_file", args=[kind, number]), latest)
            for number, latest in numbered.files().items()
        ]
    items = [SitemapIndexItem(absolute(address), latest) for address, latest in files]
    return render_to_string("sitemap_index.xml", {"sitemaps": items})


def lists(request):
    return sitemap(request, LISTS)


def numbered_file(request, kind: str, number: str):
    """One thousand addresses of one kind at most."""
    here = NUMBERED[kind](int(number))
    response = sitemap(request, {kind: here})
    if not response.context_data["urlset"]:
        raise Http404(_("There is no such sitemap."))
    return response


@x_robots_tag
def news(request):
    """What was published lately; what is no longer new may stay in it for minutes."""
    xml = remembered(("news sitemap",), lambda: _news(request), at_most=NEWS_KEPT)
    return HttpResponse(xml, content_type="application/xml")


def _news(request) -> bytes:
    return sitemap(request, {"news": NewsSitemap}, template_name="news_sitemap.xml").render().content
