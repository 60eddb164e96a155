"""Writing and publishing in the admin: who may, what comes back as words, what is stored."""

import datetime
import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from newsroom.images import recode_image
from newsroom.kinds import Status
from newsroom.markup import MOST_KEPT, MOST_TYPED
from newsroom.models import Boilerplate, Finding, Release
from newsroom.workflow import text_token
from offices.kinds import Kind

from .. import factories
from ..admin_pages import words_of
from ..factories import form_rows, release_form

pytestmark = pytest.mark.django_db

ADD = "/admin/newsroom/release/add/"
LIST = "/admin/newsroom/release/"
NOW = datetime.datetime(2026, 3, 2, 17, 0, tzinfo=datetime.UTC)  # noon in Washington


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def action(name: str, *releases, **fields) -> dict:
    return {"action": name, "index": "0", "_selected_action": [r.pk for r in releases]} | fields


def picture(name="parrot.png", color="red") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


FORGED = {
    "status": "published",
    "published_at_0": "2026-01-01",
    "published_at_1": "12:00:00",
    "published_at": "2026-01-01 12:00:00",
    "updated_at_0": "2026-01-02",
    "updated_at_1": "12:00:00",
    "updated_at": "2026-01-02 12:00:00",
}


# Editors -----------------------------------------------------------------------------------


def test_an_editor_who_forges_a_publication_on_the_add_form_gets_a_draft(browse, editor):
    browse(editor).post(ADD, release_form(**FORGED))
    release = Release.objects.get()
    assert (release.status, release.published_at, release.updated_at) == (Status.DRAFT, None, None)


def test_an_editor_who_forges_a_publication_on_a_draft_changes_its_words_only(browse, editor):
    draft = factories.make_draft()
    browse(editor).post(change(draft), release_form(headline="New words", **FORGED))
    draft.refresh_from_db()
    assert (draft.status, draft.published_at, draft.updated_at) == (Status.DRAFT, None, None)
    assert draft.headline == "New words"


def test_no_action_of_the_list_publishes_whoever_forges_it(browse, publisher):
    draft = factories.make_draft()
    browse(publisher).post(LIST, action("publish_now", draft))
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_nobody_has_a_field_for_the_status_or_the_instant(browse, publisher):
    page = browse(publisher).get(change(factories.make_draft())).text
    for name in ("status", "published_at", "published_at_0", "date_precision", "withdrawal_note"):
        assert f'name="{name}"' not in page


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled])
def test_an_editor_can_read_but_not_edit_what_is_published_or_scheduled(browse, editor, make):
    release = make()
    client = browse(editor)
    assert client.get(change(release)).status_code == 200
    assert client.post(change(release), release_form(headline="Forged")).status_code == 403
    assert Release.objects.get().headline == release.headline


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled])
def test_an_editor_cannot_add_a_contact_to_what_is_published(browse, editor, make):
    release = make()
    row = form_rows("contacts", {"phone": "(202) 555-0100", "release": release.pk})
    assert browse(editor).post(change(release), release_form(**row)).status_code == 403
    assert not release.contacts.exists()


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_release, factories.make_scheduled])
def test_an_editor_cannot_delete_a_release(browse, editor, make):
    release = make()
    client = browse(editor)
    delete = reverse("admin:newsroom_release_delete", args=[release.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(LIST, action("delete_selected", release, post="yes"))
    assert Release.objects.filter(pk=release.pk).exists()


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled])
def test_the_right_to_delete_alone_does_not_reach_what_is_published(browse, editor, make):
    editor.user_permissions.add(Permission.objects.get(codename="delete_release"))
    release, client = make(), browse(editor)
    delete = reverse("admin:newsroom_release_delete", args=[release.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(LIST, action("delete_selected", release, post="yes"))
    assert Release.objects.filter(pk=release.pk).exists()


def test_the_right_to_publish_is_nothing_without_the_right_to_see(browse):
    person = factories.make_staff()
    person.user_permissions.set(Permission.objects.filter(codename="publish_release"))
    approved = factories.make_approved()
    data = {"seen": text_token(approved), "confirmed": "yes"}
    address = reverse("admin:newsroom_release_publish", args=[approved.pk])
    assert browse(person).post(address, data).status_code == 403
    approved.refresh_from_db()
    assert approved.status == Status.APPROVED


# Publishers --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [ADD, None])
def test_a_publisher_who_forges_a_publication_on_the_form_gets_a_draft(browse, publisher, address):
    draft = factories.make_draft(slug="old")
    assert browse(publisher).post(address or change(draft), release_form(**FORGED)).status_code == 302
    release = Release.objects.get(slug="officers-find-a-parrot")
    assert (release.status, release.published_at, release.updated_at) == (Status.DRAFT, None, None)


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled, factories.make_withdrawn])
def test_not_even_a_publisher_edits_what_left_the_hands_of_authors(browse, publisher, make):
    release = make()
    response = browse(publisher).post(change(release), release_form(headline="Forged", body="<p>Mine.</p>"))
    assert response.status_code == 403
    assert "yours was not saved" in response.text
    assert '<div class="as-read"><p>Mine.</p></div>' in response.text
    assert Release.objects.get().headline == release.headline


