"""The places that distances are measured from, as the packages know them."""

import airportsdata
import pytest
import zipcodes

from offices.finding import gazetteer
from offices.kinds import Kind, PlaceKind
from offices.models import Office, Place
from offices.text import place_key

from .. import factories


def area_of(place: Place) -> str:
    return place.state or f"{place.region}/{place.country}"


@pytest.fixture(scope="module")
def places() -> dict[tuple, Place]:
    """Every place of both packages, by kind, key and area."""
    found = list(gazetteer.known_places())
    by_name = {(place.kind, place.key, area_of(place)): place for place in found}
    assert len(by_name) == len(found)
    return by_name


def test_every_zip_code_is_there_once(places):
    codes = [key for kind, key, _area in places if kind == PlaceKind.ZIP]
    assert len(codes) == len(set(codes)) == len(zipcodes.list_all()) > 42_000


def test_nothing_lies_at_latitude_zero_for_want_of_a_position(places):
    assert not [place for place in places.values() if place.country == "US" and place.latitude == 0]


@pytest.mark.parametrize(
    ("code", "area"), [("09001", "AE"), ("34001", "AA"), ("96201", "AP"), ("09905", "AE")]
)
def test_a_military_zip_code_has_no_position(places, code, area):
    assert places[PlaceKind.ZIP, code, area].position is None


@pytest.mark.parametrize(
    ("name", "area", "latitude"),
    [
        ("Laredo", "TX", 27.5), ("St. Louis", "MO", 38.6), ("Saint Louis", "MO", 38.6),
        ("Ft. Worth", "TX", 32.7), ("Rouses Pt", "NY", 45.0),
        ("O’Fallon", "IL", 38.6), ("Mayagüez", "PR", 18.2),
        ("Saipan", "MP", 15.1), ("Hagatna", "GU", 13.4), ("Pago Pago", "AS", -14.3),
        ("Christiansted", "VI", 17.7), ("Adak", "AK", 51.8), ("Hilo", "HI", 19.7),
        ("Toronto", "Ontario/CA", 43.6), ("Dublin", "Leinster/IE", 53.4), ("Koror", "Palau/PW", 7.3),
        ("Stockholm", "Stockholm/SE", 59.3),
    ],
)  # fmt: skip
def test_a_city_is_known_however_its_name_is_written(places, name, area, latitude):
    place = places[PlaceKind.CITY, place_key(name), area]
    assert place.latitude == pytest.approx(latitude, abs=0.4)


def test_a_single_receiver_of_much_mail_is_no_city(places):
    assert (PlaceKind.CITY, place_key("Parcel Return Service"), "DC") not in places


def test_an_airport_has_its_code_and_its_state_or_country(places):
    assert str(places[PlaceKind.AIRPORT, "lrd", "TX"]) == "Laredo International Airport (LRD)"
    assert places[PlaceKind.AIRPORT, "yyz", "Ontario/CA"].country == "CA"
    assert places[PlaceKind.AIRPORT, "gum", "GU"].country == "US"


def test_a_city_on_both_sides_of_the_date_line_has_its_middle_there():
    cities = gazetteer.Cities()
    for longitude in (179, -179):
        cities.add("Amchitka", Place(state="AK", latitude=51, longitude=longitude))
    (place,) = cities.places()
    assert abs(place.longitude) == pytest.approx(180)


def zip_entry(code: str, **entry) -> dict:
    return {
        "zip_code": code, "city": "Laredo", "state": "TX", "lat": "27.5", "long": "-99.5",
        "acceptable_cities": [], "zip_code_type": "STANDARD",
    } | entry  # fmt: skip


@pytest.fixture
def small_packages(monkeypatch):
    """Two ZIP codes and an airport in place of ninety thousand places."""
    entries = [zip_entry("78040"), zip_entry("78099", lat="0", long="0", zip_code_type="PO BOX")]
    airport = {"name": "Pearson", "city": "Toronto", "subd": "Ontario", "country": "CA"}
    monkeypatch.setattr(zipcodes, "list_all", lambda: entries)
    monkeypatch.setattr(airportsdata, "load", lambda code: {"YYZ": airport | {"lat": 43.7, "lon": -79.6}})
    return entries


def stored() -> set[tuple]:
    return set(Place.objects.values_list("kind", "key", "name", "latitude"))


@pytest.mark.django_db
def test_importing_twice_leaves_the_same_places(small_packages):
    gazetteer.import_places()
    before = stored()
    assert gazetteer.import_places() == len(before) == 5
    assert stored() == before


@pytest.mark.django_db
def test_an_import_that_fails_half_way_changes_nothing(small_packages, monkeypatch):
    gazetteer.import_places()
    before = stored()
    small_packages.append(zip_entry("78041"))
    monkeypatch.setattr(gazetteer, "locate_offices", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        gazetteer.import_places()
    assert stored() == before


@pytest.mark.django_db
def test_an_import_places_offices_without_coordinates_in_the_middle_of_their_town(small_packages):
    office = factories.make_office(kind=Kind.FIELD_OFFICE, city="Laredo", state="TX")
    assert office.position is None
    gazetteer.import_places()
    office = Office.objects.get(pk=office.pk)
    assert office.position == pytest.approx(Place.objects.get(kind=PlaceKind.CITY, state="TX").position)
    assert office.is_measured_to_town


@pytest.mark.django_db
def test_an_office_is_not_placed_in_one_of_several_towns_of_a_name():
    for latitude in (10, 20):
        factories.make_place("Laredo", latitude=latitude)
    assert factories.make_office(kind=Kind.SECTOR, city="Laredo", state="TX").position is None
