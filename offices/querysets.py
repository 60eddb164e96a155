"""The vocabulary of office queries. Public pages start from `published()`."""

import datetime
import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone

from .finding.geography import Vector
from .kinds import CURRENT_STATUSES, Kind, Mode, NoticeKind, PlaceKind, SectionSlug, Service, Status
from .places import State
from .search import NAMES, Query, index_text, parse
from .text import place_key

_NUMBER = re.compile(r"[\d\s().+-]+")  # digits with what people write between them
MIN_DIGITS = 7
LEVELS = 5  # from a crossing up to the top of headquarters
NAMED_SO = 1  # the rank of an office whose very name was typed
OTHERWISE = 4  # from here on, offices that are found neither by their codes nor by their names


class OfficeQuerySet(models.QuerySet):
    def published(self):
        """Offices the public may see, whatever their status."""
        return self.filter(is_public=True)

    def current(self):
        """Offices that exist now: what counts and main lists hold."""
        return self.filter(status__in=CURRENT_STATUSES)

    def not_current(self):
        """Closed, renumbered and unlisted offices: they keep their pages."""
        return self.exclude(status__in=CURRENT_STATUSES)

    def in_section(self, section: str):
        """Offices that the page of a contact section lists, in its order: its own kind, nothing below it."""
        offices = self.filter(section_filter(section))
        return offices.by_place() if SectionSlug(section).is_sorted_by_place else offices.by_name()

    def ports(self):
        return self.filter(kind=Kind.PORT)

    def in_state(self, state: str):
        return self.filter(state=state)

    def placed_in(self, state: str):
        """Offices in a state, also those that do not name it themselves: `Office.state_of_place`."""
        return self.alias(state_there=state_of_place()).filter(state_there=state)

    def within(self, office):
        """The office and what is below it."""
        lines = [Q(**{"__".join(["parent"] * step): office}) for step in range(1, LEVELS + 1)]
        return self.filter(reduce(or_, lines, Q(pk=office.pk)))

    def in_city(self, city: str):
        return self.annotate(town=town()).filter(town__iexact=city)

    def filtered(self, values: dict):
        """Offices that meet the values of an `OfficeFilter`: the best match first, else by place."""
        offices = self
        for name, value in values.items():
            offices = _FILTERS[name](offices, value)
        if "q" in values:
            return offices.best_first(parse(values["q"], complete=False))
        is_former = Case(When(status__in=CURRENT_STATUSES, then=False), default=True)
        return offices.order_by(is_former, *_place_order())

    def going(self):
        """Offices that are open, or were closed until a day that has come."""
        reopened = Q(status=Status.CLOSED_UNTIL, closed_until__lte=timezone.localdate())
        return self.filter(Q(status=Status.OPEN) | reopened)

    def by_distance(self, position: Vector, *, has_crossings: bool = False):
        """The nearest first; offices whose place is not known are left out.

        With `has_crossings`, which costs a join, a crossing without a position has that of its port.
        """
        x, y, z = ((_axis_at_port if has_crossings else F)(f"unit_{axis}") for axis in "xyz")
        is_placed = Q(unit_x__isnull=False)
        if has_crossings:
            is_placed |= AT_PORT & Q(parent__unit_x__isnull=False)
        nearness = x * position[0] + y * position[1] + z * position[2]
        return self.filter(is_placed).order_by(nearness.desc(), "pk")

    def nearest_of_each(self, kinds: Iterable[Kind], position: Vector, number: int = 3):
        """The few offices of each kind that are nearest."""
        near = self.by_distance(position).values("pk")
        # Each within a query of its own: SQLite orders no part of a union. With OR in the place of
        # the union, PostgreSQL asks every office whether it is among them.
        first, *others = (
            self.model.objects.order_by().filter(pk__in=near.filter(kind=kind)[:number]).values("pk")
            for kind in kinds
        )
        return self.model.objects.filter(pk__in=first.union(*others, all=True)).by_distance(position)

    def with_listing(self):
        """Everything a row of a list shows, in a fixed number of queries."""
        return self.with_former_listing().with_hours()

    def with_hours(self):
        """What `Office.hours_line` and `Office.lanes` read."""
        special_hours = apps.get_model("offices", "SpecialHours").objects.ahead()
        offices = self.with_closure_notices()
        return offices.prefetch_related("hours", Prefetch("special_hours", special_hours))

    def with_closure_notices(self):
        """Adds `has_closure_notice`: a notice that runs now may say other than the hours."""
        closing = apps.get_model("offices", "Notice").objects.running().closing()
        offices = self.alias(state_there=state_of_place())
        return offices.annotate(has_closure_notice=Exists(closing.about_outer_office()))

    def with_former_listing(self):
        """Everything a row shows of an office that is no more: its hours do not count."""
        unused = ("imported", "staff_note", "source", "service_port_basis", "address_source", "status_note")
        return (
            self.select_related("parent")
            .defer(*unused, *(f"parent__{name}" for name in unused))
            .prefetch_related("contact_points")
        )

    def with_card(self):
        """Everything that a contact card or a printed entry tells, in a fixed number of queries."""
        related = ("aliases", "contact_points")
        return self.select_related("parent", "successor").prefetch_related(*related).with_hours()

    def with_data(self):
        """Everything that the data tell, in a fixed number of queries."""
        related = ("aliases", "contact_points", "hours", "services", "special_hours")
        return self.select_related("parent", "successor").prefetch_related(*related)

    def with_map(self):
        """What a map and the list beside it show."""
        return self.only(
            "kind", "code", "name", "slug", "state", "country", "latitude", "longitude",
            "status", "closed_until", "timezone", "coordinate_basis",
        )  # fmt: skip

    def with_page(self):
        """What the page of an office says of it, but for numbers and hours."""
        former_parents = apps.get_model("offices", "FormerParent").objects.select_related("parent")
        return (
            self.select_related("parent", "successor")
            .prefetch_related("aliases", "services", Prefetch("former_parents", former_parents))
            .with_closure_notices()
        )

    def with_section_title(self, section: str):
        """Adds `section_title`, the title that staff gave to the contact section."""
        sections = apps.get_model("offices", "Section").objects.filter(slug=section)
        return self.annotate(section_title=Subquery(sections.values("title")[:1]))

    def by_place(self):
        return self.order_by(*_place_order())

    def by_name(self):
        return self.order_by("name", "code", "pk")

    def general_lines(self):
        """The few offices that everybody may call, with their numbers; the public's first."""
        return self.filter(is_general_line=True).prefetch_related("contact_points").order_by("kind")

    def general_line(self, kind: Kind):
        """The general line among the offices of one kind, or None; its numbers are not fetched."""
        return self.filter(kind=kind, is_general_line=True).first()

    def count_by_state(self):
        """Pairs (state code, number of offices), by code; offices without a state left out."""
        return self.exclude(state="").order_by("state").values_list("state").annotate(number=Count("pk"))

    def count_by_kind(self):
        """Pairs (kind, number of offices)."""
        return self.order_by().values_list("kind").annotate(number=Count("pk"))

    def best_first(self, query: Query):
        """Found offices: of the very code, of the very name, named so at first or at all; in that city."""
        codes = [word.upper() for term in query.wanted for word in term.words]
        named = self.filter(search_title__words=query.in_names) if query else self.none()
        ranks = [
            Q(code__in=codes),
            named_exactly(query.text),
            Q(search_title__startswith=f"{index_text(query.text, NAMES)} "),
            Q(pk__in=named.order_by().values("pk")),
            Q(city__iexact=query.text),
        ]
        cases = [When(condition, then=Value(rank)) for rank, condition in enumerate(ranks)]
        return self.annotate(rank=Case(*cases, default=Value(len(ranks)))).order_by("rank", *_place_order())

    def family_of(self, office):
        """Offices below one, renumbered to it or at the same place; also crossings or stations beside it."""
        places = office.same_place.through.objects.filter(from_office=office)
        family = Q(parent=office) | Q(successor=office) | Q(pk__in=places.values("to_office"))
        if office.has_neighbors:
            family |= Q(parent=office.parent_id, kind=office.kind)
        return self.filter(family).exclude(pk=office.pk)

    def matching(self, query: Query):
        """Offices with the words in their names, codes and places, or with the telephone number."""
        if not query:
            return self.none()
        if _NUMBER.fullmatch(query.text) and len(digits := re.sub(r"\D", "", query.text)) >= MIN_DIGITS:
            points = apps.get_model("offices", "ContactPoint").objects.filter(phone__contains=digits)
            return self.filter(Q(search_text__words=query.in_names) | Q(pk__in=points.values("office")))
        return self.filter(search_text__words=query.in_names)


