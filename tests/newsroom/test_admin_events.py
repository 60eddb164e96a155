"""Days and hours in the admin: any clock, and words for those that no clock shows."""

import datetime

import pytest
from django.urls import reverse

from newsroom.models import Event, Release

from ..admin_pages import post_twice, words_of
from ..factories import form_rows, release_form

pytestmark = pytest.mark.django_db

ADD = "/admin/newsroom/release/add/"


def with_event(day="2026-05-05", hour="10:00", **fields) -> dict:
    cells = {"starts_at_0": day, "starts_at_1": hour, "timezone": "America/Denver"}
    return release_form() | form_rows("event", {"name": "Briefing", "place": "El Paso"} | cells | fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"timezone": "../../etc/passwd"}, "is not a time zone"),
        ({"timezone": "/etc/passwd"}, "is not a time zone"),
        ({"timezone": "America"}, "is not a time zone"),
        ({"timezone": "Mars/Base"}, "is not a time zone"),
        ({"timezone": "\u200b"}, "is not a time zone"),
        ({"timezone": "x" * 500}, "at most 40 characters"),
        ({"day": "9999-12-31", "hour": "23:59"}, "Dates lie between 1900 and 2100."),
        ({"day": "0001-01-01", "hour": "00:00"}, "Dates lie between 1900 and 2100."),
        ({"day": "0001-01-01", "timezone": "Mars/Base"}, "is not a time zone"),
        ({"ends_at_0": "9999-12-31", "ends_at_1": "23:59"}, "Dates lie between 1900 and 2100."),
        ({"day": "2026-03-08", "hour": "02:30"}, "The clocks of this place go forward"),
        ({"day": "2026-02-30"}, "Enter a valid date"),
        ({"hour": ""}, "This field is required"),
        ({"ends_at_0": "2026-05-05", "ends_at_1": ""}, "Enter a valid time"),
        ({"day": "", "hour": ""}, "This field is required"),
    ],
)
def test_an_event_that_cannot_be_comes_back_as_words(browse, publisher, fields, words):
    response = browse(publisher).post(ADD, with_event(**fields))
    assert words in words_of(response)
    assert not Release.objects.exists()


def test_an_hour_that_only_the_clock_of_washington_lacks_is_kept(browse, publisher):
    form = with_event("2026-03-08", "02:30", timezone="America/Phoenix")
    assert post_twice(browse(publisher), ADD, form).status_code == 302
    assert Event.objects.get().starts_at == datetime.datetime(2026, 3, 8, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-05-05", "10:00", "Tuesday, May 5, 2026, 10 a.m. MDT."),
        ("2026-11-01", "01:30", "Sunday, November 1, 2026, 1:30 a.m. MDT."),
    ],
)
def test_an_event_is_saved_only_after_its_hour_was_said_in_words(browse, publisher, day, hour, words):
    response = browse(publisher).post(ADD, with_event(day, hour))
    assert f"You wrote: {words}" in words_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize(("headline", "is_error"), [("Officers open a bridge", False), ("", True)])
def test_an_hour_that_is_only_said_in_words_is_called_no_error(browse, publisher, headline, is_error):
    page = browse(publisher).post(ADD, with_event() | {"headline": headline})
    assert ("Please correct the error" in page.text) == is_error
    assert ("Nothing was saved yet. Read what stands below" in page.text) != is_error


def test_an_hour_that_moves_with_its_time_zone_is_said_again(browse, publisher):
    client = browse(publisher)
    post_twice(client, ADD, with_event())
    event = Event.objects.get()
    row = {"id": event.pk, "release": event.release_id, "name": "Briefing", "place": "El Paso"}
    row |= {"starts_at_0": "2026-05-05", "starts_at_1": "10:00", "timezone": "America/New_York"}
    address = reverse("admin:newsroom_release_change", args=[event.release_id])
    response = client.post(address, release_form() | form_rows("event", row, saved=1))
    assert "Tuesday, May 5, 2026, 10 a.m. EDT" in words_of(response)
    assert Event.objects.get().timezone == "America/Denver"
