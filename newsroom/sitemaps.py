import datetime

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from offices.sitemaps import NumberedSitemap, SiteSitemap

from .kinds import ReleaseType
from .models import Release

NEWS_LIFE = datetime.timedelta(days=2)
NEWS_LIMIT = 1000


class ReleaseSitemap(NumberedSitemap):
    @classmethod
    def files(cls) -> dict:
        """When each file last changed, by number: a withdrawal changes it too."""
        latest = cls.latest(Release.objects.published(), Coalesce("updated_at", "published_at"))
        withdrawals = cls.latest(Release.objects.withdrawn(), "withdrawn_at")
        return {number: max(moment, withdrawals.get(number, moment)) for number, moment in latest.items()}

    def items(self):
        shown = ("type", "slug", "published_at", "date_precision", "updated_at")
        return list(self.in_file(Release.objects.published().only(*shown)))

    def lastmod(self, release):
        return release.updated_at or (release.published_at if release.has_day else None)


class ReleaseTypeSitemap(SiteSitemap):
    def items(self):
        return list(ReleaseType)

    def location(self, release_type):
        return reverse("newsroom:releases_of_type", args=[release_type])


class NewsSitemap(SiteSitemap):
    """What was published in the last two days, in the form that news search engines read."""

    def items(self):
        recent = Release.objects.published().filter(published_at__gte=timezone.now() - NEWS_LIFE)
        return [release for release in recent.with_listing()[:NEWS_LIMIT] if release.has_day]