class SpecialHoursQuerySet(models.QuerySet):
    def ahead(self):
        """Those that can still matter: a night may run on for a day, and the day is another one elsewhere."""
        return self.filter(last_day__gte=timezone.localdate() - datetime.timedelta(days=2))


_FILTERS = {
    "q": lambda offices, text: offices.matching(parse(text, complete=False)),
    "kind": lambda offices, kind: offices.filter(kind=kind),
    "state": OfficeQuerySet.in_state,
    "city": OfficeQuerySet.in_city,
    "mode": lambda offices, mode: offices.filter(arriving_by(mode)),
    "service": lambda offices, service: offices.filter(offering(service)),
}


class FactChangeQuerySet(models.QuerySet):
    def published(self):
        """Changes of public offices; none that names an office which is hidden now."""
        changes = self.filter(office__is_public=True)
        return changes.exclude(named_before__is_public=False).exclude(named_after__is_public=False)

    def filtered(self, values: dict):
        """Changes of the offices of one state or kind, or of one office; `values` as in `ChangeFilter`."""
        return self.filter(**{_CHANGE_FILTERS[name]: value for name, value in values.items()})

    def with_offices(self):
        """Everything a list of changes shows, in one query."""
        return self.select_related("office", "office__parent")


_CHANGE_FILTERS = {"state": "office__state", "kind": "office__kind", "office": "office"}


