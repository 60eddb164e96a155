"""Publication at an instant to come: which are refused, how it is said, and that nothing is seen before."""

import datetime
import re
import zoneinfo

import pytest
from django.urls import reverse

from newsroom.kinds import Status
from newsroom.models import Release, WorkflowEvent
from newsroom.scheduling import in_words
from newsroom.workflow import Refused, perform, text_token

from .. import factories
from ..factories import take

pytestmark = pytest.mark.django_db

EASTERN = zoneinfo.ZoneInfo("America/New_York")
NOW = datetime.datetime(2026, 2, 1, 12, tzinfo=EASTERN)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def approved(clock):
    return factories.make_approved(headline="Officers find a rare orchid")


@pytest.fixture
def post(browse, publisher, approved):
    """Post the form with the instant."""
    client = browse(publisher)

    def posted(day, hour, confirmed="form", **more):
        data = {"day": day, "hour": hour, "confirmed": confirmed, "seen": text_token(approved)} | more
        return client.post(reverse("admin:newsroom_release_schedule", args=[approved.pk]), data)

    return posted


def words_of(response) -> str:
    return " ".join(str(errors) for errors in response.context["form"].errors.values())


PAST, NEAR = "This instant is past", "less than five minutes away"


@pytest.mark.parametrize("confirmed", ["form", "yes"])
@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-02-01", "11:59", PAST),
        ("2026-02-01", "12:00", PAST),
        ("2026-02-01", "12:04", NEAR),
        ("2026-02-01", "12:04:59", NEAR),
        ("2019-06-01", "12:00", PAST),
        ("0001-01-01", "00:00", "Dates lie between 1900 and 2100."),
        ("9999-12-31", "23:59", "Dates lie between 1900 and 2100."),
        ("2026-03-08", "02:00", "there is no 2 a.m."),
        (
            "2026-03-08",
            "02:30",
            "On March 8, 2026 the clocks go forward over this hour: there is no 2:30 a.m.",
        ),
        ("2026-03-08", "02:59:59", "the clocks go forward over this hour"),
        ("2026-11-01", "01:30", "this hour comes twice"),
        ("2026-02-30", "12:00", "Enter a valid date"),
        ("2026-03-01", "25:00", "Enter a valid time"),
        ("", "12:00", "This field is required"),
        ("2026-03-01", "", "This field is required"),
        ("\u200b", "\x0b", "Enter a valid date"),
        ("2026-03-01", "noon" * 500, "Enter a valid time"),
    ],
)
def test_an_instant_that_cannot_be_is_refused_with_an_explanation(post, day, hour, words, confirmed):
    response = post(day, hour, confirmed)
    assert response.status_code == 200
    assert words in words_of(response)
    assert Release.objects.get().status == Status.APPROVED


@pytest.mark.parametrize(
    "instant", [None, NOW, NOW - datetime.timedelta(1), NOW + datetime.timedelta(minutes=4)]
)
def test_the_model_refuses_what_the_form_refuses(approved, publisher, instant):
    with pytest.raises(Refused):
        take("schedule", approved, publisher, instant=instant)
    assert Release.objects.get().status == Status.APPROVED


@pytest.mark.parametrize(
    ("day", "hour", "which", "words", "utc"),
    [
        ("2026-02-01", "12:05", "", "Sunday, February 1, 2026, 12:05 p.m. EST, in 5 minutes", "02-01T17:05"),
        ("2026-02-03", "10:30", "", "Tuesday, February 3, 2026, 10:30 a.m. EST, in 1 day", "02-03T15:30"),
        ("2026-03-08", "01:59", "", "Sunday, March 8, 2026, 1:59 a.m. EST, in 1 month", "03-08T06:59"),
        ("2026-03-08", "03:00", "", "Sunday, March 8, 2026, 3 a.m. EDT, in 1 month", "03-08T07:00"),
        ("2026-11-01", "01:30", "0", "Sunday, November 1, 2026, 1:30 a.m. EDT, in 8 months", "11-01T05:30"),
        ("2026-11-01", "01:30", "1", "Sunday, November 1, 2026, 1:30 a.m. EST, in 8 months", "11-01T06:30"),
        ("2026-11-01", "12:00", "0", "Sunday, November 1, 2026, noon EST, in 9 months", "11-01T17:00"),
    ],
)
def test_the_instant_is_repeated_in_words_before_it_counts(post, day, hour, which, words, utc):
    page = post(day, hour, which=which)
    assert words in page.context["words"]
    assert Release.objects.get().status == Status.APPROVED
    assert post(day, hour, "yes", which=which).status_code == 302
    assert Release.objects.get().published_at == datetime.datetime.fromisoformat(f"2026-{utc}+00:00")


@pytest.mark.parametrize("which", ["2", "-1", "x", "\x00"])
def test_a_third_time_of_the_hour_that_comes_twice_is_refused(post, which):
    assert "which" in post("2026-11-01", "01:30", "yes", which=which).context["form"].errors
    assert Release.objects.get().status == Status.APPROVED


def test_the_choice_is_offered_only_for_the_hour_that_comes_twice(post):
    assert "Which of the two" in post("2026-11-01", "01:30").text
    assert "Which of the two" not in post("2026-02-30", "12:00").text


def test_the_zone_and_the_time_in_it_stand_beside_the_box(post):
    assert "Eastern time, in which it is Sunday, February 1, 2026, noon EST." in post("", "").text


