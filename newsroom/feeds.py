"""Feeds over the same querysets as the lists, in two formats with the same entries."""

import json
import mimetypes
from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page
from django.http import Http404
from django.utils.feedgenerator import SyndicationFeed, rfc3339_date
from django.utils.translation import gettext as _

from offices.addresses import absolute, url_of
from offices.atom import AUTHOR, PagedAtomFeed, lasting_id, next_url, subtitle
from offices.paging import page_of

from .forms import ReleaseFilter
from .kinds import ReleaseType
from .models import Release


class AtomFeed(PagedAtomFeed):
    """With the language and the pictures of each entry."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for address in item["pictures"]:
            kind, _encoding = mimetypes.guess_type(address)
            handler.addQuickElement("link", "", {"rel": "enclosure", "href": address, "type": kind})


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "next_url": self.feed["next_url"],
            "description": self.feed["subtitle"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(_without_gaps(feed), ensure_ascii=False, indent=1).encode(encoding))

    def _item(self, item) -> dict:
        published, updated = item["pubdate"], item["substantive_update"]
        entry = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["description"],
            "image": next(iter(item["pictures"]), None),
            "date_published": published and rfc3339_date(published),
            "date_modified": updated and rfc3339_date(updated),
            "authors": [{"name": item["author_name"], "url": item["author_link"]}],
            "tags": list(item["categories"]),
            "language": item["language"],
        }
        return _without_gaps(entry)


def _without_gaps(data: dict) -> dict:
    return {name: value for name, value in data.items() if value is not None}


@dataclass
class Chosen:
    """The part of a list that a feed shows."""

    filter: ReleaseFilter
    page: Page


class ReleaseFeed(Feed):
    """The newest releases, of all types or of one, narrowed as the list of the same name is."""

    feed_type = AtomFeed
    author_name = AUTHOR
    author_link = settings.SITE_URL
    item_author_name = author_name
    item_author_link = author_link

    def get_object(self, request, release_type: str | None = None) -> Chosen:
        if release_type is not None and release_type not in ReleaseType:
            raise Http404(_("There is no such type of release."))
        chosen = ReleaseFilter(request.GET, release_type and ReleaseType(release_type))
        releases = Release.objects.published().listing(chosen.values)
        releases.rows = releases.rows.prefetch_related("topics", "images")
        return Chosen(chosen, page_of(request, releases))

    def title(self, chosen):
        return _("CBP newsroom: %(list)s") % {"list": chosen.filter.list_name}

    def subtitle(self, chosen):
        return subtitle(_("News from U.S. Customs and Border Protection"), chosen.filter.unread)

    def link(self, chosen):
        return absolute(chosen.filter.list_address)

    def address(self, chosen) -> str:
        return chosen.filter.feed_address

    def feed_url(self, chosen):
        return absolute(self.address(chosen))

    def feed_extra_kwargs(self, chosen):
        return {"next_url": next_url(self.address(chosen), chosen.page)}

    def items(self, chosen):
        return chosen.page.object_list

    def item_title(self, release):
        return release.headline

    def item_description(self, release):
        """The summary, then each correction and update since."""
        return " ".join([release.summary, *(change.line for change in release.substantive_changes)])

    def item_link(self, release):
        return url_of(release)

    def item_guid(self, release):
        """Stays the same when the headline, the address or the text changes."""
        return lasting_id(f"release-{release.pk}")

    def item_pubdate(self, release):
        return release.published_at if release.has_day else None

    def item_updateddate(self, release):
        """Moves with changes of substance only: readers announce what moved."""
        return release.updated_at or release.published_at

    def item_categories(self, release):
        return [release.type_label, *(topic.name for topic in release.topics.all())]

    def item_extra_kwargs(self, release):
        return {
            "language": release.language,
            "substantive_update": release.updated_at,
            "pictures": [url_of(image) for image in release.images.all()],
        }


class ReleaseJsonFeed(ReleaseFeed):
    feed_type = JsonFeed

    def address(self, chosen) -> str:
        return chosen.filter.json_feed_address
