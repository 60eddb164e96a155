"""QR codes of pages, read back from their pictures."""

import re
from xml.etree import ElementTree

import pytest
import segno

from .. import factories

pytestmark = pytest.mark.django_db

SITE = "https://www.example.gov"
SVG = "{http://www.w3.org/2000/svg}"
QUIET = 4


def modules(picture: ElementTree.Element) -> set[tuple[int, int]]:
    """The dark squares of a picture, by column and row."""
    (path,) = (path for path in picture.iter(f"{SVG}path") if path.get("stroke") == "#000")
    dark, x, y = set(), 0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path.get("d")):
        across, *down = (float(number) for number in re.findall(r"-?[\d.]+", numbers))
        if command == "h":
            dark |= {(int(column), int(y)) for column in range(int(x), int(x + across))}
        x = across if command == "M" else x + across
        y = y + down[0] if down and command == "m" else (down[0] if down else y)
    return dark


def expected(address: str) -> set[tuple[int, int]]:
    rows = segno.make_qr(address, error="m", boost_error=False).matrix
    return {(x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}


def picture_of(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml"
    return ElementTree.fromstring(response.content)


def test_the_code_of_an_office_holds_the_address_of_its_page(client):
    office = factories.make_port(code="2304", slug="laredo-texas-2304")
    picture = picture_of(client, f"{office.get_absolute_url()}qr.svg")
    assert modules(picture) == expected(f"{SITE}/contact/ports/laredo-texas-2304/")


def test_a_code_has_a_white_edge_and_grows_with_the_page(client):
    picture = picture_of(client, f"{factories.make_port().get_absolute_url()}qr.svg")
    side = int(picture.get("viewBox").split()[-1])
    inside = range(QUIET, side - QUIET)
    assert {number for module in modules(picture) for number in module} == set(inside)
    assert picture.get("width") is None
    assert picture.find(f"{SVG}path").attrib == {"fill": "#fff", "d": f"M0 0h{side}v{side}h-{side}z"}


def test_a_code_says_in_words_what_it_holds(client):
    office = factories.make_port(name='<Laredo> & "more"', slug="laredo-texas-2304", code="2304")
    picture = picture_of(client, f"{office.get_absolute_url()}qr.svg")
    assert picture.find(f"{SVG}title").text == 'QR code: the page of <Laredo> & "more", Texas'
    assert picture.find(f"{SVG}desc").text == f"{SITE}/contact/ports/laredo-texas-2304/"


def test_a_code_needs_no_style_and_no_script(client):
    response = client.get(f"{factories.make_port().get_absolute_url()}qr.svg")
    assert not re.search(r"style|class|script|href", response.text)
    assert "unsafe" not in response["Content-Security-Policy"]


def test_an_unchanged_code_is_not_sent_twice(client):
    address = f"{factories.make_port().get_absolute_url()}qr.svg"
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
