"""The one box: names, codes, ZIP codes, cities and airports, and words for what is none of them."""

import re

import pytest
from django.http import QueryDict

from offices.finding.nearest import is_place_code, look_up
from offices.forms import FindFilter
from offices.kinds import AliasKind, Kind, PlaceKind, Service, Status

from .. import factories

pytestmark = pytest.mark.django_db

FIND = "/contact/find/"


@pytest.fixture(autouse=True)
def places():
    make = factories.make_place
    nowhere = {"latitude": None, "longitude": None}
    for key in ("78040", "99546"):
        make("Laredo", kind=PlaceKind.ZIP, key=key)
    make("Laredo", kind=PlaceKind.ZIP, key="78099", **nowhere)
    make("Dhs", kind=PlaceKind.ZIP, key="20588", state="MD", **nowhere)
    make("Apo", kind=PlaceKind.ZIP, key="09001", state="AE", **nowhere)
    make("Laredo")
    for state in ("IL", "MA", "OH"):
        make("Springfield", state=state, latitude=40)
    make("Saint Louis", state="MO", latitude=38.6, longitude=-90.2)
    make("Fort Worth", latitude=32.7, longitude=-97.3)
    make("New York", state="NY", latitude=40.7, longitude=-74)
    make("Ontario", state="CA", latitude=34, longitude=-117.6)
    make("Toronto", state="", region="Ontario", country="CA", latitude=43.6, longitude=-79.4)
    make("Toronto", state="KS", latitude=37.8, longitude=-95.9)
    make("Ely", state="NV", latitude=39, longitude=-115)
    make("Ely Airport", kind=PlaceKind.AIRPORT, key="ely", state="NV", latitude=39.3, longitude=-114.8)
    make("Laredo International Airport", kind=PlaceKind.AIRPORT, key="lrd", latitude=27.54, longitude=-99.46)


@pytest.fixture
def port():
    return factories.make_port(
        code="2304", slug="laredo-2304", latitude=27.5, longitude=-99.5, coordinate_basis="city centroid"
    )


def page(client, **query) -> str:
    response = client.get(FIND, query)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("78040", "Laredo, Texas (ZIP 78040)"),
        ("78040-1234", "Laredo, Texas (ZIP 78040)"),
        ("  zip code 78040 ", "Laredo, Texas (ZIP 78040)"),
        ("Laredo, TX 78040", "Laredo, Texas (ZIP 78040)"),
        ("nearest port to 78040?", "Laredo, Texas (ZIP 78040)"),
        ("near Laredo", "Laredo, Texas"),
        ("laredo", "Laredo, Texas"),
        ("LAREDO TEXAS", "Laredo, Texas"),
        ("Laredo, Tex., USA", None),
        ("Laredo, TX, USA", "Laredo, Texas"),
        ("st. louis, mo", "Saint Louis, Missouri"),
        ("St Louis", "Saint Louis, Missouri"),
        ("Ft. Worth", "Fort Worth, Texas"),
        ("LRD", "Laredo International Airport (LRD)"),
        ("lrd airport", "Laredo International Airport (LRD)"),
        ("Ely airport", "Ely Airport (ELY)"),
        ("Ely, NV", "Ely, Nevada"),
        ("Toronto, Canada", "Toronto, Ontario, Canada (its airport)"),
        ("Toronto, CA", "Toronto, Ontario, Canada (its airport)"),
        ("Toronto, Ontario", "Toronto, Ontario, Canada (its airport)"),
        ("Ontario, CA", "Ontario, California"),
        ("New York, NY", "New York, New York"),
        ("27.5, -99.5", "27.5° north, 99.5° west"),
        ("-14.3 -170.7", "14.3° south, 170.7° west"),
    ],
)
def test_a_place_is_understood_however_it_is_written(typed, name):
    origin = look_up(typed)
    assert (origin.name or None) == name
    assert bool(origin.position) == bool(name)


