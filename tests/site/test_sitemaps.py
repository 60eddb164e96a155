"""Sitemaps, read as a search engine reads them."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from newsroom.kinds import DatePrecision
from newsroom.models import Release
from offices import sitemaps as files
from offices.models import Office

from .. import factories
from ..sitemaps import NAMESPACES, all_addresses, dated, number_of_file, read

pytestmark = pytest.mark.django_db

SITE = "https://www.example.gov"
NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def one_file(monkeypatch):
    """All releases in one file, whatever numbers the database gives them."""
    monkeypatch.setattr(files, "FILE_SIZE", 10**9)


def date_of_file(client) -> datetime.datetime:
    return parse_datetime(dated(read(client, "/sitemap.xml"))[f"{SITE}/sitemap-releases-1.xml"])


def test_every_kind_of_page_is_listed_once(client):
    port, release = factories.make_port(), factories.make_release()
    expected = {
        "/",
        "/newsroom/",
        "/newsroom/archive/",
        "/newsroom/data/",
        "/newsroom/spotlights/",
        "/contact/",
        "/contact/preclearance/",
        "/contact/ports/tx/",
        port.get_absolute_url(),
        release.get_absolute_url(),
    }
    assert {f"{SITE}{address}" for address in expected} <= all_addresses(client).keys()


def test_nothing_else_is_listed(client):
    release = factories.make_release()
    factories.correct(release, body="<p>Other words.</p>")
    for address in all_addresses(client):
        assert client.get(address.removeprefix(SITE)).status_code == 200, address
        assert not any(part in address for part in ("?", "version", "change", "search", "feed")), address


def test_addresses_do_not_follow_the_host_header(client):
    factories.make_port()
    for address in ("/sitemap.xml", "/sitemap-lists.xml", "/news-sitemap.xml"):
        assert "localhost" not in client.get(address, headers={"host": "localhost"}).text


def test_a_full_file_is_followed_by_another(client, monkeypatch):
    monkeypatch.setattr(files, "FILE_SIZE", 2)
    releases = [factories.make_release() for _number in range(5)]
    listed = [address for address in dated(read(client, "/sitemap.xml")) if "sitemap-releases" in address]
    pages = [dated(read(client, address.removeprefix(SITE))) for address in listed]
    assert 3 <= len(listed) <= 4
    assert all(1 <= len(page) <= 2 for page in pages)
    assert sum(len(page) for page in pages) == len(releases)


def test_a_file_is_dated_by_its_latest_change_of_substance(client, one_file):
    releases = [factories.make_release(published_at=NOON - datetime.timedelta(days=days)) for days in (9, 5)]
    assert date_of_file(client) == NOON - datetime.timedelta(days=5)
    with time_machine.travel(NOON, tick=False):
        factories.correct(releases[0], body="<p>Other words.</p>")
    assert date_of_file(client) == NOON


def test_a_minor_edit_dates_nothing_anew(client, one_file):
    release = factories.make_release(published_at=NOON)
    factories.correct(release, kind="minor", note="", summary="A comma, here.")
    assert date_of_file(client) == NOON


def test_a_withdrawal_dates_the_file_it_left(client, one_file):
    factories.make_release(published_at=NOON)
    gone = factories.make_withdrawn(published_at=NOON, withdrawn_at=NOON + datetime.timedelta(days=1))
    assert date_of_file(client) == NOON + datetime.timedelta(days=1)
    assert f"{SITE}{gone.get_absolute_url()}" not in all_addresses(client)


def test_a_page_is_dated_no_more_exactly_than_is_known(client):
    known, vague = factories.make_release(published_at=NOON), factories.make_release(date_precision="year")
    found = all_addresses(client)
    assert found[f"{SITE}{known.get_absolute_url()}"] == "2026-05-04"
    assert found[f"{SITE}{vague.get_absolute_url()}"] is None


def test_a_file_of_drafts_does_not_exist(client):
    draft = factories.make_draft()
    assert not [address for address in dated(read(client, "/sitemap.xml")) if "releases-" in address]
    assert client.get(f"/sitemap-releases-{number_of_file(draft)}.xml").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-releases-0.xml",
        "/sitemap-releases-01.xml",
        "/sitemap-releases-999999999.xml",
        "/sitemap-releases-9999999999999999999999.xml",
        "/sitemap-users-1.xml",
        "/sitemap-releases-1xxml",
        "/sitemap-lists.xml?p=2",
        "/sitemap-lists.xml?p=abc",
        "/news-sitemap.xml?p=9",
    ],
)
def test_a_file_that_does_not_exist_is_said(client, address):
    factories.make_release()
    assert client.get(address).status_code == 404


def news(client) -> list[dict]:
    return [
        {
            "address": entry.findtext("map:loc", namespaces=NAMESPACES),
            "name": entry.findtext("news:news/news:publication/news:name", namespaces=NAMESPACES),
            "language": entry.findtext("news:news/news:publication/news:language", namespaces=NAMESPACES),
            "date": entry.findtext("news:news/news:publication_date", namespaces=NAMESPACES),
            "title": entry.findtext("news:news/news:title", namespaces=NAMESPACES),
        }
        for entry in read(client, "/news-sitemap.xml")
    ]


def test_the_news_of_two_days_are_told_as_news_engines_read_them(client):
    with time_machine.travel(NOON, tick=False):
        release = factories.make_release(
            headline="Oro & <plata>", language="es", published_at=NOON - datetime.timedelta(hours=47)
        )
        factories.make_release(published_at=NOON - datetime.timedelta(hours=49))
        entries = news(client)
    assert entries == [
        {
            "address": f"{SITE}{release.get_absolute_url()}",
            "name": "U.S. Customs and Border Protection",
            "language": "es",
            "date": "2026-05-02T13:00-04:00",
            "title": "Oro & <plata>",
        }
    ]


def test_news_without_a_known_day_and_drafts_are_no_news(client):
    factories.make_release(date_precision=DatePrecision.MONTH)
    factories.make_draft()
    factories.make_scheduled()
    factories.make_withdrawn()
    assert news(client) == []


def test_an_empty_site_has_valid_sitemaps(client):
    assert Release.objects.count() == Office.objects.count() == 0
    assert list(dated(read(client, "/sitemap.xml"))) == [f"{SITE}/sitemap-lists.xml"]
    assert news(client) == []
