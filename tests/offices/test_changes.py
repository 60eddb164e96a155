"""The page and the feed of changes of the directory."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
import time_machine
from django.urls import reverse

from offices.kinds import Kind
from offices.models import FactChange

from .. import factories

pytestmark = pytest.mark.django_db

PAGE, FEED = "/contact/changes/", "/contact/changes/feed/"
BOTH = pytest.mark.parametrize("address", [PAGE, FEED])
ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime.datetime(2026, 7, 1, 16, 0, tzinfo=datetime.UTC)


def entries(response) -> list[ElementTree.Element]:
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


# What must not be told ------------------------------------------------------------------------


@BOTH
def test_changes_of_a_hidden_office_are_not_told(client, address):
    factories.make_fact_change(factories.make_port(name="Hiddenville", is_public=False), after="Secret")
    text = client.get(address).text
    assert "Hiddenville" not in text
    assert "Secret" not in text


def test_changes_of_a_hidden_office_are_not_counted(client):
    factories.make_fact_change(factories.make_port(is_public=False))
    assert "0 changes" in client.get(PAGE).text


@BOTH
def test_a_change_that_names_a_hidden_office_is_not_told(client, address):
    hidden = factories.make_office(name="Hidden Office", is_public=False)
    factories.make_fact_change(before="Hidden Office", named_before=hidden)
    assert "Hidden" not in client.get(address).text


@BOTH
def test_a_filter_by_a_hidden_office_answers_as_one_by_none(client, address):
    factories.make_port(name="Hiddenville", code="0001", slug="hiddenville-0001", is_public=False)
    with time_machine.travel(NOON, tick=False):
        hidden, missing = (client.get(address, {"office": code}).text for code in ("0001", "0009"))
    assert hidden == missing.replace("0009", "0001")


HOSTILE = [
    {"state": "ZZ"},
    {"state": "<script>alert(1)</script>"},
    {"kind": "parrot"},
    {"kind": "office__is_public"},
    {"office": "nobody"},
    {"office": "x" * 500},
    {"office": "\x1b[2J"},
    {"office": "' OR 1=1 --"},
    {"office": "é\u202e😀"},
    {"state": ["TX", "ZZ"]},
]


@BOTH
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_filter_that_cannot_be_read_is_no_error_and_narrows_nothing(client, address, query):
    factories.make_fact_change(factories.make_port(name="Laredo"))
    response = client.get(address, query)
    assert response.status_code == 200
    assert "Laredo" in response.text
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"state": "ZZ"}, "“ZZ” is not a state or territory."),
        ({"kind": "parrot"}, "“parrot” is not a kind of office."),
        ({"office": "9999"}, "No office is called “9999”, or has it as its code."),
    ],
)
def test_what_cannot_be_read_is_said_in_words(client, query, words):
    assert words in client.get(PAGE, query).text
    assert words in client.get(FEED, query).text


def test_a_name_that_several_offices_have_is_said_in_words(client):
    for _number in range(2):
        factories.make_port(name="Laredo")
    assert "Several offices are called “Laredo”." in client.get(PAGE, {"office": "Laredo"}).text


@BOTH
@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "9" * 40])
def test_a_page_that_is_not_there_is_missing(client, address, number):
    factories.make_fact_change()
    assert client.get(address, {"page": number}).status_code == 404


def test_text_of_a_change_is_never_taken_for_markup(client):
    factories.make_fact_change(fact="<b>", before="<i>", after="<script>x</script>")
    text = client.get(PAGE).text
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text
    assert len(entries(client.get(FEED))) == 1


# What is told ---------------------------------------------------------------------------------


def test_without_a_change_the_page_says_so(client):
    assert "Nothing has changed yet." in client.get(PAGE).text
    assert entries(client.get(FEED)) == []


def test_old_and_new_text_are_marked_for_eyes_and_for_screen_readers(client):
    factories.make_fact_change(before="555-0100", after="555-0101")
    text = client.get(PAGE).text
    assert '<del><span class="usa-sr-only">[before: </span>555-0100' in text
    assert '<ins><span class="usa-sr-only">[now: </span>555-0101' in text


def test_changes_stand_under_their_day_in_eastern_time_newest_first(client):
    for hour in (3, 5):  # 11 p.m. on June 30 and 1 a.m. on July 1 in Washington
        factories.make_fact_change(at=datetime.datetime(2026, 7, 1, hour, tzinfo=datetime.UTC))
    text = client.get(PAGE).text
    assert text.index("July 1, 2026") < text.index("June 30, 2026")


def test_the_pages_hold_25_changes_each(client):
    port = factories.make_port()
    for number in range(26):
        factories.make_fact_change(port, after=f"555-{number:04}")
    assert "26 changes, page 2 of 2" in client.get(PAGE, {"page": "2"}).text
    assert len(entries(client.get(FEED, {"page": "2"}))) == 1


@pytest.fixture
def two_offices():
    port = factories.make_port(name="Laredo", code="2304", slug="laredo-texas-2304", state="TX")
    sector = factories.make_office(kind=Kind.SECTOR, name="Tucson Sector", slug="tucson-sector", state="AZ")
    port.former_addresses.create(slug="laredo-2304")
    for office in (port, sector):
        factories.make_fact_change(office, at=NOON)


FILTERS = [
    {"state": "TX"},
    {"kind": "port"},
    {"office": "2304"},
    {"office": "Laredo-Texas-2304"},
    {"office": "laredo-2304"},
    {"office": " laredo "},
    {"office": "2304", "state": "TX", "kind": "port"},
]


@BOTH
@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_changes_are_narrowed_by_state_kind_and_office(client, two_offices, address, query):
    text = client.get(address, query).text
    assert "Laredo, Texas" in text
    assert "Tucson Sector" not in text


def test_filters_that_nothing_meets_say_so(client, two_offices):
    text = client.get(PAGE, {"office": "2304", "state": "AZ"}).text
    assert "Nothing changed there." in text


def test_a_narrowed_list_is_kept_out_of_search_engines_and_names_its_feed(client, two_offices):
    text = client.get(PAGE, {"state": "TX"}).text
    assert '<meta name="robots" content="noindex">' in text
    assert f'href="{FEED}?state=TX"' in text
    assert "noindex" not in client.get(PAGE).text


def test_a_list_has_one_address_whatever_else_the_query_holds(client, two_offices):
    text = client.get(PAGE, {"kind": "port", "utm_source": "x", "state": "ZZ"}).text
    assert '<link rel="canonical" href="https://www.example.gov/contact/changes/?kind=port">' in text


def test_an_empty_feed_stays_the_same(client):
    feeds = []
    for instant in (NOON, NOON + datetime.timedelta(days=1)):
        with time_machine.travel(instant, tick=False):
            feeds.append(ElementTree.fromstring(client.get(FEED).content).findtext(f"{ATOM}updated"))
    assert feeds == ["2026-01-01T00:00:00+00:00"] * 2


def test_an_entry_of_the_feed_names_office_fact_and_texts(client, two_offices):
    entry = entries(client.get(FEED, {"state": "TX"}))[0]
    assert entry.findtext(f"{ATOM}title") == "Laredo, Texas: Port office"
    assert entry.findtext(f"{ATOM}summary") == "Before: 555-0100\nNow: 555-0101"
    assert entry.findtext(f"{ATOM}updated") == NOON.isoformat()


def test_an_entry_keeps_its_id_when_the_office_moves(client):
    change = factories.make_fact_change()
    before = entries(client.get(FEED))[0].findtext(f"{ATOM}id")
    change.office.slug = "elsewhere-0000"
    change.office.save()
    after = entries(client.get(FEED))[0]
    assert after.findtext(f"{ATOM}id") == before == f"tag:www.example.gov,2026:directory-change-{change.pk}"
    assert after.find(f"{ATOM}link").get("href").endswith("/elsewhere-0000/")


def test_the_feed_leads_to_its_next_page_with_the_same_filters(client):
    port = factories.make_port(state="TX")
    FactChange.objects.bulk_create(FactChange(office=port, at=NOON, fact="Name") for _number in range(26))
    feed = ElementTree.fromstring(client.get(FEED, {"state": "TX"}).content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["next"] == f"https://www.example.gov{FEED}?state=TX&page=2"
    assert links["self"] == f"https://www.example.gov{FEED}?state=TX"


def test_the_page_of_an_office_shows_its_last_five_changes(client):
    port = factories.make_port()
    for number in range(6):
        factories.make_fact_change(port, after=f"555-000{number}")
    text = client.get(port.get_absolute_url()).text
    assert ("555-0005" in text, "555-0001" in text, "555-0000" in text) == (True, True, False)
    assert f'href="{reverse("offices:changes")}?office={port.slug}"' in text


@pytest.mark.parametrize("query", ["?office=zzz", "?state=zz", "?office=%25", "?kind=castle"])
def test_a_filter_that_cannot_be_read_is_said_on_the_page(client, query):
    response = client.get(f"/contact/changes/{query}")
    assert response.status_code == 200
    assert response.context["filter"].errors
