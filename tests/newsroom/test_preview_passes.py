"""Preview passes: they open one release to one person for a time, and never anything that they should not."""

import datetime
import io
import logging
import re
import zoneinfo

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from newsroom import renditions
from newsroom.kinds import Status
from newsroom.models import PreviewPass, PreviewUse, Release
from newsroom.models.preview import hash_of

from .. import factories, sitemaps
from ..factories import take

pytestmark = pytest.mark.django_db

EASTERN = zoneinfo.ZoneInfo("America/New_York")
NOW = datetime.datetime(2026, 2, 1, 12, tzinfo=EASTERN)
SECRET = "zworchidzw"
NOTHING = "This link opens no preview"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def draft():
    return factories.make_draft(**secrets())


def secrets() -> dict:
    texts = {"headline": f"Officers find {SECRET}", "summary": f"They found {SECRET}."}
    return texts | {"body": f"<p>There was {SECRET}.</p>", "slug": "seizure"}


def address(token: str) -> str:
    return reverse("preview", args=[token])


def make_picture(release):
    picture = factories.make_image(release)
    renditions.make(picture)
    picture.refresh_from_db()
    return picture


def status_of(client, address: str) -> int:
    """Of an answer that may be a file, which is read to its end."""
    response = client.get(address)
    response.getvalue()
    return response.status_code


def files_of(picture) -> list[str]:
    name = picture.image.name.removeprefix("releases/")
    return [name, *(f"{name}-{rendition}" for rendition in picture.renditions)]


# What opens nothing ------------------------------------------------------------------------------

UNKNOWN = [
    *("x", "x" * 43, "x" * 3000, "%00", "%ff%fe", "é", "..", "..%2f..", "' OR 1=1 --", "\u202e", "😀"),
    *("<script>alert(1)</script>", "1", "None", "0" * 64),
]


@pytest.mark.parametrize("token", UNKNOWN)
def test_a_token_that_nobody_was_given_opens_nothing_and_breaks_nothing(client, draft, token):
    factories.make_pass(draft)
    response = client.get(f"/preview/{token}/")
    assert response.status_code in (400, 404)
    assert SECRET not in response.text
    assert "<script>alert" not in response.text
    assert not PreviewUse.objects.exists()


def test_the_hash_that_is_stored_is_no_token(client, draft):
    given, token = factories.make_pass(draft)
    assert client.get(address(given.token_hash)).status_code == 404
    assert token not in str(PreviewPass.objects.values())
    assert len(token) == 43


def expire(given):
    PreviewPass.objects.filter(pk=given.pk).update(
        made_at=timezone.now() - datetime.timedelta(days=2),
        expires_at=timezone.now() - datetime.timedelta(seconds=1),
    )


def set_status(status, **fields):
    return lambda given: Release.objects.filter(pk=given.release_id).update(status=status, **fields)


