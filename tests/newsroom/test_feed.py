"""The feeds in both formats, read as a feed reader would."""

import datetime
import json

import feedparser
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import DatePrecision, ReleaseType
from newsroom.models import Topic

from .. import factories

pytestmark = pytest.mark.django_db

FEED = "/newsroom/feed/"


def eastern(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


def read(client, address=FEED, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def test_an_empty_feed_is_valid(client):
    assert read(client).entries == []


def test_the_newest_come_first_each_with_its_own_date(client):
    now = timezone.now().replace(microsecond=0)
    for days in (3, 1, 2):
        factories.make_release(headline=f"{days} days old", published_at=now - datetime.timedelta(days=days))
    entries = read(client).entries
    assert [entry.title for entry in entries] == ["1 days old", "2 days old", "3 days old"]
    dates = {entry.published for entry in entries}
    assert len(dates) == 3


def test_the_feed_of_a_type_has_that_type_only(client):
    factories.make_release(headline="National news")
    factories.make_release(headline="Local news", type=ReleaseType.LOCAL)
    feed = read(client, reverse("newsroom:feed_of_type", args=[ReleaseType.LOCAL]))
    assert [entry.title for entry in feed.entries] == ["Local news"]


def test_at_most_25_entries(client):
    for _number in range(27):
        factories.make_release()
    assert len(read(client).entries) == 25


def test_an_entry_keeps_its_id_when_its_words_and_address_change(client):
    release = factories.make_release()
    before = read(client).entries[0].id
    release.headline, release.slug, release.type = "Other words", "other-address", ReleaseType.SPOTLIGHT
    release.save()
    assert read(client).entries[0].id == before


def test_a_small_repair_does_not_make_an_entry_new(client):
    release = factories.make_release()
    before = read(client).entries[0].updated
    release.summary += " A comma was missing."
    release.save()
    assert read(client).entries[0].updated == before


def test_an_update_of_substance_does(client):
    release = factories.make_release(published_at=timezone.now() - datetime.timedelta(days=2))
    before = read(client).entries[0]
    release.updated_at = timezone.now()
    release.save()
    after = read(client).entries[0]
    assert after.updated > before.updated
    assert after.published == before.published


def test_addresses_do_not_follow_the_host_header(client):
    release = factories.make_release()
    feed = read(client, host="localhost")
    assert feed.entries[0].link == f"https://www.example.gov{release.get_absolute_url()}"
    assert b"localhost" not in client.get(FEED, headers={"host": "localhost"}).content


def test_words_that_look_like_markup_stay_words(client):
    factories.make_release(headline="Fish & <b>Chips</b> ]]> at “JFK”", summary="1 < 2 & 3 > 2 " * 5)
    entry = read(client).entries[0]
    assert entry.title == "Fish & <b>Chips</b> ]]> at “JFK”" or "Fish &amp; &lt;b&gt;" in entry.title


def test_only_public_facts_are_told(client, publisher):
    release = factories.make_release(staff_note="Do not tell anybody", source="a private list")
    release.topics.add(Topic.objects.create(name="Trade", slug="trade"))
    text = client.get(FEED).text
    assert "Do not tell" not in text
    assert "private list" not in text
    assert publisher.username not in text
    assert "Trade" in text


def test_an_unknown_publication_date_is_not_claimed(client):
    factories.make_release(date_precision=DatePrecision.UNKNOWN)
    assert "published" not in read(client).entries[0]


def test_a_withdrawal_shows_in_the_feed_at_once(client):
    kept, withdrawn = factories.make_release(headline="Kept"), factories.make_release(headline="Withdrawn")
    first = client.get(FEED)
    assert "Last-Modified" not in first
    withdrawn.status = "draft"
    withdrawn.save()
    again = client.get(FEED, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert again.status_code == 200
    assert "Withdrawn" not in again.text
    assert kept.headline in again.text


def test_a_character_that_xml_forbids_does_not_break_the_feed(client):
    factories.make_release(headline="Seized\uffff at\ufffe sea")
    assert read(client).entries[0].title == "Seized at sea"


def test_only_a_known_day_of_publication_is_claimed(client):
    factories.make_release(date_precision=DatePrecision.YEAR)
    assert "published" not in read(client).entries[0]


# Both formats, read into one shape.

JSON_FEED = "/newsroom/feed.json"
FORMATS = [FEED, JSON_FEED]


def entries(client, address: str, **query) -> list[dict]:
    response = client.get(address, query)
    assert response.status_code == 200
    if "json" in address:
        items = json.loads(response.content)["items"]
        return [
            {"id": item["id"], "title": item["title"], "text": item["content_text"], "url": item["url"]}
            | {"language": item["language"], "tags": item["tags"], "picture": item.get("image")}
            | {"author": item["authors"][0]["name"]}
            for item in items
        ]
    return [
        {"id": entry.id, "title": entry.title, "text": entry.summary, "url": entry.link}
        | {"language": entry.summary_detail.language, "tags": [tag.term for tag in entry.tags]}
        | {"picture": next((link.href for link in entry.links if link.rel == "enclosure"), None)}
        | {"author": entry.author}
        for entry in feedparser.parse(response.content).entries
    ]


def test_both_formats_tell_the_same(client):
    release = factories.make_release(language="es", headline="Hallan un loro", summary="Un loro vivo.")
    release.topics.add(Topic.objects.create(name="Wildlife", slug="wildlife"))
    image = factories.make_image(release)
    atom, data = (entries(client, address) for address in FORMATS)
    assert atom == data
    assert atom == [
        {
            "id": f"tag:www.example.gov,2026:release-{release.pk}",
            "title": "Hallan un loro",
            "text": "Un loro vivo.",
            "url": f"https://www.example.gov{release.get_absolute_url()}",
            "language": "es",
            "tags": ["National Media Release", "Wildlife"],
            "picture": f"https://www.example.gov{image.get_absolute_url()}",
            "author": "U.S. Customs and Border Protection",
        }
    ]


@pytest.mark.parametrize("address", FORMATS)
def test_a_corrected_release_says_so(client, address):
    release = factories.make_release(summary="Nine parrots were found.", published_at=eastern(2026, 5, 1))
    with time_machine.travel(eastern(2026, 5, 4, 23), tick=False):
        factories.correct(release, summary="Ten parrots were found.", note="The number was wrong.")
    factories.correct(release, kind="minor", note="", body="<p>A comma, here.</p>")
    text = entries(client, address)[0]["text"]
    assert text == "Ten parrots were found. Correction, May 4, 2026: The number was wrong."


@pytest.mark.parametrize("address", FORMATS)
def test_a_withdrawn_release_vanishes(client, address):
    factories.make_withdrawn()
    assert entries(client, address) == []


@pytest.mark.parametrize("address", FORMATS)
def test_an_unchanged_feed_is_not_sent_twice(client, address):
    release = factories.make_release()
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    factories.correct(release, summary="Other words.")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", FORMATS)
def test_other_sites_may_read_a_feed(client, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", FORMATS)
def test_a_filter_that_cannot_be_read_is_said_in_the_feed(client, address):
    factories.make_release()
    text = client.get(address, {"from": "someday"}).text
    assert "“someday” is not a date" in text
    assert len(entries(client, address, **{"from": "someday"})) == 1


@pytest.mark.parametrize(
    "accept", ["", "*/*", "text/html", "application/json", "nonsense", ";;q=", "x/y;q=0"]
)
@pytest.mark.parametrize("address", FORMATS)
def test_whatever_a_reader_accepts_it_gets_the_feed(client, address, accept):
    plain, strange = client.get(address), client.get(address, headers={"accept": accept})
    assert strange.status_code == 200
    assert strange["Content-Type"] == plain["Content-Type"]


def pages_of(client, address: str) -> list[list[str]]:
    """Headlines of each page, following the links to the next."""
    found = []
    while address:
        response = client.get(address.removeprefix("https://www.example.gov"))
        if "json" in address:
            feed = json.loads(response.content)
            found.append([item["title"] for item in feed["items"]])
            address = feed.get("next_url")
        else:
            feed = feedparser.parse(response.content)
            found.append([entry.title for entry in feed.entries])
            address = next((link.href for link in feed.feed.links if link.rel == "next"), None)
    return found


@pytest.mark.parametrize("address", FORMATS)
def test_a_reader_gets_every_release_by_following_the_pages(client, address):
    for number in range(52):
        factories.make_release(headline=f"Gold {number}", language="es")
    pages = pages_of(client, f"{address}?q=gold&lang=es")
    assert [len(page) for page in pages] == [25, 25, 2]
    assert len({title for page in pages for title in page}) == 52


def is_address(text) -> bool:
    return isinstance(text, str) and text.startswith("https://www.example.gov/")


def test_the_json_feed_has_what_version_1_1_requires(client):
    corrected = factories.make_release(published_at=timezone.now() - datetime.timedelta(days=2))
    factories.correct(corrected, summary="Other words.")
    factories.make_release(date_precision=DatePrecision.UNKNOWN)
    response = client.get("/newsroom/feed.json?lang=en")
    feed = json.loads(response.content)
    assert response["Content-Type"] == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert is_address(feed["home_page_url"])
    assert feed["feed_url"] == "https://www.example.gov/newsroom/feed.json?lang=en"
    assert len({item["id"] for item in feed["items"]}) == 2
    assert None not in [*feed.values(), *(value for item in feed["items"] for value in item.values())]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert isinstance(item["content_text"], str)
        assert is_address(item["url"])
        for name in {"date_published", "date_modified"} & item.keys():
            assert datetime.datetime.fromisoformat(item[name]).tzinfo
    assert [sorted(item.keys() & {"date_published", "date_modified"}) for item in feed["items"]] == [
        [],
        ["date_modified", "date_published"],
    ]


def test_a_list_leads_to_both_feeds_with_its_filters(client):
    page = client.get("/newsroom/spotlights/?q=gold&from=2023").text
    for name in ("feed/", "feed.json"):
        assert page.count(f'href="/newsroom/spotlights/{name}?q=gold&amp;from=2023"') == 2


def test_the_link_to_e_mail_alerts_is_shown_where_there_is_one(client, settings):
    assert "E-mail alerts" not in client.get("/newsroom/").text
    settings.EMAIL_ALERTS_URL = "https://alerts.example.gov/sign-up?a=1&b=2"
    page = client.get("/newsroom/").text
    assert '<a href="https://alerts.example.gov/sign-up?a=1&amp;b=2">E-mail alerts</a>' in page
