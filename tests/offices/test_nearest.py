"""The nearest offices, as the database finds them, against distances reckoned in another way."""

import math
import random

import pytest

from offices.finding.geography import KM_OF_A_MILE, distance_km, middle, unit_vector
from offices.finding.nearest import (
    KINDS,
    OF_EACH,
    Distance,
    Origin,
    alternatives,
    nearest_by_kind,
    within_reach,
)
from offices.kinds import Kind, Status
from offices.models import Office

from .. import factories


def haversine_km(here: tuple, there: tuple) -> float:
    (south, west), (north, east) = (tuple(map(math.radians, place)) for place in (here, there))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1, half)))


PLACES = {
    "Laredo": (27.506, -99.507), "Guam": (13.48, 144.80), "Saipan": (15.12, 145.73),
    "American Samoa": (-14.33, -170.71), "Attu at 173 E": (52.9, 173.2), "Amchitka at 179 E": (51.5, 179.2),
    "Adak": (51.88, -176.65), "Honolulu": (21.32, -157.92), "Barrow": (71.29, -156.77),
    "San Juan": (18.44, -66.0), "St. Croix": (17.7, -64.8), "Toronto": (43.68, -79.63),
    "Dublin": (53.42, -6.27), "Abu Dhabi": (24.43, 54.65), "north pole": (90, 0), "south pole": (-90, 77),
    "on the date line": (0, 180), "on its other side": (0, -180), "Greenwich": (51.48, 0),
}  # fmt: skip


@pytest.mark.parametrize("here", PLACES)
def test_distances_are_those_of_the_haversine_formula(here):
    for there in PLACES.values():
        found = distance_km(unit_vector(*PLACES[here]), unit_vector(*there))
        assert found == pytest.approx(haversine_km(PLACES[here], there), abs=0.001)


def test_the_distance_of_a_place_to_itself_and_to_the_other_side_of_the_earth():
    pole = unit_vector(90, 0)
    assert distance_km(pole, pole) == 0
    assert distance_km(pole, unit_vector(-90, 0)) == pytest.approx(math.pi * 6371.0088)


def test_the_middle_of_places_beside_the_date_line_lies_there():
    assert middle([(10, 179), (10, -179)]) == (pytest.approx(10, abs=0.1), pytest.approx(180))


@pytest.fixture
def scattered(db) -> list[Office]:
    """Offices of every kind at places where a formula may fail, and all over the globe."""
    chance = random.Random(4)
    offices = []
    for kind in KINDS:
        spots = [*PLACES.values(), *((chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(20))]
        for latitude, longitude in spots:
            code = {"code": f"{len(offices):04}"} if kind == Kind.PORT else {}
            place = {"latitude": round(latitude, 4), "longitude": round(longitude, 4)}
            if place["latitude"] or place["longitude"]:
                offices.append(factories.make_office(kind=kind, **code, **place))
    return offices


def test_the_nearest_of_each_kind_are_the_nearest_by_the_haversine_formula(scattered):
    for here in [*PLACES.values(), (35.5, -97.3), (-33.9, 151.2)]:
        for kind, found in nearest_by_kind(unit_vector(*here)):
            places = [(office.latitude, office.longitude) for office in scattered if office.kind == kind]
            wanted = sorted(haversine_km(here, tuple(map(float, place))) for place in places)[:OF_EACH]
            assert [office.distance.km for office in found] == pytest.approx(wanted, abs=0.01)


@pytest.mark.django_db
def test_offices_across_the_date_line_are_near():
    west = factories.make_port(name="West", latitude=52, longitude=179.5)
    factories.make_port(name="Inland", latitude=52, longitude=170)
    ((_kind, found),) = nearest_by_kind(unit_vector(52, -179.9))
    assert found[0] == west
    assert found[0].distance.km < 50


@pytest.mark.django_db
def test_hidden_and_former_offices_and_those_without_a_place_are_never_the_nearest():
    factories.make_port(latitude=27.5, longitude=-99.5, is_public=False)
    factories.make_port(latitude=27.5, longitude=-99.5, status=Status.CLOSED)
    factories.make_port()
    far = factories.make_port(latitude=40, longitude=-100)
    assert [found for _kind, found in nearest_by_kind(unit_vector(27.5, -99.5))] == [[far]]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
def test_the_nearest_cost_a_fixed_number_of_queries(django_assert_num_queries, rows):
    for number in range(rows):
        factories.make_contact(factories.make_port(latitude=number, longitude=-99.5))
        factories.make_office(kind=Kind.SECTOR, latitude=number, longitude=-99)
    with django_assert_num_queries(4):  # offices, numbers, hours, dated exceptions
        assert nearest_by_kind(unit_vector(27.5, -99.5))


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0, "less than 1 mile (1.6 km)"),
        (KM_OF_A_MILE, "1 mile (2 km)"),
        (100 * KM_OF_A_MILE, "100 miles (161 km)"),
        (4307, "2,676 miles (4,307 km)"),
    ],
)
def test_a_distance_is_said_in_miles_and_kilometers(km, words):
    assert str(Distance(km)) == words


