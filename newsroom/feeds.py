"""Atom feeds over the same querysets as the lists."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .models import Release, ReleaseType

FEED_LENGTH = 25


class ReleaseFeed(Feed):
    """The newest releases, of all types or of one."""

    feed_type = Atom1Feed

    def get_object(self, request, release_type: str | None = None) -> ReleaseType | None:
        if release_type is None:
            return None
        if release_type not in ReleaseType:
            raise Http404(_("There is no such type of release."))
        return ReleaseType(release_type)

    def title(self, of_type):
        return _("CBP newsroom: %(list)s") % {"list": of_type.plural if of_type else _("all releases")}

    def subtitle(self, of_type):
        return _("News from U.S. Customs and Border Protection")

    def link(self, of_type):
        return settings.SITE_URL + _address("releases", of_type)

    def feed_url(self, of_type):
        return settings.SITE_URL + _address("feed", of_type)

    def items(self, of_type):
        releases = Release.objects.published().with_listing().prefetch_related("topics")
        return (releases.of_type(of_type) if of_type else releases)[:FEED_LENGTH]

    def item_title(self, release):
        return release.headline

    def item_description(self, release):
        return release.summary

    def item_link(self, release):
        return settings.SITE_URL + release.get_absolute_url()

    def item_guid(self, release):
        """Stays the same when the headline, the address or the text changes."""
        host = settings.SITE_URL.partition("//")[2]
        return f"tag:{host},2026:release-{release.pk}"

    def item_pubdate(self, release):
        return release.published_at if release.has_day else None

    def item_updateddate(self, release):
        return release.updated_at or release.published_at

    def item_categories(self, release):
        return [release.type_label, *(topic.name for topic in release.topics.all())]


def _address(view: str, of_type: ReleaseType | None) -> str:
    """Address of a view over all releases, or of its counterpart for one type."""
    if of_type is None:
        return reverse(f"newsroom:{view}")
    return reverse(f"newsroom:{view}_of_type", args=[of_type])