class PlaceQuerySet(models.QuerySet):
    def called(self, code: str, names: list[str]):
        """The airport with a code, and cities whose names have one of the keys; whether offices are there."""
        offices = apps.get_model("offices", "Office").objects.order_by().published().current()
        there = {name: OuterRef(name) for name in ("state", "country")}
        has_office = Exists(offices.filter(city__iexact=OuterRef("name"), **there))
        called = Q(kind=PlaceKind.AIRPORT, key=code) | Q(kind=PlaceKind.CITY, key__in=names)
        return self.filter(called).annotate(has_office=has_office)

    def middle_of(self, city: str, state: str, country: str) -> Vector | None:
        """The position of a city, where just one is meant."""
        cities = self.filter(kind=PlaceKind.CITY, key=place_key(city), state=state, country=country)
        found = cities[:2] if city else []
        return found[0].position if len(found) == 1 else None


class NoticeQuerySet(models.QuerySet):
    def running(self):
        """Notices shown at this instant."""
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)

    def to_come(self):
        return self.filter(starts_at__gt=timezone.now())

    def current(self):
        """Running, or to come."""
        return self.filter(ends_at__gt=timezone.now())

    def over(self):
        return self.filter(ends_at__lte=timezone.now())

    def about(self, office=None, state: str = ""):
        """Notices about everything, about a state, and about a public office or those above it."""
        scope = Q(state="", office=None)
        if office:
            above = apps.get_model("offices", "Office").objects.filter(pk=office.parent_id)
            lines = [Q(office__in=above.values("__".join(["parent"] * step))) for step in range(1, LEVELS)]
            lineage = reduce(or_, lines, Q(office__in=[office.pk, office.parent_id]))
            scope |= lineage & Q(office__is_public=True)
        state = state or (office.state_of_place if office else "")
        return self.filter(scope | Q(state=state, office=None) if state else scope).select_related("office")

    def closing(self):
        """Those by which offices may be closed whatever their hours say."""
        return self.filter(kind__in=(NoticeKind.CLOSURE, NoticeKind.LAPSE))

    def about_outer_office(self):
        """As `about`, for each office of an outer query with `state_there`; none about everything."""
        lineage = [OuterRef("__".join(["parent"] * step + ["pk"])) for step in range(LEVELS + 1)]
        about_it = reduce(or_, (Q(office=office) for office in lineage)) & Q(office__is_public=True)
        return self.filter(about_it | ~Q(state="") & Q(state=OuterRef("state_there")))


def _place_order() -> tuple:
    """By country, then by the name of the state, not by its code: Maine before Maryland."""
    states = [When(state=state.value, then=Value(str(state.label))) for state in State]
    return "country", Case(*states, default="state"), "name", "code", "pk"


# A crossing that is found at its port: `Office.measured_at`.
AT_PORT = Q(kind=Kind.CROSSING, unit_x=None, parent__is_public=True)


def _axis_at_port(axis: str) -> Case:
    return Case(When(AT_PORT, then=F(f"parent__{axis}")), default=axis)


def town() -> Case:
    """The city of an office; a crossing without one of its own lies in that of its port."""
    at_port = Q(kind=Kind.CROSSING, city="", parent__is_public=True)
    return Case(When(at_port, then=F("parent__city")), default="city")


def state_of_place() -> Case:
    """What `Office.state_of_place` is for one office: its state; a crossing without one has its port’s."""
    at_port = Q(kind=Kind.CROSSING, state="", parent__is_public=True)
    return Case(When(at_port, then=F("parent__state")), default="state")


def named_exactly(text: str) -> Q:
    """Offices that are called by these words, with or without their state, and nothing else."""
    return Q(name__iexact=text) | Q(search_title=index_text(text, NAMES))


def arriving_by(mode: str) -> Q:
    return Q(**{f"by_{Mode(mode)}": True})


def offering(service: str) -> Q:
    """Offices where people can get a service, or that exist for it alone."""
    offered = apps.get_model("offices", "OfficeService").objects.filter(service=service)
    return Q(pk__in=offered.values("office")) | Q(kind=Service(service).kind)


def section_filter(section: str) -> Q:
    """Which offices the page of `section` lists."""
    if section == SectionSlug.SERVICE_PORTS:
        return Q(kind=Kind.PORT, is_service_port=True)
    kind = next(kind for kind in Kind if kind.section == section)
    return Q(kind=kind)
