"""Counts and files that are dear at a hundred thousand releases, remembered until what they count changes.

Triggers of the database give `newsroom_revision` a new token with every change of a release, its
links or an office, in the same transaction: whoever sees the change sees the token. Besides, a
release appears by itself at its instant, so nothing is remembered beyond the next one.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

SIZE = 2000  # answers kept by each process
MOMENT = datetime.timedelta(minutes=1)
FOREVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Kept:
    token: str
    until: datetime.datetime
    answer: object


_kept: dict[tuple, Kept] = {}


def lock() -> None:
    """Wait for other writers of releases. First in a transaction, so that all take locks in one order."""
    apps.get_model("newsroom", "Revision").objects.select_for_update().first()


def remembered(key: tuple, compute: Callable, at_most: datetime.timedelta | None = None):
    """What `compute()` gives for `key`, or gave when everything was as it is now. Costs one query.

    What changes by the mere passing of time is remembered for `at_most` so long.
    """
    now = timezone.now()
    releases, revisions = (apps.get_model("newsroom", name).objects for name in ("Release", "Revision"))
    # Also what appeared a moment ago: `compute` may have read the clock just before.
    soon = releases.filter(status="published", published_at__gt=now - MOMENT)
    soon = soon.order_by().values("status").annotate(next=Min("published_at"))
    revision = revisions.annotate(until=soon.values("next")).first()
    if revision is None:
        return compute()
    kept = _kept.get(key)
    if kept and kept.token == revision.token and now < kept.until:
        return kept.answer
    answer = compute()
    if len(_kept) >= SIZE:
        _kept.clear()
    end = now + at_most if at_most else FOREVER
    _kept[key] = Kept(revision.token, min(end, revision.until or FOREVER), answer)
    return answer
