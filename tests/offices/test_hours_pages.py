"""What pages show of hours: the state, the week, exceptions; and when they stop saying so."""

import datetime
import json
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from offices.kinds import Kind, Status

from .. import factories

pytestmark = pytest.mark.django_db

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=CHICAGO)  # a Monday
RELOAD = "This may have changed. Reload the page."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def port():
    return factories.make_port(timezone="America/Chicago")


def page_of(client, office) -> str:
    return " ".join(client.get(office.get_absolute_url()).text.split())


def test_the_page_says_what_is_so_now_and_when_it_was_computed(client, port):
    factories.make_hours(port, text="Weekdays", schedule="Mo-Fr 08:00-16:00; PH off")
    page = page_of(client, port)
    assert "Open now, closes at 4 p.m. CST</span>" in page
    assert "As of November 23, 2026, noon CST." in page


def test_the_page_shows_seven_days_from_today_with_holidays_and_exceptions(client, port):
    factories.make_hours(port, text="Weekdays", schedule="Mo-Fr 08:00-12:00,13:00-16:00; PH off")
    day = datetime.date(2026, 11, 25)
    factories.make_special_hours(port, first_day=day, last_day=day, times="08:00-10:00", reason="Storm")
    page = page_of(client, port)
    assert page.count('<th scope="row">') == 7
    assert '<th scope="row">Monday <span class="week__mark"' in page
    assert '<td>8 a.m. to 10 a.m.<span class="contact__note">Storm</span>' in page
    assert '<td>Closed<span class="contact__note">Thanksgiving Day</span>' in page
    assert "Federal holidays: closed" in page


def test_the_page_says_which_day_of_the_week_is_not_told(client, port):
    factories.make_hours(port, schedule="Mo-Fr 08:00-16:00")
    assert '<td>Not stated<span class="contact__note">Thanksgiving Day</span>' in page_of(client, port)


def test_seasons_are_told_in_words(client, port):
    factories.make_hours(port, schedule="May 15-Sep 30 08:00-21:00; Oct 1-May 14 08:00-17:00; PH off")
    page = page_of(client, port)
    assert "May 15 to September 30, daily: 8 a.m. to 9 p.m." in page
    assert "October 1 to May 14, daily: 8 a.m. to 5 p.m." in page


def test_a_week_of_equal_days_needs_no_table(client, port):
    factories.make_hours(port, text="Always", schedule="24/7")
    page = page_of(client, port)
    assert "Open around the clock" in page
    assert "<table" not in page


def test_what_is_ahead_is_listed_with_its_reason_and_what_is_over_is_not(client, port):
    factories.make_hours(port, text="Daily")
    factories.make_special_hours(port, reason="Bridge works", last_day=datetime.date(2026, 12, 26))
    over = datetime.date(2026, 11, 1)
    factories.make_special_hours(port, first_day=over, last_day=over, reason="Long over")
    page = page_of(client, port)
    assert (
        '<li>December 24, 2026 to December 26, 2026: closed<span class="contact__note">Bridge works' in page
    )
    assert "Long over" not in page


def test_without_hours_the_page_says_so_and_tells_no_time(client, port):
    page = page_of(client, port)
    assert "No hours are published. Call before you go." in page
    assert "As of" not in page


def test_hours_without_a_schedule_stay_text(client, port):
    factories.make_hours(port, text="Daily in summer")
    page = page_of(client, port)
    assert "Daily in summer" in page
    assert "data-valid-until" not in page


def test_what_is_written_in_a_reason_is_only_text(client, port):
    factories.make_special_hours(port, reason="<b>bold</b>", label="<i>")
    page = page_of(client, port)
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page


def test_the_status_of_the_office_stands_where_its_state_would(client):
    until = datetime.date(2026, 12, 1)
    fields = {"status": Status.CLOSED_UNTIL, "closed_until": until, "timezone": "America/Chicago"}
    office = factories.make_port(**fields)
    factories.make_hours(office, text="Always", schedule="24/7")
    page = page_of(client, office)
    assert "Closed until December 1, 2026</span>" in page
    assert "Open around the clock" not in page
    assert 'data-valid-until="2026-12-01T01:00:00-05:00"' in page


