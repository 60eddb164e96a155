"""The places that distances are measured from, out of two packages, into the table of places.

`zipcodes` has ZIP codes with the cities they serve (positions: GeoNames, CC BY 4.0), `airportsdata`
airports with their IATA codes and cities. Neither is imported while the site answers: they are large.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db import transaction

from ..kinds import PlaceKind
from ..models import Office, Place
from ..places import ASSOCIATED, Country, State
from ..text import place_key
from .geography import middle

MILITARY = frozenset({"AA", "AE", "AP"})
POST_OFFICES_OF_FORCES = frozenset({"Apo", "Dpo", "Fpo"})
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})  # have a country code too
_STATES = {str(state.label): state.value for state in State}
BATCH = 5000


def import_places() -> int:
    """Bring the table in line with the packages, all or nothing; the number of places."""
    places = list(known_places())
    with transaction.atomic():
        Place.objects.all().delete()
        Place.objects.bulk_create(places, BATCH)
        locate_offices()
    return len(places)


def locate_offices() -> None:
    """Offices without coordinates are measured to the middle of their town."""
    for office in Office.objects.filter(latitude=None).exclude(city="").defer("imported"):
        before = office.position
        office.locate()
        if office.position != before:
            axes = {axis: getattr(office, axis) for axis in ("unit_x", "unit_y", "unit_z")}
            Office.objects.filter(pk=office.pk).update(**axes)


def known_places() -> Iterator[Place]:
    """Every ZIP code, every airport, and every city that has one."""
    cities = Cities()
    yield from _zip_codes(cities)
    yield from _airports(cities)
    yield from cities.places()


def _zip_codes(cities: "Cities") -> Iterator[Place]:
    """What the package has at latitude 0 has no position."""
    import zipcodes

    for entry in zipcodes.list_all():
        zip_code = _zip_code(entry)
        yield zip_code
        # A “unique” code belongs to one receiver of much mail, who may stand where the city does.
        if zip_code.latitude is not None and entry["zip_code_type"] != "UNIQUE":
            cities.add(entry["city"], zip_code)
            for name in entry["acceptable_cities"]:
                cities.add(name, zip_code, in_name_only=True)


class Cities:
    """Cities out of the places that lie in them; spellings of one name are one city."""

    def __init__(self):
        self._positions = defaultdict(list)
        self._named_only = defaultdict(list)
        self._names = defaultdict(Counter)

    def add(self, name: str, place: Place, *, in_name_only: bool = False) -> None:
        """`in_name_only`: mail may be addressed so, though the place lies in another city."""
        area = place_key(name), place.state, place.region, place.country
        positions = self._named_only if in_name_only else self._positions
        positions[area].append((place.latitude, place.longitude))
        self._names[area][name] += 1

    def places(self) -> Iterator[Place]:
        for area, positions in (self._named_only | self._positions).items():
            key, state, region, country = area
            ((name, _number),) = self._names[area].most_common(1)
            latitude, longitude = middle(positions)
            yield Place(
                kind=PlaceKind.CITY, key=key, name=name, state=state, region=region, country=country,
                latitude=latitude, longitude=longitude,
            )  # fmt: skip


def _zip_code(entry: dict) -> Place:
    state, region, country = entry["state"], "", Country.US.value
    is_military = state in MILITARY or entry["city"] in POST_OFFICES_OF_FORCES
    if is_military and state not in MILITARY:
        state = "AE"
    if state in ASSOCIATED:
        state, region, country = "", ASSOCIATED[state], state
    place = Place(
        kind=PlaceKind.ZIP, key=entry["zip_code"], name=entry["city"], state=state, region=region,
        country=country,
    )  # fmt: skip
    if float(entry["lat"]) and not is_military:
        place.latitude, place.longitude = float(entry["lat"]), float(entry["long"])
    return place


def _airports(cities: "Cities") -> Iterator[Place]:
    import airportsdata

    for code, entry in airportsdata.load("IATA").items():
        airport = _airport(code, entry)
        yield airport
        if airport.country != Country.US:  # whose cities have ZIP codes
            for name in _city_names(entry["city"]):
                cities.add(name, airport)


def _airport(code: str, entry: dict) -> Place:
    state, country = "", entry["country"]
    if country in TERRITORIES:
        state, country = country, Country.US.value
    elif country == Country.US:
        state = _STATES.get(entry["subd"], "")
    region = "" if state else ASSOCIATED.get(country, entry["subd"])
    return Place(
        kind=PlaceKind.AIRPORT, key=code.lower(), name=entry["name"], state=state, region=region,
        country=country, latitude=entry["lat"], longitude=entry["lon"],
    )  # fmt: skip


def _city_names(city: str) -> list[str]:
    """“Stockholm / Nykoping” is two, “Moyale (Lower)” one."""
    names = re.sub(r"\(.*?\)", "", city).split("/")
    return [name.strip() for name in names if place_key(name)]
