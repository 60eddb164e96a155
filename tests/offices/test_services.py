"""What you can do at an office: what is listed for it, and what its kind says by itself."""

import pytest

from offices.kinds import Kind, Service, Status
from offices.models import OfficeService
from offices.services import ABOUT, NEXT, offers_of

from .. import factories

pytestmark = pytest.mark.django_db


def titles(office) -> list[str]:
    return [str(offer.title) for offer in offers_of(office)]


def page(client, office) -> str:
    return client.get(office.get_absolute_url()).text


@pytest.mark.parametrize("status", [Status.CLOSED, Status.UNLISTED])
def test_nothing_can_be_done_at_an_office_that_is_no_more(client, status):
    port = factories.make_port(by_land=True, status=status)
    factories.make_service(port)
    assert titles(port) == []
    assert "What you can do here" not in page(client, port)


def test_an_office_of_which_nothing_is_known_promises_nothing(client):
    port = factories.make_port()
    assert titles(port) == []
    assert "What you can do here" not in page(client, port)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (Kind.DEFERRED_INSPECTION, "Deferred inspection"),
        (Kind.PRECLEARANCE, "Preclearance before a flight to the United States"),
    ],
)
def test_the_kind_of_an_office_says_what_it_is_for_without_a_row(kind, title):
    assert titles(factories.make_office(kind=kind)) == [title]
    assert not OfficeService.objects.exists()


def test_a_row_that_repeats_what_the_kind_says_is_shown_once():
    office = factories.make_office(kind=Kind.PRECLEARANCE)
    factories.make_service(office, service=Service.PRECLEARANCE, name="Terminal 2")
    (offer,) = offers_of(office)
    assert [place.name for place in offer.places] == ["Terminal 2"]


def test_a_port_says_how_people_arrive_there():
    (offer,) = offers_of(factories.make_port(by_land=True, by_air=True))
    assert "land and air" in str(offer.about)
    assert offer.address == "/contact/find/?mode=land"


def test_a_station_has_no_arrivals():
    assert titles(factories.make_office(kind=Kind.STATION, by_land=True)) == []


def test_two_enrollment_centers_of_one_port_stand_under_one_heading(client):
    port = factories.make_port()
    for name in ("Airport Center", "Bridge Center"):
        factories.make_service(port, name=name, address="1 Main St")
    assert titles(port) == ["Trusted Traveler enrollment"]
    assert page(client, port).index("Airport Center") < page(client, port).index("Bridge Center")


def test_a_place_says_how_sure_and_how_old_it_is(client):
    port = factories.make_port()
    factories.make_service(port, name="Airport Center", as_of="2022-11-09", source="A list")
    text = page(client, port)
    assert "Not confirmed" in text
    assert "As published November 9, 2022" in text
    assert "<li>A list</li>" in text


@pytest.mark.parametrize("service", Service)
def test_every_service_has_a_sentence_on_what_it_is_and_one_on_what_to_do(service):
    assert str(ABOUT[service]).endswith(".")
    assert str(NEXT[service]).endswith(".")
