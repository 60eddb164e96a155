"""“Tell us this is wrong”: a letter begun for the visitor, or the line for everyone."""

from urllib.parse import parse_qs, urlsplit

import pytest

from offices.corrections import check_contact, correction_uri
from offices.kinds import Kind

from .. import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_by_staff(settings):
    settings.DIRECTORY_CONTACT = "directory+web@example.gov"


def test_without_an_address_there_is_no_letter_but_the_general_line(client, settings):
    settings.DIRECTORY_CONTACT = ""
    line = factories.make_office(kind=Kind.HEADQUARTERS, name="Information Center", is_general_line=True)
    factories.make_contact(line, "+18772275511")
    text = client.get(factories.make_port().get_absolute_url()).text.split("Is something wrong here?")[1]
    assert "(877) 227-5511" in text
    assert "mailto:" not in text


def test_without_an_address_and_a_line_the_page_promises_nothing(client, settings):
    settings.DIRECTORY_CONTACT = ""
    text = client.get(factories.make_port().get_absolute_url()).text
    assert "wrong" not in text


def test_the_letter_names_the_office_and_its_page(read_by_staff):
    port = factories.make_port(name="Laredo & Bridge? #1", slug="laredo-texas-2304", code="2304")
    address = urlsplit(correction_uri(port))
    query = parse_qs(address.query, strict_parsing=True)
    assert (address.scheme, address.path) == ("mailto", "directory+web@example.gov")
    assert query["subject"] == ["Correction: Laredo & Bridge? #1, Texas"]
    assert query["body"][0].splitlines()[0] == "https://www.example.gov/contact/ports/laredo-texas-2304/"


@pytest.mark.parametrize(
    "name", ["a&bcc=x@example.com", "a\r\nBcc: x@example.com", 'a" onclick="x', "é 100%"]
)
def test_no_name_of_an_office_writes_another_letter(client, read_by_staff, name):
    office = factories.make_office(name=name)
    query = parse_qs(urlsplit(correction_uri(office)).query, strict_parsing=True)
    assert set(query) == {"subject", "body"}
    assert '" onclick="' not in client.get(office.get_absolute_url()).text


def test_the_page_has_the_letter_once(client, read_by_staff):
    text = client.get(factories.make_port().get_absolute_url()).text
    assert text.count("mailto:directory+web@example.gov?subject=") == 1


def test_a_missing_address_is_told_to_who_runs_the_site(settings, read_by_staff):
    assert check_contact(None) == []
    settings.DIRECTORY_CONTACT = ""
    assert [warning.id for warning in check_contact(None)] == ["offices.W002"]
