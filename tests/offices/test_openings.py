"""What is said of an office's hours at an instant: holidays, exceptions, lanes, and its status."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from offices.hours.openings import OtherHours, Timetable
from offices.hours.public_holidays import holiday_on
from offices.kinds import Kind, Status
from offices.models import Office

from .. import factories

CHICAGO = ZoneInfo("America/Chicago")
UNSURE = "the published hours do not say whether it is open"


def words(schedule: str, now: str, zone: str = "America/Chicago", **fields) -> str:
    instant = datetime.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    return Timetable(schedule, zone, **fields).at(instant).words


def closed(day: str, last: str = "", spans=()) -> OtherHours:
    return OtherHours(*(datetime.date.fromisoformat(each) for each in (day, last or day)), spans)


# Monday is November 23, 2026; Thursday is Thanksgiving Day.
WORDS = [
    ("24/7", "2026-11-23 12:00", "Open around the clock"),
    ("24/7", "2026-11-26 12:00", "Open around the clock"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-23 12:00", "Open now, closes at 10 p.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-23 08:00", "Open now, closes at 10 p.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-23 07:59", "Closed, opens at 8 a.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-23 22:00", "Closed, opens Tuesday at 8 a.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-22 12:00", "Closed, opens Monday at 8 a.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-25 23:00", "Closed, opens Friday at 8 a.m. CST"),
    ("Mo-Fr 08:00-22:00; PH off", "2026-11-26 12:00", "Closed, opens Friday at 8 a.m. CST"),
    ("08:00-12:00,13:00-16:00", "2026-11-23 12:30", "Closed, opens at 1 p.m. CST"),
    ("08:00-12:00,13:00-16:00", "2026-11-23 09:00", "Open now, closes at noon CST"),
    ("06:00-24:00", "2026-11-23 23:59", "Open now, closes at midnight CST"),
    ("22:00-02:00", "2026-11-23 23:00", "Open now, closes Tuesday at 2 a.m. CST"),
    ("22:00-02:00", "2026-11-23 01:00", "Open now, closes at 2 a.m. CST"),
    ("Sa,Su 00:00-24:00", "2026-11-27 12:00", "Closed, opens Saturday at 12 a.m. CST"),
    ("Sa,Su 00:00-24:00", "2026-11-28 12:00", "Open now, closes Sunday at midnight CST"),
    ("May 15-Sep 30 09:00-17:00", "2026-11-23 12:00", "Closed, opens May 15, 2027 at 9 a.m. CDT"),
    ("Dec 10 09:00-17:00", "2026-11-23 12:00", "Closed, opens December 10 at 9 a.m. CST"),
    ("Mo 09:00-17:00", "2026-11-23 17:00", "Closed, opens November 30 at 9 a.m. CST"),
    ("Mo-Su off", "2026-11-23 12:00", "Closed now"),
    ("Mo-Fr 08:00-16:00", "2026-11-26 12:00", f"Thanksgiving Day: {UNSURE}"),
    ("Mo-Fr 08:00-16:00", "2026-11-26 23:59", f"Thanksgiving Day: {UNSURE}"),
    ("Mo-Fr 08:00-16:00", "2026-11-27 07:00", "Closed, opens at 8 a.m. CST"),
    ("Mo-We 08:00-16:00", "2026-11-26 12:00", "Closed, opens Monday at 8 a.m. CST"),
    (
        "Mo-Fr 08:00-16:00",
        "2026-11-25 16:00",
        f"Closed now. Thursday is Thanksgiving Day, and {UNSURE} then",
    ),
    (
        "00:00-24:00",
        "2026-11-25 16:00",
        f"Open now, at least until midnight CST. Thanksgiving Day: {UNSURE}",
    ),
    ("22:00-02:00", "2026-11-27 01:00", f"Thanksgiving Day: {UNSURE}"),  # its night, if it had one
    ("", "2026-11-23 12:00", ""),
    ("what nobody can read", "2026-11-23 12:00", ""),
]


@pytest.mark.parametrize(("schedule", "now", "told"), WORDS)
def test_the_state_is_told_in_words(schedule, now, told):
    assert words(schedule, now) == told


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Pacific/Guam", "ChST"), ("Asia/Dubai", "UTC+04"), ("America/Halifax", "AST"), ("America/Adak", "HST")],
)
def test_times_carry_the_zone_of_the_office(zone, name):
    assert words("08:00-22:00", "2026-11-23 12:00", zone) == f"Open now, closes at 10 p.m. {name}"


def test_the_abbreviation_is_that_of_the_instant_told():
    assert words("08:00-12:00", "2026-10-31 13:00") == "Closed, opens Sunday at 8 a.m. CST"


@pytest.mark.parametrize(
    ("day", "country", "region", "name"),
    [
        ("2026-07-03", "US", "", "Independence Day (observed)"),
        ("2026-07-04", "US", "", "Independence Day"),
        ("2026-10-12", "US", "", "Columbus Day"),
        ("2026-07-01", "US", "", ""),
        ("2026-07-01", "CA", "Ontario", "Canada Day"),
        ("2026-11-26", "CA", "Ontario", "Thanksgiving Day"),
        ("2026-05-18", "CA", "Quebec", "National Patriots' Day"),
        ("2026-03-17", "IE", "Clare", "Saint Patrick's Day"),
        ("2026-12-02", "AE", "Abu Dhabi", "National Day"),
        ("2026-01-25", "AW", "", "Betico Day"),
        ("2026-02-27", "DO", "", "National Independence Day"),
        ("2026-07-04", "XX", "", "Independence Day"),
    ],
)
def test_holidays_are_federal_and_those_of_the_host(day, country, region, name):
    assert holiday_on(datetime.date.fromisoformat(day), country, region) == name


def test_an_office_abroad_keeps_the_holidays_of_both_countries():
    hours = "We,Fr 09:00-12:00; PH off"
    assert words(hours, "2026-07-01 10:00", "America/Toronto", country="CA").startswith(
        "Closed, opens July 8"
    )
    assert words(hours, "2026-07-01 10:00", "America/Toronto").startswith("Open now")


# Exceptions ---------------------------------------------------------------------------------


def test_an_exception_goes_before_everything_else():
    exceptions = (closed("2026-11-23", spans=((600, 720),)), closed("2026-11-22", "2026-11-24"))
    assert words("24/7", "2026-11-23 11:00", exceptions=exceptions) == "Open now, closes at noon CST"
    told = words("24/7", "2026-11-23 12:00", exceptions=exceptions)
    assert told == "Closed, opens Wednesday at 12 a.m. CST"


CLOSED_TUESDAY = (closed("2026-11-24"),)
SHORT_TUESDAY = (closed("2026-11-24", spans=((600, 720),)),)
LONG_NIGHTS = (closed("2026-11-23", "2026-11-24", ((1200, 1620),)),)  # 8 p.m. to 3 a.m.
NIGHTS = [
    # Dated hours hold from midnight to midnight: the night before ends as they begin …
    (CLOSED_TUESDAY, "2026-11-23 23:59", "Open now, closes at midnight CST"),
    (CLOSED_TUESDAY, "2026-11-24 00:00", "Closed, opens Wednesday at 10 p.m. CST"),
    (CLOSED_TUESDAY, "2026-11-25 00:00", "Closed, opens at 10 p.m. CST"),
    (SHORT_TUESDAY, "2026-11-23 23:59", "Open now, closes at midnight CST"),
    (SHORT_TUESDAY, "2026-11-24 01:00", "Closed, opens at 10 a.m. CST"),
    # … and their own night runs on into days that have none, or the same.
    (LONG_NIGHTS, "2026-11-23 01:00", "Closed, opens at 8 p.m. CST"),
    (LONG_NIGHTS, "2026-11-24 02:59", "Open now, closes at 3 a.m. CST"),
    (LONG_NIGHTS, "2026-11-25 02:59", "Open now, closes at 3 a.m. CST"),
    (LONG_NIGHTS, "2026-11-26 01:59", "Open now, closes at 2 a.m. CST"),
    ((closed("2026-11-24", spans=((1320, 1560),)),), "2026-11-24 01:59", "Open now, closes at 2 a.m. CST"),
]


@pytest.mark.parametrize(("exceptions", "now", "told"), NIGHTS)
def test_a_night_ends_where_dated_hours_begin(exceptions, now, told):
    assert words("22:00-02:00; PH off", now, exceptions=exceptions) == told


def test_a_night_runs_on_into_a_holiday_that_the_schedule_names():
    assert words("22:00-02:00; PH off", "2026-11-26 01:59") == "Open now, closes at 2 a.m. CST"
    assert words("22:00-02:00; PH off", "2026-11-27 01:59") == "Closed, opens at 10 p.m. CST"


def test_the_week_tells_that_the_night_before_a_closure_ends_at_midnight():
    timetable = Timetable("22:00-02:00", "America/Chicago", exceptions=CLOSED_TUESDAY)
    told = [day.words for day in timetable.week(datetime.date(2026, 11, 22))[:4]]
    nights = "10 p.m. to 2 a.m. the next day"
    assert told == [nights, "10 p.m. to midnight", "closed", nights]


def test_a_night_that_nobody_is_sure_of_ends_where_dated_hours_begin():
    told = words("22:00-02:00", "2026-11-27 01:00", exceptions=(closed("2026-11-27"),))
    assert told == "Closed, opens Saturday at 10 p.m. CST"


def test_an_exception_on_a_holiday_takes_the_doubt_away():
    told = words("Mo-Fr 08:00-16:00", "2026-11-26 12:00", exceptions=(closed("2026-11-26"),))
    assert told == "Closed, opens Friday at 8 a.m. CST"


def test_without_a_schedule_only_exceptions_are_known():
    assert words("", "2026-11-26 12:00", exceptions=(closed("2026-11-26"),)) == "Closed now"
    assert words("", "2026-11-27 12:00", exceptions=(closed("2026-11-26"),)) == ""


# Offices ------------------------------------------------------------------------------------


@pytest.fixture
def port(db):
    return factories.make_port(timezone="America/Chicago")


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 12, 0, tzinfo=CHICAGO), tick=False):
        yield


def line(office) -> str | None:
    found = Office.objects.with_listing().get(pk=office.pk).hours_line
    return found and found.words


def test_a_list_shows_the_hours_of_the_whole_office(port):
    factories.make_hours(port, label="Cargo", schedule="24/7")
    factories.make_hours(port, schedule="Mo-Fr 08:00-16:00")
    assert line(port) == "Open now, closes at 4 p.m. CST"


@pytest.mark.parametrize(
    ("lanes", "told"),
    [
        (["24/7", "24/7"], "Open around the clock"),
        (["24/7", "Mo off"], "Some lanes open now"),
        (["24/7", "08:00-16:00"], "All lanes open now"),
        (["24/7", ""], "Some lanes open now"),
        (["18:00-20:00", "16:00-17:00"], "Closed, opens at 4 p.m. CST"),
        (["18:00-20:00", ""], "Hours differ by lane"),
        (["", ""], "By appointment"),
        (["08:00-16:00"], "Lane 0: Open now, closes at 4 p.m. CST"),
    ],
)
def test_a_list_shows_what_lanes_have_in_common(port, lanes, told):
    for number, schedule in enumerate(lanes):
        factories.make_hours(port, label=f"Lane {number}", text="By appointment", schedule=schedule)
    assert line(port) == told


@pytest.mark.parametrize(
    ("label", "office_told", "lane_told"),
    [
        ("", "Closed, opens Wednesday at 10 p.m. CST", "Closed, opens Wednesday at 10 p.m. CST"),
        ("Cargo", "Open now, closes at 2 a.m. CST", "Closed, opens Wednesday at 10 p.m. CST"),
    ],
)
def test_a_closed_day_ends_the_night_before_of_all_lanes_or_of_one(port, label, office_told, lane_told):
    factories.make_hours(port, schedule="22:00-02:00")
    factories.make_hours(port, label="Cargo", schedule="22:00-02:00")
    day = datetime.date(2026, 11, 24)
    factories.make_special_hours(port, label=label, first_day=day, last_day=day)
    with time_machine.travel(datetime.datetime(2026, 11, 24, 1, tzinfo=CHICAGO), tick=False):
        assert [lane.opening.words for lane in port.lanes] == [office_told, lane_told]


def test_hours_that_are_only_text_are_shown_without_a_state(port):
    factories.make_hours(port, text="Daily in summer")
    assert line(port) == "Daily in summer"
    assert not port.lanes[0].opening.is_known


def test_hours_that_nobody_published_are_said_to_be_so(port):
    assert line(port) == "Hours not published"
    assert line(factories.make_office(kind=Kind.HEADQUARTERS)) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.CLOSED},
        {"status": Status.UNLISTED},
        {"status": Status.CLOSED_UNTIL, "closed_until": datetime.date(2026, 11, 24)},
    ],
)
def test_the_status_of_an_office_goes_before_its_hours(db, fields):
    office = factories.make_port(timezone="America/Chicago", **fields)
    factories.make_hours(office, schedule="24/7")
    assert line(office) is None


def test_closed_until_ends_at_the_midnight_of_the_office(port):
    port.status, port.closed_until = Status.CLOSED_UNTIL, datetime.date(2026, 11, 24)
    assert port.reopens_at == datetime.datetime(2026, 11, 24, tzinfo=CHICAGO)
    port.closed_until = datetime.date(2026, 11, 23)
    assert port.reopens_at is None


def test_an_exception_of_one_lane_closes_that_lane(port):
    today = {"first_day": datetime.date(2026, 11, 23), "last_day": datetime.date(2026, 11, 23)}
    factories.make_hours(port, label="Cargo", schedule="24/7")
    factories.make_hours(port, schedule="24/7")
    factories.make_special_hours(port, label="cargo", **today)
    assert [lane.opening.is_open for lane in port.lanes] == [False, True]
    factories.make_special_hours(port, times="11:00-14:00", **today)
    assert [lane.opening.words for lane in port.lanes] == [
        "Closed, opens Tuesday at 12 a.m. CST",
        "Open now, closes at 2 p.m. CST",
    ]


def test_a_closed_day_is_told_where_no_hours_are(port):
    factories.make_special_hours(port, first_day="2026-11-23", last_day="2026-11-23")
    assert line(port) == "Closed now"


def test_a_stored_text_that_cannot_be_read_harms_nothing(port):
    hours = factories.make_hours(port, text="Daily")
    special = factories.make_special_hours(port, first_day="2026-11-23", last_day="2026-11-23")
    port.hours.filter(pk=hours.pk).update(schedule="25:00-26:00")
    port.special_hours.filter(pk=special.pk).update(times="noonish")
    assert line(port) == "Daily"


def test_a_schedule_is_stored_in_its_normal_form(port):
    assert (
        factories.make_hours(port, schedule="mo-fr 8:00 - 16:00;ph closed").schedule
        == "Mo-Fr 08:00-16:00; PH off"
    )
    assert factories.make_special_hours(port, times="8:00-9:00").times == "08:00-09:00"


def test_a_list_line_holds_until_the_first_of_its_lanes_changes(port):
    factories.make_hours(port, label="Cargo", schedule="08:00-16:00")
    factories.make_hours(port, label="Cars", schedule="08:00-14:00")
    until = port.hours_line.valid_until
    assert until == datetime.datetime(2026, 11, 23, 14, tzinfo=CHICAGO)


def test_a_list_is_sure_only_where_the_hours_are_confirmed(port):
    hours = factories.make_hours(port, schedule="24/7")
    assert not port.hours_line.is_confirmed
    hours.confidence = "official"
    hours.save()
    assert port.hours_line.is_confirmed
