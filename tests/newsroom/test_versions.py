"""Corrections in public: which versions are kept, and that nothing public just disappears."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import Status
from newsroom.models import KeyFact, Release, Version
from newsroom.versions import changes_figures

from .. import factories
from ..admin_pages import words_of
from ..factories import form_rows, release_form

pytestmark = pytest.mark.django_db


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def saved_form(release, **fields) -> dict:
    """The admin form of a release as it is shown, with `fields` typed over it."""
    instant = timezone.localtime(release.published_at)
    same = {
        "type": release.type, "headline": release.headline, "slug": release.slug,
        "summary": release.summary, "body": release.body, "status": release.status,
        "published_at_0": f"{instant:%Y-%m-%d}", "published_at_1": f"{instant:%H:%M:%S}",
    }  # fmt: skip
    return release_form(**same | fields)


def test_a_change_to_a_public_text_keeps_both_texts():
    release = factories.make_release(headline="74 packages")
    factories.correct(release, headline="47 packages")
    assert [version.headline for version in release.versions.all()] == ["74 packages", "47 packages"]
    assert [change.kind for change in release.change_log] == ["original", "correction"]


def test_the_first_version_begins_with_the_publication():
    release = factories.make_release()
    factories.correct(release, body="<p>Better.</p>")
    assert release.versions.first().made_at == release.published_at


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_scheduled])
def test_what_was_never_public_changes_without_a_trace(make):
    release = make()
    assert factories.correct(release, headline="Quite another one") is None
    assert not release.versions.exists()


def test_saving_without_a_new_word_makes_no_version():
    release = factories.make_release()
    assert factories.correct(release, staff_note="Looked at again.") is None
    assert not release.versions.exists()


@pytest.mark.parametrize(("kind", "moves"), [("correction", True), ("update", True), ("minor", False)])
def test_only_a_change_of_substance_moves_the_date_of_update(kind, moves):
    release = factories.make_release()
    factories.correct(release, kind=kind, headline="Changed words")
    release.refresh_from_db()
    assert (release.updated_at is not None) == moves
    assert release.is_corrected == (kind == "correction")


def test_a_changed_figure_is_a_changed_text():
    release = factories.make_release()
    fact = KeyFact.objects.create(release=release, what="Packages", quantity=74)
    fact.quantity = 47
    before = factories.versions.stored(release)
    fact.save()
    version = factories.versions.record(before, release, "correction", "47, not 74.")
    assert version.details == ["Packages: 47"]
    assert release.versions.first().details == ["Packages: 74"]


def test_a_version_cannot_be_changed_by_anybody():
    version = factories.correct(factories.make_release(), headline="Changed")
    for attempt in (version.save, lambda: Version.objects.update(note="Nothing to see here.")):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    version.refresh_from_db()
    assert version.note == "The number was wrong."


def test_a_text_edited_while_withdrawn_is_a_version_when_it_comes_back():
    release = factories.make_withdrawn(headline="Wrong")
    assert factories.correct(release, headline="Better") is None
    version = factories.correct(release, status=Status.PUBLISHED)
    assert (version.number, version.headline) == (2, "Better")
    assert release.versions.first().headline == "Wrong"


def test_a_minor_edit_that_changes_a_figure_is_noticed():
    release = factories.make_release(body="<p>Officers found 1,200 pills and 3 bags.</p>")
    other_word = factories.correct(release, "minor", body="<p>Agents found 1,200 pills and 3 bags.</p>")
    other_figure = factories.correct(release, "minor", body="<p>Agents found 1,300 pills and 3 bags.</p>")
    assert not changes_figures(other_word)
    assert changes_figures(other_figure)


# The admin ---------------------------------------------------------------------------------


def test_the_form_asks_what_kind_of_change_it_is(browse, publisher):
    release = factories.make_release()
    page = browse(publisher).post(change(release), saved_form(release, headline="Silently changed"))
    assert "say what kind of change this is" in words_of(page)
    release.refresh_from_db()
    assert release.headline != "Silently changed"


def test_a_correction_needs_words_for_the_public(browse, publisher):
    release = factories.make_release()
    form = saved_form(release, headline="Changed", change_kind="correction")
    assert "Tell the public what changed." in words_of(browse(publisher).post(change(release), form))
    assert not release.versions.exists()


def test_a_correction_with_its_note_is_stored_and_shown(browse, publisher):
    release = factories.make_release()
    form = saved_form(release, headline="Now right", change_kind="correction", change_note="It was wrong.")
    assert browse(publisher).post(change(release), form).status_code == 302
    release.refresh_from_db()
    assert [(item.number, item.note) for item in release.change_log] == [(1, ""), (2, "It was wrong.")]


def test_the_form_saves_without_a_change_and_without_a_version(browse, publisher):
    release = factories.make_release()
    response = browse(publisher).post(change(release), saved_form(release, staff_note="Seen."))
    assert response.status_code == 302
    assert not release.versions.exists()


def test_a_figure_is_not_slipped_in(browse, publisher):
    release = factories.make_release()
    row = form_rows("facts", {"what": "Packages", "quantity": "5", "order": "0"})
    page = browse(publisher).post(change(release), saved_form(release) | row)
    assert "say above what kind of change" in words_of(page)
    assert not release.facts.exists()


def test_a_minor_edit_with_a_new_figure_is_questioned(browse, publisher):
    release = factories.make_release(body="<p>5 parrots.</p>")
    form = saved_form(release, body="<p>6 parrots.</p>", change_kind="minor")
    page = browse(publisher).post(change(release), form, follow=True)
    assert "changes a figure" in page.text


def test_what_was_public_does_not_become_a_draft(browse, publisher):
    release = factories.make_release()
    page = browse(publisher).post(change(release), saved_form(release, status="draft"))
    assert "Withdraw it, and say why." in words_of(page)
    assert Release.objects.published().exists()


FORGERIES = [
    {"published_at_0": "2099-01-01"},
    {"published_at_0": "", "published_at_1": ""},
    {"published_at_0": "2001-01-01"},
    {"date_precision": "unknown"},
    {"slug": "elsewhere"},
    {"type": "spotlights"},
]


def place_of(release) -> dict:
    """Where and since when the public could read it."""
    names = ("type", "slug", "published_at", "date_precision")
    return Release.objects.values(*names).get(pk=release.pk)


@pytest.mark.parametrize("make", [factories.make_release, factories.make_withdrawn])
@pytest.mark.parametrize("forged", FORGERIES)
def test_where_and_since_when_it_was_public_cannot_be_forged(browse, publisher, make, forged):
    release = make()
    before = place_of(release)
    form = saved_form(release, withdrawal_note=release.withdrawal_note, staff_note="Seen.", **forged)
    assert browse(publisher).post(change(release), form).status_code == 302
    assert place_of(release) == before
    assert Release.objects.get().staff_note == "Seen."


@pytest.mark.parametrize("forged", FORGERIES)
def test_what_was_withdrawn_is_gone_for_ever_and_is_not_deleted(browse, publisher, client, forged):
    release = factories.make_withdrawn()
    staff = browse(publisher)
    for status in ("draft", "withdrawn"):
        form = saved_form(release, status=status, withdrawal_note="It was wrong.", **forged)
        staff.post(change(release), form)
    staff.post(reverse("admin:newsroom_release_delete", args=[release.pk]), {"post": "yes"})
    assert client.get(release.get_absolute_url()).status_code == 410


def test_a_release_published_again_keeps_the_instant_of_its_first_publication(browse, publisher):
    release = factories.make_withdrawn()
    form = saved_form(release, status="published", published_at_0="", published_at_1="")
    assert browse(publisher).post(change(release), form).status_code == 302
    published_at = release.published_at
    release.refresh_from_db()
    assert (release.is_published, release.published_at) == (True, published_at)


def test_the_form_says_why_the_address_and_the_publication_stay(browse, publisher):
    release = factories.make_release()
    page = browse(publisher).get(change(release)).text
    assert "Its type, address and publication stay" in page
    assert 'name="slug"' not in page


def test_a_withdrawal_needs_its_reason(browse, publisher):
    release = factories.make_release()
    page = browse(publisher).post(change(release), saved_form(release, status="withdrawn"))
    assert "Tell the public why" in words_of(page)
    release.refresh_from_db()
    assert release.status == Status.PUBLISHED


def test_a_withdrawal_with_its_reason_takes_the_text_away(browse, publisher, client):
    release = factories.make_release(headline="A rumor")
    form = saved_form(release, status="withdrawn", withdrawal_note="None of it was true.")
    assert browse(publisher).post(change(release), form).status_code == 302
    release.refresh_from_db()
    assert release.withdrawn_at <= timezone.now()
    assert "A rumor" not in client.get("/newsroom/").text


def test_a_draft_is_not_withdrawn(browse, publisher):
    draft = factories.make_draft(published_at=timezone.now() - datetime.timedelta(days=1))
    page = browse(publisher).post(change(draft), saved_form(draft, status="withdrawn", withdrawal_note="No."))
    assert "Only what the public could read is withdrawn" in words_of(page)


# Notes for the public ----------------------------------------------------------------------


@pytest.mark.parametrize("note", ["\u200b", "\x0b", "\u200d \u2060", "..."])
def test_a_note_without_a_word_is_no_note(browse, publisher, note):
    release = factories.make_release()
    form = saved_form(release, headline="Changed", change_kind="correction", change_note=note)
    assert "Tell the public what changed." in words_of(browse(publisher).post(change(release), form))
    form = saved_form(release, status="withdrawn", withdrawal_note=note)
    assert "Tell the public why" in words_of(browse(publisher).post(change(release), form))


def test_a_note_that_xml_cannot_hold_is_cleaned_in_the_form(browse, publisher, client):
    release = factories.make_release()
    note = "It was\x0bwrong\u200b."
    form = saved_form(release, headline="Changed", change_kind="correction", change_note=note)
    assert browse(publisher).post(change(release), form).status_code == 302
    release.refresh_from_db()
    assert release.latest_change.note == "It was wrong."
    assert client.get("/newsroom/feed/").status_code == 200


def test_a_note_is_cleaned_whoever_records_the_version(client):
    release = factories.make_release()
    version = factories.correct(release, note="It was\x0bwrong\u200b.", headline="Changed")
    assert version.note == release.latest_change.note == "It was wrong."
    assert client.get("/newsroom/feed/").status_code == 200


# Edited while withdrawn --------------------------------------------------------------------


@pytest.fixture
def edited(browse, publisher):
    """A withdrawn release whose text was corrected before it comes back."""
    release = factories.make_withdrawn(headline="74 packages")
    form = saved_form(
        release, headline="47 packages", change_kind="correction", change_note="47, not 74.",
        withdrawal_note="It was wrong.",
    )  # fmt: skip
    assert browse(publisher).post(change(release), form).status_code == 302
    release.refresh_from_db()
    return release


def test_what_was_said_of_a_correction_waits_until_the_text_is_public_again(browse, publisher, edited):
    assert [item.kind for item in edited.versions.all()] == ["original"]
    form = browse(publisher).get(change(edited)).context["adminform"].form
    assert (form["change_kind"].value(), form["change_note"].value()) == ("correction", "47, not 74.")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "say what kind of change this is"),
        ({"change_kind": "minor"}, "Tell the public what changed."),
        ({"change_kind": "correction"}, "Tell the public what changed."),
    ],
)
def test_a_changed_text_does_not_come_back_without_a_word(browse, publisher, edited, said, words):
    page = browse(publisher).post(change(edited), saved_form(edited, status="published", **said))
    assert words in words_of(page)
    assert not Release.objects.published().exists()


def test_a_corrected_text_comes_back_with_its_correction(browse, publisher, edited):
    said = {"change_kind": "correction", "change_note": "47, not 74."}
    browse(publisher).post(change(edited), saved_form(edited, status="published", **said))
    edited.refresh_from_db()
    assert [(item.kind, item.note) for item in edited.change_log[1:]] == [("correction", "47, not 74.")]
    assert edited.pending_change is None


def test_a_later_minor_edit_does_not_make_the_correction_minor(edited):
    factories.correct(edited, "minor", "", summary="Better.")
    assert edited.pending_change == {"change_kind": "correction", "change_note": "47, not 74."}
