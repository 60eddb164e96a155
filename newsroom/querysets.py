"""The vocabulary of release queries. Public pages start from `published()`."""

from functools import reduce
from operator import and_, or_

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

SEARCHED = ("headline", "summary", "body", "dateline_city", "topics__name", "offices__name")


class ReleaseQuerySet(models.QuerySet):
    def published(self):
        """Releases the public may see at this instant. No job is needed to publish one."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def of_type(self, release_type: str):
        return self.filter(type=release_type)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def with_listing(self):
        """What a row of a list shows, without the long text."""
        return self.newest_first().defer("body", "source", "imported")

    def with_page(self):
        """Everything the release's own page shows, in a fixed number of queries."""
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        return self.select_related("boilerplate").prefetch_related(
            "topics", "images", "offices", Prefetch("contacts", contacts)
        )

    def matching(self, words: list[str]):
        """Releases that contain every word."""
        if not words:
            return self.none()
        return self.filter(reduce(and_, map(_contains, words))).distinct()


def _contains(word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED))
