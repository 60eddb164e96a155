"""What the list of releases says about filters that it could not apply."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db

LIST = "/newsroom/"


def links(page: str) -> list[tuple[str, str]]:
    """Addresses and the first words, up to the colon, of the links of the summary."""
    summary = page.partition('<ul class="unread">')[2].partition("</ul>")[0]
    return re.findall(r'href="(.*?)">(.*?):', summary)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"state": "ZZ"}, "1 filter was not applied"),
        ({"state": "ZZ", "from": "soon", "type": "national-media-release"}, "2 filters were not applied"),
    ],
)
def test_a_heading_above_the_form_counts_what_was_not_applied(client, query, title):
    before_form = client.get(LIST, query).text.partition('class="filter__form"')[0]
    assert re.search(rf"<h2 [^>]*>{title}</h2>", before_form)


def test_each_filter_that_was_not_applied_is_named_and_leads_to_its_field(client):
    page = client.get(LIST, {"state": "ZZ", "from": "soon"}).text
    assert links(page) == [("#filter-state", "State or territory"), ("#filter-from", "From")]
    assert all(f'id="{address[1:]}"' in page for address, _label in links(page))


def test_hostile_values_are_only_words_of_the_summary(client):
    page = client.get(LIST, {"from": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "alert(1)" in unescape(page)


def test_filters_that_were_applied_need_no_summary(client):
    page = client.get(LIST, {"state": "TX"}).text
    assert "not applied" not in page
    assert 'aria-label="Active filters"' in page
