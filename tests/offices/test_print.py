"""The directory on paper: any list, without navigation, with its date and address."""

import re
from urllib.parse import unquote

import pytest
import time_machine

from offices.kinds import ContactKind, Kind, Status

from .. import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/contact/print/"


def printed(client, query: dict | None = None) -> str:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.text


def headings(html: str) -> list[str]:
    """Areas, kinds and offices in the order of the page."""
    found = re.findall(r"<h([234])[^>]*>(.*?)</h\1>", html, re.S)
    return [f"{level} {' '.join(re.sub('<[^>]+>', '', text).split())}" for level, text in found]


def test_offices_stand_by_state_then_country_and_there_by_kind(client):
    factories.make_office(kind=Kind.PRECLEARANCE, name="Dublin", country="IE")
    factories.make_office(name="Nowhere desk")
    factories.make_port(name="Laredo", code="2304", state="TX")
    factories.make_port(name="del Rio", code="2302", state="TX")
    factories.make_office(kind=Kind.FIELD_OFFICE, name="Laredo Field Office", state="TX")
    factories.make_port(name="Gone", code="2399", state="TX", status=Status.CLOSED)
    factories.make_port(name="Nogales", code="2604", state="AZ")
    assert headings(printed(client)) == [
        *("2 Arizona", "3 Ports of entry", "4 Nogales 2604"),
        *("2 Texas", "3 Field offices", "4 Laredo Field Office"),
        *("3 Ports of entry", "4 del Rio 2302", "4 Laredo 2304"),
        *("3 Former, renumbered or not in current lists", "4 Gone 2399"),
        *("2 No state recorded", "3 Headquarters offices", "4 Nowhere desk"),
        *("2 Ireland", "3 Preclearance locations", "4 Dublin"),
    ]


def test_an_entry_says_how_to_reach_the_office_and_how_old_each_fact_is(client):
    port = factories.make_port(
        street="1 Main Street", postal_code="78040", mailing_address="P.O. Box 1",
        address_as_of="2019-03", access="Second floor",
    )  # fmt: skip
    factories.make_contact(port, label="Cargo", extension="7", as_of="2022", confidence="official")
    factories.make_contact(port, "+12025550102", kind=ContactKind.FAX, label="Cargo", note="Mornings")
    factories.make_hours(port, text="Weekdays, 8 to 4", label="Cars", note="Not in winter")
    html = re.sub("<[^>]+>", "", printed(client))
    text = " ".join(html.split())
    assert "Cargo (202) 555-0100 ext. 7 2022" in text
    assert "Cargo (Fax) (202) 555-0102. Mornings date not known, not confirmed" in text
    assert "1 Main Street, Laredo, TX 78040. Second floorMail: P.O. Box 1 2019-03, not confirmed" in text
    assert "Cars: Weekdays, 8 to 4 (Not in winter) date not known, not confirmed" in text


@time_machine.travel("2026-07-04 15:10:00+00:00", tick=False)
def test_paper_says_of_when_and_of_what_address_it_is(client):
    factories.make_port()
    html = printed(client, {"state": "TX"})
    assert "July 4, 2026, 11:10 a.m. EDT" in html
    assert "https://www.example.gov/contact/find/?state=TX" in html.split("<main")[1]


def test_paper_has_a_code_of_the_list_it_shows(client):
    (source,) = re.findall(r'<img class="qr" src="([^"]+)"', printed(client, {"state": "TX"}))
    (other,) = re.findall(r'<img class="qr" src="([^"]+)"', printed(client, {"state": "AZ"}))
    assert unquote(source).startswith("data:image/svg+xml;charset=utf-8,<svg xmlns=")
    assert source != other


def test_a_list_with_a_long_address_has_no_code_that_nobody_could_scan(client):
    factories.make_port()
    html = printed(client, {"q": "😀 laredo " * 20, "city": "ñ" * 80})
    assert '<img class="qr"' not in html


def test_paper_says_whom_to_call_for_an_office_without_a_number(client):
    line = factories.make_office(name="Information Center", is_general_line=True)
    factories.make_contact(line, "+18772275511", kind=ContactKind.TOLL_FREE)
    factories.make_port(state="TX")
    html = printed(client, {"state": "TX"})
    assert "Information Center" in html
    assert "(877) 227-5511" in html


def test_what_cannot_be_read_is_said(client):
    factories.make_port()
    html = printed(client, {"state": "ZZ", "kind": "<script>alert(1)</script>", "page": "7"})
    assert "“ZZ” is not a state or territory." in html
    assert "<script>alert" not in html
    assert "2 Texas" in headings(html)


def test_an_empty_list_has_a_way_on(client):
    html = printed(client, {"q": "zzzzzz"})
    assert "No office meets all of this." in html
    assert 'href="/contact/find/"' in html


def test_a_list_too_long_for_paper_is_said_and_not_fetched(client, monkeypatch):
    monkeypatch.setattr("offices.take_away.views.MOST_PRINTED", 2)
    for _number in range(3):
        factories.make_port(name="Not printed")
    html = printed(client, {"state": "TX"})
    assert "at most 2 offices" in html
    assert "Not printed" not in html


def test_nothing_hidden_is_printed(client):
    hidden = factories.make_office(kind=Kind.SECTOR, name="Hidden Sector", is_public=False)
    factories.make_office(kind=Kind.STATION, name="Its station", parent=hidden)
    factories.make_port(status=Status.RENUMBERED, successor=hidden)
    html = printed(client)
    assert "Its station" in html
    assert "Hidden" not in html


def test_a_page_of_an_office_leads_to_its_card_and_code(client):
    port = factories.make_port(name="Laredo")
    html = client.get(port.get_absolute_url()).text
    assert f'href="{port.get_absolute_url()}card.vcf"' in html
    assert f'src="{port.get_absolute_url()}qr.svg"' in html
    assert 'alt="QR code that leads to this page about Laredo, Texas"' in html


def test_paper_is_not_indexed(client):
    assert '<meta name="robots" content="noindex">' in printed(client)
