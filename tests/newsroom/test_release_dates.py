"""When a release was published, as people and as machines read it, and when it turns public."""

import datetime
import re

import pytest
import time_machine

from newsroom.kinds import DatePrecision, Status
from newsroom.models import Release

from .. import factories

UTC = datetime.UTC
MICROSECOND = datetime.timedelta(microseconds=1)
NOON = datetime.datetime(2026, 11, 20, 17, tzinfo=UTC)

# An instant, and its day in Eastern time.
INSTANTS = {
    "midday": ("2023-02-02T17:30Z", "2023-02-02"),
    "just before midnight, Eastern": ("2023-02-02T04:59:59.999999Z", "2023-02-01"),
    "midnight, Eastern": ("2023-02-02T05:00Z", "2023-02-02"),
    "just before midnight, UTC": ("2023-02-02T23:59:59Z", "2023-02-02"),
    "midnight, UTC": ("2023-02-03T00:00Z", "2023-02-02"),
    "midnight, Eastern, in summer": ("2023-07-04T04:00Z", "2023-07-04"),
    "just before midnight, Eastern, in summer": ("2023-07-04T03:59:59Z", "2023-07-03"),
    "month's end, Eastern": ("2023-03-01T04:59Z", "2023-02-28"),
    "year's end, Eastern": ("2023-01-01T04:59Z", "2022-12-31"),
    "year's end, UTC": ("2023-01-01T00:00Z", "2022-12-31"),
    "year's beginning, Eastern": ("2023-01-01T05:00Z", "2023-01-01"),
    "leap day": ("2024-03-01T04:00Z", "2024-02-29"),
    "before clocks go forward": ("2026-03-08T06:59:59Z", "2026-03-08"),
    "after clocks go forward": ("2026-03-08T07:00Z", "2026-03-08"),
    "the day before clocks go forward ends": ("2026-03-08T04:59Z", "2026-03-07"),
    "the day clocks go forward ends": ("2026-03-09T03:59Z", "2026-03-08"),
    "the first 1:30 a.m. as clocks go back": ("2026-11-01T05:30Z", "2026-11-01"),
    "the second 1:30 a.m. as clocks go back": ("2026-11-01T06:30Z", "2026-11-01"),
    "the day before clocks go back ends": ("2026-11-01T03:59Z", "2026-10-31"),
    "the day clocks go back ends": ("2026-11-02T04:59Z", "2026-11-01"),
    "long ago": ("2003-03-01T05:00Z", "2003-03-01"),
}
READ = {
    DatePrecision.MINUTE: ("%B %d, %Y", "%Y-%m-%d"),
    DatePrecision.DAY: ("%B %d, %Y", "%Y-%m-%d"),
    DatePrecision.MONTH: ("%B %Y", "%Y-%m"),
    DatePrecision.YEAR: ("%Y", "%Y"),
}


def release_at(instant: str, precision: str = DatePrecision.MINUTE) -> Release:
    return Release(published_at=datetime.datetime.fromisoformat(instant), date_precision=precision)


@pytest.mark.parametrize("precision", READ)
@pytest.mark.parametrize(("instant", "day"), INSTANTS.values(), ids=INSTANTS)
def test_people_and_machines_read_the_same_date(instant, day, precision):
    release = release_at(instant, precision)
    shown, machine = READ[precision]
    assert day.startswith(release.published_machine)
    assert datetime.datetime.strptime(release.published_display, shown) == datetime.datetime.strptime(
        release.published_machine, machine
    )


@pytest.mark.parametrize(
    ("precision", "display", "machine"),
    [
        (DatePrecision.MINUTE, "February 1, 2023", "2023-02-01"),
        (DatePrecision.DAY, "February 1, 2023", "2023-02-01"),
        (DatePrecision.MONTH, "February 2023", "2023-02"),
        (DatePrecision.YEAR, "2023", "2023"),
        (DatePrecision.UNKNOWN, "Publication date not recorded", ""),
    ],
)
def test_a_date_claims_no_more_than_is_known(precision, display, machine):
    release = release_at("2023-02-02T04:59Z", precision)
    assert release.published_display == display
    assert release.published_machine == machine


@pytest.mark.parametrize("precision", DatePrecision)
def test_a_release_without_an_instant_has_no_date(precision):
    release = Release(published_at=None, date_precision=precision)
    assert release.published_display == "Not published yet"
    assert release.published_machine == ""
    assert not release.shows_time