ENDS = {
    "expired": (expire, 410),
    "revoked": (lambda given: given.revoke(factories.make_staff()), 410),
    "put into the archive": (set_status(Status.ARCHIVED), 410),
    "withdrawn": (
        set_status(Status.WITHDRAWN, withdrawn_at=NOW, published_at=NOW, withdrawal_note="Wrong."),
        410,
    ),
    "deleted": (lambda given: given.release.delete(), 404),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_pass_that_ended_opens_neither_page_nor_file_and_says_what_to_do(client, draft, end):
    picture = make_picture(draft)
    given, token = factories.make_pass(draft)
    unknown = client.get(address("x" * 43))
    assert client.get(address(token)).status_code == 200
    finish, status = ENDS[end]
    finish(given)
    response = client.get(address(token))
    assert response.status_code == status
    assert response.text == unknown.text
    assert NOTHING in response.text
    assert "ask the person who sent it" in response.text
    assert reverse("newsroom:releases") in response.text
    for name in files_of(picture):
        assert client.get(reverse("preview_file", args=[token, name])).status_code == status
    assert PreviewUse.objects.count() <= 1


def test_a_pass_ends_exactly_at_its_instant(client, draft, clock):
    _given, token = factories.make_pass(draft, expires_at=NOW + datetime.timedelta(hours=1))
    clock.move_to(NOW + datetime.timedelta(minutes=59, seconds=59), tick=False)
    assert client.get(address(token)).status_code == 200
    clock.move_to(NOW + datetime.timedelta(hours=1), tick=False)
    assert client.get(address(token)).status_code == 410


def test_a_pass_opens_its_release_only(client, draft):
    other = factories.make_draft(headline="Another secret")
    picture, stranger = make_picture(draft), make_picture(other)
    _given, token = factories.make_pass(other)
    assert SECRET not in client.get(address(token)).text
    for name in files_of(picture):
        assert client.get(reverse("preview_file", args=[token, name])).status_code == 404
    for name in files_of(stranger):
        assert status_of(client, reverse("preview_file", args=[token, name])) == 200
    assert PreviewUse.objects.exclude(file="").count() == len(files_of(stranger))


@pytest.mark.parametrize("spoiled", ["{}-9.avif", "{}-", "{}x", "..%2f{}", "%2e%2e%2f{}", "x.jpg"])
def test_only_files_that_the_picture_has_are_sent(client, draft, spoiled):
    name, *_others = files_of(make_picture(draft))
    _given, token = factories.make_pass(draft)
    response = client.get(f"/preview/{token}/files/{spoiled.format(name)}")
    assert response.status_code == 404
    assert not PreviewUse.objects.exists()


def test_a_picture_whose_file_is_lost_is_not_found(client, draft):
    picture = make_picture(draft)
    _given, token = factories.make_pass(draft)
    picture.image.storage.delete(picture.image.name)
    name = files_of(picture)[0]
    assert client.get(reverse("preview_file", args=[token, name])).status_code == 404


def test_a_pass_opens_nothing_at_any_public_address(client, draft):
    picture = make_picture(draft)
    _given, token = factories.make_pass(draft)
    client.get(address(token))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("newsroom:reference", args=[draft.pk])).status_code == 404
    for name in files_of(picture):
        assert client.get(reverse("newsroom:image", args=[name])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_preview_is_only_read(client, draft, method):
    _given, token = factories.make_pass(draft)
    assert getattr(client, method)(address(token)).status_code == 405
    assert not PreviewUse.objects.exists()


# What the holder gets ----------------------------------------------------------------------------

IN_PREVIEW = {
    "draft": factories.make_draft,
    "submitted": lambda **fields: factories.make_draft(status="submitted", **fields),
    "returned": lambda **fields: factories.make_draft(status="returned", **fields),
    "approved": factories.make_approved,
    "scheduled": factories.make_scheduled,
    "a change of a public text": lambda **fields: factories.make_copy(
        factories.make_release(), **fields | {"slug": "change-of-cbp-000001"}
    ),
}


@pytest.mark.parametrize("state", IN_PREVIEW)
def test_a_pass_shows_what_is_not_public_yet_with_the_name_of_its_holder(client, state):
    release = IN_PREVIEW[state](**secrets())
    given, token = factories.make_pass(release, name="Jo <b>Doe</b>")
    response = client.get(address(token))
    assert response.status_code == 200
    assert f"There was {SECRET}." in response.text
    assert response.text.count("Preview for Jo &lt;b&gt;Doe&lt;/b&gt;") >= 3  # title, screen, paper
    until = timezone.localtime(given.expires_at)
    words = rf"{until:%B} {until.day}, {until.year}, .* {until.tzname()}"
    assert re.search(f"Until <time [^>]*>{words}<", response.text)
    assert "Not public. Do not pass on." in response.text
    assert "Only staff see this page" not in response.text


def test_the_holder_sees_until_when_a_scheduled_release_is_embargoed(client, clock):
    release = factories.make_scheduled()
    _given, token = factories.make_pass(release, expires_at=NOW + datetime.timedelta(days=2))
    assert re.search("Not to be published before <time [^>]*>February 1, 2026, 1 p.m. EST<",
                     client.get(address(token)).text)  # fmt: skip


def test_pictures_come_by_the_pass_alone(client, draft):
    picture = make_picture(draft)
    _given, token = factories.make_pass(draft)
    page = client.get(address(token)).text
    assert reverse("newsroom:image", args=["x"])[:-1] not in page
    asked = set(re.findall(rf"{address(token)}files/[^\s\"]+", page))
    assert asked == {reverse("preview_file", args=[token, name]) for name in files_of(picture)}
    for each in asked:
        response = client.get(each)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("image/")
        assert response.getvalue()


def test_every_answer_is_kept_by_nobody_and_names_no_referrer(client, draft):
    name, *_others = files_of(make_picture(draft))
    _given, token = factories.make_pass(draft)
    file = reverse("preview_file", args=[token, name])
    unknown = [address("x"), f"{address(token)}files/x.jpg", f"{address('x')}files/{name}"]
    for each in (address(token), file, *unknown):
        response = client.get(each)
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}, each
        assert response["X-Robots-Tag"].startswith("noindex"), each
        assert response["Referrer-Policy"] == "no-referrer", each
        assert "default-src 'none'" in response["Content-Security-Policy"], each
        assert not response.cookies, each
        assert not response.has_header("ETag"), each
        assert "Cookie" not in response.get("Vary", ""), each
        assert response.getvalue(), each


