from django.urls import reverse

from offices.sitemaps import SiteSitemap

from .kinds import ReleaseType
from .models import Release


class ReleaseSitemap(SiteSitemap):
    def items(self):
        return (
            Release.objects.published()
            .only("type", "slug", "published_at", "date_precision", "updated_at")
            .newest_first()
        )

    def lastmod(self, release):
        return release.updated_at or (release.published_at if release.has_day else None)


class ReleaseTypeSitemap(SiteSitemap):
    def items(self):
        return list(ReleaseType)

    def location(self, release_type):
        return reverse("newsroom:releases_of_type", args=[release_type])
