"""Offices as CSV, JSON and GeoJSON, read by programs."""

import csv
import datetime
import io
import json
import re

import pytest
from django.utils import timezone

from offices.kinds import AliasKind, Confidence, ContactKind, Kind, Mode, Service, Status
from offices.models import Alias, Office
from offices.take_away import exports

from .. import factories

pytestmark = pytest.mark.django_db

CSV, JSON, GEOJSON, CARDS = (f"/contact/find.{name}" for name in ("csv", "json", "geojson", "vcf"))
DATA = [CSV, JSON, GEOJSON]
FILES = [*DATA, CARDS]
SITE = "https://www.example.gov"
BUNKER = {"latitude": "27.506000", "longitude": "-99.507500", "coordinate_basis": "center of the city"}


def as_json(client, query: dict | None = None) -> list[dict]:
    response = client.get(JSON, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)["offices"]


def as_geojson(client, query: dict | None = None) -> list[dict]:
    response = client.get(GEOJSON, query)
    assert response["Content-Type"] == "application/geo+json"
    data = json.loads(response.content)
    assert data["type"] == "FeatureCollection"
    return data["features"]


def as_csv(client, query: dict | None = None) -> list[dict]:
    response = client.get(CSV, query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"), newline=""), strict=True))


@pytest.fixture
def full():
    """A port with everything that an office can have."""
    field_office = factories.make_office(
        kind=Kind.FIELD_OFFICE, name="Laredo Field Office", slug="laredo-field-office"
    )
    later = factories.make_port(code="2399", slug="laredo-texas-2399")
    port = factories.make_port(
        code="0304", slug="laredo-texas-0304", parent=field_office, successor=later, status=Status.RENUMBERED,
        status_note="Two ports became one.", closed_on="2022-06", timezone="America/Chicago",
        street="1 Main Street", postal_code="01040", mailing_address="P.O. Box 1", access="Second floor",
        address_source="A page", address_as_of="2019", address_confidence=Confidence.OFFICIAL,
        address_checked_on=datetime.date(2026, 5, 1), port_type="area_port", is_service_port=True,
        by_land=True, by_rail=True, area_served="The valley", note="Ring twice.", staff_note="Secret note",
        source="A list", as_of="2025-04", confidence=Confidence.SECONDARY,
        checked_on=datetime.date(2026, 5, 2), **BUNKER,
    )  # fmt: skip
    factories.make_contact(
        port, "+12025550101", extension="7", label="Cargo", note="Mornings", source="A page", as_of="2022"
    )
    factories.make_contact(
        port, "", email="tips@example.gov", kind=ContactKind.EMAIL, is_special=True, is_after_hours=True
    )
    factories.make_hours(port, text="Weekdays, 8 to 4", schedule="Mo-Fr 08:00-16:00", label="Cars")
    factories.make_special_hours(port, reason="Storm", times="08:00-12:00")
    factories.make_service(port, name="Annex", address="2 Main Street", note="By appointment")
    Alias.objects.create(office=port, kind=AliasKind.FORMER, value="Old Laredo", note="until 2011")
    at = datetime.datetime(2026, 5, 1, 23, 30, 15, 999, tzinfo=datetime.UTC)
    Office.objects.filter(pk=port.pk).update(modified_at=at)
    return port


UNSURE = {"source": "", "as_of": "", "confidence": "unconfirmed"}


def test_json_tells_everything_public_about_an_office(client, full):
    (told,) = as_json(client, {"kind": "port", "q": "0304"})
    assert told == {
        "url": f"{SITE}/contact/ports/laredo-texas-0304/",
        "kind": "port",
        "code": "0304",
        "name": "Laredo",
        "title": "Laredo, Texas",
        "status": "renumbered",
        "status_note": "Two ports became one.",
        "closed_until": None,
        "closed_on": "2022-06",
        "parent": {"code": "", "name": "Laredo Field Office", "kind": "field_office"}
        | {"url": f"{SITE}/contact/field-operations-offices/laredo-field-office/"},
        "successor": {"code": "2399", "name": "Laredo, Texas", "kind": "port"}
        | {"url": f"{SITE}/contact/ports/laredo-texas-2399/"},
        "aliases": [{"kind": "former", "value": "Old Laredo", "note": "until 2011"}],
        "city": "Laredo",
        "state": "TX",
        "region": "",
        "country": "US",
        "timezone": "America/Chicago",
        "street": "1 Main Street",
        "postal_code": "01040",
        "mailing_address": "P.O. Box 1",
        "access": "Second floor",
        "address_source": "A page",
        "address_as_of": "2019",
        "address_confidence": "official",
        "address_checked_on": "2026-05-01",
        "latitude": 27.506,
        "longitude": -99.5075,
        "coordinate_basis": "center of the city",
        "phone": "(202) 555-0101 ext. 7",
        "contact_points": [
            {"kind": "phone", "label": "Cargo", "phone": "+12025550101", "extension": "7", "email": ""}
            | {"special": False, "after_hours": False, "note": "Mornings"}
            | {"source": "A page", "as_of": "2022", "confidence": "unconfirmed"},
            {"kind": "email", "label": "", "phone": "", "extension": "", "email": "tips@example.gov"}
            | {"special": True, "after_hours": True, "note": ""}
            | UNSURE,
        ],
        "hours": [
            {"label": "Cars", "text": "Weekdays, 8 to 4", "schedule": "Mo-Fr 08:00-16:00", "note": ""}
            | UNSURE
        ],
        "special_hours": [
            {"label": "", "first_day": "2026-12-24", "last_day": "2026-12-24"}
            | {"times": "08:00-12:00", "reason": "Storm"}
        ],
        "services": [
            {"service": "enrollment", "name": "Annex", "address": "2 Main Street", "note": "By appointment"}
            | UNSURE
        ],
        "modes": ["land", "rail"],
        "port_type": "area_port",
        "service_port": True,
        "area_served": "The valley",
        "note": "Ring twice.",
        "source": "A list",
        "as_of": "2025-04",
        "confidence": "secondary",
        "checked_on": "2026-05-02",
        "updated": "2026-05-01T19:30:15-04:00",
        "measured_to": "office",
    }  # fmt: skip


def test_a_table_tells_what_json_tells(client, full):
    for row, told in zip(as_csv(client), as_json(client), strict=True):
        assert list(row) == list(told)
        for name, cell in row.items():
            value = told[name]
            if isinstance(value, str):
                assert cell == value, name
            elif name == "modes":
                assert cell == "; ".join(value)
            elif value in (None, []):
                assert cell == "", name
            else:
                assert json.loads(cell) == value, name


def test_a_position_is_a_point_with_the_longitude_first(client, full):
    feature = as_geojson(client, {"q": "0304"})[0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-99.5075, 27.506]}
    assert feature["properties"]["coordinate_basis"] == "center of the city"