def test_an_address_without_its_last_slash_is_kept_by_nobody_either(client, draft):
    _given, token = factories.make_pass(draft)
    response = client.get(address(token).rstrip("/"))
    assert response["Location"] == address(token)
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_page_in_preview_gives_machines_nothing(client):
    release = factories.make_scheduled(**secrets())
    _given, token = factories.make_pass(release)
    page = client.get(address(token)).text
    head = page.partition("</head>")[0]
    assert SECRET not in head
    assert token not in page
    for sign in ('rel="canonical"', "og:url", "og:title", "ld+json", "application/atom", "hreflang"):
        assert sign not in head, sign
    assert '<meta name="robots" content="noindex' in head
    assert release.slug not in page


def test_no_list_names_an_address_of_a_preview(client, draft):
    _given, token = factories.make_pass(draft)
    client.get(address(token))
    robots = client.get(reverse("robots")).text
    assert "preview" not in robots
    assert not [each for each in sitemaps.all_addresses(client) if "/preview/" in each]
    for name in ("newsroom:feed", "newsroom:json", "newsroom:releases", "home"):
        assert token not in client.get(reverse(name)).getvalue().decode()


def test_what_is_read_again_within_a_minute_is_one_use(client, draft, clock):
    name, *_others = files_of(make_picture(draft))
    given, token = factories.make_pass(draft)
    for _time in range(3):
        client.get(address(token))
        status_of(client, reverse("preview_file", args=[token, name]))
    assert given.uses.count() == 2
    clock.shift(datetime.timedelta(minutes=1))
    client.get(address(token))
    assert given.uses.filter(file="").count() == 2


def test_asking_for_the_head_alone_is_no_use(client, draft):
    name, *_others = files_of(make_picture(draft))
    given, token = factories.make_pass(draft)
    assert client.head(address(token)).status_code == 200
    client.head(reverse("preview_file", args=[token, name])).getvalue()
    assert not given.uses.exists()


def test_each_use_is_kept_with_its_instant_and_without_the_reader(client, draft, clock):
    name, *_others = files_of(make_picture(draft))
    given, token = factories.make_pass(draft)
    client.get(address(token))
    status_of(client, reverse("preview_file", args=[token, name]))
    assert list(given.uses.order_by("pk").values_list("file", "at")) == [("", NOW), (name, NOW)]
    assert {field.name for field in PreviewUse._meta.fields} == {"id", "preview_pass", "at", "file"}


def test_no_token_gets_into_the_log(client, draft):
    given, token = factories.make_pass(draft)
    given.revoke(factories.make_staff())
    console = next(handler for handler in logging.root.handlers if handler.name == "console")
    written = io.StringIO()
    before = console.setStream(written)
    try:
        client.get(address(token))
        client.get(reverse("preview_file", args=[token, "x.jpg"]))
        logging.getLogger("django.server").info('"GET %s HTTP/1.1" %s', address(token), 410)
        logging.getLogger("newsroom").warning(address(token))
    finally:
        console.setStream(before)
    assert written.getvalue().count("/preview/…") == 4
    assert token not in written.getvalue()
    assert not logging.getLogger("django").handlers


# The end: it becomes public ----------------------------------------------------------------------


