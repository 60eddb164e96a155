"""Hours in the admin: read back in words, refused in words, and days on which they do not hold."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from offices.models import Office

from .. import factories
from ..admin_pages import post_twice, words_of
from ..factories import form_rows, office_form

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Chicago"))
ADD = "/admin/offices/office/add/"
HOURS = {"text": "Weekdays", "confidence": "official", "order": "0"}
DAYS = {"first_day": "2026-12-24", "last_day": "2026-12-26"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def change(office) -> str:
    return reverse("admin:offices_office_change", args=[office.pk])


def page_of(client, office) -> str:
    return " ".join(client.get(change(office)).text.split())


def add(client, part: str, **row):
    return client.post(ADD, office_form(**form_rows(part, row)))


def add_days(client, **row):
    return post_twice(client, ADD, office_form(**form_rows("special_hours", row)))


def test_a_schedule_is_read_back_in_words_with_the_state_now(client_):
    office = factories.make_port(timezone="America/Chicago")
    factories.make_hours(office, schedule="Mo-Fr 08:00-12:00,12:30-16:00; PH off")
    told = (
        "Monday to Friday: 8 a.m. to noon and 12:30 p.m. to 4 p.m.; Federal holidays: closed. "
        "Now: Closed, opens at 12:30 p.m. CST"
    )
    assert told in page_of(client_, office)


def test_the_preview_knows_the_days_on_which_hours_do_not_hold(client_):
    office = factories.make_port(timezone="America/Chicago")
    factories.make_hours(office, schedule="24/7")
    factories.make_special_hours(office, first_day=NOON.date(), last_day=NOON.date())
    assert "every day. Now: Closed, opens Tuesday at 12 a.m. CST" in page_of(client_, office)


def test_hours_without_a_schedule_say_that_no_state_is_shown(client_):
    office = factories.make_port()
    factories.make_hours(office)
    assert "Not known: no state is shown." in page_of(client_, office)


def test_a_stored_schedule_that_cannot_be_read_is_named(client_):
    office = factories.make_port()
    factories.make_hours(office)
    office.hours.update(schedule="whenever")
    assert "“whenever” cannot be read" in page_of(client_, office)


def test_a_schedule_is_stored_in_its_normal_form(client_):
    assert add(client_, "hours", **HOURS, schedule="mo – fr 8:00-16:00").status_code == 302
    assert Office.objects.get().hours.get().schedule == "Mo-Fr 08:00-16:00"


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (
            "Mo-Fr 8 to 4",
            "“8 to 4” cannot be read. Write, for example: Mo-Fr 08:00-12:00,13:00-16:30; PH off",
        ),
        ("25:00-26:00", "“25:00” is not a time. Write 00:00 to 24:00."),
        ("<script>", "“&lt;script&gt;” cannot be read."),
        ("x" * 401, "at most 400 characters"),
        ("x" * 10_000, "at most 400 characters"),
    ],
)
def test_a_schedule_that_nobody_can_read_is_refused_in_words(client_, schedule, words):
    response = add(client_, "hours", **HOURS, schedule=schedule)
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("Monday to Friday, 8 a.m. to 4 p.m.", "24/7"),
        ("Daily, 8 a.m. to 12 p.m.", "24/7"),
        ("Open 24 hours, every day", "Mo-Su 08:00-20:00"),
        ("24/7", "Mo-Fr 08:00-16:00; PH off"),
    ],
)
def test_a_text_and_a_schedule_that_contradict_are_refused_naming_both(client_, text, schedule):
    words = words_of(add(client_, "hours", **HOURS | {"text": text}, schedule=schedule))
    assert f"The text says “{text}”, but the hours as data “{schedule}”." in words
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("Open 24 hours, every day", "24/7"),
        ("Around the clock", "24/7"),
        ("Open 24 hours, closed Sundays", "Mo-Sa 00:00-24:00"),
        ("Open 24 hours", ""),
    ],
)
def test_a_text_and_a_schedule_that_agree_are_saved(client_, text, schedule):
    assert add(client_, "hours", **HOURS | {"text": text}, schedule=schedule).status_code == 302


def test_old_hours_are_saved_again_without_a_schedule(client_):
    office = factories.make_office()
    hours = factories.make_hours(office)
    row = HOURS | {"id": hours.pk, "office": office.pk}
    assert client_.post(change(office), office_form(**form_rows("hours", row, saved=1))).status_code == 302
    hours.refresh_from_db()
    assert (hours.text, hours.schedule) == ("Weekdays", "")


def test_days_with_other_hours_are_said_in_words_before_they_are_saved(client_):
    words = words_of(add(client_, "special_hours", **DAYS))
    assert "December 24, 2026 to December 26, 2026: closed, local time of the office." in words
    assert not Office.objects.exists()


def test_days_with_other_hours_are_kept_on_the_office(client_):
    row = DAYS | {"times": "8:00 - 12:00", "reason": "Bridge works"}
    assert add_days(client_, **row).status_code == 302
    special = Office.objects.get().special_hours.get()
    assert (special.times, special.reason) == ("08:00-12:00", "Bridge works")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"times": "noonish"}, "“noonish” cannot be read"),
        ({"times": "Mo 08:00-12:00"}, "“Mo 08:00-12:00” cannot be read"),
        ({"last_day": "2026-12-01"}, "The last day comes before the first."),
        ({"last_day": ""}, "This field is required."),
        ({"first_day": "31/31/2026"}, "Enter a valid date."),
    ],
)
def test_days_that_make_no_sense_are_refused_in_words(client_, row, words):
    response = add(client_, "special_hours", **DAYS | row)
    assert words in words_of(response)
    assert not Office.objects.exists()
