"""Atom feeds over the same querysets as the lists."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .forms import ReleaseFilter
from .kinds import ReleaseType
from .models import Release

FEED_LENGTH = 25


class ReleaseFeed(Feed):
    """The newest releases, of all types or of one."""

    feed_type = Atom1Feed

    def get_object(self, request, release_type: str | None = None) -> ReleaseFilter:
        """The filter that the address and its query ask for, as the list of the same name reads them."""
        if release_type is not None and release_type not in ReleaseType:
            raise Http404(_("There is no such type of release."))
        return ReleaseFilter(request.GET, release_type and ReleaseType(release_type))

    def title(self, chosen):
        return _("CBP newsroom: %(list)s") % {"list": chosen.list_name}

    def subtitle(self, chosen):
        return _("News from U.S. Customs and Border Protection")

    def link(self, chosen):
        return settings.SITE_URL + chosen.list_address

    def feed_url(self, chosen):
        return settings.SITE_URL + chosen.feed_address

    def items(self, chosen):
        releases = Release.objects.published().filtered(chosen.values).with_listing()
        return releases.prefetch_related("topics")[:FEED_LENGTH]

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