def assert_forwarded(client, token, release):
    response = client.get(address(token))
    assert response.status_code == 302
    assert response["Location"] == release.get_absolute_url()
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_pass_to_a_scheduled_release_forwards_exactly_at_its_instant(client, clock):
    release = factories.make_scheduled()
    picture = make_picture(release)
    _given, token = factories.make_pass(release, expires_at=NOW + datetime.timedelta(minutes=30))
    file = reverse("preview_file", args=[token, files_of(picture)[0]])
    clock.move_to(NOW + datetime.timedelta(minutes=29), tick=False)
    assert client.get(address(token)).status_code == status_of(client, file) == 200
    clock.move_to(NOW + datetime.timedelta(hours=1) - datetime.timedelta(microseconds=1), tick=False)
    assert client.get(address(token)).status_code == 410
    clock.move_to(NOW + datetime.timedelta(hours=1), tick=False)
    assert_forwarded(client, token, release)
    assert status_of(client, client.get(file)["Location"]) == 200


def test_a_pass_to_a_draft_forwards_once_it_is_published(client, draft, publisher):
    _given, token = factories.make_pass(draft)
    take("emergency", draft, publisher, note="A flood.")
    assert_forwarded(client, token, Release.objects.get(pk=draft.pk))


def test_a_pass_to_a_change_forwards_to_the_public_page_once_the_change_is_published(client, publisher):
    live = factories.make_release()
    copy = factories.make_copy(live, headline=SECRET, change_kind="correction", change_note="47, not 74.")
    given, token = factories.make_pass(copy)
    take("emergency", copy, publisher, note="A flood.")
    assert_forwarded(client, token, live)
    given.refresh_from_db()
    assert given.release == live


def test_a_pass_to_a_change_does_not_open_the_next_change(client, publisher):
    live = factories.make_release()
    copy = factories.make_copy(live, headline="47 packages", change_kind="correction", change_note="47.")
    _given, token = factories.make_pass(copy)
    take("emergency", copy, publisher, note="A flood.")
    factories.make_copy(live, headline=SECRET)
    assert_forwarded(client, token, live)
    take("withdraw", live, publisher, note="It was wrong.")
    assert client.get(address(token)).status_code == 410


def test_a_pass_to_a_change_that_is_discarded_dies_and_stays_on_record(client, editor):
    live = factories.make_release()
    copy = factories.make_copy(live)
    given, token = factories.make_pass(copy)
    client.get(address(token))
    take("discard", copy, editor)
    assert client.get(address(token)).status_code == 410
    given.refresh_from_db()
    assert (given.release, given.revoked_by, given.uses.count()) == (live, editor, 1)


def test_a_revoked_pass_does_not_forward(client, draft, publisher):
    given, token = factories.make_pass(draft)
    given.revoke(publisher)
    take("emergency", draft, publisher, note="A flood.")
    assert client.get(address(token)).status_code == 410


def test_a_release_taken_off_the_schedule_is_in_preview_again(client, publisher):
    approved = factories.make_approved()
    instant = timezone.now() + datetime.timedelta(hours=1)
    scheduled = take("schedule", approved, publisher, instant=instant)
    _given, token = factories.make_pass(scheduled)
    take("unschedule", scheduled, publisher)
    assert client.get(address(token)).status_code == 200


# In the admin ------------------------------------------------------------------------------------


def passes_of(release) -> str:
    return reverse("admin:newsroom_release_passes", args=[release.pk])


def form(days: float = 7, **fields) -> dict:
    end = timezone.localtime(timezone.now() + datetime.timedelta(days=days))
    data = {"name": "Jo Doe, Example News", "day": f"{end:%Y-%m-%d}", "hour": f"{end:%H:%M:%S}"}
    return data | {"confirmed": "yes"} | fields


def link_in(response) -> str:
    return re.search(r"https://www\.example\.gov(/preview/[^<\s]+)", response.text)[1]


def test_the_link_is_shown_once_and_works(browse, client, editor, draft):
    staff = browse(editor)
    response = staff.post(passes_of(draft), form())
    assert "it cannot be shown again" in response.text
    assert "no-store" in response["Cache-Control"]
    link = link_in(response)
    assert client.get(link).status_code == 200
    assert link not in staff.get(passes_of(draft)).text
    given = PreviewPass.objects.get()
    assert given.token_hash == hash_of(link.split("/")[2])
    assert (given.made_by, given.release, given.name) == (editor, draft, "Jo Doe, Example News")


