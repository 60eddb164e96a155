"""What the database itself refuses about offices, and the words in which forms refuse it."""

import datetime
from decimal import Decimal

import pytest

from offices.kinds import AliasKind, ContactKind, Kind, Status
from offices.models import Alias, ContactPoint, Deletion, Section

from .. import factories
from ..constraints import Case, constraints_of

pytestmark = pytest.mark.django_db

CLOSED_UNTIL = "“Closed until a date” needs that date, and no other status has one."
NO_PLACE = "Give latitude and longitude of a real place, or neither."
HALVES = ("latitude", "longitude")
ONE_OR_OTHER = "An e-mail contact needs an address only; every other kind needs a number only."


def beside_a_general_line():
    factories.make_office(kind=Kind.REVENUE, is_general_line=True)
    factories.make_office(kind=Kind.HEADQUARTERS, is_general_line=True)
    return factories.make_office(kind=Kind.HEADQUARTERS)


def closed_for_a_while():
    return factories.make_office(status=Status.CLOSED_UNTIL, closed_until=datetime.date(2030, 1, 1))


def renumbered():
    return factories.make_port(status=Status.RENUMBERED, successor=factories.make_port())


def abroad():
    return factories.make_office(kind=Kind.PRECLEARANCE, country="CA", region="Ontario")


def at_the_date_line():
    return factories.make_office(latitude=Decimal(0), longitude=Decimal(180))


def phone():
    return factories.make_contact(factories.make_office(), extension="217")


def mailbox():
    office = factories.make_office()
    return ContactPoint.objects.create(office=office, kind=ContactKind.EMAIL, email="a@example.gov")


def second_alias():
    office = factories.make_office()
    Alias.objects.create(office=office, kind=AliasKind.FORMER, value="Marfa")
    Alias.objects.create(office=factories.make_office(), kind=AliasKind.OTHER, value="Marfa")
    return Alias.objects.create(office=office, kind=AliasKind.OTHER, value="Marfa")


def second_deletion():
    fields = {"model": "offices.office", "name": "Laredo", "rows": [{}], "by": factories.make_staff()}
    Deletion.objects.create(key=1, **fields)
    return Deletion.objects.create(key=2, **fields)


CASES = [
    Case(
        "section_slug_is_one_of_the_nine",
        lambda: Section.objects.get(slug="ports"),
        {"slug": "tenth"},
        "This is not one of the nine sections.",
    ),
    Case(
        "office_one_general_line_a_kind",
        beside_a_general_line,
        {"is_general_line": True},
        "Another office of this kind is the general line already.",
    ),
    Case(
        "office_code_is_null_or_text",
        lambda: factories.make_office(code=None),
        {"code": ""},
        "Leave the code out or write one.",
    ),
    *(
        Case(
            "office_port_has_four_digit_code",
            lambda: factories.make_port(code="0101"),
            {"code": code, "slug": f"laredo-{code.lower()}"},
            "A port of entry needs a code of four digits.",
        )
        for code in ("101", "01012", "A101", "1 01")
    ),
    Case(
        "office_status_is_known",
        lambda: factories.make_office(status=Status.UNLISTED),
        {"status": "gone"},
        "is not a valid choice",
    ),
    Case("office_closed_until_has_its_date", closed_for_a_while, {"closed_until": None}, CLOSED_UNTIL),
    Case("office_closed_until_has_its_date", closed_for_a_while, {"status": Status.OPEN}, CLOSED_UNTIL),
    Case(
        "office_renumbered_has_successor",
        renumbered,
        {"successor": None},
        "Say which office a renumbered office became.",
    ),
    Case(
        "office_is_not_its_own_parent",
        lambda: factories.make_office(parent=factories.make_office()),
        {"parent": lambda office: office},
        "An office cannot belong to itself.",
    ),
    Case(
        "office_is_not_its_own_successor",
        renumbered,
        {"successor": lambda office: office},
        "An office cannot be renumbered to itself.",
    ),
    Case(
        "office_abroad_has_no_state",
        abroad,
        {"state": "TX"},
        "An office abroad has a province or region, not a state.",
    ),
    *(
        Case(
            "office_coordinates_are_a_place",
            at_the_date_line,
            {"latitude": Decimal(latitude), "longitude": Decimal(longitude)},
            NO_PLACE,
        )
        for latitude, longitude in ((0, 0), (91, 10), (-91, 10), (10, 181), (10, -181))
    ),
    *(Case("office_coordinates_are_a_place", at_the_date_line, {half: None}, NO_PLACE) for half in HALVES),
    Case(
        "office_port_has_four_digit_code",
        factories.make_port,
        {"code": None},
        "A port of entry needs a code of four digits.",
    ),
    Case("office_kind_is_known", factories.make_office, {"kind": "castle"}, "is not a valid choice"),
    Case(
        "office_service_port_is_a_port",
        lambda: factories.make_port(is_service_port=True),
        {"kind": Kind.CROSSING},
        "Only a port of entry can be a service port.",
    ),
    *(
        Case("contact_point_is_a_number_or_a_mailbox", *legal_and_illegal, ONE_OR_OTHER)
        for legal_and_illegal in (
            (phone, {"phone": ""}),
            (phone, {"email": "a@example.gov"}),
            (phone, {"phone": "", "extension": "", "email": "a@example.gov"}),
            (mailbox, {"email": ""}),
            (mailbox, {"phone": "+12025550100"}),
            (mailbox, {"extension": "217"}),
        )
    ),
    Case(
        "alias_is_given_once",
        second_alias,
        {"kind": AliasKind.FORMER},
        "This name or code is already listed.",
    ),
    Case(
        "special_hours_end_after_they_begin",
        factories.make_special_hours,
        {"last_day": datetime.date(2026, 12, 23)},
        "The last day comes before the first.",
    ),
    Case(
        "notice_ends_after_it_begins",
        factories.make_notice,
        {"ends_at": lambda notice: notice.starts_at},
        "The notice would end before it begins.",
    ),
    Case(
        "notice_has_one_scope",
        lambda: factories.make_notice(state="TX"),
        {"office": lambda _notice: factories.make_port()},
        "Choose a state or an office, not both.",
    ),
    Case("notice_kind_is_known", factories.make_notice, {"kind": "party"}, "is not a valid choice"),
    Case("deletion_is_kept_once", second_deletion, {"key": 1}, "This was deleted already."),
    Case("deletion_says_of_what", second_deletion, {"key": 0}, "Say what was deleted."),
    Case("deletion_says_of_what", second_deletion, {"model": ""}, "cannot be blank"),
    Case("office_service_is_known", factories.make_service, {"service": "tea"}, "is not a valid choice"),
]


def test_every_constraint_has_a_case():
    assert constraints_of("offices") == {case.constraint for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_legal_state_is_accepted(case):
    assert case.is_accepted_when_legal()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses_the_illegal_state(case):
    refusal = case.refusal_by_the_database()
    assert case.constraint in refusal or "UNIQUE" in refusal


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_form_refuses_the_illegal_state_in_words(case):
    assert case.words in case.refusal_by_a_form()
