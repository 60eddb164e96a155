"""The Atom feed, read as a feed reader would."""

import datetime

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.models import DatePrecision, ReleaseType, Topic

from .. import factories

pytestmark = pytest.mark.django_db

FEED = "/newsroom/feed/"


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