def test_an_office_without_a_position_has_no_geometry(client):
    office = factories.make_office()
    (feature,) = as_geojson(client)
    assert feature["geometry"] is None
    assert feature["id"] == SITE + office.get_absolute_url()


def test_the_properties_of_a_feature_are_what_json_tells(client, full):
    assert [feature["properties"] for feature in as_geojson(client)] == as_json(client)


def test_a_negative_number_stays_a_number_in_a_table(client, full):
    assert as_csv(client, {"q": "0304"})[0]["longitude"] == "-99.5075"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://192.0.2.1")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("field", ["name", "city", "street", "note", "area_served", "coordinate_basis"])
def test_no_cell_is_a_formula(client, field, words):
    factories.make_office(**{field: words, "slug": "an-office"})
    assert as_csv(client)[0][field] == f"'{words}"
    assert as_json(client)[0][field] == words


def test_no_cell_with_parts_is_a_formula(client):
    office = factories.make_office()
    factories.make_hours(office, text="=1+1")
    factories.make_contact(office, "+353 1 631 3900")
    (row,) = as_csv(client)
    assert not [name for name, cell in row.items() if cell.startswith(("=", "+", "-", "@"))]
    assert row["phone"] == "'+353 1 631 3900"


def test_words_of_every_kind_survive(client):
    words = 'Ñandú, “quoted” "twice", a;b\nsecond line 😀 <b>&amp;'
    factories.make_office(note=words)
    assert as_csv(client)[0]["note"] == as_json(client)[0]["note"] == words