@pytest.mark.parametrize("body", ["<p>Mine.</p>", f"<p>{'Mine. ' * MOST_TYPED}</p>"])
def test_what_is_given_back_from_a_form_that_came_too_late_runs_nothing(browse, publisher, body):
    forged = release_form(headline="<script>x()</script>", body=f"{body}<script>x()</script>")
    response = browse(publisher).post(change(factories.make_release()), forged)
    assert "Mine." in response.text
    assert "<script>x()" not in response.text


def test_what_preflight_found_does_not_hide_why_a_release_stays(browse, publisher):
    release = factories.make_release()
    Finding.objects.create(release=release, rule="internal-links", words="/nowhere/")
    page = browse(publisher).get(reverse("admin:newsroom_release_delete", args=[release.pk])).text
    assert "the public could read it: withdraw it, and say why" in page
    assert "permission" not in page


def test_a_scheduled_release_is_taken_off_the_schedule_before_it_is_deleted(browse, publisher):
    release, client = factories.make_scheduled(), browse(publisher)
    address = reverse("admin:newsroom_release_delete", args=[release.pk])
    assert "take it off the schedule first" in client.post(address, {"post": "yes"}).text
    factories.take("unschedule", release, publisher)
    client.post(address, {"post": "yes"})
    assert not Release.objects.exists()


def test_a_draft_with_its_log_is_deleted(browse, publisher):
    draft = factories.make_approved()
    browse(publisher).post(reverse("admin:newsroom_release_delete", args=[draft.pk]), {"post": "yes"})
    assert not Release.objects.exists()


def test_what_the_public_could_read_is_not_deleted(browse, publisher):
    release, client = factories.make_release(), browse(publisher)
    response = client.post(reverse("admin:newsroom_release_delete", args=[release.pk]), {"post": "yes"})
    assert "withdraw it, and say why" in response.text
    client.post(LIST, {"action": "delete_selected", "post": "yes", "_selected_action": [release.pk]})
    assert Release.objects.exists()


# The list ----------------------------------------------------------------------------------


@pytest.fixture
def three_states():
    return {
        "draft": factories.make_draft(headline="Not yet"),
        "scheduled": factories.make_scheduled(headline="Soon"),
        "published": factories.make_release(headline="Out"),
    }


def test_each_state_has_its_word_in_the_list(browse, editor, three_states):
    text = browse(editor).get(LIST).text
    for state in three_states:
        assert f'<td class="field-state">{state.capitalize()}</td>' in text


@pytest.mark.parametrize("state", ["draft", "scheduled", "published"])
def test_the_filter_finds_each_state(browse, editor, three_states, state):
    response = browse(editor).get(LIST, {"state": state})
    assert list(response.context["cl"].queryset) == [three_states[state]]


def test_a_state_nobody_knows_filters_nothing(browse, editor, three_states):
    assert browse(editor).get(LIST, {"state": "lost"}).context["cl"].result_count == 3


def test_drafts_stand_first_then_the_newest(browse, editor, three_states):
    rows = [str(row) for row in browse(editor).get(LIST).context["cl"].queryset]
    assert rows == ["Not yet", "Soon", "Out"]