def test_the_end_of_a_pass_is_said_in_words_before_there_is_a_link(browse, editor, draft, clock):
    typed = form(day="2026-02-03", hour="17:00")
    del typed["confirmed"]
    page = browse(editor).post(passes_of(draft), typed).text
    assert "Tuesday, February 3, 2026, 5 p.m. EST, in 2 days" in page
    assert not PreviewPass.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_pass(browse, editor, draft):
    staff = browse(editor)
    shown = form(last=staff.get(passes_of(draft)).context["form"]["last"].value())
    staff.post(passes_of(draft), shown)
    again = staff.post(passes_of(draft), shown)
    assert "perhaps the form was sent twice" in again.text
    assert PreviewPass.objects.count() == 1
    staff.post(passes_of(draft), shown | {"last": again.context["form"]["last"].value()})
    assert PreviewPass.objects.count() == 2


def test_who_gave_a_pass_is_named_in_full(browse, draft):
    maria = factories.make_staff("Newsroom editors", first_name="Maria", last_name="Lopez")
    factories.make_pass(draft, made_by=maria)
    assert f"Maria Lopez ({maria.username})" in browse(maria).get(passes_of(draft)).text


def test_a_pass_lasts_a_week_unless_told_otherwise(browse, editor, draft, clock):
    page = browse(editor).get(passes_of(draft)).text
    assert 'value="2026-02-08"' in page
    assert 'value="12:00"' in page
    assert "Eastern time, in which it is Sunday, February 1, 2026, noon EST." in page


def test_the_end_is_repeated_in_words_with_its_zone(browse, editor, draft, clock):
    page = browse(editor).post(passes_of(draft), form(day="2026-02-03", hour="17:00")).text
    assert "It ends on Tuesday, February 3, 2026, 5 p.m. EST, in 2 days, 5 hours." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "\u200b \u202e"}, "Name the person"),
        ({"name": "—"}, "Name the person"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "x\0"}, "Null characters are not allowed"),
        ({"day": "2026-01-31"}, "This instant is past"),
        ({"day": "2026-02-01", "hour": "12:04"}, "less than five minutes away"),
        ({"day": "2026-03-03", "hour": "12:01"}, "lasts 30 days at most"),
        ({"day": "9999-12-31"}, "Dates lie between 1900 and 2100."),
        ({"day": ""}, "This field is required"),
        ({"hour": "25:00"}, "Enter a valid time"),
    ],
)
def test_a_pass_that_cannot_be_is_refused_with_an_explanation(browse, editor, draft, clock, fields, words):
    response = browse(editor).post(passes_of(draft), form(**fields))
    assert response.status_code == 200
    assert words in response.text
    assert not PreviewPass.objects.exists()


def test_thirty_days_are_the_longest_whoever_makes_the_pass(draft, clock):
    longest = NOW + datetime.timedelta(days=30)
    factories.make_pass(draft, expires_at=longest)
    with pytest.raises(ValidationError, match="30 days at most"):
        factories.make_pass(draft, expires_at=longest + datetime.timedelta(seconds=1))


def test_an_hour_that_comes_twice_is_asked_about(browse, editor, draft, clock):
    clock.move_to(datetime.datetime(2026, 10, 25, 12, tzinfo=EASTERN), tick=False)
    staff = browse(editor)
    posted = form(day="2026-11-01", hour="01:30")
    assert "this hour comes twice" in staff.post(passes_of(draft), posted).text
    assert "1:30 a.m. EST" in staff.post(passes_of(draft), posted | {"which": "1"}).text


