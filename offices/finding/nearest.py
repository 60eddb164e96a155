"""The one box: what is typed there as a place to measure from, and the offices nearest to it.

What was typed says where somebody is. It is answered and forgotten: not stored, not logged.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext, ngettext

from ..kinds import Kind, PlaceKind
from ..models import Office, Place
from ..places import Country, State
from ..text import clean_text, place_key, place_words
from .asked import asked_for
from .gazetteer import MILITARY
from .geography import KM_OF_A_MILE, Vector, distance_km, unit_vector

# What people go to; a crossing stands on the page of its port.
KINDS = (
    *(Kind.PORT, Kind.DEFERRED_INSPECTION, Kind.PRECLEARANCE),
    *(Kind.FIELD_OFFICE, Kind.SECTOR, Kind.STATION),
)
OF_EACH = 3
MAX_WORDS = 12

_ASKING = re.compile(r"(?:.*\b(?:nearest|closest|near)\b(?:.*\bto\b)?|zip\b(?:\s*code\b)?)", re.I)
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:-\d{4})?$", re.ASCII)
_COORDINATES = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)", re.ASCII)


@dataclass
class Origin:
    """What a text says of a place: the position of one, or the several it may mean, or why there is none."""

    name: str = ""
    query: str = ""
    position: Vector | None = None
    candidates: list[Place] = field(default_factory=list)
    state: State | None = None  # a state is too large to measure from
    note: str = ""


def is_place_code(text: str) -> bool:
    """A ZIP code, a position or a question for the nearest: nothing that offices are called by."""
    text = clean_text(text)
    return bool(_ZIP.search(text) or _COORDINATES.fullmatch(text) or _ASKING.match(text))


def look_up(typed: str) -> Origin:
    """The place that somebody typed."""
    text = clean_text(typed)
    if asking := _ASKING.match(text):
        text = text[asking.end() :].strip(" :?.")
    if zip_code := _ZIP.search(text):
        return _at_zip_code(zip_code[1])
    if numbers := _COORDINATES.fullmatch(text):
        return _at_coordinates(float(numbers[1]), float(numbers[2]))
    return _named(text)


def _at_zip_code(code: str) -> Origin:
    place = Place.objects.filter(kind=PlaceKind.ZIP, key=code).first()
    if place is None:
        return Origin(note=gettext("There is no ZIP code %(code)s in our list.") % {"code": code})
    if place.state in MILITARY:
        note = gettext(
            "%(code)s is the ZIP code of a military post office, which can be anywhere in the world. "
            "Type the city you are in, or the code of an airport."
        )
        return Origin(note=note % {"code": code})
    if place.position:
        return _at(place)
    return _at_city_of(place)


def _at(place: Place) -> Origin:
    return Origin(str(place), place.query, place.position)


def _at_city_of(place: Place) -> Origin:
    """For ZIP codes of post-office boxes and of single receivers, many of which have no position."""
    position = Place.objects.middle_of(place.name, place.state, place.country)
    if position is None:
        note = gettext("It is not known where ZIP code %(code)s is. Type a city instead.")
        return Origin(note=note % {"code": place.key})
    note = gettext(
        "ZIP code %(code)s has no position of its own: it serves post-office boxes or a single receiver. "
        "Distances are measured from the middle of %(city)s."
    )
    return Origin(str(place), place.query, position, note=note % {"code": place.key, "city": place.full_name})


def _at_coordinates(latitude: float, longitude: float) -> Origin:
    if abs(latitude) > 90 or abs(longitude) > 180:
        note = gettext(
            "There is no such position. Write the latitude, up to 90 degrees north or south (-), "
            "then the longitude, up to 180 degrees east or west (-): 27.5, -99.5."
        )
        return Origin(note=note)
    north = gettext("%(degrees)s° south") if latitude < 0 else gettext("%(degrees)s° north")
    east = gettext("%(degrees)s° west") if longitude < 0 else gettext("%(degrees)s° east")
    name = f"{north % {'degrees': abs(latitude)}}, {east % {'degrees': abs(longitude)}}"
    return Origin(name, f"{latitude}, {longitude}", unit_vector(latitude, longitude))


def _named(text: str) -> Origin:
    words = place_words(text)[:MAX_WORDS]
    is_airport = words[-1:] == ["airport"]
    if is_airport:
        words.pop()
    key = "".join(words)
    state = next((state for state in State if key in (place_key(state), place_key(str(state.label)))), None)
    places = _places(words, is_airport=is_airport and len(key) == 3, has_parts="," in text)
    if len(places) == 1 and not state and _says_all(places[0], key):
        return _at(places[0])
    return Origin(candidates=sorted(places, key=_likely_first), state=state)


def _likely_first(place: Place) -> tuple:
    return not place.has_office, place.country != Country.US, str(place)


def _places(words: list[str], *, is_airport: bool, has_parts: bool) -> list[Place]:
    """What the words may mean: an airport by its code; a city, in the state or country behind its name.

    Where something else stands behind the name, after a comma, it is every city of that name.
    """
    key = "".join(words)
    beginnings = ["".join(words[: number + 1]) for number in range(len(words))]
    code = key if is_airport or not asked_for(key) else ""  # “sea” is not Seattle: “SEA airport” is
    named = [place for place in Place.objects.called(code, beginnings) if not is_airport or place.is_airport]
    exact = [place for place in named if _says_all(place, key)]
    if exact or not has_parts or not named:
        return exact
    longest = max(len(place.key) for place in named)
    return [place for place in named if len(place.key) == longest]


def _says_all(place: Place, key: str) -> bool:
    """Nothing was typed but this place and what it lies in."""
    return any(key == place.key + qualifier for qualifier in place.qualifiers)


@dataclass(frozen=True)
class Distance:
    km: float
    is_to_town: bool

    def __str__(self):
        miles = round(self.km / KM_OF_A_MILE)
        if not miles:
            return gettext("less than 1 mile (1.6 km)")
        text = ngettext("%(miles)s mile (%(km)s km)", "%(miles)s miles (%(km)s km)", miles)
        numbers = {"miles": miles, "km": round(self.km)}
        return text % {
            unit: formats.number_format(number, force_grouping=True) for unit, number in numbers.items()
        }


def measured(offices: Iterable[Office], position: Vector) -> list[Office]:
    """The offices, each with its `distance` from the position; its own position must be known."""
    offices = list(offices)
    for office in offices:
        office.distance = Distance(distance_km(position, office.position), office.is_measured_to_town)
    return offices


def nearest_by_kind(position: Vector) -> list[tuple[Kind, list[Office]]]:
    """The few nearest offices of each kind that people go to, nearest first."""
    nearest = Office.objects.published().current().nearest_of_each(KINDS, position, OF_EACH)
    found = measured(nearest.with_listing(), position)
    groups = {kind: [office for office in found if office.kind == kind] for kind in _kinds_for(found)}
    return [(kind, offices) for kind, offices in groups.items() if offices]


def _kinds_for(found: list[Office]) -> list[Kind]:
    """Abroad, where preclearance is nearer than any port, it comes first."""
    kinds = [office.kind for office in found if office.kind in (Kind.PORT, Kind.PRECLEARANCE)]
    return sorted(KINDS, key=lambda kind: kind != Kind.PRECLEARANCE or kinds[:1] != [kind])


def alternatives(here: Office) -> list[Office]:
    """The nearest open offices of the same kind; for a crossing, other ports than its own."""
    start = here.public_parent if here.kind == Kind.CROSSING else here
    if start is None or start.kind not in KINDS or start.position is None:
        return []
    near = Office.objects.published().going().filter(kind=start.kind).exclude(pk__in=[here.pk, start.pk])
    return measured(near.by_distance(start.position).with_listing()[:OF_EACH], start.position)
