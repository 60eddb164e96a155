"""What is typed and not saved waits for its writer, whatever became of the browser."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import keeping
from newsroom.models import Autosave, Presence, Release

from .. import factories
from ..factories import release_form

pytestmark = pytest.mark.django_db

ADD = reverse("admin:newsroom_release_add")
KEEP_NEW = reverse("admin:newsroom_release_keep_new")


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def keep(release) -> str:
    return reverse("admin:newsroom_release_keep", args=[release.pk])


def typed(**fields) -> dict:
    return release_form(**{"sheet": "a" * 32, "headline": "My words"} | fields)


def test_the_script_keeps_what_is_typed_and_the_form_offers_it_later(browse, editor):
    draft = factories.make_draft()
    at = datetime.datetime(2026, 11, 23, 10, 42, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(at, tick=False):
        client = browse(editor)
        told = client.post(keep(draft), typed()).json()
        assert told == {"others": [], "kept": "Unsaved text kept at 10:42 a.m. EST."}
        assert "There is unsaved text of 10:42 a.m. EST:" in client.get(change(draft)).text


def test_it_is_taken_up_into_the_form_and_not_saved(browse, editor):
    draft, client = factories.make_draft(), browse(editor)
    client.post(keep(draft), typed())
    page = client.post(change(draft), {"unsaved": Autosave.objects.get().pk, "_fill_in": "yes"})
    assert page.context["adminform"].form["headline"].value() == "My words"
    assert "This is your text. It is not saved yet." in page.text
    assert Release.objects.get().headline == draft.headline
    assert "Error:" not in page.text
    assert "errornote" not in page.text


def test_its_differences_from_what_is_stored_are_shown(browse, editor):
    draft, client = factories.make_draft(headline="Their words"), browse(editor)
    client.post(keep(draft), typed())
    page = client.post(change(draft), {"unsaved": Autosave.objects.get().pk, "_compare": "yes"})
    assert "Headline" in [part.label for part in page.context["parts"]]
    client.post(change(draft), dict(page.context["fields"]) | {"_continue": "yes"})
    assert Release.objects.get().headline == "My words"
    assert not Autosave.objects.exists()


def test_it_is_thrown_away_when_its_writer_says_so(browse, editor):
    draft, client = factories.make_draft(), browse(editor)
    client.post(keep(draft), typed())
    client.post(change(draft), {"unsaved": Autosave.objects.get().pk, "_throw_away": "yes"})
    assert not Autosave.objects.exists()
    assert "There is unsaved text" not in client.get(change(draft)).text


def test_a_save_ends_it(browse, editor):
    draft, client = factories.make_draft(), browse(editor)
    client.post(keep(draft), typed())
    assert client.post(change(draft), typed(slug=draft.slug)).status_code == 302
    assert not Autosave.objects.exists()


def test_a_save_that_is_refused_does_not(browse, editor):
    draft, client = factories.make_draft(), browse(editor)
    client.post(keep(draft), typed())
    assert client.post(change(draft), typed(headline="")).status_code == 200
    assert Autosave.objects.exists()


def test_a_new_release_is_kept_before_it_exists(browse, editor):
    client = browse(editor)
    client.post(KEEP_NEW, typed())
    assert "There is unsaved text of" in client.get(ADD).text
    page = client.post(ADD, {"unsaved": Autosave.objects.get().pk, "_fill_in": "yes"})
    assert page.context["adminform"].form["headline"].value() == "My words"
    client.post(ADD, typed())
    assert Release.objects.get().headline == "My words"
    assert not Autosave.objects.exists()


def test_two_forms_of_one_person_do_not_overwrite_each_other(browse, editor):
    client = browse(editor)
    for sheet in "ab":
        client.post(KEEP_NEW, typed(sheet=sheet * 32, headline=sheet))
    assert {text.data["headline"][0] for text in Autosave.objects.all()} == {"a", "b"}


def test_nobody_reads_takes_or_throws_away_the_unsaved_text_of_another(browse, editor, publisher):
    draft = factories.make_draft()
    browse(editor).post(keep(draft), typed())
    number, other = Autosave.objects.get().pk, browse(publisher)
    assert "There is unsaved text" not in other.get(change(draft)).text
    for button in ("_fill_in", "_compare", "_throw_away"):
        answer = other.post(change(draft), {"unsaved": number, button: "yes"}, follow=True)
        assert "My words" not in answer.text
        assert "This text is gone." in answer.text
    assert Autosave.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400, "\u0661"])
def test_a_senseless_number_of_unsaved_text_is_answered_in_words(browse, editor, number):
    draft = factories.make_draft()
    answer = browse(editor).post(change(draft), {"unsaved": number, "_fill_in": "yes"}, follow=True)
    assert "This text is gone." in answer.text


@pytest.mark.parametrize("group", ["Newsroom approvers", "Office managers", "Auditors"])
@pytest.mark.parametrize("address", ["new", "draft"])
def test_who_may_not_edit_keeps_nothing_and_is_not_seen(browse, group, address):
    draft = factories.make_draft()
    goal = KEEP_NEW if address == "new" else keep(draft)
    assert browse(factories.make_staff(group)).post(goal, typed()).status_code == 403
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled, factories.make_withdrawn])
def test_what_cannot_be_edited_is_not_kept(browse, publisher, make):
    assert browse(publisher).post(keep(make()), typed()).status_code == 403
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("number", ["0", "9" * 400, "x"])
def test_what_is_not_there_is_not_kept(browse, publisher, number):
    address = reverse("admin:newsroom_release_keep", args=[number])
    assert browse(publisher).post(address, typed()).status_code == 404


def test_nothing_of_a_stranger_is_stored(client):
    answer = client.post(keep(factories.make_draft()), typed())
    assert answer.status_code == 302
    assert not Autosave.objects.exists()


def test_more_than_anybody_types_is_refused(browse, editor):
    body = "<p>word</p>" * 200_000
    assert browse(editor).post(KEEP_NEW, typed(body=body)).status_code == 413
    assert not Autosave.objects.exists()


def test_a_name_of_a_field_counts_as_what_is_typed(browse, editor):
    body = f"headline=Words&sheet=x&{'x' * keeping.MOST_CHARACTERS}="
    answer = browse(editor).post(KEEP_NEW, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert not Autosave.objects.exists()


def test_a_person_has_no_more_than_twenty_and_the_newest_stay(browse, editor):
    client = browse(editor)
    for number in range(23):
        client.post(KEEP_NEW, typed(sheet=f"{number:032}", headline=f"Words {number}"))
    kept = [text.data["headline"][0] for text in Autosave.objects.all()]
    assert kept == [f"Words {number}" for number in range(22, 2, -1)]


def test_what_nobody_took_up_for_a_month_goes(browse, editor):
    client = browse(editor)
    with time_machine.travel(timezone.now() - datetime.timedelta(days=31)):
        client.post(KEEP_NEW, typed(sheet="old"))
    client.force_login(editor)
    client.post(KEEP_NEW, typed(sheet="new"))
    assert Autosave.objects.get().form == "new"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\u202e"])
def test_no_character_breaks_what_is_kept(browse, editor, text):
    body = f"headline=My{'%00' if text == 'a' + chr(0) + 'b' else '%E2%80%AE'}words&sheet=x"
    answer = browse(editor).post(KEEP_NEW, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert Autosave.objects.get().data["headline"] == ["Mywords"]


def test_no_character_breaks_the_name_under_which_it_is_kept(browse, editor):
    body = "headline=Words&sheet=x%00y&a%00b=c"
    answer = browse(editor).post(KEEP_NEW, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    saved = Autosave.objects.get()
    assert (saved.form, saved.data["ab"]) == ("xy", ["c"])


@pytest.mark.django_db(transaction=True)
def test_words_typed_into_what_is_deleted_at_that_moment_are_kept(browse, admin_user, monkeypatch):
    draft, be_here = factories.make_draft(), keeping.be_here

    def too_late(release, person):
        Release.objects.filter(pk=release.pk).delete()
        return be_here(release, person)

    monkeypatch.setattr(keeping, "be_here", too_late)
    client = browse(admin_user)
    assert client.post(keep(draft), typed()).status_code == 404
    assert Autosave.objects.get().release is None
    assert "There is unsaved text of" in client.get(ADD).text


def test_an_unsaved_change_survives_that_its_draft_was_published(browse, editor, publisher):
    live = factories.make_release()
    copy, client = factories.make_copy(live), browse(editor)
    client.post(keep(copy), typed())
    factories.take("discard", copy, publisher)
    assert "There is unsaved text of" in client.get(change(factories.make_copy(live))).text


def test_a_sign_of_life_keeps_a_person_there_and_names_the_others(browse, editor, publisher):
    draft = factories.make_draft()
    browse(editor).get(change(draft))
    told = browse(publisher).post(keep(draft), {}).json()
    assert told["others"][0].startswith(f"{editor.username} has this open since ")
    assert not Autosave.objects.exists()


def test_a_form_that_outlived_its_session_gets_another_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    draft = factories.make_draft()
    assert client.post(keep(draft), typed(csrfmiddlewaretoken="old")).status_code == 403
    token = client.get(keep(draft)).json()["token"]
    assert client.post(keep(draft), typed(csrfmiddlewaretoken=token)).status_code == 200
    assert "csrfmiddlewaretoken" not in Autosave.objects.get().data
