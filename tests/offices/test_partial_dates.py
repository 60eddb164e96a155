"""Dates known to the year, the month or the day."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from offices.models import ContactPoint, Office
from offices.provenance import display_partial_date, validate_partial_date

from .. import factories

REFUSED = [
    "", " ", "2", "22", "202", "20222", "-2022", "2022-", "2022-6", "2022-06-", "2022-06-2", "2022-6-29",
    "2022-00", "2022-13", "2022-06-00", "2022-06-31", "2023-02-29", "1900-02-29", "0000", "0000-01",
    "20220629", "2022/06/29", "06/29/2022", "29.6.2022", "June 2022", "2022-W26", "2022-06-29T00:00",
    "2022-06-29 ", " 2022", "2022\n", "2022-06-29\n", "٢٠٢٢", "２０２２-０６", "2022–06", "about 2015",
]  # fmt: skip


@pytest.mark.parametrize("value", REFUSED)
def test_what_is_no_date_is_refused_in_words(value):
    with pytest.raises(ValidationError) as refusal:
        validate_partial_date(value)
    assert refusal.value.messages == [
        f"“{value}” is not a date. Write a year, a month or a day: 2022, 2022-06 or 2022-06-29."
    ]


@pytest.mark.parametrize("value", REFUSED)
def test_what_is_no_date_is_shown_as_it_is(value):
    assert display_partial_date(value) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2022", "2022"),
        ("2022-06", "June 2022"),
        ("2022-06-29", "June 29, 2022"),
        ("2022-01-01", "January 1, 2022"),
        ("2022-12-31", "December 31, 2022"),
        ("2022-01", "January 2022"),
        ("2024-02-29", "February 29, 2024"),
        ("2000-02-29", "February 29, 2000"),
        ("1789-07-31", "July 31, 1789"),
        ("9999-12-31", "December 31, 9999"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(value, shown):
    validate_partial_date(value)
    assert display_partial_date(value) == shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["as_of", "address_as_of"])
def test_an_office_with_a_wrong_date_is_refused(name):
    office = factories.make_office()
    setattr(office, name, "2022-13")
    with pytest.raises(ValidationError) as refusal:
        office.full_clean()
    assert list(refusal.value.message_dict) == [name]


@pytest.mark.django_db
def test_an_unknown_date_stays_blank():
    office = factories.make_office(as_of="", address_as_of="")
    office.full_clean()
    assert office.as_of_display == ""
    assert office.address_as_of_display == ""


def test_a_fact_says_how_sure_and_how_old_it_is():
    assert ContactPoint(confidence="official", as_of="2022-06").provenance == (True, "June 2022", None)
    assert ContactPoint(confidence="secondary").provenance == (True, "", None)
    assert ContactPoint(as_of="2015").provenance == (False, "2015", None)


def test_a_fact_says_when_staff_checked_it():
    day = datetime.date(2026, 5, 5)
    assert ContactPoint(as_of="2015", checked_on=day).provenance == (False, "2015", day)


def test_an_address_has_a_confidence_of_its_own():
    office = Office(confidence="official", address_confidence="unconfirmed")
    assert office.is_confirmed
    assert not office.address_is_confirmed
