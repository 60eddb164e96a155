"""Two people at one release: the second form undoes nothing that it has not seen."""

import datetime
import re

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from newsroom import keeping, working_copies
from newsroom.models import Release

from .. import factories
from ..factories import release_form

pytestmark = pytest.mark.django_db

MORNING = datetime.datetime(2026, 11, 23, 10, 42, tzinfo=timezone.get_default_timezone())


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def opened_by(client, release) -> dict:
    """The form as it is shown to somebody now, ready to be posted."""
    form = client.get(change(release)).context["adminform"].form
    names = ("headline", "slug", "summary", "body")
    shown = {name: getattr(release, name) for name in names}
    return release_form(**shown, opened=form["opened"].value())


def make_change():
    return factories.make_copy(factories.make_release())


MAKERS = [factories.make_draft, factories.make_approved, make_change]


def text_of(response) -> str:
    """What a page shows, without its tags."""
    return " ".join(re.sub("<[^>]*>", " ", response.text).split())


def fields_of(response) -> dict:
    """What the page with both texts holds, to be posted again."""
    return dict(response.context["fields"])


@pytest.fixture
def conflict(browse, publisher, editor):
    """Two opened one form; the other saved first."""

    def happen(release, theirs: dict, mine: dict):
        client = browse(publisher)
        old = opened_by(client, release)
        browse(editor).post(change(release), old | {"change_kind": "minor"} | theirs)
        return client, client.post(change(release), old | {"change_kind": "minor"} | mine)

    return happen


@pytest.mark.parametrize("make", MAKERS)
def test_an_old_form_does_not_undo_the_save_of_another(conflict, make):
    release = make()
    _client, response = conflict(release, {"headline": "47 packages"}, {"summary": "Mine."})
    assert Release.objects.get(pk=release.pk).headline == "47 packages"
    assert "This was saved at" in text_of(response)


def test_the_page_shows_both_texts_word_by_word_and_who_saved(conflict, editor):
    draft = factories.make_draft(headline="Officers find 74 packages", body="<p>At the old bridge.</p>")
    theirs = {"headline": "Officers find 47 packages"}
    _client, response = conflict(draft, theirs, {"body": "<p>At the new bridge.</p>"})
    text = text_of(response)
    assert "Officers find [removed: 47 ] [added: 74 ] packages" in text
    assert "At the [removed: old ] [added: new ] bridge." in text
    assert f"last saved by {editor.username}" in text


def test_a_number_and_a_contact_that_were_typed_are_shown_too(conflict):
    draft = factories.make_draft()
    fact = draft.facts.create(what="Parrots", quantity=3)
    row = {"id": fact.pk, "release": draft.pk, "what": "Parrots", "quantity": "4", "order": "0"}
    mine = factories.form_rows("facts", row, saved=1)
    mine |= factories.form_rows("contacts", {"name": "Jo Doe", "phone": "+12025550100"})
    _client, response = conflict(draft, {"headline": "Another one"}, mine)
    assert "[removed: 3 ] [added: 4 ]" in text_of(response)
    assert "Jo Doe" in text_of(response)


def test_a_row_that_the_other_added_is_not_called_removed_and_stays(conflict):
    draft = factories.make_draft()
    theirs = factories.form_rows("facts", {"what": "Parrots", "order": "0"})
    client, response = conflict(draft, theirs, {"headline": "Mine"})
    assert "Parrots" not in text_of(response)
    client.post(change(draft), fields_of(response) | {"_continue": "yes"})
    assert draft.facts.get().what == "Parrots"


def test_who_has_read_what_the_other_saved_may_save_in_its_place(conflict):
    draft = factories.make_draft()
    client, response = conflict(draft, {"headline": "Theirs"}, {"headline": "Mine"})
    client.post(change(draft), fields_of(response) | {"_continue": "yes"})
    assert Release.objects.get().headline == "Mine"