@pytest.mark.parametrize("precision", DatePrecision)
def test_the_time_of_day_shows_only_when_it_is_known(precision):
    assert release_at("2023-02-02T17:30Z", precision).shows_time == (precision == DatePrecision.MINUTE)


@pytest.mark.django_db
@pytest.mark.parametrize(("instant", "day"), INSTANTS.values(), ids=INSTANTS)
def test_the_page_says_the_same_date_twice(client, instant, day):
    release = factories.make_release(published_at=datetime.datetime.fromisoformat(instant))
    page = client.get(release.get_absolute_url()).text
    machine, shown = re.search(r'<time datetime="([^"]+)">([^<]+)</time>', page).groups()
    assert machine.startswith(day)
    assert datetime.datetime.fromisoformat(machine) == release.published_at.replace(second=0, microsecond=0)
    assert shown.startswith(release.published_display)


@pytest.mark.django_db
@pytest.mark.parametrize(("instant", "day"), INSTANTS.values(), ids=INSTANTS)
def test_a_list_says_the_day_to_people_and_machines(client, instant, day):
    release = factories.make_release(published_at=datetime.datetime.fromisoformat(instant))
    assert f'<time datetime="{day}">{release.published_display}</time>' in client.get("/newsroom/").text


@pytest.mark.django_db
@pytest.mark.parametrize("precision", [DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR])
def test_the_page_says_no_minute_that_is_not_known(client, precision):
    release = factories.make_release(date_precision=precision)
    date = f'<time datetime="{release.published_machine}">{release.published_display}</time>'
    assert date in client.get(release.get_absolute_url()).text


@pytest.mark.django_db
def test_the_page_says_that_a_date_is_not_known(client):
    page = client.get(factories.make_release(date_precision=DatePrecision.UNKNOWN).get_absolute_url()).text
    assert "Publication date not recorded" in page
    assert "<time" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("instant", "time"),
    [
        ("2026-11-01T04:59Z", "12:59 a.m. EDT"),
        ("2026-11-01T07:00Z", "2 a.m. EST"),
        ("2026-03-08T06:59Z", "1:59 a.m. EST"),
        ("2026-03-08T07:00Z", "3 a.m. EDT"),
    ],
)
def test_the_page_tells_the_time_before_and_after_a_clock_change(client, instant, time):
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        release = factories.make_release(published_at=datetime.datetime.fromisoformat(instant))
        assert f", {time}" in client.get(release.get_absolute_url()).text


@pytest.mark.django_db
def test_a_release_turns_public_at_its_very_instant():
    release = factories.make_release(published_at=NOON)
    with time_machine.travel(NOON - MICROSECOND, tick=False):
        assert not release.is_published
        assert not Release.objects.published().exists()
    with time_machine.travel(NOON, tick=False):
        assert release.is_published
        assert Release.objects.published().get() == release


@pytest.mark.django_db
def test_a_release_is_either_scheduled_or_published():
    release = factories.make_release(published_at=NOON)
    for moment in (NOON - MICROSECOND, NOON, NOON + MICROSECOND):
        with time_machine.travel(moment, tick=False):
            assert release.is_scheduled != release.is_published


@pytest.mark.django_db
@pytest.mark.parametrize("published_at", [None, NOON - MICROSECOND, NOON, NOON + MICROSECOND])
def test_a_draft_is_never_public_whatever_its_date(published_at):
    release = factories.make_draft(published_at=published_at)
    with time_machine.travel(NOON, tick=False):
        assert not release.is_published
        assert release.state_label == "Draft"
        assert not Release.objects.published().exists()


@pytest.mark.parametrize(
    ("moment", "label"),
    [(NOON - MICROSECOND, "Scheduled"), (NOON, "Published"), (NOON + MICROSECOND, "Published")],
)
def test_the_state_follows_the_clock(moment, label):
    with time_machine.travel(moment, tick=False):
        assert Release(status=Status.PUBLISHED, published_at=NOON).state_label == label


def test_a_release_that_lacks_its_instant_is_not_public_yet():
    release = Release(status=Status.PUBLISHED, published_at=None)
    assert not release.is_published
    assert not release.is_scheduled
