"""Plain links that narrow a list of offices further, each with the number it would leave."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ..forms import OfficeFilter
from ..kinds import CURRENT_STATUSES, Kind, Mode, Service
from ..querysets import OfficeQuerySet, arriving_by, offering, town

CURRENT = Count("pk", filter=Q(status__in=CURRENT_STATUSES))  # as every count of the directory


@dataclass
class Facet:
    """One way to narrow, with (label, query, number of current offices) for each value that offices have."""

    name: str
    title: str
    links: list[tuple[str, str, int]]


@dataclass
class Facets:
    """What a list can be narrowed by, and how many of its offices are current ones."""

    facets: list[Facet]
    current: int


def facets_of(offices: OfficeQuerySet, chosen: OfficeFilter) -> Facets:
    """In two queries; three where a state is chosen already."""
    offices = offices.order_by()
    numbers = _by_kind_and_state(offices) | _by_service_and_mode(offices)
    numbers["city"] = _by_city(offices) if "state" in chosen.values else {}
    titles = {
        "kind": _("By kind"), "state": _("By state or territory"), "city": _("By city"),
        "service": _("By service"), "mode": _("By way of arrival"),
    }  # fmt: skip
    facets = [
        Facet(name, title, _links(name, numbers[name], chosen))
        for name, title in titles.items()
        if name not in chosen.values and numbers[name]
    ]
    return Facets(facets, sum(numbers["kind"].values()))


def _links(name: str, numbers: dict[str, int], chosen: OfficeFilter) -> list[tuple[str, str, int]]:
    links = [
        (chosen.label(name, value), chosen.query_with(name, value), number)
        for value, number in numbers.items()
    ]
    return sorted(links) if name in ("state", "city") else links


def _by_kind_and_state(offices: OfficeQuerySet) -> dict[str, dict[str, int]]:
    kinds, states = Counter(), Counter()
    for kind, state, number in offices.values_list("kind", "state").annotate(number=CURRENT):
        kinds[kind] += number
        if state:
            states[state] += number
    return {"kind": {kind.value: kinds[kind] for kind in Kind if kind in kinds}, "state": states}


def _by_city(offices: OfficeQuerySet) -> dict[str, int]:
    towns = offices.annotate(town=town()).exclude(town="")
    return dict(towns.values_list("town").annotate(number=CURRENT))


def _by_service_and_mode(offices: OfficeQuerySet) -> dict[str, dict[str, int]]:
    conditions = {service: offering(service) for service in Service}
    conditions |= {mode: arriving_by(mode) for mode in Mode}
    counts = {value.name: Count("pk", filter=condition) for value, condition in conditions.items()}
    numbers = offices.current().aggregate(**counts)
    return {
        "service": {service.value: numbers[service.name] for service in Service if numbers[service.name]},
        "mode": {mode.value: numbers[mode.name] for mode in Mode if numbers[mode.name]},
    }