@pytest.mark.parametrize("address", FILES)
def test_nothing_hidden_is_told_and_nothing_for_staff(client, full, manager, address):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden Office", is_public=False)
    factories.make_contact(hidden, "+12025550199")
    full.parent = full.successor = hidden
    full.checked_by = full.address_checked_by = manager
    full.save()
    factories.make_port(parent=hidden, name="Its port", slug="its-port-9999", code="9999")
    text = client.get(address).text
    for secret in ("Hidden", "hidden-office", "5550199", "Secret", manager.username, "search_text"):
        assert secret not in text, secret
    assert "0304" in text


def test_a_hidden_office_does_not_count(client):
    factories.make_office(is_public=False)
    factories.make_office()
    assert json.loads(client.get(JSON).content)["count"] == 1


def test_an_office_below_a_hidden_one_has_no_parent(client):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, is_public=False)
    factories.make_port(parent=hidden)
    assert as_json(client)[0]["parent"] is None


def test_files_are_narrowed_as_the_list_is(client):
    factories.make_port(name="Laredo", state="TX")
    factories.make_port(name="Laredo", state="AZ", city="Nogales")
    factories.make_office(kind=Kind.HEADQUARTERS, state="TX", name="Texas desk")
    query = {"kind": "port", "state": "TX"}
    assert [told["title"] for told in as_json(client, query)] == ["Laredo, Texas"]
    assert [row["title"] for row in as_csv(client, query)] == ["Laredo, Texas"]
    assert [feature["properties"]["title"] for feature in as_geojson(client, query)] == ["Laredo, Texas"]
    assert client.get(CARDS, query).text.count("BEGIN:VCARD") == 1


def test_json_comes_in_pages_that_lead_to_the_next(client, monkeypatch):
    monkeypatch.setattr(exports, "JSON_PAGE", 2)
    for _number in range(5):
        factories.make_port(state="TX")
    factories.make_port(state="AZ")
    address, found = f"{JSON}?state=TX&kind=port", []
    while address:
        page = json.loads(client.get(address.removeprefix(SITE)).content)
        assert (page["count"], page["pages"]) == (5, 3)
        found += [told["url"] for told in page["offices"]]
        address = page["next"]
    assert len(set(found)) == 5


UNREADABLE = [
    ("kind=gossip", "kind", "not a kind of office"),
    ("state=ZZ", "state", "not a state or territory"),
    ("mode=camel", "mode", "not a way to arrive"),
    ("service=gossip", "service", "not a service"),
    ("q=" + "x" * 201, "q", "at most 200 characters"),
    ("city=" + "x" * 81, "city", "at most 80 characters"),
    ("q=!!!", "q", "no word to look for"),
    ("kinds=port", "kinds", "No filter has this name"),
    ("state[]=TX", "state[]", "No filter has this name"),
    ("state=TX&state=AZ", "state", "more than once"),
    ("kind=%3Cscript%3Ealert(1)%3C/script%3E", "kind", "not a kind of office"),
]