@pytest.mark.parametrize("typed", ["78040", "Laredo, Texas", "LRD", "27.5, -99.5", "Toronto, Canada"])
def test_the_query_of_a_place_finds_that_place_again(typed):
    origin = look_up(typed)
    assert look_up(origin.query) == origin


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Springfield", ["Springfield, Illinois", "Springfield, Massachusetts", "Springfield, Ohio"]),
        (
            "Springfield, Atlantis",
            ["Springfield, Illinois", "Springfield, Massachusetts", "Springfield, Ohio"],
        ),
        ("Toronto", ["Toronto, Kansas", "Toronto, Ontario, Canada (its airport)"]),
        ("ely", ["Ely Airport (ELY)", "Ely, Nevada"]),
        ("New York", ["New York, New York", "All of New York"]),
        ("Texas", ["All of Texas"]),
        ("gu", ["All of Guam"]),
    ],
)
def test_an_ambiguous_place_is_never_picked_but_asked_about(client, typed, names):
    text = page(client, q=typed)
    listed = re.search(r'<ul class="meant__list">(.*?)</ul>', text, re.S)[1]
    assert re.findall(r">([^<]+)</a>", listed) == names
    assert "Nearest to" not in text


def test_of_places_with_one_name_those_with_an_office_come_first_then_those_in_the_united_states():
    factories.make_place("Springfield", state="", region="Ontario", country="CA")
    factories.make_port(name="Springfield", city="Springfield", state="OH")
    factories.make_port(name="Springfield", city="Springfield", state="MA", is_public=False)
    areas = [place.state or place.country for place in look_up("springfield").candidates]
    assert areas == ["OH", "IL", "MA", "CA"]


@pytest.mark.parametrize(
    ("country", "region", "name"),
    [
        ("AR", "San Juan", "San Juan, San Juan, country code AR (its airport)"),
        ("CA", "", "San Juan, Canada (its airport)"),
        ("PW", "Palau", "San Juan, Palau"),
    ],
)
def test_a_place_abroad_is_not_taken_for_one_in_a_state(country, region, name):
    factories.make_place("San Juan", state="", region=region, country=country)
    assert look_up("san juan").name == name


def test_each_candidate_leads_to_its_answer(client, port):
    text = page(client, q="Toronto", kind="port")
    links = re.findall(r'href="(/contact/find/\?[^"]*near=Toronto[^"]*)"', text)
    assert len(links) == 2
    for link in links:
        assert "the nearest first" in client.get(link.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("00000", "There is no ZIP code 00000"),
        ("99999", "There is no ZIP code 99999"),
        ("09001", "military post office"),
        ("20588", "It is not known where ZIP code 20588 is"),
        ("91, 0", "There is no such position"),
        ("13.4, 215.2", "There is no such position"),
        ("Narnia", "No office was found for “Narnia”"),
        ("😀", "names no word to look for"),
        ("\x00", "names no word|Find an office"),
        ("x" * 3000, "at most 200 characters"),
        ("7804", "No office was found for “7804”"),
    ],
)
def test_what_is_no_place_is_answered_in_words_with_a_way_on(client, typed, words):
    response = client.get(FIND, {"q": typed})
    assert response.status_code == (400 if "\x00" in typed else 200)
    if response.status_code == 200:
        assert re.search(words, response.text)
        assert "/contact/ports/" in response.text


@pytest.mark.parametrize("typed", ["garbage", "😀", "'; DROP TABLE x; --", "<script>", "  ", "x" * 120, "-"])
def test_a_place_to_measure_from_that_is_none_is_said(client, port, typed):
    text = page(client, near=typed, kind="port")
    assert port.get_absolute_url() in text
    assert "the nearest first" not in text
    assert "<script>alert" not in text
    if typed.strip():
        assert "is known here" in text


