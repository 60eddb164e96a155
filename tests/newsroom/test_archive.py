"""The archive by year and month."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from newsroom.models import Release

from .. import factories

pytestmark = pytest.mark.django_db

ARCHIVE = "/newsroom/archive/"


def eastern(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


def counts(client, address: str = ARCHIVE) -> dict[str, int]:
    """What each link to a period says it holds, by address."""
    page = re.sub(r'<span class="usa-sr-only">.*?</span>', "", client.get(address).text)
    found = re.findall(
        r'<a href="(/newsroom/archive/[^"]+)">[^<]*</a> <span class="count">(\d+)</span>', page
    )
    return {link: int(number) for link, number in found}


def headlines(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return re.findall(r'<h3 class="release-row__headline"><a [^>]*>(.*?)</a>', response.text)


# In Washington the year ends at five in the morning, UTC; in summer a month ends at four.
EDGES = [
    (eastern(2023, 12, 31, 23, 59), "2023/12/"),
    (eastern(2024, 1, 1, 0, 0), "2024/01/"),
    (eastern(2024, 2, 29, 23, 59), "2024/02/"),
    (eastern(2024, 6, 30, 23, 59), "2024/06/"),
    (eastern(2024, 7, 1, 0, 0), "2024/07/"),
    (eastern(2024, 10, 31, 23, 59), "2024/10/"),
    (eastern(2024, 11, 3, 1, 30), "2024/11/"),
    (eastern(1900, 1, 31, 23, 59), "1900/01/"),
]


@pytest.mark.parametrize(("instant", "month"), EDGES)
def test_a_release_stands_in_its_month_of_eastern_time(client, instant, month):
    factories.make_release(headline="Here", published_at=instant)
    assert counts(client)[ARCHIVE + month] == 1
    assert headlines(client, ARCHIVE + month) == ["Here"]


def test_the_count_of_a_month_is_the_length_of_its_list(client):
    start = eastern(2023, 11, 28, 20)
    for hours in range(0, 24 * 7, 5):
        factories.make_release(published_at=start + datetime.timedelta(hours=hours))
    found = counts(client)
    for month in ("2023/11/", "2023/12/"):
        assert found[ARCHIVE + month] == len(headlines(client, ARCHIVE + month)) > 10
    assert found[f"{ARCHIVE}2023/"] == Release.objects.count()


def test_a_month_of_both_kinds_of_precision_is_counted_once(client):
    for precision in ("minute", "day", "month"):
        factories.make_release(published_at=eastern(2023, 5, 1), date_precision=precision)
    assert counts(client)[f"{ARCHIVE}2023/05/"] == 3


def test_a_release_of_which_only_the_year_is_known_stands_in_no_month(client):
    factories.make_release(headline="Vague", published_at=eastern(2022, 1, 1), date_precision="year")
    assert counts(client) == {f"{ARCHIVE}2022/": 1, f"{ARCHIVE}2022/#without-month": 1}
    assert headlines(client, f"{ARCHIVE}2022/") == ["Vague"]
    assert client.get(f"{ARCHIVE}2022/01/").status_code == 404


def test_a_release_without_a_date_stands_in_no_year(client):
    factories.make_release(headline="Lost", published_at=eastern(2003, 3, 1), date_precision="unknown")
    assert counts(client) == {f"{ARCHIVE}undated/": 1}
    assert headlines(client, f"{ARCHIVE}undated/") == ["Lost"]
    assert client.get(f"{ARCHIVE}2003/").status_code == 404


def test_years_come_newest_first_and_months_in_their_order(client):
    for year, month in ((2021, 3), (2023, 11), (2023, 2), (2022, 7)):
        factories.make_release(published_at=eastern(year, month, 9))
    periods = [link.removeprefix(ARCHIVE) for link in counts(client)]
    assert periods == ["2023/", "2023/02/", "2023/11/", "2022/", "2022/07/", "2021/", "2021/03/"]


def test_a_month_leads_to_the_nearest_months_that_have_releases(client):
    for year, month in ((2021, 3), (2023, 1), (2023, 8)):
        factories.make_release(published_at=eastern(year, month, 9))
    factories.make_release(published_at=eastern(2022, 6, 1), date_precision="year")
    factories.make_draft(published_at=eastern(2022, 9, 1))
    page = client.get(f"{ARCHIVE}2023/01/").text
    assert re.search(r'rel="prev" href="/newsroom/archive/2021/03/"', page)
    assert re.search(r'rel="next" href="/newsroom/archive/2023/08/"', page)
    assert 'rel="next"' not in client.get(f"{ARCHIVE}2023/08/").text


def test_what_is_not_public_is_not_counted(client):
    with time_machine.travel(eastern(2023, 6, 15), tick=False):
        factories.make_draft(published_at=eastern(2023, 5, 1))
        factories.make_withdrawn(published_at=eastern(2023, 5, 2))
        factories.make_release(published_at=eastern(2023, 6, 16))
        assert counts(client) == {}
        assert client.get(f"{ARCHIVE}2023/").status_code == 404
        assert client.get(f"{ARCHIVE}2023/05/").status_code == 404


def test_a_long_month_has_pages_each_with_an_address_of_its_own(client):
    for _number in range(26):
        factories.make_release(published_at=eastern(2023, 5, 2))
    page = client.get(f"{ARCHIVE}2023/05/?page=2&utm_source=x")
    assert (
        '<link rel="canonical" href="https://www.example.gov/newsroom/archive/2023/05/?page=2">' in page.text
    )
    assert "noindex" not in page.text
    assert client.get(f"{ARCHIVE}2023/05/?page=3").status_code == 404


BEYOND = [
    "1899/", "2101/", "0000/", "9999/", "2023/", "2023/00/", "2023/13/", "2023/05/", "2100/12/", "23/",
    "20230/", "2023/5/", "٢٠٢٣/", "abcd/", "2023/05/01/", "-023/",
]  # fmt: skip


@pytest.mark.parametrize("period", BEYOND)
def test_a_period_without_releases_is_said_with_ways_on(client, period):
    response = client.get(ARCHIVE + period)
    assert response.status_code == 404
    assert f'href="{ARCHIVE}"' in response.text


def test_an_empty_archive_is_a_page_with_words(client):
    assert "Nothing has been published" in client.get(ARCHIVE).text
    assert client.get(f"{ARCHIVE}undated/").status_code == 200


def test_the_list_leads_to_the_archive(client):
    assert f'href="{ARCHIVE}"' in client.get("/newsroom/").text


def test_one_release_is_one_release(client):
    factories.make_release()
    page = client.get("/newsroom/archive/").text
    assert '1<span class="usa-sr-only"> release</span>' in page
    assert '1<span class="usa-sr-only"> releases' not in page
