"""The vocabulary of office queries. Public pages start from `published()`."""

import re

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Prefetch, Q, Subquery, Value, When
from django.utils import timezone

from .kinds import CURRENT_STATUSES, Kind, SectionSlug
from .places import State
from .search import Query

_NUMBER = re.compile(r"[\d\s().+-]+")  # digits with what people write between them
MIN_DIGITS = 7
OTHERWISE = 2  # the rank of an office that is found neither by its code nor by its name


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

    def with_listing(self):
        """Everything a row of a list shows, in a fixed number of queries."""
        unused = ("imported", "staff_note", "source", "service_port_basis", "address_source", "status_note")
        return (
            self.select_related("parent")
            .defer(*unused, *(f"parent__{name}" for name in unused))
            .prefetch_related("contact_points")
        )

    def with_page(self):
        """What the page of an office says of it, but for numbers and hours."""
        former_parents = apps.get_model("offices", "FormerParent").objects.select_related("parent")
        return self.select_related("parent", "successor").prefetch_related(
            "aliases", "services", Prefetch("former_parents", former_parents)
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

    def best_first(self, query: Query):
        """Found offices: those whose very code was asked for, those so named, then by place."""
        codes = [word.upper() for term in query.wanted for word in term.words]
        is_code = When(code__in=codes, then=Value(0))
        named = self.filter(search_title__words=query) if query else self.none()
        is_named = When(pk__in=named.order_by().values("pk"), then=Value(1))
        return self.annotate(rank=Case(is_code, is_named, default=Value(OTHERWISE))).order_by(
            "rank", *_place_order()
        )

    def family_of(self, office):
        """Offices below one, renumbered to it or at the same place; also crossings or stations beside it."""
        places = office.same_place.through.objects.filter(from_office=office)
        family = Q(parent=office) | Q(successor=office) | Q(pk__in=places.values("to_office"))
        if office.has_neighbors:
            family |= Q(parent=office.parent_id, kind=office.kind)
        return self.filter(family).exclude(pk=office.pk)

    def due_for_check(self, before):
        """Offices never checked by staff, or last checked before the date `before`."""
        return self.filter(Q(checked_on=None) | Q(checked_on__lt=before))

    def matching(self, query: Query):
        """Offices with the words in their names, codes and places, or with the telephone number."""
        if not query:
            return self.none()
        if _NUMBER.fullmatch(query.text) and len(digits := re.sub(r"\D", "", query.text)) >= MIN_DIGITS:
            points = apps.get_model("offices", "ContactPoint").objects.filter(phone__contains=digits)
            return self.filter(Q(search_text__words=query) | Q(pk__in=points.values("office")))
        return self.filter(search_text__words=query)


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


class NoticeQuerySet(models.QuerySet):
    def running(self):
        """Notices shown at this instant."""
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)


def _place_order() -> tuple:
    """By country, then by the name of the state, not by its code: Maine before Maryland."""
    states = [When(state=state.value, then=Value(str(state.label))) for state in State]
    return "country", Case(*states, default="state"), "name", "code", "pk"


def section_filter(section: str) -> Q:
    """Which offices the page of `section` lists."""
    if section == SectionSlug.SERVICE_PORTS:
        return Q(kind=Kind.PORT, is_service_port=True)
    kind = next(kind for kind in Kind if kind.section == section)
    return Q(kind=kind)