def test_ten_thousand_characters_are_too_many(client):
    assert client.get(FIND, {"q": "x" * 10_000}).status_code == 414
    assert client.get(FIND, {"near": "9" * 3000}).status_code == 200


def test_of_two_places_the_last_counts(client, port):
    assert "Laredo, Texas (ZIP 78040)" in client.get(FIND + "?near=00000&near=78040").text


def test_a_zip_code_brings_the_nearest_of_each_kind_with_distances(client, port):
    factories.make_contact(port, "+19565550123")
    factories.make_office(kind=Kind.SECTOR, name="Laredo Sector", latitude=27.6, longitude=-99.5)
    text = page(client, q="78040")
    assert "Nearest to Laredo, Texas (ZIP 78040)" in text
    assert text.index("Laredo Sector") < text.index("What you typed is not stored")
    assert "2 miles (4 km) to the town center" in text
    assert "(956) 555-0123" in text
    assert "GeoNames" in text


def test_a_post_office_box_zip_code_is_measured_from_its_city_and_says_so(client, port):
    text = page(client, q="78099")
    assert "measured from the middle of Laredo, Texas" in text
    assert port.get_absolute_url() in text


def test_a_traveler_in_toronto_gets_the_preclearance_location_first(client, port):
    factories.make_office(
        kind=Kind.PRECLEARANCE, name="Toronto Pearson", country="CA", latitude=43.68, longitude=-79.63
    )
    text = page(client, q="Toronto, Canada")
    assert text.index("Toronto Pearson") < text.index("Laredo, Texas")


def test_the_nearest_of_one_kind_or_service_are_a_list_of_their_own(client, port):
    far = factories.make_office(kind=Kind.DEFERRED_INSPECTION, name="Far", latitude=40, longitude=-99)
    near = factories.make_office(kind=Kind.DEFERRED_INSPECTION, name="Near", latitude=28, longitude=-99)
    for query in ({"kind": "deferred_inspection"}, {"service": Service.DEFERRED_INSPECTION.value}):
        text = page(client, near="78040", **query)
        assert text.index(near.get_absolute_url()) < text.index(far.get_absolute_url())
        assert port.get_absolute_url() not in text


def test_a_port_code_comes_before_everything(client, port):
    factories.make_port(name="Aardvark 2304", code="1111", slug="aardvark-1111")
    text = page(client, q="2304")
    assert text.index(port.get_absolute_url()) < text.index("/contact/ports/aardvark-1111/")
    assert "which place do you mean" not in text


def test_offices_of_the_very_name_come_before_those_that_only_have_its_words(client):
    make = factories.make_port
    offices = [
        make(name="El Paso", city="El Paso", code="2402"),
        make(name="El Paso Bridge", city="El Paso", code="2498"),
        make(name="Bridge at El Paso", city="El Paso", code="2497"),
        make(name="Santa Teresa", city="El Paso", code="2496"),
        make(name="Eagle Pass", city="Eagle Pass", area_served="El Paso", state="AL", code="2303"),
    ]
    text = page(client, q="el paso")
    found = [text.index(office.get_absolute_url()) for office in offices]
    assert found == sorted(found)


def test_former_names_are_found(client, port):
    port.aliases.create(kind=AliasKind.FORMER, value="Old Gate")
    assert port.get_absolute_url() in page(client, q="old gate")


def test_a_place_that_offices_are_called_by_brings_both(client, port):
    text = page(client, q="Laredo, TX")
    assert "Nearest to Laredo, Texas" in text
    assert "1 office found for “Laredo, TX”" in text


@pytest.mark.parametrize(("name", "stands_first"), [("Laredo", True), ("Laredo Bridge", False)])
def test_the_office_that_was_named_stands_before_those_near_the_place_of_that_name(
    client, port, name, stands_first
):
    port.name = name
    port.save()
    text = page(client, q="laredo")
    assert (text.index("found for “laredo”") < text.index('id="nearest"')) == stands_first