MAY = {
    "draft": {"editor", "approver", "publisher"},
    "submitted": {"editor", "approver", "publisher"},
    "approved": {"editor", "approver", "publisher"},
    "scheduled": {"approver", "publisher"},
    "a change of a public text": {"editor", "approver", "publisher"},
    "published": set(),
    "withdrawn": set(),
    "archived": set(),
}
MAKE = IN_PREVIEW | {
    "published": factories.make_release,
    "withdrawn": factories.make_withdrawn,
    "archived": lambda: factories.make_draft(status="archived"),
}
ROLES = ["editor", "approver", "publisher", "manager", "auditor"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", MAY)
def test_a_forged_post_makes_a_pass_only_for_whom_it_is_declared(browse, request, state, role):
    release = MAKE[state]()
    response = browse(request.getfixturevalue(role)).post(passes_of(release), form())
    assert PreviewPass.objects.exists() == (role in MAY[state])
    assert response.status_code == (403 if role in ("manager", "auditor") else 200)
    assert ("/preview/" in response.text) == (role in MAY[state])


@pytest.mark.parametrize("role", ROLES)
def test_a_forged_post_revokes_only_for_whom_it_is_declared(browse, request, draft, role):
    given, _token = factories.make_pass(draft)
    person = request.getfixturevalue(role)
    address = reverse("admin:newsroom_release_revoke_pass", args=[draft.pk, given.pk])
    browse(person).get(address)
    given.refresh_from_db()
    assert given.revoked_at is None
    browse(person).post(address)
    given.refresh_from_db()
    assert (given.revoked_by == person) == (role in ("editor", "approver", "publisher"))


def test_a_pass_is_revoked_at_the_address_of_its_own_release_only(browse, editor, draft):
    given, _token = factories.make_pass(draft)
    other = factories.make_draft()
    address = reverse("admin:newsroom_release_revoke_pass", args=[other.pk, given.pk])
    assert browse(editor).post(address).status_code == 404
    given.refresh_from_db()
    assert given.revoked_at is None


def test_the_second_of_two_clicks_on_revoke_changes_nothing(browse, editor, publisher, draft):
    given, _token = factories.make_pass(draft)
    address = reverse("admin:newsroom_release_revoke_pass", args=[draft.pk, given.pk])
    browse(publisher).post(address)
    response = browse(editor).post(address, follow=True)
    assert "was revoked before" in response.text
    given.refresh_from_db()
    assert given.revoked_by == publisher


def test_the_auditor_reads_who_had_a_pass_and_used_it_but_finds_no_button(browse, client, auditor, draft):
    _given, token = factories.make_pass(draft)
    client.get(address(token))
    page = browse(auditor).get(passes_of(draft)).text
    assert "Jo Doe, Example News" in page
    assert "the page once" in page
    assert 'value="Revoke"' not in page
    assert 'value="Make the link"' not in page


def test_the_newest_pass_stands_first(browse, auditor, draft):
    for name in ("Ann Roe", "Jo Doe", "Lu Poe"):
        factories.make_pass(draft, name=name)
    page = browse(auditor).get(passes_of(draft)).text
    assert re.findall("Ann Roe|Jo Doe|Lu Poe", page) == ["Lu Poe", "Jo Doe", "Ann Roe"]


def test_the_page_of_a_release_leads_to_its_passes(browse, auditor, draft):
    change = reverse("admin:newsroom_release_change", args=[draft.pk])
    assert f'href="{passes_of(draft)}"' in browse(auditor).get(change).text


def test_a_release_that_does_not_exist_has_no_passes(browse, editor):
    for address in ("/admin/newsroom/release/99/passes/", "/admin/newsroom/release/parrot/passes/1/revoke/"):
        assert browse(editor).post(address, form(), follow=True).status_code == 200
    assert not PreviewPass.objects.exists()


def test_giving_and_revoking_stand_in_the_story_of_the_release_without_the_token(browse, editor, draft):
    staff = browse(editor)
    link = link_in(staff.post(passes_of(draft), form()))
    given = PreviewPass.objects.get()
    staff.post(reverse("admin:newsroom_release_revoke_pass", args=[draft.pk, given.pk]))
    story = staff.get(reverse("admin:newsroom_release_history", args=[draft.pk])).text
    assert "Gave a preview pass to Jo Doe, Example News, until" in story
    assert "Revoked the preview pass of Jo Doe, Example News." in story
    assert link.split("/")[2] not in story


def test_passes_to_a_change_stand_in_the_story_of_the_public_release(browse, editor, publisher):
    live = factories.make_release()
    copy = factories.make_copy(live, change_kind="minor")
    staff = browse(editor)
    staff.post(passes_of(copy), form())
    take("emergency", copy, publisher, note="A flood.")
    story = staff.get(reverse("admin:newsroom_release_history", args=[live.pk])).text
    assert "Gave a preview pass to Jo Doe" in story
    assert "Leads to the public page" in staff.get(passes_of(live)).text


def test_a_deleted_draft_takes_its_passes_along_and_leaves_the_log(browse, editor, publisher, draft):
    browse(editor).post(passes_of(draft), form())
    delete = reverse("admin:newsroom_release_delete", args=[draft.pk])
    browse(publisher).post(delete, {"post": "yes"})
    assert not Release.objects.exists()
    assert not PreviewPass.objects.exists()
    assert LogEntry.objects.filter(change_message__contains="Gave a preview pass").exists()
