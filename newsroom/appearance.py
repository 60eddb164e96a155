"""How a release looks elsewhere: read from its own page and feed entry, not put together again."""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.conf import settings
from django.shortcuts import render
from django.utils.text import Truncator

from .asking import request_for
from .feeds import ReleaseFeed
from .models import Release
from .views import shown_of

TITLE_SHOWN = 60  # characters that results of searches have room for, more or less
DESCRIPTION_SHOWN = 155


class _Head(HTMLParser):
    """The title and the metadata of a page; of several of a name, the first."""

    def __init__(self):
        super().__init__()
        self.title, self.metadata = "", {}
        self._is_in_title = False

    def handle_starttag(self, tag, attrs):
        self._is_in_title = tag == "title"
        if tag == "meta":
            named = dict(attrs)
            self.metadata.setdefault(named.get("property") or named.get("name"), named.get("content") or "")

    def handle_data(self, data):
        if self._is_in_title:
            self.title += data

    def handle_endtag(self, tag):
        self._is_in_title = False


@dataclass(frozen=True)
class Appearance:
    title: str
    description: str
    address: str
    card_title: str
    card_description: str
    picture: str  # its path on this site
    picture_alt: str
    feed_title: str
    feed_text: str

    @property
    def shown_title(self) -> str:
        return Truncator(self.title).chars(TITLE_SHOWN)

    @property
    def shown_description(self) -> str:
        return Truncator(self.description).chars(DESCRIPTION_SHOWN)


def appearance_of(release: Release, request) -> Appearance:
    """As the page says it that `request`'s person gets: of what is not public, the preview."""
    page = request_for(release.get_absolute_url(), request)
    page.user = request.user
    head = _Head()
    # Not by its address: another release may have left it, to which it forwards.
    here = Release.objects.with_page().get(pk=release.pk)
    head.feed(render(page, "newsroom/release.html", shown_of(here)).text.partition("<body")[0])
    feed, said = ReleaseFeed(), head.metadata
    return Appearance(
        title=head.title,
        description=said["description"],
        address=(release.amends or release).canonical_url,
        card_title=said["og:title"],
        card_description=said["og:description"],
        picture=said.get("og:image", "").removeprefix(settings.SITE_URL),
        picture_alt=said.get("og:image:alt", ""),
        feed_title=feed.item_title(release),
        feed_text=feed.item_description(release),
    )
