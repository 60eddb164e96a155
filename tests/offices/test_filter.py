"""The filter that lists, maps and files of offices share."""

import pytest
from django.http import QueryDict

from offices.forms import OfficeFilter
from offices.kinds import AliasKind, Kind, Service, Status
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

LIST = "/contact/find/"


def asked(query: str) -> OfficeFilter:
    return OfficeFilter(QueryDict(query))


def names(query: str) -> list[str]:
    """Names of the offices that a query leaves, in order."""
    return [office.name for office in Office.objects.published().filtered(asked(query).values)]


@pytest.fixture
def directory():
    laredo = factories.make_port(code="2304", slug="laredo-2304", by_land=True, by_rail=True)
    laredo.aliases.create(kind=AliasKind.FORMER, value="Old Gate")
    factories.make_office(kind=Kind.CROSSING, name="Bridge I", parent=laredo, state="TX")
    boats = factories.make_port(name="Miami", city="Miami", state="FL", by_sea=True, by_air=True)
    factories.make_service(boats, service=Service.BOATS)
    factories.make_office(kind=Kind.DEFERRED_INSPECTION, name="Newark Desk", city="Newark", state="NJ")
    factories.make_port(name="Gone", city="Gone", state="AL", status=Status.CLOSED)
    factories.make_port(name="Hidden", city="Laredo", by_land=True, is_public=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=port", ["Miami", "Laredo", "Gone"]),
        ("state=TX&kind=port", ["Laredo"]),
        ("mode=land", ["Laredo"]),
        ("mode=rail", ["Laredo"]),
        ("mode=air", ["Miami"]),
        ("mode=sea&state=TX", []),
        ("city=LAREDO", ["Bridge I", "Laredo"]),
        ("service=boats", ["Miami"]),
        ("service=deferred-inspection", ["Newark Desk"]),
        ("service=cargo", []),
        ("q=old gate", ["Laredo"]),
        ("q=2304", ["Laredo"]),
        ("q=lared&kind=crossing", []),
    ],
)
def test_each_filter_leaves_what_it_names(directory, query, found):
    assert names(query) == found


def test_without_a_filter_every_public_office_is_listed_and_former_ones_come_last(directory):
    assert names("") == ["Miami", "Newark Desk", "Bridge I", "Laredo", "Gone"]


def test_an_office_with_two_services_of_one_kind_is_listed_once():
    port = factories.make_port()
    for name in ("North", "South"):
        factories.make_service(port, service=Service.ENROLLMENT, name=name)
    assert names("service=enrollment") == ["Laredo"]


def test_a_crossing_of_a_hidden_port_does_not_tell_the_city_of_it():
    hidden = factories.make_port(city="Secret", is_public=False)
    factories.make_office(kind=Kind.CROSSING, name="Bridge", parent=hidden)
    assert names("city=Secret") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=castle", "“castle” is not a kind of office."),
        ("state=ZZ", "“ZZ” is not a state or territory."),
        ("state=tx%00", "is not a state"),
        ("mode=teleport", "“teleport” is not a way to arrive."),
        ("service=dinner", "“dinner” is not a service."),
        ("q=%3F%21", "“?!” names no word to look for."),
        ("q=" + "x" * 300, "at most 200 characters"),
        ("city=" + "x" * 300, "at most 80 characters"),
    ],
)
def test_what_cannot_be_read_is_said_and_narrows_nothing(directory, query, words):
    filter_form = asked(query)
    assert words in filter_form.unread
    assert filter_form.values == {}
    assert filter_form.query_string == ""


def test_of_a_value_given_twice_the_last_counts(directory):
    assert asked("state=TX&state=FL").values == {"state": "FL"}


def test_each_chip_takes_its_own_filter_away():
    filter_form = asked("kind=port&state=TX&mode=land&utm_source=x&page=3&city=")
    chips = {chip.label: chip.query for chip in filter_form.chips}
    assert chips == {
        "Ports of entry": "?state=TX&mode=land",
        "Texas": "?kind=port&mode=land",
        "Arrivals by land": "?kind=port&state=TX",
    }
    assert filter_form.list_address == LIST + "?kind=port&state=TX&mode=land"
    assert filter_form.list_name == "All offices, Ports of entry, Texas, Arrivals by land"


def test_the_order_of_the_query_does_not_make_another_address():
    assert asked("state=TX&kind=port").list_address == asked("kind=port&state=TX").list_address


def test_nothing_asked_for_is_not_narrowed_and_what_cannot_be_read_is():
    assert not asked("").is_narrowed
    assert asked("kind=castle").is_narrowed


@pytest.mark.parametrize("query", ["", "?kind=port", "?kind=castle&state=ZZ", "?q=laredo", "?city=😀"])
def test_the_list_answers_with_words(client, directory, query):
    response = client.get(LIST + query)
    assert response.status_code == 200
    assert "Hidden" not in response.text
