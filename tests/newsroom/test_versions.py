"""Corrections in public: which versions are kept, and that nothing public just disappears."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import Status
from newsroom.models import KeyFact, Release, Version
from newsroom.versions import changes_figures
from newsroom.workflow import Refused

from .. import factories
from ..factories import release_form, take

pytestmark = pytest.mark.django_db


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


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
    assert not changes_figures(release.versions.first(), other_word)
    assert changes_figures(other_word, other_figure)


# Changes of a public text --------------------------------------------------------------------


def publish(copy):
    """A change as it reaches the public: submitted, approved and published by three people."""
    copy = take("submit", copy, factories.make_staff("Newsroom editors"))
    copy = take("approve", copy, factories.make_staff("Newsroom approvers"))
    return take("publish", copy, factories.make_staff("Newsroom publishers"))


def refused(copy) -> str:
    """Why the change is not submitted; nor is it published without approval."""
    with pytest.raises(Refused) as submitted:
        take("submit", copy, factories.make_staff("Newsroom editors"))
    with pytest.raises(Refused) as published:
        take("emergency", copy, factories.make_staff("Newsroom publishers"), note="A flood.")
    assert str(submitted.value) == str(published.value)
    return str(published.value)


SAID = {"change_kind": "correction", "change_note": "47, not 74."}


def test_a_changed_text_is_not_published_before_the_kind_of_change_is_said():
    live = factories.make_release(headline="74 packages")
    assert "say what kind of change this is" in refused(factories.make_copy(live, headline="47 packages"))
    live.refresh_from_db()
    assert live.headline == "74 packages"


@pytest.mark.parametrize("kind", ["correction", "update"])
def test_a_change_of_substance_needs_words_for_the_public(kind):
    copy = factories.make_copy(factories.make_release(), headline="Changed", change_kind=kind)
    assert "Tell the public what changed." in refused(copy)


def test_a_figure_is_not_slipped_in():
    copy = factories.make_copy(factories.make_release())
    copy.facts.create(what="Packages", quantity=5)
    assert "say what kind of change this is" in refused(copy)


def test_a_correction_is_published_with_its_note():
    live = factories.make_release()
    publish(factories.make_copy(live, headline="Everything is now right", **SAID))
    live.refresh_from_db()
    assert [(item.number, item.note) for item in live.change_log] == [(1, ""), (2, "47, not 74.")]
    assert live.headline == live.versions.last().headline == "Everything is now right"


def test_a_change_of_no_word_makes_no_version():
    live = factories.make_release()
    publish(factories.make_copy(live, staff_note="Seen."))
    live.refresh_from_db()
    assert live.staff_note == "Seen."
    assert not live.versions.exists()


def test_a_minor_edit_with_a_new_figure_is_questioned(browse, publisher):
    live = factories.make_release(body="<p>5 parrots.</p>")
    copy = factories.make_copy(live)
    form = copy_form(copy, body="<p>6 parrots.</p>", change_kind="minor")
    assert "changes a figure" in browse(publisher).post(change(copy), form, follow=True).text


def copy_form(copy, **fields) -> dict:
    """The admin form of the draft of a change, with `fields` typed over it."""
    same = {
        name: getattr(copy, name) for name in ("headline", "summary", "body", "change_kind", "change_note")
    }
    return release_form(**same | fields)


FORGERIES = [
    {"published_at_0": "2099-01-01", "published_at": "2099-01-01 12:00"},
    {"published_at_0": "", "published_at_1": ""},
    {"date_precision": "unknown"},
    {"slug": "elsewhere"},
    {"type": "spotlights"},
    {"status": "draft"},
    {"status": "withdrawn", "withdrawal_note": "No."},
    {"amends": ""},
]


def place_of(release) -> dict:
    """Where and since when the public could read it."""
    names = ("type", "slug", "status", "published_at", "date_precision")
    return Release.objects.values(*names).get(pk=release.pk)


@pytest.mark.parametrize("make", [factories.make_release, factories.make_withdrawn])
@pytest.mark.parametrize("forged", FORGERIES)
def test_where_and_since_when_it_was_public_cannot_be_forged(browse, publisher, make, forged):
    live = make()
    before, copy = place_of(live), factories.make_copy(live)
    said = {"change_kind": "update", "change_note": "Here it is again."}
    assert browse(publisher).post(change(copy), copy_form(copy, **said, **forged)).status_code == 302
    publish(copy)
    assert place_of(live) == before | {"status": Status.PUBLISHED}
    assert Release.objects.get() == live


@pytest.mark.parametrize("forged", FORGERIES)
def test_what_was_withdrawn_is_gone_for_ever_and_is_not_deleted(browse, publisher, client, forged):
    release = factories.make_withdrawn()
    staff = browse(publisher)
    assert staff.post(change(release), release_form(**forged)).status_code == 403
    staff.post(reverse("admin:newsroom_release_delete", args=[release.pk]), {"post": "yes"})
    assert client.get(release.get_absolute_url()).status_code == 410


def test_a_release_published_again_keeps_the_instant_of_its_first_publication():
    release = factories.make_withdrawn()
    again = publish(factories.make_copy(release, change_kind="update", change_note="Here it is again."))
    assert (again.is_published, again.published_at) == (True, release.published_at)


def test_the_form_says_why_the_address_and_the_publication_stay(browse, publisher):
    page = browse(publisher).get(change(factories.make_copy(factories.make_release()))).text
    assert "Its type, address and publication stay" in page
    assert 'name="slug"' not in page


def test_a_draft_is_not_withdrawn(publisher):
    draft = factories.make_draft(published_at=timezone.now() - datetime.timedelta(days=1))
    with pytest.raises(Refused, match="The state of this release is: Draft"):
        take("withdraw", draft, publisher, note="No.")


# Notes for the public ----------------------------------------------------------------------


@pytest.mark.parametrize("note", ["\u200b", "\x0b", "\u200d \u2060", "..."])
def test_a_note_without_a_word_is_no_note(browse, publisher, note):
    copy = factories.make_copy(factories.make_release(), headline="Changed")
    form = copy_form(copy, change_kind="correction", change_note=note)
    assert browse(publisher).post(change(copy), form).status_code == 302
    assert "Tell the public what changed." in refused(copy)


def test_a_note_that_xml_cannot_hold_is_cleaned_in_the_form(browse, publisher, client):
    live = factories.make_release()
    copy = factories.make_copy(live, headline="Changed into something longer")
    form = copy_form(copy, change_kind="correction", change_note="It was\x0bwrong\u200b.")
    assert browse(publisher).post(change(copy), form).status_code == 302
    publish(copy)
    live.refresh_from_db()
    assert live.latest_change.note == "It was wrong."
    assert client.get("/newsroom/feed/").status_code == 200


def test_a_note_is_cleaned_whoever_records_the_version(client):
    release = factories.make_release()
    version = factories.correct(release, note="It was\x0bwrong\u200b.", headline="Changed")
    assert version.note == release.latest_change.note == "It was wrong."
    assert client.get("/newsroom/feed/").status_code == 200


# Changed while withdrawn -------------------------------------------------------------------


@pytest.fixture
def edited():
    """The draft of a correction of a withdrawn release."""
    return factories.make_copy(
        factories.make_withdrawn(headline="74 packages"), headline="Officers find 47 packages"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "say what kind of change this is"),
        ({"change_kind": "minor"}, "Tell the public what changed."),
        ({"change_kind": "correction"}, "Tell the public what changed."),
    ],
)
def test_a_changed_text_does_not_come_back_without_a_word(edited, said, words):
    Release.objects.filter(pk=edited.pk).update(**said)
    assert words in refused(edited)
    assert not Release.objects.published().exists()


def test_a_corrected_text_comes_back_with_its_correction(edited):
    Release.objects.filter(pk=edited.pk).update(**SAID)
    live = publish(edited)
    live.refresh_from_db()
    assert [(item.kind, item.note) for item in live.change_log[1:]] == [("correction", "47, not 74.")]
    assert live.is_published


def test_a_text_that_an_import_changed_while_withdrawn_does_not_come_back_without_a_word():
    release = factories.make_withdrawn(headline="74 packages")
    factories.correct(release, headline="47 packages")
    assert [item.kind for item in release.versions.all()] == ["original"]
    assert "say what kind of change this is" in refused(factories.make_copy(release))
