"""The filter that narrows lists and feeds of releases."""

import datetime
import re

import feedparser
import pytest

from newsroom.models import Topic
from offices.kinds import Kind, Status
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

LIST, FEED = "/newsroom/", "/newsroom/feed/"


def eastern(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))


@pytest.fixture
def directory():
    """A field office with a port and its crossing, and news about each and about another place."""
    field_office = factories.make_office(
        kind=Kind.FIELD_OFFICE, name="Laredo Field Office", slug="laredo-office"
    )
    port = factories.make_port(code="2304", slug="laredo-texas-2304", parent=field_office)
    crossing = factories.make_office(kind=Kind.CROSSING, name="Bridge I", parent=port, state="TX")
    other = factories.make_port(name="Nogales", code="2604", slug="nogales-2604", state="AZ")
    for name, office in {"field": field_office, "port": port, "bridge": crossing, "nogales": other}.items():
        factories.make_release(headline=f"News of {name}").offices.add(office)


def headlines(client, **query) -> set[str]:
    """Headlines of the list, which must be those of the feed with the same query."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    listed = set(re.findall(r'<h3 class="release-row__headline"><a [^>]*>(.*?)</a>', response.text))
    feed = feedparser.parse(client.get(FEED, query).content)
    assert {entry.title for entry in feed.entries} == listed
    return listed


@pytest.mark.parametrize("office", ["laredo-office", "LAREDO-OFFICE"])
def test_an_office_brings_the_news_of_everything_below_it(client, directory, office):
    assert headlines(client, office=office) == {"News of field", "News of port", "News of bridge"}


def test_a_port_is_named_by_its_code(client, directory):
    assert headlines(client, office="2304") == {"News of port", "News of bridge"}


def test_a_renumbered_office_leads_to_its_successor(client, directory):
    factories.make_port(code="9999", status=Status.RENUMBERED, successor=Office.objects.get(code="2604"))
    assert headlines(client, office="9999") == {"News of nogales"}


def test_a_state_brings_its_offices_and_its_datelines(client, directory):
    factories.make_release(headline="Dateline only", dateline_city="Tucson", dateline_state="AZ")
    assert headlines(client, state="AZ") == {"News of nogales", "Dateline only"}


def test_a_hidden_office_narrows_nothing_and_is_not_known(client, directory):
    hidden = factories.make_port(code="1234", is_public=False)
    factories.make_release(headline="News of the hidden").offices.add(hidden)
    assert "No office is called" in client.get(LIST, {"office": "1234"}).text


def test_a_hidden_office_brings_no_news_to_the_office_above_it(client, directory):
    hidden = factories.make_port(parent=Office.objects.get(slug="laredo-office"), is_public=False)
    factories.make_release(headline="News of the hidden").offices.add(hidden)
    assert "News of the hidden" not in headlines(client, office="laredo-office")


def test_words_topic_type_and_language_narrow_together(client):
    trade = Topic.objects.create(name="Trade", slug="trade")
    wanted = factories.make_release(headline="Incautan cocaína", language="es", type="spotlights")
    wanted.topics.add(trade)
    factories.make_release(headline="Incautan oro", language="es", type="spotlights")
    factories.make_release(headline="Incautan cocaína otra vez", language="es").topics.add(trade)
    query = {"q": "COCAINA", "topic": "trade", "type": "spotlights", "lang": "es"}
    assert headlines(client, **query) == {"Incautan cocaína"}


def test_days_are_those_of_eastern_time(client):
    factories.make_release(headline="Late", published_at=eastern(2023, 1, 31, 23, 59))
    factories.make_release(headline="Early", published_at=eastern(2023, 2, 1, 0, 0))
    assert headlines(client, to="1/31/2023") == {"Late"}
    assert headlines(client, **{"from": "February 2023"}) == {"Early"}
    assert headlines(client, **{"from": "2023-01", "to": "2023-01"}) == {"Late"}


def test_a_release_found_twice_is_listed_once(client):
    release = factories.make_release(headline="Two ports")
    release.offices.add(factories.make_port(), factories.make_port())
    page = client.get(LIST, {"state": "TX"}).text
    assert page.count("Two ports") == 1
    assert "1 release" in page


BAD = [
    ({"from": "31/02/2023"}, "“31/02/2023” is not a date"),
    ({"to": "someday"}, "“someday” is not a date"),
    ({"from": "2024", "to": "2023"}, "comes before the first one"),
    ({"state": "ZZ"}, "“ZZ” is not a state or territory."),
    ({"type": "gossip"}, "“gossip” is not a type of release."),
    ({"topic": "gossip"}, "“gossip” is not a topic."),
    ({"lang": "tlh"}, "no releases in the language “tlh”"),
    ({"office": "9999"}, "No office is called “9999”"),
    ({"q": "x" * 201}, "at most 200 characters"),
]


@pytest.mark.parametrize(("query", "words"), BAD)
def test_what_cannot_be_read_is_said_and_not_filtered_by(client, query, words):
    factories.make_release(headline="Still here")
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert words in response.text
    assert "Still here" in response.text
    assert client.get(FEED, query).status_code == 200


@pytest.mark.parametrize(
    "words", ["'", '"', "%", "_", "\\", "(" * 50, "*", "a OR b", "<script>alert(1)</script>"]
)
@pytest.mark.parametrize("name", ["q", "office", "from", "topic", "state", "type", "lang"])
def test_hostile_values_are_only_words(client, name, words):
    response = client.get(LIST, {name: words})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_each_filter_can_be_taken_away_alone(client):
    page = client.get(LIST, {"q": "gold", "state": "TX"}).text
    links = re.findall(r'class="chip" href="([^"]+)"', page)
    assert [link.replace("&amp;", "&") for link in links] == ["/newsroom/?state=TX", "/newsroom/?q=gold"]


def test_filters_are_kept_while_paging(client):
    for _number in range(26):
        factories.make_release(headline="Gold found")
    page = client.get(LIST, {"q": "gold"}).text
    assert "?q=gold&amp;page=2" in page
    assert client.get(LIST, {"q": "gold", "page": "2"}).status_code == 200
    beyond = client.get(LIST, {"q": "gold", "page": "9"})
    assert beyond.status_code == 404
    assert 'href="/newsroom/?q=gold"' in beyond.text


def test_a_narrowed_list_is_kept_out_of_search_engines_and_says_its_count(client):
    factories.make_release(headline="Gold found")
    narrowed, plain = client.get(LIST, {"q": "gold"}).text, client.get(LIST).text
    assert 'content="noindex"' in narrowed
    assert "1 release found" in re.search(r"<title>(.*?)</title>", narrowed, re.S)[1]
    assert "noindex" not in plain


def test_a_type_alone_has_an_address_of_its_own(client):
    response = client.get(LIST, {"type": "spotlights", "q": "", "state": ""})
    assert response.status_code == 301
    assert response["Location"] == "/newsroom/spotlights/"


def test_a_page_of_a_type_is_not_forwarded_to_the_first_one(client):
    for _number in range(26):
        factories.make_release(type="spotlights")
    assert "page 2 of 2" in client.get(LIST, {"type": "spotlights", "page": "2"}).text


def test_the_address_names_the_type_whatever_the_query_says(client):
    factories.make_release(headline="A spotlight", type="spotlights")
    page = client.get("/newsroom/spotlights/", {"type": "media-advisory"}).text
    assert "A spotlight" in page


def test_nothing_found_offers_ways_on(client):
    page = client.get(LIST, {"q": "unicorn"}).text
    assert "No release meets all of this" in page
    assert "/search/?q=unicorn" in page


def test_the_feed_of_a_filter_names_it_and_itself(client):
    feed = feedparser.parse(client.get(FEED, {"q": "gold", "state": "TX"}).content).feed
    assert "“gold”" in feed.title
    assert "Texas" in feed.title
    addresses = {link["rel"]: link["href"] for link in feed.links}
    assert addresses["self"].endswith("/newsroom/feed/?q=gold&state=TX")


OLD = [
    ("combine=gold", "?q=gold"),
    ("field_newsroom_type_target_id_1=81&page=0", "?type=national-media-release"),
    ("field_newsroom_type_target_id_1=54&combine=&page=39", "?type=local-media-release&page=40"),
    ("field_date_release_value=2019&combine=gold", "?from=2019&to=2019&q=gold"),
    ("field_newsroom_type_target_id_1=All&tid_1=All&items_per_page=25", ""),
    ("title=gold&field_newsroom_type_tid_1=81", "?q=gold&type=national-media-release"),
    ("tid_1=12&page=abc", ""),
]


@pytest.mark.parametrize(("old", "new"), OLD)
def test_old_links_of_cbp_gov_keep_their_meaning(client, old, new):
    response = client.get(f"{LIST}?{old}")
    assert response.status_code == 301
    assert response["Location"] == f"{LIST}{new}"


def test_a_forwarded_address_is_not_forwarded_for_ever(client):
    response = client.get(f"{LIST}?field_newsroom_type_target_id_1=81", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/newsroom/national-media-release/"


@pytest.mark.parametrize("typed", ['"', "-monkey", "***", "- -"])
def test_words_that_name_nothing_are_said_and_narrow_nothing(client, typed):
    factories.make_release(headline="A parrot")
    page = client.get(LIST, {"q": typed}).text
    assert "names no word to look for" in page
    assert "A parrot" in page


def test_of_very_many_matches_the_newest_are_listed_and_that_is_said(client, monkeypatch):
    monkeypatch.setattr("newsroom.querysets.MOST_COUNTED", 30)
    for number in range(40):
        factories.make_release(headline=f"Parrot {number:02}")
    page = client.get(LIST, {"q": "parrots"}).text
    assert "More than 30 releases" in page
    assert "These are the newest." in page
    assert client.get(LIST, {"q": "parrots", "page": 2}).status_code == 200
    assert client.get(LIST, {"q": "parrots", "page": 3}).status_code == 404


def test_every_page_of_a_list_follows_the_one_before(client):
    for number in range(60):
        factories.make_release(headline=f"Parrot {number:02}")
    shown = [
        headline
        for page in (1, 2, 3)
        for headline in re.findall(r"Parrot \d\d(?=</a>)", client.get(LIST, {"page": page}).text)
    ]
    assert shown == [f"Parrot {number:02}" for number in reversed(range(60))]


def test_an_office_is_named_by_its_name(client, directory):
    assert headlines(client, office="nogales") == {"News of nogales"}
    assert headlines(client, office="laredo field office") == {
        "News of field",
        "News of port",
        "News of bridge",
    }


def test_a_name_that_several_offices_share_is_answered_with_their_names(client, directory):
    page = client.get(LIST, {"office": "laredo"}).text
    assert "Several offices are called that: " in page
    assert "Laredo, Texas (2304)" in page


def test_the_name_of_a_hidden_office_is_as_unknown_as_any(client):
    factories.make_office(kind=Kind.STATION, name="Undisclosed", is_public=False)
    assert "No office is called “Undisclosed”" in client.get(LIST, {"office": "Undisclosed"}).text


@pytest.mark.parametrize("name", ["q", "type", "topic", "state", "office", "from", "to", "lang"])
@pytest.mark.parametrize("value", ["\x01", "a\x01b", "\x0b", "\u202e", "1/" + "9" * 25 + "/2023"])
def test_no_character_and_no_number_breaks_a_list_or_feed(client, name, value):
    factories.make_release()
    for address in (LIST, FEED, "/newsroom/spotlights/feed/", "/newsroom/feed.json"):
        assert client.get(address, {name: value}).status_code == 200


def test_the_title_and_heading_of_a_list_name_its_filters(client):
    page = client.get("/newsroom/?q=cocaine&state=TX").text
    assert "<title>Newsroom: “cocaine”, Texas – 0 releases found |" in page
    assert "<h1>Newsroom: “cocaine”, Texas</h1>" in page


def test_a_filter_in_the_title_is_text_and_nothing_else(client):
    page = client.get("/newsroom/spotlights/?q=<script>x</script>").text
    assert "<title>Spotlights: “&lt;script&gt;" in page
    assert "<script>x" not in page
