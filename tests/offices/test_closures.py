"""Planned closures as a calendar."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from offices.kinds import Kind, Status

from .. import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 18, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


def events(client, **query):
    response = client.get(reverse("offices:closures"), query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_an_empty_calendar_is_a_calendar(client):
    assert events(client) == []


def test_a_closure_is_an_event_of_whole_days(client):
    port = factories.make_port()
    factories.make_special_hours(
        port, last_day=datetime.date(2026, 12, 26), reason="Works, “all” of them; \\"
    )
    (event,) = events(client)
    assert event["SUMMARY"] == "Laredo, Texas: closed"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime.date(2026, 12, 24),
        datetime.date(2026, 12, 27),
    )
    assert event["DESCRIPTION"] == "Works, “all” of them; \\"
    assert event["LOCATION"] == "Laredo, Texas"
    assert event["URL"] == f"https://www.example.gov{port.get_absolute_url()}"


def test_other_hours_of_a_lane_are_told(client):
    factories.make_special_hours(label="Cargo", times="08:00-12:00")
    assert events(client)[0]["SUMMARY"] == "Laredo, Texas (Cargo): 8 a.m. to noon"


def test_an_office_closed_until_a_date_stands_on_that_date(client):
    until = datetime.date(2027, 3, 31)
    factories.make_port(status=Status.CLOSED_UNTIL, closed_until=until, status_note="Storm damage.")
    (event,) = events(client)
    assert event["SUMMARY"] == "Laredo, Texas: closed until March 31, 2027"
    assert event["DTSTART"].dt == until
    assert event["DESCRIPTION"] == "Storm damage."


def test_events_keep_their_identity_and_tell_when_they_were_revised(client, clock):
    special = factories.make_special_hours()
    first = client.get(reverse("offices:closures"))
    clock.shift(3600)
    again = client.get(reverse("offices:closures"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    special.reason = "Works"
    special.save()
    special.office.save()
    (before,), (after,) = Calendar.from_ical(first.content).walk("VEVENT"), events(client)
    assert before["UID"] == after["UID"] == f"special-hours-{special.pk}@www.example.gov"
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt


@pytest.mark.parametrize(("days_ago", "number"), [(31, 0), (29, 1), (-400, 1)])
def test_what_ended_over_a_month_ago_is_left_out(client, days_ago, number):
    day = TODAY - days_ago * DAY
    factories.make_special_hours(first_day=day, last_day=day)
    factories.make_port(status=Status.CLOSED_UNTIL, closed_until=day)
    assert len(events(client)) == 2 * number


@pytest.mark.parametrize("fields", [{"is_public": False}, {"status": Status.CLOSED}])
def test_hidden_and_former_offices_are_left_out(client, fields):
    office = factories.make_port(**fields)
    factories.make_special_hours(office)
    assert events(client) == []
    assert client.get(reverse("offices:closures"), {"office": office.slug}).status_code == 404


def test_one_state_or_office_can_be_asked_for(client):
    laredo, butte = factories.make_port(), factories.make_port(name="Butte", city="Butte", state="MT")
    for port in (laredo, butte):
        factories.make_special_hours(port)
    assert [event["SUMMARY"] for event in events(client, state="MT")] == ["Butte, Montana: closed"]
    assert [event["SUMMARY"] for event in events(client, office=laredo.slug)] == ["Laredo, Texas: closed"]
    assert len(events(client, state="", office="")) == 2


def test_the_calendar_of_a_state_holds_crossings_that_do_not_name_it(client):
    bridge = factories.make_office(kind=Kind.CROSSING, name="Bridge", parent=factories.make_port())
    factories.make_special_hours(bridge)
    assert [event["SUMMARY"] for event in events(client, state="TX")] == ["Bridge: closed"]


@pytest.mark.parametrize(
    "query", [{"state": "ZZ"}, {"state": "' OR 1=1"}, {"office": "nowhere"}, {"office": "é/%"}]
)
def test_what_is_not_known_is_a_page_with_ways_on(client, query):
    response = client.get(reverse("offices:closures"), query)
    assert response.status_code == 404
    assert "All offices and how to reach them" in response.text


def test_a_day_at_the_end_of_time_is_refused_in_the_form_and_harmless_in_the_calendar(client):
    special = factories.make_special_hours(last_day=datetime.date.max)
    with pytest.raises(ValidationError, match="Write a day that comes"):
        special.full_clean()
    assert client.get("/contact/closures.ics").status_code == 200


def test_other_hours_name_a_lane_that_exists():
    port = factories.make_port()
    factories.make_hours(port, label="Cargo")
    special = factories.make_special_hours(port, label="Pedestrians")
    with pytest.raises(ValidationError, match="No hours of this office have this label"):
        special.full_clean()