def test_a_third_save_while_reading_is_a_conflict_again(conflict, browse, editor):
    draft = factories.make_draft()
    client, response = conflict(draft, {"headline": "Theirs"}, {"headline": "Mine"})
    other = browse(editor)
    other.post(change(draft), opened_by(other, Release.objects.get()) | {"headline": "Third"})
    again = client.post(change(draft), fields_of(response) | {"_continue": "yes"})
    assert Release.objects.get().headline == "Third"
    assert "This was saved at" in text_of(again)


def test_who_goes_on_editing_finds_everything_in_the_form_and_nothing_saved(conflict):
    draft = factories.make_draft()
    client, response = conflict(draft, {"headline": "Theirs"}, {"headline": "Mine", "staff_note": "A note."})
    page = client.post(change(draft), fields_of(response) | {"_fill_in": "yes"})
    form = page.context["adminform"].form
    assert [form[name].value() for name in ("headline", "staff_note")] == ["Mine", "A note."]
    assert "This is your text. It is not saved yet." in page.text
    assert Release.objects.get().headline == "Theirs"
    last = client.post(change(draft), fields_of(response) | {"opened": form["opened"].value()})
    assert last.status_code == 302
    assert Release.objects.get().headline == "Mine"


def test_a_text_too_long_to_be_compared_is_not_read_and_given_back(conflict, monkeypatch):
    draft, clean_html, read = factories.make_draft(), keeping.clean_html, []
    monkeypatch.setattr(keeping, "clean_html", lambda html: read.append(html) or clean_html(html))
    body = "<p>word</p>" * 100_000
    _client, response = conflict(draft, {"headline": "Theirs"}, {"body": body})
    assert not read
    assert "too long to be compared" in text_of(response)
    assert fields_of(response)["body"] == body


@pytest.mark.parametrize("number", ["9" * 5000, "\u0661", "-1", ""])
def test_a_senseless_number_of_a_row_is_left_where_it_is(number):
    data = QueryDict(mutable=True)
    data.update({"facts-TOTAL_FORMS": "1", "facts-INITIAL_FORMS": "1", f"facts-{number}-what": "Parrots"})
    assert keeping.with_new_rows(data, "facts", set())[f"facts-{number}-what"] == "Parrots"


def test_a_row_that_the_other_deleted_comes_back_as_a_new_one(conflict):
    draft = factories.make_draft()
    facts = [draft.facts.create(what=what) for what in ("Cats", "Dogs")]
    rows = [{"id": fact.pk, "release": draft.pk, "what": fact.what, "order": "0"} for fact in facts]
    theirs = factories.form_rows("facts", rows[0] | {"DELETE": "on"}, rows[1], saved=2)
    mine = factories.form_rows(
        "facts", rows[0] | {"what": "Big cats"}, rows[1], {"what": "Ants", "order": "0"}, saved=2
    )
    client, response = conflict(draft, theirs, mine)
    client.post(change(draft), fields_of(response) | {"_continue": "yes"})
    assert sorted(draft.facts.values_list("what", flat=True)) == ["Ants", "Big cats", "Dogs"]


def test_a_form_of_what_was_deleted_gives_the_words_back(browse, publisher):
    draft, client = factories.make_draft(), browse(publisher)
    old = opened_by(client, draft) | {"headline": "My words"}
    client.post(reverse("admin:newsroom_release_delete", args=[draft.pk]), {"post": "yes"})
    response = client.post(change(draft), old)
    assert "This release or draft is gone" in response.text
    assert "My words" in response.text


def test_who_else_has_it_open_is_named_with_the_time(browse, publisher):
    draft = factories.make_draft()
    maria = factories.make_staff("Newsroom editors", first_name="Maria", last_name="Lopez")
    with time_machine.travel(MORNING, tick=False) as clock:
        browse(maria).get(change(draft))
        clock.shift(datetime.timedelta(seconds=90))
        assert f"Maria Lopez ({maria.username}) has this open since 10:42 a.m. EST." in (
            browse(publisher).get(change(draft)).text
        )
        clock.shift(datetime.timedelta(minutes=2))
        assert "Maria Lopez" not in browse(publisher).get(change(draft)).text


def test_nobody_is_told_of_themselves_or_of_readers(browse, publisher, auditor):
    draft = factories.make_draft()
    browse(auditor).get(change(draft))
    browse(publisher).get(change(draft))
    assert "has this open" not in browse(publisher).get(change(draft)).text


