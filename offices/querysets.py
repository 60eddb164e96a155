"""The vocabulary of office queries. Public pages start from `published()`."""

from functools import reduce
from operator import and_, or_

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Q, Subquery, Value, When

from .kinds import CURRENT_STATUSES, Kind, SectionSlug
from .places import State


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

    def best_first(self, words: list[str]):
        """Found offices: those whose very code was asked for, then by place."""
        return self.order_by(_first_if_code_is(words), *_place_order())

    def due_for_check(self, before):
        """Offices never checked by staff, or last checked before the date `before`."""
        return self.filter(Q(checked_on=None) | Q(checked_on__lt=before))

    def matching(self, words: list[str]):
        """Offices that contain every word in their names, place, codes or telephone numbers."""
        if not words:
            return self.none()
        return self.filter(reduce(and_, map(_contains, words))).distinct()


def _place_order() -> tuple:
    """By country, then by the name of the state, not by its code: Maine before Maryland."""
    states = [When(state=state.value, then=Value(str(state.label))) for state in State]
    return "country", Case(*states, default="state"), "name", "code", "pk"


def _first_if_code_is(words: list[str]) -> Case:
    return Case(When(code__in=[word.upper() for word in words], then=Value(0)), default=Value(1))


def section_filter(section: str) -> Q:
    """Which offices the page of `section` lists."""
    if section == SectionSlug.SERVICE_PORTS:
        return Q(kind=Kind.PORT, is_service_port=True)
    kind = next(kind for kind in Kind if kind.section == section)
    return Q(kind=kind)


_SEARCHED = ("name", "code", "city", "region", "area_served", "aliases__value")


def _contains(word: str) -> Q:
    found = [Q(**{f"{field}__icontains": word}) for field in _SEARCHED]
    digits = "".join(char for char in word if char.isdigit())
    if len(digits) >= 4:
        found.append(Q(contact_points__phone__contains=digits))
    found.append(Q(state__in=_states_named(word)))
    return reduce(or_, found)


def _states_named(word: str) -> list[str]:
    """Codes of the states whose code is `word` or whose name contains it."""
    wanted = word.casefold()
    return [
        state.value
        for state in State
        if wanted == state.value.casefold() or (len(wanted) > 2 and wanted in str(state.label).casefold())
    ]
