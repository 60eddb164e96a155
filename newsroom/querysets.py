"""The vocabulary of queries of releases and of press coverage. Public pages start from `published()`."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone
from django.utils.functional import cached_property

from offices.search import Query, Words, parse

from .dates import midnight
from .memory import remembered

RELATED = 4
PATIENCE = datetime.timedelta(days=3)  # of an author who waits for approval or publication
CANDIDATES = 500
STORY = Coalesce(OuterRef("amends"), OuterRef("pk"))  # the release with which the steps of a copy stand
UNUSED = ("search_title", "search_text", "source", "imported", "staff_note")  # on any public page


class ReleaseQuerySet(models.QuerySet):
    def published(self, before: datetime.datetime | None = None):
        """Releases the public may see at this instant. No job is needed to publish one.

        With `before`, only those published before that: one bound, for of two SQLite uses either.
        """
        now = timezone.now()
        if before is not None and before <= now:
            return self.filter(status="published", published_at__lt=before)
        return self.filter(status="published", published_at__lte=now)

    def drafts(self):
        return self.with_status("draft")

    def with_status(self, *statuses: str):
        """By keys on an index: SQLite does not know how few are in work, and would read every row."""
        return self.filter(pk__in=self.model.objects.filter(status__in=statuses).order_by().values("pk"))

    def scheduled(self):
        """Releases whose publication instant has not come."""
        return self.filter(status="published", published_at__gt=timezone.now())

    def withdrawn(self):
        """Releases the public could read until they were withdrawn: their addresses say so."""
        return self.filter(status="withdrawn", withdrawn_at__isnull=False)

    def written_by(self, person):
        """Releases that hold an edit of this person's which nobody else has vouched for.

        That is any since an approved text was published, or the public one reviewed; and any in a draft of
        a change. An approval alone vouches for nothing: it may be taken back. Nor does a review vouch for
        what became public after it.
        """
        events = apps.get_model("newsroom", "WorkflowEvent").objects
        later = events.filter(release=OuterRef("release"), pk__gt=OuterRef("pk"))
        reviewed = later.filter(Exists(later.filter(action="review")), action="emergency")
        edits = events.filter(release=STORY, action="edit", actor=person)
        in_copy = edits.filter(~Exists(later.filter(action="amend")))
        open_to_doubt = edits.filter(~Exists(later.filter(action="publish")), ~Exists(reviewed))
        return self.filter(Q(Exists(in_copy), amends__isnull=False) | Q(Exists(open_to_doubt)))

    def unreviewed(self):
        """Releases published without approval that nobody has reviewed, or replaced, since."""
        return self.filter(pk__in=_open_emergencies().values("release"))

    def published_alone_by(self, person):
        """Those of them that this person published."""
        return self.filter(pk__in=_open_emergencies().filter(actor=person).values("release"))

    def to_revise_by(self, person):
        return self.with_status("returned").written_by(person)

    def to_approve_by(self, person):
        submitted = self.with_status("submitted")
        return submitted.exclude(pk__in=submitted.written_by(person).values("pk"))

    def to_review_by(self, person):
        """Published without approval by others, in texts of others."""
        here = self.unreviewed()
        own = here.written_by(person).values("pk"), here.published_alone_by(person).values("pk")
        return here.exclude(pk__in=own[0]).exclude(pk__in=own[1])

    def with_since(self):
        """With `since`, when the last step was taken that was no mere edit."""
        steps = apps.get_model("newsroom", "WorkflowEvent").objects.exclude(action="edit")
        steps = steps.filter(release=STORY).order_by("-pk")
        return self.annotate(since=Coalesce(Subquery(steps.values("at")[:1]), F("modified_at")))

    def overdue(self):
        """Waiting for too long: for approval, for publication, or for a review after it."""
        releases = self.model.objects.all()
        waiting = releases.with_status("submitted", "approved"), releases.unreviewed()
        late = [
            some.with_since().filter(since__lt=timezone.now() - PATIENCE).order_by().values("pk")
            for some in waiting
        ]
        return self.filter(pk__in=late[0].union(late[1]))

    def of_type(self, release_type: str):
        return self.filter(type=release_type)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def with_listing(self):
        """What a row of a list shows, without the long text."""
        return self.newest_first().defer("body", *UNUSED)

    def with_page(self):
        """Everything the release's own page shows, in a fixed number of queries."""
        public_offices = apps.get_model("offices", "Office").objects.published()
        return self.with_contacts().prefetch_related("topics", "images", Prefetch("offices", public_offices))

    def with_contacts(self):
        """The text with everything that was printed around it."""
        contacts = apps.get_model("newsroom", "ReleaseContact").objects.select_related("office")
        releases = self.select_related("boilerplate", "event", "incident")
        return releases.prefetch_related("facts", Prefetch("contacts", contacts))

    def with_text(self):
        """Everything a version keeps."""
        return self.select_related("event").prefetch_related("facts")

    def family_of(self, release):
        """Versions of `release` in other languages, and what else was said of its incident.

        Each kin is looked up by itself: for an OR, SQLite would walk through every release.
        """
        original = release.translation_of_id or release.amends_id or release.pk
        every = self.model.objects.order_by()
        kin = [every.filter(pk=original), every.filter(translation_of=original)]
        if release.incident_id:
            kin.append(every.filter(incident=release.incident_id))
        ids = kin[0].values("pk").union(*(others.values("pk") for others in kin[1:]))
        return self.filter(pk__in=ids).exclude(pk=release.amends_id or release.pk)

    def related_to(self, release):
        """The few newest releases in its language that share a topic or office with `release`.

        A topic may have tens of thousands of releases, so only those are weighed that came to it last.
        """
        own = release.amends_id or release.pk
        original = release.translation_of_id or own
        topics = self.model.topics.through.objects.filter(topic__in=_ids(release.topics))
        offices = self.model.offices.through.objects.filter(office__in=_ids(release.offices))
        ids = _latest(topics).union(_latest(offices))
        others = self.filter(pk__in=ids, language=release.language).exclude(pk__in={original, own})
        others = others.exclude(translation_of=original)
        if release.incident_id:
            others = others.exclude(incident=release.incident_id)
        return self.model.objects.filter(pk__in=others.newest_first().values("pk")[:RELATED])

    def with_data(self):
        """Everything that feeds and exports tell, but the versions in other languages."""
        return self.newest_first().defer(*UNUSED).with_page()

    def since(self, day: datetime.date):
        """Releases of `day` in Eastern time, and later ones."""
        return self.filter(published_at__gte=midnight(day))

    def of_known_month(self):
        return self.exclude(date_precision__in=("year", "unknown"))

    def of_known_year_only(self):
        return self.filter(date_precision="year")

    def undated(self):
        """Releases whose day, month and year were never recorded."""
        return self.filter(date_precision="unknown")

    def count_by_month(self) -> Counter:
        """Numbers of releases by (year, month, precision), in months of Eastern time.

        Databases count in months of UTC, which SQLite can do without asking Python about each row.
        Only the first day of a month belongs partly to the month before, and is counted by the hour.
        """
        text = Cast("published_at", models.CharField())  # 2023-02-01 04:59:00
        start = Case(When(utc_day="01", then=Substr(text, 1, 13)), default=Substr(text, 1, 7))
        rows = self.order_by().annotate(utc_day=Substr(text, 9, 2)).annotate(start=start)
        counts = Counter()
        groups = rows.values_list("start", "date_precision").annotate(number=Count("pk"))
        for start, precision, number in groups:
            counts[*_eastern_month(start), precision] += number
        return counts

    def listing(self, values: dict) -> "Listing":
        """What `ReleaseFilter.values` asks for, as a list that is read page by page.

        Of what matches words alone, the newest `MOST_COUNTED` are enough: nobody reads further.
        """
        if "q" in values:  # what people type is not remembered: there is no end of it
            only_words = values.keys() == {"q"}
            return Listing(self.filtered(values, newest=ENOUGH if only_words else 0), most=MOST_COUNTED)
        return Listing(self.filtered(values), key_of(values), self.filtered(values, one_by_one=True))

    def filtered(self, values: dict, newest: int = 0, one_by_one: bool = False):
        """Releases that meet what `ReleaseFilter.values` asks for.

        With `newest`, an engine may leave out matches of the words that are older than so many others.
        With `one_by_one`, links are looked up for each release on the way: the first of very many are
        found soonest like that. Otherwise they are collected first, which is better for few.
        """
        releases = self._with_key()
        for name, narrow in _FILTERS.items():
            if name in values:
                releases = releases.filter(narrow(values[name], one_by_one))
        if query := parse(values.get("q", "")):
            releases = releases.matching(replace(query, newest=newest))
        return releases

    def linked_to(self, office):
        """Releases linked to this very office."""
        links = self.model.offices.through.objects.filter(office=office)
        return self._with_key().filter(_linked(links, one_by_one=False))

    def _with_key(self):
        """With `key`, to be compared instead of the primary key.

        For the bare one, SQLite would fetch each row of a topic, one by one, instead of walking
        the index that has all of `_FILTERS` (docs/measurements.md).
        """
        return self.alias(key=F("pk") + 0)

    def matching(self, query: Query):
        """Releases with the words of the query, or the one whose reference number it is."""
        if reference := _REFERENCE.fullmatch(query.text):
            return self.filter(pk=int(reference[1]))
        return self.filter(search_text__words=query) if query else self.none()

    def found(self, query: Query, limit: int) -> "Found":
        """The best releases for a query, each with `passage`, the marked words that were found.

        Those with all words in their title come first, the recent before the old; where very
        many match, the newest of them are weighed.
        """
        if not query:
            return Found([], 0)
        query = replace(query, newest=ENOUGH)
        is_reference = _REFERENCE.fullmatch(query.text)
        in_title = Value(False) if is_reference else Words(F("search_title"), query)
        weighed = ("pk", "published_at", "in_title")
        matching = self.matching(query).newest_first().annotate(in_title=in_title)
        rows = list(matching.values_list(*weighed)[: MOST_COUNTED + 1])
        number = len(rows)
        if number > MOST_COUNTED and not query.excluded:  # that may stand anywhere
            older = self.filter(search_title__words=query).newest_first().annotate(in_title=Value(True))
            rows += older.values_list(*weighed)[:MOST_WEIGHED]
        weights = {key: is_in_title + _freshness(at) for key, at, is_in_title in rows}
        best = sorted(weights, key=lambda key: (weights[key], key), reverse=True)[:limit]
        releases = {release.pk: release for release in self.defer(*UNUSED).filter(pk__in=best)}
        for release in releases.values():
            release.passage = release.passage_about(query)
        return Found([releases[key] for key in best if key in releases], number)