@pytest.mark.parametrize("make", MAKERS)
def test_a_fresh_form_is_saved_again_and_again(browse, publisher, make):
    release, client = make(), browse(publisher)
    for note in ("Once.", "Twice."):
        response = client.post(change(release), opened_by(client, release) | {"staff_note": note})
        assert response.status_code == 302
    assert Release.objects.get(pk=release.pk).staff_note == "Twice."


@pytest.mark.parametrize("step", ["submit", "archive"])
def test_a_step_is_no_save_of_somebody_else(browse, publisher, editor, step):
    draft, client = factories.make_draft(), browse(publisher)
    old = opened_by(client, draft) | {"headline": "My words"}
    factories.take(step, draft, editor)
    client.post(change(draft), old)
    assert Release.objects.get().headline == ("My words" if step == "submit" else draft.headline)


STAFF_ONLY = {"source": "https://example.gov/a", "source_as_of": "2026-01-02", "staff_note": "Theirs."}


@pytest.mark.parametrize("name", STAFF_ONLY)
def test_what_only_staff_read_is_not_overwritten_unseen_either(conflict, name):
    draft = factories.make_draft()
    _client, response = conflict(draft, {name: STAFF_ONLY[name]}, {"headline": "Mine"})
    assert str(getattr(Release.objects.get(), name)) == STAFF_ONLY[name]
    assert "This was saved at" in text_of(response)


def test_every_field_of_the_form_counts(browse, publisher):
    form = browse(publisher).get(change(make_change())).context["adminform"].form
    counted = {
        *working_copies.TEXT,
        "type",
        "slug",
        "change_kind",
        "change_note",
        *working_copies.FOR_STAFF,
        *working_copies.LINKS,
    }
    assert set(form.fields) - {"opened", "sheet"} <= counted


def test_the_instant_of_the_conflict_is_that_of_the_save_and_not_of_a_later_step(browse, publisher, editor):
    draft = factories.make_draft()
    with time_machine.travel(MORNING, tick=False) as clock:
        client = browse(publisher)
        old = opened_by(client, draft)
        browse(editor).post(change(draft), old | {"headline": "Theirs"})
        clock.shift(datetime.timedelta(minutes=5))
        factories.take("submit", Release.objects.get(), editor)
        text = text_of(client.post(change(draft), old | {"headline": "Mine"}))
    assert "This was saved at November 23, 2026, 10:42 a.m. EST, after you opened it." in text
    assert "10:47" not in text


@pytest.mark.parametrize("opened", ["x", "2026", " ", "\x0b", "None True"])
def test_a_forged_mark_comes_back_as_words(browse, publisher, opened):
    release = factories.make_draft()
    response = browse(publisher).post(change(release), release_form(opened=f"{opened}."))
    assert "This was saved at" in text_of(response)


@pytest.mark.parametrize("step", ["publish", "schedule"])
def test_a_form_that_is_saved_after_it_was_published_or_scheduled_gives_the_words_back(
    browse, publisher, step
):
    release, client = factories.make_approved(), browse(publisher)
    old = opened_by(client, release) | {"headline": "My words"}
    factories.take(step, release, publisher, instant=timezone.now() + datetime.timedelta(days=1))
    response = client.post(change(release), old)
    assert response.status_code == 403
    assert "My words" in response.text
    assert Release.objects.get().headline == release.headline


def test_a_form_that_is_saved_after_its_change_was_published_does_not_touch_the_public_text(
    browse, publisher
):
    live = factories.make_release()
    copy, client = factories.make_copy(live), browse(publisher)
    old = opened_by(client, copy) | {"headline": "My words"}
    factories.take("emergency", copy, publisher, note="A flood.")
    client.post(change(copy), old)
    assert Release.objects.get().headline == live.headline


def test_a_mark_forged_on_the_add_form_does_no_harm(browse, publisher):
    address = reverse("admin:newsroom_release_add")
    assert browse(publisher).post(address, release_form(opened="x")).status_code == 302
    assert Release.objects.exists()