def test_the_list_shows_no_more_of_a_date_than_is_known(browse, editor):
    factories.make_release(published_at=NOW, date_precision="month")
    text = browse(editor).get(LIST).text
    assert '<td class="field-publication">March 2026</td>' in text
    assert "noon" not in text


def test_the_list_shows_the_time_where_it_is_known(browse, editor):
    factories.make_release(published_at=NOW)
    assert "March 2, 2026, noon EST" in browse(editor).get(LIST).text


@pytest.mark.parametrize("words", ["parrot", "colorful", "a-bird"])
def test_search_finds_headline_summary_and_address(browse, editor, words):
    factories.make_release()
    release = factories.make_draft(headline="The parrot", summary="Colorful.", slug="a-bird")
    assert list(browse(editor).get(LIST, {"q": words}).context["cl"].queryset) == [release]


# Words, never a 500 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"headline": ""}, "This field is required"),
        ({"headline": "x" * 251}, "at most 250 characters"),
        ({"headline": "\u200b"}, "This field cannot be blank"),
        ({"headline": "nul\0"}, "Null characters are not allowed"),
        ({"summary": ""}, "This field is required"),
        ({"summary": "x" * 401}, "at most 400 characters"),
        ({"slug": "feed"}, "“feed” is the address of the feed"),
        ({"slug": "ab"}, "at least 3 characters"),
        ({"slug": "two words"}, "Enter a valid “slug”"),
        ({"type": "rumor"}, "rumor is not one of the available choices"),
        ({"language": "tlh"}, "tlh is not one of the available choices"),
        ({"dateline_state": "ZZ"}, "ZZ is not one of the available choices"),
        ({"source_as_of": "yesterday"}, "is not a date"),
        ({"body": ""}, "This field is required"),
        ({"body": "<script>alert(1)</script>"}, "This field cannot be blank"),
        ({"body": "<p> </p>"}, "This field cannot be blank"),
        ({"body": "nul\0"}, "Null characters are not allowed"),
        ({"topics": ["999999"]}, "999999 is not one of the available choices"),
        ({"boilerplate": "999999"}, "That choice is not one of the available choices"),
        ({"slug": "change-of-cbp-000001"}, "Addresses like this are kept for drafts of changes."),
    ],
)
def test_a_wrong_field_comes_back_as_words(browse, publisher, fields, words):
    response = browse(publisher).post(ADD, release_form(**fields))
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Release.objects.exists()


def test_a_form_without_any_field_comes_back_as_words(browse, publisher):
    response = browse(publisher).post(ADD, form_rows("contacts") | form_rows("images"))
    assert response.status_code == 200
    assert "This field is required" in words_of(response)


def test_an_address_taken_by_the_same_type_comes_back_as_words(browse, publisher):
    taken = factories.make_release()
    response = browse(publisher).post(ADD, release_form(type=taken.type, slug=taken.slug))
    assert "Another release of this type already has this address." in words_of(response)


def test_another_type_may_have_the_same_address(browse, publisher):
    taken = factories.make_release()
    browse(publisher).post(ADD, release_form(type="spotlights", slug=taken.slug))
    assert Release.objects.filter(slug=taken.slug).count() == 2


def test_a_release_cannot_translate_itself(browse, publisher):
    draft = factories.make_draft()
    response = browse(publisher).post(change(draft), release_form(translation_of=draft.pk))
    assert "This is the very one you are editing." in words_of(response)


def test_a_second_boilerplate_of_a_component_comes_back_as_words(browse, publisher):
    Boilerplate.objects.create(component="Field", slug="field", text="Us.")
    data = {"component": "Field", "slug": "field", "text": "Us."}
    response = browse(publisher).post("/admin/newsroom/boilerplate/add/", data)
    assert "already exists" in words_of(response)


# Contacts and pictures ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "A person"}, "Choose a press office, or write a number or an e-mail address."),
        ({"name": "A person", "phone": "12"}, "Enter a valid phone number"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"phone": "(202) 555-0100", "extension": "12a"}, "Digits only."),
    ],
)
def test_a_contact_nobody_can_reach_comes_back_as_words(browse, editor, row, words):
    response = browse(editor).post(ADD, release_form(**form_rows("contacts", row)))
    assert words in words_of(response)
    assert not Release.objects.exists()