def key_of(values: dict) -> tuple:
    """`ReleaseFilter.values` as something that can be remembered."""
    return tuple((name, getattr(value, "pk", value)) for name, value in values.items())


_REFERENCE = re.compile(r"(?i)cbp[- ]?(\d{1,9})")
MOST_COUNTED = 1000  # of what matches words; beyond that readers hear “more than”
ENOUGH = 2 * MOST_COUNTED  # matches to look at: some are not public
MOST_WEIGHED = 200  # of what matches in the title, where more than `MOST_COUNTED` match
VERY_MANY = 5000  # releases of a list: among them, those of a page near its ends are soon met
NEAR = 100  # releases from the beginning or the end of a list
HALF_LIFE = 2 * 365  # days in which the weight of being new halves


@dataclass
class Found:
    """What a search found: the best releases, and how many there are, `MOST_COUNTED` + 1 at the most."""

    releases: list
    number: int


def _freshness(published_at: datetime.datetime) -> float:
    """1 for a release of this moment, half of that for every `HALF_LIFE`."""
    age = (timezone.now() - published_at).total_seconds() / 86_400
    return 0.5 ** (age / HALF_LIFE)


class Listing:
    """Releases, newest first, to be cut into pages; the last page costs no more than the first.

    Rows are read only for the page itself: what stands before it is counted on an index, from
    the nearer end. `most` is the number of releases after which nobody counts or turns pages.
    """

    ordered = True

    def __init__(
        self,
        releases: ReleaseQuerySet,
        key: tuple | None = None,
        one_by_one: ReleaseQuerySet | None = None,
        most: int | None = None,
    ):
        """`key` names what is listed: its number is remembered under it. Without, it is counted.

        `one_by_one` has the same releases, found in the way that is better for very many.
        """
        self.releases = releases
        self.key = key
        self.one_by_one = one_by_one
        self.most = most
        self.rows = releases.model.objects.with_listing()  # what is read of each release of a page

    @cached_property
    def _counted(self) -> int:
        counted = self.releases.order_by()
        if self.most:
            counted = counted[: self.most + 1]
        if self.key is None:
            return counted.count()
        return remembered(("number", self.most, *self.key), counted.count)

    @property
    def has_more(self) -> bool:
        """There are more than `most`."""
        return bool(self.most) and self._counted > self.most

    def count(self) -> int:
        return min(self._counted, self.most) if self.most else self._counted

    def __len__(self):
        return self.count()

    def __getitem__(self, cut: slice) -> ReleaseQuerySet:
        start, stop = cut.start or 0, min(cut.stop, self.count())
        is_near_an_end = min(stop, self.count() - start) <= NEAR
        found = self.one_by_one if is_near_an_end and self.count() >= VERY_MANY else None
        keys = (self.releases if found is None else found).newest_first().values("pk")
        if self.most and not self.has_more:
            # Read whole: PostgreSQL takes any rare word for half a percent of all and, for a few
            # of its releases, would walk through those of twenty years.
            keys = list(keys.values_list("pk", flat=True))[start:stop]
        elif start > self.count() / 2 and not self.has_more:
            keys = keys.reverse()[self.count() - stop : self.count() - start]
        else:
            keys = keys[start:stop]
        return self.rows.filter(pk__in=keys)