@pytest.fixture
def neighbors(db) -> dict[str, Office]:
    """Ports to the north of each other, one that is closed, and a crossing."""
    ports = {
        name: factories.make_port(name=name, latitude=latitude, longitude=-99)
        for name, latitude in {"Here": 27, "Near": 28, "Farther": 29, "Farthest": 30, "Too far": 31}.items()
    }
    factories.make_port(name="Gone", latitude=27.1, longitude=-99, status=Status.CLOSED)
    factories.make_port(name="Hidden", latitude=27.1, longitude=-99, is_public=False)
    factories.make_port(
        name="Shut", latitude=27.1, longitude=-99, status=Status.CLOSED_UNTIL, closed_until="2999-01-01"
    )
    factories.make_office(kind=Kind.STATION, name="Station", latitude=27, longitude=-99)
    crossing = factories.make_office(kind=Kind.CROSSING, name="Bridge", parent=ports["Here"])
    return ports | {"Bridge": crossing}


@pytest.mark.parametrize("here", ["Here", "Bridge"])
def test_alternatives_are_the_three_nearest_open_offices_of_the_kind(neighbors, here):
    assert [str(other.name) for other in alternatives(neighbors[here])] == ["Near", "Farther", "Farthest"]


def test_a_closed_office_says_first_where_to_go_instead(client, neighbors):
    page = client.get(Office.objects.get(name="Gone").get_absolute_url()).text
    assert page.index("Go here instead") < page.index('id="reach"')
    assert "less than 1 mile" not in page
    assert "7 miles (11 km)" in page


def test_an_open_office_names_alternatives_after_its_own_facts(client, neighbors):
    page = client.get(neighbors["Here"].get_absolute_url()).text
    assert page.index('id="reach"') < page.index("Nearest alternatives")
    assert "Hidden" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.HEADQUARTERS, Kind.PRESS_OFFICE, Kind.CROSSING])
def test_an_office_that_nobody_goes_to_or_without_a_place_has_no_alternatives(client, kind):
    office = factories.make_office(kind=kind)
    assert "Nearest alternatives" not in client.get(office.get_absolute_url()).text


@pytest.mark.django_db
def test_what_is_too_far_to_go_to_is_named_and_not_listed():
    port = factories.make_port(latitude=30, longitude=-98)
    factories.make_port(name="Too far", latitude=36, longitude=-98)
    factories.make_office(kind=Kind.PRECLEARANCE, country="BS", latitude=25, longitude=-77)
    groups = nearest_by_kind(unit_vector(30, -98))
    assert within_reach(groups, Origin()) == ([(Kind.PORT, [port])], [Kind.PRECLEARANCE])


@pytest.mark.django_db
@pytest.mark.parametrize(("latitude", "is_abroad"), [(30, True), (60, False)])
def test_abroad_and_far_from_everything_no_office_is_too_far(latitude, is_abroad):
    factories.make_port(latitude=30, longitude=-98)
    factories.make_office(kind=Kind.PRECLEARANCE, country="BS", latitude=25, longitude=-77)
    groups = nearest_by_kind(unit_vector(latitude, -98))
    assert within_reach(groups, Origin(is_abroad=is_abroad)) == (groups, [])


def test_an_open_office_far_from_all_others_says_so_and_leads_to_the_list(client, neighbors):
    factories.make_port(name="Island", latitude=60, longitude=-170, slug="island-9999", code="9999")
    page = client.get("/contact/ports/island-9999/").text
    assert "No other office of this kind lies within 300 miles (483 km)." in page
    assert 'href="/contact/find/?kind=port"' in page


def test_an_office_that_is_no_more_has_a_way_on_however_far(client, neighbors):
    gone = factories.make_port(name="Last", latitude=60, longitude=-170, status=Status.CLOSED)
    assert alternatives(gone)[0] == neighbors["Too far"]


@pytest.fixture
def crossing(db) -> Office:
    """It has no position; its port has, the middle of its town."""
    port = factories.make_port(latitude=27.5, longitude=-99.5, coordinate_basis="city centroid")
    return factories.make_office(kind=Kind.CROSSING, name="Bridge", slug="bridge", parent=port)


def near_crossings(client) -> str:
    return client.get("/contact/find/", {"kind": "crossing", "near": "27.6, -99.5"}).text


def test_a_crossing_without_a_position_is_measured_to_its_port_and_says_so(client, crossing):
    assert "7 miles (11 km) to the town center of its port, Laredo, Texas" in near_crossings(client)
    Office.objects.filter(pk=crossing.parent_id).update(coordinate_basis="port of entry point")
    assert "7 miles (11 km) to its port, Laredo, Texas" in near_crossings(client)


def test_a_crossing_with_a_position_is_measured_to_that(client, crossing):
    crossing.latitude, crossing.longitude = 28, -99.5
    crossing.save()
    assert "28 miles (44 km)</span>" in near_crossings(client)


def test_a_hidden_port_does_not_tell_where_its_crossing_lies(client, crossing):
    Office.objects.filter(pk=crossing.parent_id).update(is_public=False)
    assert "Bridge" not in near_crossings(client)
    assert Office.objects.get(pk=crossing.pk).measured_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "town"), ({"coordinate_basis": "port office point"}, "office"), ({"latitude": None}, "")],
)
def test_the_data_say_what_distances_are_measured_to(client, crossing, fields, words):
    port = crossing.parent
    for name, value in (fields | {"longitude": port.longitude if "latitude" not in fields else None}).items():
        setattr(port, name, value)
    port.save()
    data = client.get("/contact/find.json").json()["offices"]
    assert {office["kind"]: office["measured_to"] for office in data} == {
        "port": words,
        "crossing": "port" if words else "",
    }