@pytest.mark.parametrize("address", ["page", "list"])
def test_an_answer_that_is_kept_is_told_to_be_old_once_the_state_changes(client, port, clock, address):
    factories.make_hours(port, schedule="Mo-Fr 08:00-16:00; PH off")
    address = port.get_absolute_url() if address == "page" else reverse("offices:ports_in_state", args=["tx"])
    clock.move_to(datetime.datetime(2026, 11, 23, 15, 59, 58, tzinfo=CHICAGO))
    first = client.get(address)
    assert "no-cache" in first["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    clock.move_to(datetime.datetime(2026, 11, 23, 16, 0, tzinfo=CHICAGO))
    second = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Closed, opens Tuesday at 8 a.m. CST" in second.text


def test_a_state_carries_the_instant_at_which_it_ends(client, port):
    factories.make_hours(port, schedule="Mo-Fr 08:00-16:00; PH off")
    page = page_of(client, port)
    assert f'data-valid-until="2026-11-23T17:00:00-05:00" data-expired="{RELOAD}"' in page


def test_lists_and_searches_show_one_state_an_office(client, port):
    factories.make_hours(port, schedule="24/7", confidence="official")
    factories.make_port(name="Butte", state="TX")
    for address in (reverse("offices:ports_in_state", args=["tx"]), reverse("search") + "?q=texas"):
        page = client.get(address).text
        assert page.count("Open around the clock") == 1
        assert page.count("Hours not published") == 1


def test_a_state_from_hours_that_nobody_confirmed_says_so(client, port):
    factories.make_hours(port, schedule="24/7")
    page = client.get(reverse("offices:ports_in_state", args=["tx"])).text
    assert "Not confirmed" in page


def test_hours_that_are_only_text_are_not_told_twice(client, port):
    crossing = factories.make_office(kind=Kind.CROSSING, parent=port)
    factories.make_hours(crossing, text="Daily in summer")
    assert page_of(client, port).count("Daily in summer") == 1
    listed = client.get(reverse("offices:ports_in_state", args=["tx"])).text
    assert "data-valid-until" not in listed


def test_crossings_below_a_port_and_press_offices_show_theirs(client, port):
    crossing = factories.make_office(kind=Kind.CROSSING, parent=port, timezone="America/Chicago")
    desk = factories.make_press_office(state="TX", timezone="America/Chicago")
    for office in (crossing, desk):
        factories.make_hours(office, schedule="08:00-16:00")
    assert "Open now, closes at 4 p.m. CST" in page_of(client, port)
    assert "Open now, closes at 4 p.m. CST" in client.get(reverse("press_room")).text


def opening_hours(client, office) -> dict:
    page = client.get(office.get_absolute_url()).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    return next(thing for thing in data["@graph"] if thing["@type"] == "GovernmentOffice")


def test_machines_read_the_hours_of_a_common_week_and_what_is_ahead(client, port):
    factories.make_hours(port, schedule="Mo,Tu 08:00-24:00; Sa 22:00-02:00; PH off", confidence="official")
    factories.make_special_hours(port)
    told = opening_hours(client, port)
    week = [
        (len(hours["dayOfWeek"]), hours["opens"], hours["closes"])
        for hours in told["openingHoursSpecification"]
    ]
    assert week == [(2, "08:00", "23:59"), (1, "22:00", "02:00")]
    (special,) = told["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["opens"], special["closes"]) == ("2026-12-24", "00:00", "00:00")


@pytest.mark.parametrize(
    "fields",
    [
        {"schedule": "24/7"},  # not confirmed
        {"schedule": "24/7", "confidence": "official", "label": "Cargo"},
        {"schedule": "May-Oct 08:00-16:00", "confidence": "official"},
        {"schedule": "", "confidence": "official"},
    ],
)
def test_machines_are_told_nothing_that_is_doubtful_or_holds_for_a_part(client, port, fields):
    factories.make_hours(port, **fields)
    assert "openingHoursSpecification" not in opening_hours(client, port)


def test_a_page_has_one_live_region_however_many_lanes(client):
    port = factories.make_port()
    for label in ("Cargo", "Travelers"):
        factories.make_hours(port, label=label, schedule="24/7")
    text = client.get(port.get_absolute_url()).text
    assert (text.count("Open around the clock"), text.count('role="status"')) == (2, 1)