def _open_emergencies():
    """Publications without approval that no review and no approved publication has followed."""
    events = apps.get_model("newsroom", "WorkflowEvent").objects
    since = events.filter(
        release=OuterRef("release"), pk__gt=OuterRef("pk"), action__in=("review", "publish")
    )
    return events.filter(~Exists(since), action="emergency")


def _linked(links: models.QuerySet, one_by_one: bool) -> Q:
    """Releases with any of the rows of a relation. Not by a join, which would repeat releases."""
    return (
        Q(Exists(links.filter(release=OuterRef("pk")))) if one_by_one else Q(key__in=links.values("release"))
    )


def _links_to(offices: Q, one_by_one: bool) -> Q:
    """Linked to any public office that meets `offices`."""
    links = apps.get_model("newsroom", "Release").offices.through.objects
    public = apps.get_model("offices", "Office").objects.published().filter(offices)
    return _linked(links.filter(office__in=public), one_by_one)


class CoverageQuerySet(models.QuerySet):
    def published(self):
        """Coverage the public may see. Whether its office may be seen is asked of the office."""
        return self.filter(is_public=True)


def _latest(rows):
    """The releases of the newest rows of a relation; two steps, as SQLite takes no LIMIT in a UNION."""
    newest = rows.order_by("-pk").values("pk")[:CANDIDATES]
    return rows.model.objects.filter(pk__in=newest).values("release")