def test_only_a_press_office_can_be_a_contact(browse, editor):
    port = factories.make_port()
    response = browse(editor).post(ADD, release_form(**form_rows("contacts", {"office": port.pk})))
    assert "not one of the available choices" in words_of(response)


def test_a_contact_is_stored_with_its_extension_however_it_is_typed(browse, editor):
    desk = factories.make_office(kind=Kind.PRESS_OFFICE)
    row = {"office": desk.pk, "phone": "(956) 983-5620 ext. 217", "name": "A person"}
    browse(editor).post(ADD, release_form(**form_rows("contacts", row)))
    contact = Release.objects.get().contacts.get()
    assert contact.number == "(956) 983-5620 ext. 217"
    assert contact.office == desk


PICTURE_WORDS = {"alt": "A parrot", "credit": "An officer", "order": "0"}


@pytest.mark.parametrize("missing", ["alt", "credit"])
def test_a_picture_without_its_words_comes_back_as_words(browse, editor, missing):
    row = PICTURE_WORDS | {"image": picture(), missing: " "}
    response = browse(editor).post(ADD, release_form(**form_rows("images", row)))
    assert "This field is required" in words_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("parrot.jpg", b"not a picture"),
        ("parrot.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("parrot.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
        ("parrot.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
        ("parrot.html", b"<html>"),
        ("parrot.png", b""),
    ],
)
def test_a_bad_picture_comes_back_as_words(browse, editor, name, content):
    row = PICTURE_WORDS | {"image": SimpleUploadedFile(name, content)}
    response = browse(editor).post(ADD, release_form(**form_rows("images", row)))
    assert response.status_code == 200
    assert words_of(response)
    assert not Release.objects.exists()


def test_a_picture_that_the_browser_can_show_but_we_do_not_take_is_refused_in_words(browse, editor):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "GIF")
    row = PICTURE_WORDS | {"image": SimpleUploadedFile("parrot.gif", out.getvalue())}
    response = browse(editor).post(ADD, release_form(**form_rows("images", row)))
    assert "This file is not a JPEG, PNG or WebP picture." in words_of(response)


def test_a_picture_is_stored_anew_once(browse, editor):
    out = io.BytesIO()
    Image.effect_noise((40, 30), 50).save(out, "PNG")  # noise changes with every coding
    upload = SimpleUploadedFile("parrot.png", out.getvalue())
    browse(editor).post(ADD, release_form(**form_rows("images", PICTURE_WORDS | {"image": upload})))
    stored = Release.objects.get().images.get().image
    assert "parrot" not in stored.name
    with stored.open() as file:
        assert file.read() == recode_image(SimpleUploadedFile("parrot.png", out.getvalue())).read()


def test_saving_again_leaves_the_picture_and_its_words_can_change(browse, editor):
    client = browse(editor)
    client.post(ADD, release_form(**form_rows("images", PICTURE_WORDS | {"image": picture()})))
    release = Release.objects.get()
    before = release.images.get()
    row = PICTURE_WORDS | {"id": before.pk, "release": release.pk, "alt": "A green parrot"}
    client.post(change(release), release_form(**form_rows("images", row, saved=1)))
    after = release.images.get()
    assert after.image.name == before.image.name
    assert after.alt == "A green parrot"


@pytest.mark.parametrize("upload", [{}, {"image": picture()}])
def test_words_can_change_and_a_picture_be_replaced_where_its_file_is_gone(browse, editor, upload):
    client = browse(editor)
    client.post(ADD, release_form(**form_rows("images", PICTURE_WORDS | {"image": picture()})))
    release = Release.objects.get()
    before = release.images.get()
    before.image.storage.delete(before.image.name)
    row = PICTURE_WORDS | upload | {"id": before.pk, "release": release.pk, "alt": "A green parrot"}
    response = client.post(change(release), release_form(**form_rows("images", row, saved=1)))
    assert response.status_code == 302
    after = release.images.get()
    assert after.alt == "A green parrot"
    assert (after.image.name == before.image.name) is not bool(upload)


