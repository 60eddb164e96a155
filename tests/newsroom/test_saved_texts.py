"""Every save is kept for staff: who and when, any two compared word by word, and the way back."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from newsroom import keeping
from newsroom.models import Incident, Release, SavedText, Topic
from newsroom.workflow import text_token

from .. import factories

pytestmark = pytest.mark.django_db

HOSTILE = ["", "x", "-1", "9" * 400, "\u0661", "0"]


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def saved(release) -> str:
    return reverse("admin:newsroom_release_saved", args=[release.pk])


def save(client, release, **fields) -> None:
    shown = {name: getattr(release, name) for name in ("headline", "slug", "summary", "body")}
    assert client.post(change(release), factories.release_form(**shown | fields)).status_code == 302


def take_back(client, release, text, **fields):
    seen = text_token(Release.objects.get(pk=release.pk))
    return client.post(saved(release), {"saved": text.pk, "seen": seen} | fields)


def words_of(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


@pytest.fixture
def written(browse, editor):
    """A draft of which one word was changed."""
    draft = factories.make_draft(headline="Officers find 74 packages")
    draft.facts.create(what="Packages", quantity=74)
    save(browse(editor), draft, headline="Officers find 47 packages")
    draft.refresh_from_db()
    return draft


def test_a_save_keeps_the_text_before_it_and_the_one_after_it(written, editor):
    after, before = SavedText.objects.all()
    assert (before.by, before.text["headline"]) == (None, "Officers find 74 packages")
    assert (after.by, after.text["headline"]) == (editor, "Officers find 47 packages")


def test_a_save_that_changes_nothing_keeps_nothing(browse, editor, written):
    save(browse(editor), written)
    assert SavedText.objects.count() == 2


def test_a_new_release_has_its_first_saved_text(browse, editor):
    browse(editor).post(reverse("admin:newsroom_release_add"), factories.release_form())
    assert SavedText.objects.get().by == editor


def test_what_an_import_changed_between_two_saves_is_kept_too(browse, editor, written):
    Release.objects.update(headline="Officers find 48 packages")
    save(browse(editor), written, headline="Officers find 49 packages")
    numbers = [text.text["headline"][14:16] for text in SavedText.objects.all()]
    assert numbers == ["49", "48", "47", "74"]


def test_two_of_one_minute_are_told_apart(browse, auditor, written):
    for second, text in enumerate(SavedText.objects.all()):
        text.at = datetime.datetime(2026, 5, 5, 19, 10, second, tzinfo=datetime.UTC)
        text.save()
    page = browse(auditor).get(saved(written)).text
    assert "May 5, 2026, 3:10:00 p.m. EDT" in page
    assert "May 5, 2026, 3:10:01 p.m. EDT" in page


def test_two_are_compared_word_by_word(browse, auditor, written):
    after, before = SavedText.objects.all()
    response = browse(auditor).get(saved(written), {"old": before.pk, "new": after.pk})
    (part,) = (part for part in response.context["parts"] if part.label == "Headline")
    pieces = [(piece.kind, piece.text) for block in part.blocks for piece in block.pieces]
    assert ("removed", "74") in pieces
    assert ("added", "47") in pieces


@pytest.mark.parametrize("number", HOSTILE)
def test_a_text_that_is_none_of_its_own_is_said_in_words(browse, auditor, written, number):
    response = browse(auditor).get(saved(written), {"old": number, "new": SavedText.objects.first().pk})
    assert response.status_code == 200
    assert "Choose two saved texts of this release." in response.text


def test_the_saved_text_of_another_release_is_not_shown(browse, auditor, written):
    other = factories.make_draft(headline="A secret")
    keeping.keep(other, None)
    number = other.saved_texts.get().pk
    response = browse(auditor).get(saved(written), {"old": number, "new": number})
    assert "A secret" not in response.text


def test_a_text_is_taken_back_as_a_new_one_and_logged(browse, publisher, written):
    response = take_back(browse(publisher), written, SavedText.objects.last(), follow=True)
    written.refresh_from_db()
    assert written.headline == "Officers find 74 packages"
    assert SavedText.objects.count() == 3
    assert SavedText.objects.first().by == publisher
    assert "Took back the text that was saved at" in words_of(response)
    story = browse(publisher).get(reverse("admin:newsroom_release_history", args=[written.pk])).text
    assert "Took back the text that was saved at" in story
    assert Release.objects.written_by(publisher).exists()


def test_figures_contacts_and_links_come_back_and_address_and_pictures_stay(
    browse, publisher, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    topic = Topic.objects.create(name="Parrots", slug="parrots")
    draft = factories.make_draft(slug="first")
    draft.topics.add(topic)
    draft.facts.create(what="Parrots", quantity=3)
    draft.contacts.create(name="Jo Doe", phone="+12025550100")
    factories.make_image(draft, alt="A parrot")
    keeping.keep(draft, publisher)
    for rows in (draft.facts, draft.contacts):
        rows.all().delete()
    draft.topics.clear()
    draft.images.update(alt="A cat")
    Release.objects.update(slug="second")
    take_back(browse(publisher), draft, SavedText.objects.get())
    back = Release.objects.get()
    assert back.slug == "second"
    assert [fact.line for fact in back.facts.all()] == ["Parrots: 3"]
    assert back.contacts.get().name == "Jo Doe"
    assert back.topics.get() == topic
    assert back.images.get().alt == "A parrot"


def test_what_it_named_and_is_gone_is_left_out(browse, publisher):
    incident = Incident.objects.create(name="Bridge", slug="bridge")
    topic = Topic.objects.create(name="Parrots", slug="parrots")
    desk = factories.make_press_office()
    draft = factories.make_draft(incident=incident)
    draft.topics.add(topic)
    draft.contacts.create(office=desk)
    keeping.keep(draft, publisher)
    draft.contacts.all().delete()
    for row in (incident, topic, desk):
        row.delete()
    take_back(browse(publisher), draft, SavedText.objects.get())
    back = Release.objects.get()
    assert back.incident is None
    assert not back.topics.exists()
    assert not back.contacts.exists()


def test_an_approval_is_void_afterwards(browse, publisher):
    release = factories.make_approved(headline="47 packages")
    keeping.keep(release, publisher)
    Release.objects.update(headline="74 packages")
    response = take_back(browse(publisher), release, SavedText.objects.get())
    assert Release.objects.get().status == "draft"
    assert "It has to be approved again." in words_of(response)


@pytest.mark.parametrize("make", [factories.make_release, factories.make_scheduled, factories.make_withdrawn])
def test_a_public_or_scheduled_text_is_not_taken_back_by_a_forged_post(browse, publisher, make):
    release = make(headline="As it stands")
    keeping.keep(release, None)
    Release.objects.update(headline="As it is now")
    assert take_back(browse(publisher), release, SavedText.objects.get()).status_code == 403
    assert Release.objects.get().headline == "As it is now"


@pytest.mark.parametrize("group", ["Newsroom approvers", "Auditors", "Office managers"])
def test_a_forged_post_of_those_who_may_not_edit_takes_nothing_back(browse, written, group):
    person = factories.make_staff(group)
    assert take_back(browse(person), written, SavedText.objects.last()).status_code == 403
    assert "47" in Release.objects.get().headline


def test_a_text_is_not_taken_back_over_one_that_was_not_seen(browse, publisher, written):
    response = take_back(browse(publisher), written, SavedText.objects.last(), seen="0" * 64)
    assert "47" in Release.objects.get().headline
    assert "The text was changed after you opened it." in words_of(response)


@pytest.mark.parametrize("number", HOSTILE)
def test_a_senseless_text_is_not_taken_back(browse, publisher, written, number):
    response = take_back(browse(publisher), written, SavedText.objects.last(), saved=number)
    assert "There is no such text." in words_of(response)
    assert "47" in Release.objects.get().headline


def test_what_is_not_valid_any_more_is_refused_and_nothing_changes(browse, publisher, written):
    SavedText.objects.filter(pk=SavedText.objects.last().pk).update(rows=spoiled(SavedText.objects.last()))
    response = take_back(browse(publisher), written, SavedText.objects.last())
    assert "Ensure this value has at most 250 characters" in words_of(response)
    assert "47" in Release.objects.get().headline


def spoiled(text: SavedText) -> list:
    rows = text.rows
    rows[0]["fields"]["headline"] = "x" * 251
    return rows


def test_texts_of_a_change_stay_with_the_public_release_when_it_is_discarded(browse, publisher):
    live = factories.make_release(headline="Officers find 74 packages")
    copy = factories.make_copy(live)
    save(browse(publisher), copy, headline="Officers find 47 packages", change_kind="minor")
    factories.take("discard", copy, publisher)
    assert "47" in live.saved_texts.first().text["headline"]
    again = factories.make_copy(live)
    take_back(browse(publisher), again, live.saved_texts.first())
    assert "47" in Release.objects.get(pk=again.pk).headline
    assert "74" in Release.objects.get(pk=live.pk).headline


def test_taking_back_refuses_a_text_that_forms_would_refuse():
    draft = factories.make_draft()
    keeping.keep(draft, None)
    text = draft.saved_texts.get()
    text.rows = spoiled(text)
    with pytest.raises(ValidationError):
        keeping.take_back(text, draft)
