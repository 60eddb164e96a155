"""Rules of single offices: what may belong to what, and what an office says about itself."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from offices.kinds import ContactKind, Kind, Status
from offices.models import Office, validate_timezone

from .. import factories

pytestmark = pytest.mark.django_db

WINTER = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)
SUMMER = datetime.datetime(2026, 7, 15, 12, tzinfo=datetime.UTC)


def make(kind: Kind, **fields) -> Office:
    maker = factories.make_port if kind == Kind.PORT else factories.make_office
    return maker(kind=kind, **fields)


def refusal(office: Office) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        office.full_clean()
    return error.value.message_dict


# What may belong to what


@pytest.mark.parametrize(
    ("kind", "above"),
    [
        (Kind.HEADQUARTERS, Kind.PORT),
        (Kind.FIELD_OFFICE, Kind.PORT),
        (Kind.FIELD_OFFICE, Kind.FIELD_OFFICE),
        (Kind.PORT, Kind.PORT),
        (Kind.PORT, Kind.HEADQUARTERS),
        (Kind.PORT, Kind.SECTOR),
        (Kind.CROSSING, Kind.FIELD_OFFICE),
        (Kind.CROSSING, Kind.CROSSING),
        (Kind.DEFERRED_INSPECTION, Kind.SECTOR),
        (Kind.PRESS_OFFICE, Kind.PORT),
        (Kind.SECTOR, Kind.FIELD_OFFICE),
        (Kind.STATION, Kind.FIELD_OFFICE),
        (Kind.STATION, Kind.STATION),
        (Kind.REVENUE, Kind.PORT),
        (Kind.PRECLEARANCE, Kind.PORT),
    ],
)
def test_a_parent_of_the_wrong_kind_is_refused(kind, above):
    office = make(kind, parent=make(above))
    reason = f"A {kind.label} cannot belong to a {above.label}."
    assert refusal(office) == {"parent": [reason]}


@pytest.mark.parametrize(
    ("kind", "above"),
    [
        (Kind.HEADQUARTERS, Kind.HEADQUARTERS),
        (Kind.FIELD_OFFICE, Kind.HEADQUARTERS),
        (Kind.PORT, Kind.FIELD_OFFICE),
        (Kind.CROSSING, Kind.PORT),
        (Kind.DEFERRED_INSPECTION, Kind.PORT),
        (Kind.DEFERRED_INSPECTION, Kind.FIELD_OFFICE),
        (Kind.PRESS_OFFICE, Kind.SECTOR),
        (Kind.PRESS_OFFICE, Kind.FIELD_OFFICE),
        (Kind.SECTOR, Kind.HEADQUARTERS),
        (Kind.STATION, Kind.SECTOR),
        (Kind.REVENUE, Kind.REVENUE),
        (Kind.PRECLEARANCE, Kind.HEADQUARTERS),
    ],
)
def test_a_parent_of_the_right_kind_is_accepted(kind, above):
    office = make(kind, parent=make(above))
    office.full_clean()
    assert office.parent.kind == above


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_may_stand_alone(kind):
    make(kind).full_clean()
    assert Office.objects.get().parent is None


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_section_and_a_heading_for_several(kind):
    assert kind.section.label
    assert kind.plural


def test_an_unknown_kind_is_refused_in_words():
    office = factories.make_office(parent=factories.make_office())
    office.kind = "castle"
    assert refusal(office) == {"kind": ["Value 'castle' is not a valid choice."]}


def test_an_office_may_not_belong_to_itself():
    office = factories.make_office()
    office.parent = office
    assert refusal(office) == {"__all__": ["An office cannot belong to itself."]}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_an_office_may_not_belong_to_an_office_below_it(depth):
    top = lowest = factories.make_office()
    for _ in range(depth):
        lowest = factories.make_office(parent=lowest)
    top.parent = lowest
    assert refusal(top) == {"parent": ["This office stands above the one you chose: that is a loop."]}


def test_a_chain_without_a_loop_is_accepted():
    top = factories.make_office()
    middle = factories.make_office(parent=top)
    lowest = factories.make_office(parent=middle)
    lowest.full_clean()
    assert lowest.lineage_ids() == [lowest.pk, middle.pk, top.pk]


def test_a_loop_that_stands_in_the_database_is_walked_once():
    one = factories.make_office()
    two = factories.make_office(parent=one)
    Office.objects.filter(pk=one.pk).update(parent=two)
    assert Office.objects.get(pk=one.pk).lineage_ids() == [one.pk, two.pk]


# Codes, addresses and coordinates


def test_a_port_without_a_code_is_refused():
    port = factories.make_port()
    port.code = None
    assert refusal(port) == {"code": ["A port of entry needs a code of four digits."]}


@pytest.mark.parametrize("slug", ["laredo-texas", "laredo-texas-2305", "laredo-texas-2304-old", "laredo2304"])
def test_the_address_of_a_port_ends_in_its_code(slug):
    port = factories.make_port(code="2304", slug=slug)
    assert refusal(port) == {"slug": ["The address of a port ends in its code."]}


def test_the_address_of_another_office_needs_no_code():
    crossing = factories.make_office(kind=Kind.CROSSING, code="123456", slug="laredo-bridge")
    crossing.full_clean()
    assert crossing.get_absolute_url() == "/contact/ports/laredo-bridge/"


@pytest.mark.parametrize(
    "slug", ["", "abc", "Laredo", "laredo texas", "laredo_texas", "laredo/texas", "äöüß"]
)
def test_an_address_that_is_short_or_hard_to_type_is_refused(slug):
    office = factories.make_office()
    office.slug = slug
    assert "slug" in refusal(office)


def test_two_offices_may_not_share_a_code():
    factories.make_port(code="2304")
    office = factories.make_office()
    office.code = "2304"
    assert refusal(office) == {"code": ["Another office already has this code."]}


@pytest.mark.parametrize("given", ["latitude", "longitude"])
def test_half_a_pair_of_coordinates_is_refused(given):
    office = factories.make_office(latitude=None, longitude=None)
    setattr(office, given, Decimal("27.5"))
    assert refusal(office) == {"__all__": ["Give latitude and longitude of a real place, or neither."]}


@pytest.mark.parametrize(
    "name",
    ["", "Texas", "America", "america", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 300, "EST5 "],
)
def test_what_is_no_time_zone_is_refused_in_words(name):
    with pytest.raises(ValidationError) as error:
        validate_timezone(name)
    assert error.value.messages == [f"“{name}” is not a time zone. Write a name such as America/Chicago."]


# What it says about itself


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"kind": Kind.PORT, "name": "Laredo", "state": "TX"}, "Laredo, Texas"),
        ({"kind": Kind.PORT, "name": "Cruz Bay", "state": "VI"}, "Cruz Bay, U.S. Virgin Islands"),
        ({"kind": Kind.PORT, "name": "Laredo", "state": ""}, "Laredo"),
        ({"kind": Kind.CROSSING, "name": "Peace Bridge", "state": "NY"}, "Peace Bridge"),
    ],
)
def test_a_port_is_titled_with_its_state(fields, title):
    office = Office(**fields)
    assert office.title == title
    assert str(office) == title


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, ""),
        ({"state": "TX"}, "Texas"),
        ({"city": "Laredo", "state": "TX"}, "Laredo, Texas"),
        ({"city": "Dublin", "country": "IE"}, "Dublin, Ireland"),
        ({"country": "IE"}, "Ireland"),
    ],
)
def test_the_place_is_as_much_as_is_known(fields, place):
    assert Office(**fields).place == place


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, ""),
        ({"city": "Laredo"}, "Laredo"),
        ({"city": "Laredo", "state": "TX"}, "Laredo, TX"),
        ({"city": "Laredo", "postal_code": "78040"}, "Laredo, 78040"),
        ({"city": "Laredo", "state": "TX", "postal_code": "78040"}, "Laredo, TX 78040"),
        ({"city": "Calais", "state": "ME", "postal_code": "04619"}, "Calais, ME 04619"),
        ({"state": "TX", "postal_code": "78040"}, "TX 78040"),
        (
            {"city": "Toronto", "region": "Ontario", "postal_code": "L5P 1B2", "country": "CA"},
            "Toronto, Ontario L5P 1B2",
        ),
    ],
)
def test_the_city_line_reads_as_on_an_envelope(fields, line):
    assert Office(**fields).city_line == line


def test_a_row_says_what_the_office_belongs_to():
    port = factories.make_port(name="Laredo", state="TX")
    crossing = factories.make_office(kind=Kind.CROSSING, parent=port, city="Laredo", state="TX")
    assert crossing.row_note == "Laredo, Texas"


def test_a_row_never_names_a_hidden_parent():
    sector = factories.make_office(kind=Kind.SECTOR, name="Secret Sector", is_public=False)
    station = factories.make_office(kind=Kind.STATION, parent=sector, city="Freer", state="TX")
    assert station.row_note == "Freer, Texas"
    assert station.public_parent is None


def test_only_the_page_of_a_port_says_that_no_public_parent_is_recorded(client):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, is_public=False)
    port = factories.make_port(parent=hidden)
    assert factories.make_port().row_note == port.row_note == ""
    assert "Field office not recorded" in client.get(port.get_absolute_url()).text


def test_a_row_of_any_other_office_says_where_it_is():
    above = factories.make_office(name="CBP headquarters")
    sector = factories.make_office(kind=Kind.SECTOR, parent=above, city="Laredo", state="TX")
    assert sector.row_note == "Laredo, Texas"
    assert sector.public_parent == above


def test_a_successor_shows_only_while_it_is_public():
    new = factories.make_port()
    old = factories.make_port(status=Status.RENUMBERED, successor=new)
    assert old.public_successor == new
    new.is_public = False
    assert old.public_successor is None


def test_an_office_without_links_has_no_public_ones():
    office = factories.make_office()
    assert office.public_parent is None
    assert office.public_successor is None


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("America/Chicago", "CST", "CDT"),
        ("America/New_York", "EST", "EDT"),
        ("America/Phoenix", "MST", "MST"),
        ("America/Puerto_Rico", "AST", "AST"),
        ("Pacific/Honolulu", "HST", "HST"),
        ("Pacific/Guam", "ChST", "ChST"),
        ("Europe/Dublin", "GMT", "IST"),
        ("Asia/Dubai", "UTC+04", "UTC+04"),
    ],
)
def test_the_time_zone_is_the_one_in_force_today(zone, winter, summer):
    office = Office(timezone=zone)
    with time_machine.travel(WINTER, tick=False):
        assert office.time_zone_name == winter
    with time_machine.travel(SUMMER, tick=False):
        assert office.time_zone_name == summer


def test_the_time_zone_changes_at_the_instant_of_the_change():
    office = Office(timezone="America/Chicago")
    change = datetime.datetime(2026, 3, 8, 8, tzinfo=datetime.UTC)
    with time_machine.travel(change - datetime.timedelta(seconds=1), tick=False):
        assert office.time_zone_name == "CST"
    with time_machine.travel(change, tick=False):
        assert office.time_zone_name == "CDT"


# The number in a list


def test_the_main_number_is_the_first_one_people_can_talk_to():
    office = factories.make_office()
    factories.make_contact(office, "+12025550101", kind=ContactKind.FAX, order=0)
    factories.make_contact(office, "+12025550102", kind=ContactKind.TTY, order=1)
    last = factories.make_contact(office, "+12025550104", order=3)
    first = factories.make_contact(office, "+18002325378", kind=ContactKind.TOLL_FREE, order=2)
    assert office.main_phone == first
    assert office.main_phone != last


def test_an_office_with_a_fax_and_a_mailbox_has_no_main_number():
    office = factories.make_office()
    factories.make_contact(office, kind=ContactKind.FAX)
    factories.make_contact(office, "", kind=ContactKind.EMAIL, email="port@example.gov")
    assert office.main_phone is None


def test_the_main_number_of_a_listed_office_costs_no_query(django_assert_num_queries):
    factories.make_contact(factories.make_office())
    (office,) = Office.objects.with_listing()
    with django_assert_num_queries(0):
        assert str(office.main_phone) == "(202) 555-0100"