@pytest.mark.parametrize(("query", "name", "words"), UNREADABLE)
def test_no_program_takes_everything_for_what_it_asked_for(client, query, name, words):
    factories.make_office(name="Not asked for")
    for address in FILES:
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400, address
        assert words in response.text, address
        assert "Not asked for" not in response.text, address
    assert words in " ".join(json.loads(client.get(f"{JSON}?{query}").content)["errors"][name])
    assert client.get(f"{CSV}?{query}")["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "", "9" * 30, "٣", "1.5"])
def test_a_page_that_does_not_exist_is_said_as_data(client, page):
    response = client.get(JSON, {"page": page})
    assert response.status_code == 404
    assert json.loads(response.content)["errors"]["page"] == ["This list has 1 pages."]


@pytest.mark.parametrize(
    "words", ["'", '"', "%", "\\", "(" * 50, "*", "😀", "\u202eevil", "=1", "9" * 400, "-1", "\r\nX: y"]
)
@pytest.mark.parametrize("name", ["q", "kind", "state", "city", "mode", "service"])
def test_hostile_values_are_words_or_refused_in_words(client, name, words):
    factories.make_port()
    statuses = {client.get(address, {name: words}).status_code for address in FILES}
    assert statuses in ({200}, {400})


@pytest.mark.parametrize(("address", "most"), [(CSV, "exports.MOST"), (GEOJSON, "exports.MOST"),
                                               (CARDS, "views.MOST_CARDS")])  # fmt: skip
def test_a_list_too_long_for_a_file_is_refused_in_words(client, monkeypatch, address, most):
    monkeypatch.setattr(f"offices.take_away.{most}", 2)
    for _number in range(3):
        factories.make_office(name="Not sent")
    response = client.get(address)
    assert response.status_code == 400
    assert "Choose" in response.text
    assert "Not sent" not in response.text


@pytest.mark.parametrize("address", FILES)
def test_unchanged_data_are_not_sent_twice(client, address):
    factories.make_office()
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["", "?state=ZZ", "?page=99"])
@pytest.mark.parametrize("address", FILES)
def test_other_sites_may_read_the_data_and_search_engines_are_sent_to_the_pages(client, address, query):
    response = client.get(address + query)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("accept", ["", "*/*", "text/html", "application/xml", "nonsense;;"])
@pytest.mark.parametrize("address", FILES)
def test_whatever_a_program_accepts_it_gets_the_same(client, address, accept):
    factories.make_office(name="The office")
    response = client.get(address, headers={"accept": accept})
    assert response.status_code == 200
    assert "The office" in response.text


def test_files_that_are_no_pages_have_names(client):
    assert client.get(CSV)["Content-Disposition"] == 'attachment; filename="cbp-offices.csv"'
    assert client.get(CARDS)["Content-Disposition"] == 'attachment; filename="cbp-offices.vcf"'
    assert client.get(CSV).content.startswith(b"\xef\xbb\xbfurl,kind,code,")


def test_a_list_leads_to_its_files_with_its_filters(client):
    factories.make_port(state="TX")
    page = client.get("/contact/find/?state=TX&kind=port&mode=camel").text
    for address in (*FILES, "/contact/print/"):
        assert f'href="{address}?kind=port&amp;state=TX"' in page


def test_the_page_about_the_data_explains_every_column_and_filter(client, full):
    page = client.get("/contact/data/").text
    names = [*as_json(client)[0], *("q", "kind", "state", "city", "mode", "service")]
    assert all(f'<th scope="row"><code>{name}</code></th>' in page for name in names)
    for word in [*Kind.values, *Status.values, *Mode.values, *Service.values, *Confidence.values]:
        assert word in page


def test_the_page_about_the_data_names_whom_to_thank(client):
    page = client.get("/contact/data/").text
    assert "GeoNames" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page


def test_the_examples_of_the_page_work(client):
    page = client.get("/contact/data/").text
    examples = re.findall(r'<li><a href="(/contact/[^"]+\?[^"]+)"', page)
    assert len(examples) == 4
    assert all(client.get(address.replace("&amp;", "&")).status_code == 200 for address in examples)


def test_the_time_of_a_change_is_told_in_eastern_time(client):
    office = factories.make_office()
    told = datetime.datetime.fromisoformat(as_json(client)[0]["updated"])
    assert told == office.modified_at.replace(microsecond=0)
    assert told.utcoffset() == timezone.localtime(office.modified_at).utcoffset()


def test_offices_near_a_place_come_by_distance(client):
    factories.make_place("Laredo", kind="zip", key="78040")
    for name, latitude in (("Far", 40), ("Near", 28)):
        factories.make_port(name=name, latitude=latitude, longitude=-99.5)
    for query in ("?q=78040", "?near=78040"):
        response = client.get(f"/contact/find.json{query}")
        assert [office["name"] for office in response.json()["offices"]] == ["Near", "Far"]
        assert "no-store" in response["Cache-Control"]


def test_a_place_that_nobody_knows_brings_no_file_but_words(client):
    response = client.get("/contact/find.csv?near=00000")
    assert response.status_code == 400
    assert "No such place is known" in response.content.decode()