def test_an_editor_takes_a_picture_and_a_contact_off_a_draft(browse, editor):
    client = browse(editor)
    rows = form_rows("images", PICTURE_WORDS | {"image": picture()})
    rows |= form_rows("contacts", {"phone": "(202) 555-0100"})
    client.post(ADD, release_form(**rows))
    release = Release.objects.get()
    gone = {"release": release.pk, "DELETE": "on"}
    rows = form_rows("images", PICTURE_WORDS | gone | {"id": release.images.get().pk}, saved=1)
    rows |= form_rows("contacts", gone | {"id": release.contacts.get().pk}, saved=1)
    client.post(change(release), release_form(**rows))
    assert not release.images.exists()
    assert not release.contacts.exists()


# The text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "<p onclick='alert(1)'>Kept words</p>",
        "<p>Kept words<script>alert(1)</script></p>",
        "<p><a href='javascript:alert(1)'>Kept words</a></p>",
        "<p style='position:fixed'>Kept words</p>",
        "<p>Kept words</p><iframe src='https://example.com'></iframe>",
        "<p>Kept words<img src=x onerror=alert(1)></p>",
        "<svg><p>Lost</p></svg><p>Kept words",
        "<form action='/'><input><p>Kept words</p></form>",
        "<div><p>Kept words</div>",
        "<p>Kept words<!-- <script>alert(1)</script> -->",
    ],
)
def test_hostile_html_is_stored_clean_with_its_words(browse, editor, hostile):
    browse(editor).post(ADD, release_form(body=hostile))
    body = Release.objects.get().body
    assert "Kept words" in body
    for danger in ("script", "onclick", "onerror", "style", "<iframe", "<img", "<form", "<svg", "<!--"):
        assert danger not in body


def test_what_the_editor_can_make_is_stored_as_it_was_made(browse, editor):
    body = (
        "<h2>Heading</h2><p><strong>Bold</strong> <em>italic</em> H<sub>2</sub>O x<sup>2</sup><br>next</p>"
        "<ul><li><p>one</p></li></ul><ol><li><p>two</p></li></ol><blockquote><p>said</p></blockquote><hr>"
        '<p><a href="https://www.cbp.gov/">link</a></p>'
        "<table><tbody><tr><th><p>head</p></th><td><p>cell</p></td></tr></tbody></table>"
    )
    browse(editor).post(ADD, release_form(body=body))
    assert Release.objects.get().body == body


def test_the_longest_text_loses_nothing(browse, editor):
    body = "".join(f"<p>Paragraph {number} of many, with “quotes” &amp; more.</p>" for number in range(3_550))
    assert MOST_KEPT - 10_000 < len(body) < MOST_KEPT
    assert browse(editor).post(ADD, release_form(body=body)).status_code == 302
    assert Release.objects.get().body == body


# Addresses ---------------------------------------------------------------------------------


def test_the_address_of_a_new_release_follows_its_headline(browse, editor):
    response = browse(editor).get(ADD)
    assert [field["field"].name for field in response.context["adminform"].prepopulated_fields] == ["slug"]


def test_the_address_of_a_stored_release_stays(browse, publisher):
    response = browse(publisher).get(change(factories.make_release()))
    assert list(response.context["adminform"].prepopulated_fields) == []


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_scheduled, factories.make_release])
def test_view_on_site_leads_to_the_page_or_its_preview(browse, editor, make):
    release, client = make(), browse(editor)
    assert f'href="{release.get_absolute_url()}" class="viewsitelink"' in client.get(change(release)).text
    assert release.headline in client.get(release.get_absolute_url()).text


@pytest.mark.parametrize(
    ("hours", "words"), [(-1, "withdraw it, and say why"), (1, "take it off the schedule first")]
)
def test_what_became_public_while_its_deletion_waited_is_kept(browse, publisher, monkeypatch, hours, words):
    """Somebody else publishes it while this transaction waits for its turn."""
    draft, other = factories.make_draft(), factories.make_draft()
    published = {"status": "published", "published_at": timezone.now() + datetime.timedelta(hours=hours)}
    rows = Release.objects.filter(pk=draft.pk)
    monkeypatch.setattr("newsroom.admin.release.lock", lambda: rows.update(**published))
    response = browse(publisher).post(LIST, action("delete_selected", draft, other, post="yes"))
    assert Release.objects.filter(pk__in=[draft.pk, other.pk]).count() == 2
    assert words in response.text