def _ids(related) -> list[int]:
    return [item.pk for item in related.all()]


def _eastern_month(start: str) -> tuple[int, int]:
    """Year and month of “2023-02”, a month, or of “2023-02-01 04”, an hour of UTC."""
    if len(start) == 7:
        return int(start[:4]), int(start[5:])
    local = timezone.localtime(datetime.datetime.fromisoformat(f"{start}:00+00:00"))
    return local.year, local.month


def _in_state(state: str, one_by_one: bool) -> Q:
    return Q(dateline_state=state) | _links_to(Q(state=state), one_by_one)


def _about(office, one_by_one: bool) -> Q:
    """The office and everything below it: a sector's stations, a field office's ports, their crossings."""
    return _links_to(Q(pk=office.pk) | Q(parent=office) | Q(parent__parent=office), one_by_one)


def _on(topic, one_by_one: bool) -> Q:
    links = apps.get_model("newsroom", "Release").topics.through.objects
    return _linked(links.filter(topic=topic), one_by_one)


_FILTERS = {
    "type": lambda value, _: Q(type=value),
    "topic": _on,
    "state": _in_state,
    "office": _about,
    "lang": lambda value, _: Q(language=value),
    "from": lambda day, _: Q(published_at__gte=midnight(day)),
    "to": lambda day, _: Q(published_at__lt=midnight(day + datetime.timedelta(days=1))),
}
