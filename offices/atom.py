"""What the Atom feeds of the newsroom and the directory share."""

import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from .paging import address_of_page

AUTHOR = "U.S. Customs and Border Protection"
BEGINNING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # of the site


class PagedAtomFeed(Atom1Feed):
    """Atom (RFC 4287) in pages (RFC 5005)."""

    def latest_post_date(self):
        """An empty feed is always the same one, and not new at each request."""
        return super().latest_post_date() if self.items else BEGINNING

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})


def next_url(address: str, page) -> str | None:
    """The page of the feed at `address` that follows `page`."""
    return address_of_page(address, page.next_page_number()) if page.has_next() else None


def subtitle(about: str, unread: str) -> str:
    """What a feed is about, and what was wrong with the filters that it does not follow."""
    if not unread:
        return about
    warning = gettext("Not all of the filters could be read, and the feed is not filtered by these:")
    return f"{about}. {warning} {unread}"


def lasting_id(name: str) -> str:
    """A name for an entry (RFC 4151) that stays whatever becomes of its page."""
    return f"tag:{settings.SITE_URL.partition('//')[2]},2026:{name}"
