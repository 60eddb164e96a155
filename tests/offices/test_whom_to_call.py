"""Whom an office page says to call when the office itself has no number for general questions."""

import pytest
from django.utils import timezone

from offices.kinds import ContactKind, Kind, Status

from .. import factories

pytestmark = pytest.mark.django_db

OWN, ABOVE, PUBLIC, PRESS = "+12025550101", "+12025550102", "+18005550103", "+12025550104"
FROM_ABROAD = "+12025550105"


@pytest.fixture(autouse=True)
def _general_lines():
    public = factories.make_office(kind=Kind.HEADQUARTERS, name="Information", is_general_line=True)
    factories.make_contact(public, PUBLIC, kind=ContactKind.TOLL_FREE)
    factories.make_contact(public, FROM_ABROAD)
    press = factories.make_office(kind=Kind.PRESS_OFFICE, name="Press line", is_general_line=True)
    factories.make_contact(press, PRESS)


def instead(client, office) -> str:
    """The number after “Call instead”, or nothing."""
    page = client.get(office.get_absolute_url()).text
    _before, found, after = page.partition("Call instead")
    return after.partition('href="tel:')[2].partition('"')[0] if found else ""


def test_an_office_with_a_number_needs_nobody_else(client):
    port = factories.make_port()
    factories.make_contact(port, OWN)
    assert instead(client, port) == ""


def test_the_office_above_comes_first(client):
    above = factories.make_office(kind=Kind.FIELD_OFFICE)
    factories.make_contact(above, ABOVE)
    assert instead(client, factories.make_port(parent=above)) == ABOVE


def test_a_tip_line_is_no_number_for_general_questions(client):
    sector = factories.make_office(kind=Kind.SECTOR)
    factories.make_contact(sector, ABOVE, kind=ContactKind.TOLL_FREE, label="Tip line", is_special=True)
    station = factories.make_office(kind=Kind.STATION, parent=sector)
    assert instead(client, sector) == PUBLIC
    assert instead(client, station) == PUBLIC
    assert sector.main_phone is None


def test_an_office_above_that_is_hidden_is_not_named(client):
    above = factories.make_office(kind=Kind.FIELD_OFFICE, is_public=False)
    factories.make_contact(above, ABOVE)
    assert instead(client, factories.make_port(parent=above)) == PUBLIC


def test_reporters_are_sent_to_the_press_line(client):
    sector = factories.make_office(kind=Kind.SECTOR)
    factories.make_contact(sector, ABOVE)
    assert instead(client, factories.make_office(kind=Kind.PRESS_OFFICE, parent=sector)) == PRESS


def test_callers_abroad_get_a_number_that_can_be_dialed_there(client):
    place = factories.make_office(kind=Kind.PRECLEARANCE, country="IE", city="Dublin")
    assert instead(client, place) == FROM_ABROAD


def test_a_renumbered_office_names_its_successor(client):
    successor = factories.make_port()
    factories.make_contact(successor, OWN)
    assert instead(client, factories.make_port(status=Status.RENUMBERED, successor=successor)) == OWN


def test_a_number_that_is_not_confirmed_says_so_wherever_it_is_shown(client):
    port = factories.make_port()
    factories.make_contact(port, OWN, confidence="unconfirmed")
    for address in (port.get_absolute_url(), "/contact/ports/tx/", "/search/?q=laredo"):
        assert "Not confirmed" in client.get(address).text, address


def test_a_confirmed_number_is_shown_without_doubt(client):
    port = factories.make_port()
    factories.make_contact(port, OWN, confidence="official")
    assert "Not confirmed" not in client.get("/contact/ports/tx/").text


def test_a_former_port_gives_no_advice_for_a_visit(client):
    page = client.get(factories.make_port(status=Status.CLOSED).get_absolute_url()).text
    assert "Call before you go" not in page
    assert "No street address" not in page


def test_an_office_is_open_again_on_the_day_it_was_closed_until(client):
    today = timezone.localdate()
    port = factories.make_port(status=Status.CLOSED_UNTIL, closed_until=today)
    assert port.is_open
    assert "Closed until" not in client.get(port.get_absolute_url()).text