def test_a_wrong_filter_beside_a_place_is_said_and_the_place_is_answered(client, port):
    text = page(client, near="78040", kind="castle")
    assert "“castle” is not a kind of office." in text
    assert "Nearest to Laredo" in text


def test_links_narrow_with_counts_of_current_offices(client, port):
    factories.make_port(name="Gone", state="AL", status=Status.CLOSED)
    factories.make_port(name="Hidden", state="ME", is_public=False)
    text = page(client)
    counts = dict(re.findall(r'href="/contact/find/\?([^"]+)">[^<]+</a> <span[^>]*>(\d+)</span>', text))
    assert counts == {"kind=port": "1", "state=AL": "0", "state=TX": "1"}


def test_the_cities_of_a_state_are_links(client, port):
    factories.make_office(kind=Kind.CROSSING, name="Bridge", parent=port, state="TX")
    text = page(client, state="TX")
    assert re.search(r'city=Laredo">Laredo</a> <span class="state-list__count">2<', text)
    assert "2 offices" in page(client, state="TX", city="Laredo")


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("Global Entry", 'service=enrollment">Offices for Trusted Traveler enrollment (1)'),
        ("pre-clearance", 'service=preclearance">Offices for Preclearance before a flight'),
        ("boats", 'service=boats">Offices for Pleasure boat arrivals (0)'),
        ("Sea", 'mode=sea">Offices with arrivals by sea (0)'),
        ("train", 'mode=rail">Offices with arrivals by rail (0)'),
    ],
)
def test_a_service_or_way_to_arrive_in_the_box_leads_to_its_list(client, port, typed, link):
    factories.make_service(port)
    factories.make_service(factories.make_port(is_public=False))
    text = page(client, q=typed)
    assert f'<a href="{FIND}?{link}' in text
    assert "which place do you mean" not in text


def test_a_way_to_arrive_is_no_airport_code_unless_the_airport_is_named():
    factories.make_place("Seattle–Tacoma", kind=PlaceKind.AIRPORT, key="sea", state="WA")
    assert look_up("sea").position is None
    assert look_up("SEA airport").position


@pytest.mark.parametrize("query", [{"q": "78040"}, {"near": "78040"}, {"q": "laredo"}, {"q": "Springfield"}])
def test_where_somebody_is_is_kept_by_nobody(client, caplog, port, query):
    with caplog.at_level("DEBUG", logger="django.request"):
        response = client.get(FIND, query)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not response.cookies
    assert next(iter(query.values())) not in caplog.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_the_whole_list_may_be_cached_and_found(client):
    response = client.get(FIND)
    assert response["Cache-Control"] == "public, no-cache"
    assert "noindex" not in response.text


@pytest.mark.parametrize(
    ("typed", "link"), [("78040", "?q=78040"), ("nearest to Laredo", "?q=nearest%20to%20Laredo")]
)
def test_the_search_of_the_site_sends_a_question_for_a_place_on(client, typed, link):
    text = client.get("/search/", {"q": typed}).text
    assert f'<a href="{FIND}{link}">Offices nearest to' in text


@pytest.mark.parametrize("typed", ["laredo", "2304", "(956) 555-0123", "2023-1234567", "zipper"])
def test_other_searches_are_no_questions_for_a_place(client, typed):
    assert "Offices nearest to" not in client.get("/search/", {"q": typed}).text


@pytest.mark.parametrize("typed", ["near " * 200, "zip" * 100, "near to " * 50 + "!", "1" * 5000, "9" * 5])
def test_a_long_question_is_read_at_once(typed):
    assert is_place_code(typed) in (True, False)
    assert look_up(typed).position is None


def test_a_zip_code_in_the_box_is_a_place_for_the_other_filters_too():
    chosen = FindFilter(QueryDict("q=78040&kind=port"))
    assert chosen.measures
    assert [chip.label for chip in chosen.chips] == ["Ports of entry", "Near Laredo, Texas (ZIP 78040)"]