def test_the_zone_is_read_out_with_the_day_and_the_time_and_so_is_what_is_wrong(post):
    page = post(day="", hour="02:00").text
    assert 'aria-describedby="zone-note id_day_error"' in page
    assert page.count('"zone-note"') == 2  # the note itself, and the time


def test_the_title_says_first_that_something_is_wrong_and_names_the_release(post):
    heading = f"Schedule: {Release.objects.get().headline} | CBP staff</title>"
    assert f"<title>Error: {heading}" in post(day="", hour="02:00").text
    assert f"<title>{heading}" in post("2026-02-03", "10:30").text


def test_each_help_that_a_box_refers_to_is_there(post):
    page = post("2026-11-01", "01:30").text
    named = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert named
    assert {name for name in named if f'id="{name}"' not in page} == set()


def test_the_two_hours_to_choose_from_stand_under_one_name(post):
    assert re.search(r"<fieldset><legend>\s*Which of the two:?\s*</legend>", post("2026-11-01", "01:30").text)


def test_the_wait_is_counted_by_instants_and_not_by_the_clock(clock):
    clock.move_to(datetime.datetime(2026, 3, 7, 12, tzinfo=EASTERN), tick=False)
    assert in_words(datetime.datetime(2026, 3, 8, 12, tzinfo=EASTERN)).endswith("in 23 hours")


def test_the_log_says_for_when(browse, approved, publisher):
    take("schedule", approved, publisher, instant=NOW + datetime.timedelta(days=1))
    story = browse(publisher).get(reverse("admin:newsroom_release_history", args=[approved.pk])).text
    assert "Scheduled for Monday, February 2, 2026, noon EST" in story
    assert WorkflowEvent.objects.first().instant == Release.objects.get().published_at


# The instant itself ------------------------------------------------------------------------


INSTANT = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def scheduled(approved, publisher):
    take("schedule", approved, publisher, instant=INSTANT)
    release = Release.objects.get()
    release.offices.add(factories.make_port())
    return release


def surfaces(release) -> list[str]:
    here = [release.type, release.slug]
    return [
        reverse("home"), reverse("newsroom:releases"),
        reverse("newsroom:releases_of_type", args=[release.type]),
        reverse("newsroom:feed"), reverse("newsroom:json_feed"), reverse("newsroom:json"),
        reverse("newsroom:csv"), reverse("newsroom:archive_month", args=["2026", "02"]),
        reverse("news_sitemap"), reverse("search") + "?q=orchid", reverse("newsroom:releases") + "?q=orchid",
        release.offices.get().get_absolute_url(), release.get_absolute_url(),
        reverse("newsroom:wire", args=here), reverse("newsroom:version", args=[*here, 1]),
    ]  # fmt: skip


def test_it_is_nowhere_a_moment_before_its_instant_and_everywhere_at_it(client, clock, scheduled):
    factories.make_release(published_at=NOW)  # so that the month and the lists exist before
    for moment, is_seen in ((INSTANT - datetime.timedelta(microseconds=1), False), (INSTANT, True)):
        clock.move_to(moment, tick=False)
        for address in surfaces(scheduled):
            text = client.get(address).getvalue().decode()
            assert (scheduled.headline.casefold() in text.casefold()) == is_seen, (moment, address)


def test_what_was_kept_before_the_instant_is_not_said_to_be_current_at_it(client, clock, scheduled):
    factories.make_release(published_at=NOW)
    clock.move_to(INSTANT - datetime.timedelta(seconds=1), tick=False)
    kept = {address: client.get(address) for address in surfaces(scheduled)}
    for address, response in kept.items():
        response.getvalue()
        if response.status_code == 404:
            assert "no-store" in response["Cache-Control"], address
            continue
        assert response["Cache-Control"] == "public, no-cache", address
        again = client.get(address, headers={"if-none-match": response.get("ETag", "")})
        assert again.status_code == (304 if "ETag" in response else 200), address
        again.getvalue()
    clock.move_to(INSTANT, tick=False)
    for address, response in kept.items():
        headers = {
            "if-none-match": response.get("ETag", ""),
            "if-modified-since": "Sun, 01 Feb 2026 17:59:59 GMT",
        }
        now = client.get(address, headers=headers)
        assert now.status_code == 200, address
        assert scheduled.headline.casefold() in now.getvalue().decode().casefold(), address


def test_the_picture_of_what_is_scheduled_is_not_reachable_before(
    client, clock, scheduled, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = factories.make_image(scheduled).get_absolute_url()
    for moment, status in ((INSTANT - datetime.timedelta(microseconds=1), 404), (INSTANT, 200)):
        clock.move_to(moment, tick=False)
        response = client.get(address)
        response.getvalue()
        assert response.status_code == status


def test_it_is_not_taken_off_the_schedule_once_it_is_public(clock, scheduled, publisher):
    seen = text_token(scheduled)
    clock.move_to(INSTANT, tick=False)
    with pytest.raises(Refused, match="The state of this release is: Published"):
        perform("unschedule", scheduled, publisher, seen)


def test_what_is_taken_off_the_schedule_does_not_appear_and_keeps_its_approval(
    client, clock, scheduled, publisher
):
    take("unschedule", scheduled, publisher)
    clock.move_to(INSTANT, tick=False)
    assert client.get(scheduled.get_absolute_url()).status_code == 404
    assert Release.objects.get().status == Status.APPROVED
