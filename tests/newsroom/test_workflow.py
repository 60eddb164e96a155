"""Who may take a release from which state to which, and what everybody else is told."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from newsroom import workflow
from newsroom.kinds import Action, Status
from newsroom.models import Release, WorkflowEvent
from newsroom.workflow import Refused, text_token

from .. import factories
from ..factories import take

pytestmark = pytest.mark.django_db

ROLES = {
    "E": "Newsroom editors",
    "A": "Newsroom approvers",
    "P": "Newsroom publishers",
    "M": "Office managers",
    "R": "Auditors",
    "S": None,  # a superuser
}
# Who may do what in which state; nobody anything else. Nobody of these wrote the text.
MAY = {
    "draft": {"submit": "EPS", "emergency": "PS", "archive": "EPS"},
    "submitted": {
        "approve": "AS", "return": "AS", "emergency": "PS", "recall": "EPS", "archive": "EPS",
    },
    "returned": {"submit": "EPS", "emergency": "PS", "archive": "EPS"},
    "approved": {"return": "AS", "publish": "PS", "schedule": "PS", "recall": "EPS", "archive": "EPS"},
    "scheduled": {"unschedule": "PS"},
    "published": {"amend": "EPS", "withdraw": "PS"},
    "unreviewed": {"amend": "EPS", "withdraw": "PS", "review": "AS"},
    "withdrawn": {"amend": "EPS"},
    "withdrawn unreviewed": {"amend": "EPS", "review": "AS"},
    "archived": {"recall": "EPS"},
    "published with a change open": {"withdraw": "PS"},
    "change": {"submit": "EPS", "emergency": "PS", "discard": "EPS"},
    "submitted change": {
        "approve": "AS", "return": "AS", "emergency": "PS", "recall": "EPS", "discard": "EPS",
    },
    "approved change": {"return": "AS", "publish": "PS", "recall": "EPS", "discard": "EPS"},
}  # fmt: skip
SAID = {"headline": "Officers find 47 packages", "change_kind": "correction", "change_note": "47, not 74."}


def make_emergency(**fields):
    return take("emergency", factories.make_draft(**fields), staff("P"), note="A flood.")


def make_open():
    live = factories.make_release()
    factories.make_copy(live)
    return live


def make_submitted_copy():
    return take("submit", factories.make_copy(factories.make_release(), **SAID), staff("E"))


MAKE = {
    "draft": factories.make_draft,
    "submitted": lambda: factories.make_draft(status=Status.SUBMITTED),
    "returned": lambda: factories.make_draft(status=Status.RETURNED),
    "approved": factories.make_approved,
    "scheduled": factories.make_scheduled,
    "published": factories.make_release,
    "unreviewed": make_emergency,
    "withdrawn": factories.make_withdrawn,
    "withdrawn unreviewed": lambda: take("withdraw", make_emergency(), staff("P"), note="It was wrong."),
    "archived": lambda: factories.make_draft(status=Status.ARCHIVED),
    "published with a change open": make_open,
    "change": lambda: factories.make_copy(factories.make_release(), **SAID),
    "submitted change": make_submitted_copy,
    "approved change": lambda: take("approve", make_submitted_copy(), staff("A")),
}


def staff(letter: str) -> User:
    if group := ROLES[letter]:
        return factories.make_staff(group)
    return User.objects.create_superuser(f"root{User.objects.count()}", password="a long password")


def tomorrow() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=1)


def everything_said(release) -> dict:
    """What any step may ask for, confirmed."""
    day = timezone.localtime(tomorrow())
    said = {"note": "Because.", "day": f"{day:%Y-%m-%d}", "hour": "12:00", "confirmed": "yes"}
    return said | {"seen": text_token(Release.objects.get(pk=release.pk))}


def stored() -> list:
    return [list(model.objects.order_by("pk").values_list()) for model in (Release, WorkflowEvent)]


def address(release, action: str) -> str:
    return reverse(f"admin:newsroom_release_{action}", args=[release.pk])


def test_the_table_names_every_step_and_every_state():
    assert {action for actions in MAY.values() for action in actions} == set(workflow.STEPS)
    assert set(Status.values) <= set(MAY)


@pytest.mark.parametrize("letter", ROLES)
@pytest.mark.parametrize("state", MAY)
def test_a_forged_post_does_what_its_role_may_do_and_nothing_else(browse, state, letter):
    release, client = MAKE[state](), browse(staff(letter))
    for action in workflow.STEPS:
        with transaction.atomic():
            before = stored()
            response = client.post(address(release, action), everything_said(release))
            assert (stored() != before) == (letter in MAY[state].get(action, "")), action
            assert response.status_code in (302, 403), action
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", MAY)
@pytest.mark.parametrize("letter", ROLES)
def test_there_is_a_button_for_each_step_that_is_possible_and_for_no_other(state, letter):
    possible = {action for action, letters in MAY[state].items() if letter in letters}
    assert {step.action for step in workflow.steps_for(MAKE[state](), staff(letter))} == possible


@pytest.mark.parametrize("action", workflow.STEPS)
def test_no_step_is_taken_by_reading(browse, action):
    client = browse(staff("S"))
    for state in MAY:
        release = MAKE[state]()
        before = stored()
        assert client.get(address(release, action)).status_code == 302
        assert stored() == before


@pytest.mark.parametrize("action", workflow.STEPS)
def test_a_visitor_takes_no_step(browse, action):
    release = factories.make_draft()
    before = stored()
    assert browse().post(address(release, action), everything_said(release)).status_code == 302
    assert stored() == before


@pytest.mark.parametrize("action", workflow.STEPS)
def test_a_step_with_what_does_not_exist_leads_away(browse, action):
    response = browse(staff("S")).post(address(Release(pk=10**6), action), {"confirmed": "yes"})
    assert response.status_code == 302


# The text that was seen --------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["", "0" * 64, None])
@pytest.mark.parametrize("state", MAY)
def test_a_step_on_a_text_that_nobody_saw_is_refused(state, seen):
    release, root = MAKE[state](), staff("S")
    before = stored()
    for action in MAY[state]:
        with pytest.raises(Refused, match="The text was changed after you opened it"):
            workflow.perform(action, release, root, seen, note="Because.", instant=tomorrow())
    assert stored() == before


def edit_headline(release):
    Release.objects.filter(pk=release.pk).update(headline="Quite another one")


def edit_contact(release):
    release.contacts.create(phone="+12025550100")


def edit_figure(release):
    release.facts.create(what="Packages", quantity=5)


def edit_topic(release):
    release.topics.create(name="Trade", slug="trade")


def edit_office(release):
    release.offices.add(factories.make_port())


def edit_picture(release):
    release.images.create(image="releases/a.jpg", width=4, height=3, alt="Parrot", credit="Us")


EDITS = [edit_headline, edit_contact, edit_figure, edit_topic, edit_office, edit_picture]


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_readers_would_get_is_part_of_the_text(edit):
    release = factories.make_draft(status=Status.SUBMITTED)
    seen = text_token(release)
    edit(release)
    with pytest.raises(Refused, match="Read it again"):
        workflow.perform("approve", release, staff("A"), seen)
    assert Release.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_changed_after_its_approval_is_not_published_by_whatever_way_it_changed(edit):
    release = factories.make_approved()
    edit(release)
    for action in ("publish", "schedule"):
        with pytest.raises(Refused, match="not the one that was approved"):
            take(action, release, staff("P"), instant=tomorrow())
    assert Release.objects.get().status == Status.APPROVED


def test_a_note_for_staff_does_not_make_an_approval_void():
    release = factories.make_approved()
    Release.objects.filter(pk=release.pk).update(staff_note="Looked at again.")
    assert take("publish", release, staff("P")).is_published


# Whose text it is --------------------------------------------------------------------------


@pytest.fixture
def author():
    person = factories.make_staff(*filter(None, ROLES.values()))
    person.is_superuser = True
    person.save()
    return person


def edited_by(person, release):
    workflow.note_edit(release, person, None)
    return release


def test_nobody_approves_a_text_they_edited_whatever_their_rights(author):
    release = edited_by(author, factories.make_draft(status=Status.SUBMITTED))
    with pytest.raises(Refused, match="somebody else has to approve it"):
        take("approve", release, author)
    assert Release.objects.get().status == Status.SUBMITTED


def test_who_only_submitted_it_may_approve_it(author):
    release = edited_by(staff("E"), factories.make_draft())
    take("submit", release, author)
    assert take("approve", release, author).status == Status.APPROVED


@pytest.mark.parametrize(("step", "by"), [("recall", "E"), ("return", "A")])
def test_an_approval_that_was_taken_back_vouches_for_no_edit(author, step, by):
    release = edited_by(author, factories.make_draft(status=Status.SUBMITTED))
    take("approve", release, staff("A"))
    take(step, release, staff(by), note="Who says so?")
    take("submit", release, staff("E"))
    with pytest.raises(Refused, match="somebody else"):
        take("approve", release, author)


def test_a_review_of_the_public_text_vouches_for_no_change_of_it(author):
    live = take("emergency", factories.make_draft(), staff("P"), note="A flood.")
    copy = take("submit", edited_by(author, factories.make_copy(live, **SAID)), staff("E"))
    take("review", live, staff("A"))
    with pytest.raises(Refused, match="somebody else"):
        take("approve", copy, author)


def test_a_change_that_was_approved_and_discarded_vouches_for_nothing(author):
    live = take("emergency", edited_by(author, factories.make_draft()), staff("P"), note="A flood.")
    copy = take("submit", factories.make_copy(live, **SAID), staff("E"))
    take("recall", take("approve", copy, staff("A")), staff("E"))
    take("discard", copy, staff("E"))
    with pytest.raises(Refused, match="somebody else"):
        take("review", live, author)


def test_an_edit_no_longer_counts_once_the_approved_text_was_published(author):
    release = edited_by(author, factories.make_draft(status=Status.SUBMITTED))
    live = take("publish", take("approve", release, staff("A")), staff("P"))
    copy = take("submit", factories.make_copy(live, **SAID), staff("E"))
    assert take("approve", copy, author).status == Status.APPROVED


@pytest.mark.parametrize("action", ["publish", "emergency"])
def test_a_change_begun_before_a_withdrawal_brings_nothing_back(action):
    live = factories.make_release()
    copy = factories.make_copy(live, **SAID)
    if action == "publish":
        copy = take("approve", take("submit", copy, staff("E")), staff("A"))
    take("withdraw", live, staff("P"), note="It named a child.")
    with pytest.raises(Refused, match="withdrawn after this draft was begun"):
        take(action, copy, staff("P"), note="A flood.")
    assert Release.objects.get(pk=live.pk).status == Status.WITHDRAWN


def test_what_was_withdrawn_comes_back_with_a_note_even_where_no_word_changed():
    live = take("withdraw", factories.make_release(), staff("P"), note="By mistake.")
    copy = factories.make_copy(live)
    with pytest.raises(Refused, match="say what kind of change"):
        take("submit", copy, staff("E"))
    Release.objects.filter(pk=copy.pk).update(change_kind="update", change_note="By mistake.")
    for step, role in (("submit", "E"), ("approve", "A"), ("publish", "P")):
        copy = take(step, copy, staff(role))
    assert Release.objects.get().changes[-1]["note"] == "By mistake."


def test_an_edit_of_an_unapproved_text_still_counts_when_a_change_of_it_is_approved(author):
    live = take("emergency", edited_by(author, factories.make_draft()), staff("P"), note="A flood.")
    copy = take("submit", factories.make_copy(live, **SAID), staff("E"))
    with pytest.raises(Refused, match="somebody else"):
        take("approve", copy, author)


def test_an_edit_makes_an_approval_void():
    release = factories.make_approved()
    before = text_token(release)
    edit_headline(release)
    assert workflow.note_edit(release, staff("E"), before)
    assert Release.objects.get().status == Status.DRAFT


# Twice -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", MAY)
def test_the_second_of_two_clicks_is_told_and_nothing_happens_twice(state):
    root = staff("S")
    for action in MAY[state]:
        with transaction.atomic():
            release = MAKE[state]()
            said = {"note": "Because.", "instant": tomorrow()}
            seen = text_token(release)
            workflow.perform(action, release, root, seen, **said)
            before = stored()
            with pytest.raises(Refused):
                workflow.perform(action, release, root, seen, **said)
            assert stored() == before
            transaction.set_rollback(True)


def test_the_second_click_on_publish_hears_who_published_and_when(browse, publisher, time_machine):
    release, client = factories.make_approved(), browse(publisher)
    time_machine.move_to(datetime.datetime(2026, 12, 1, 15, tzinfo=datetime.UTC), tick=False)
    client.force_login(publisher)
    for _click in range(2):
        response = client.post(address(release, "publish"), everything_said(release), follow=True)
    assert f"Published, by {publisher}, December 1, 2026, 10 a.m. EST." in response.text
    assert WorkflowEvent.objects.filter(action=Action.PUBLISH).count() == 1


def test_the_second_click_on_publishing_a_change_is_told_that_its_draft_is_gone(browse, publisher):
    copy, client = MAKE["approved change"](), browse(publisher)
    data = everything_said(copy)
    client.post(address(copy, "publish"), data)
    assert client.post(address(copy, "publish"), data, follow=True).status_code == 200
    assert Release.objects.get().versions.count() == 2
    with pytest.raises(Refused, match="This draft is gone"):
        workflow.perform("publish", copy, publisher, data["seen"])


def test_what_was_withdrawn_is_not_published_again_by_an_old_page(publisher):
    release = factories.make_approved()
    seen = text_token(release)
    take("publish", release, publisher)
    take("withdraw", release, publisher, note="It was wrong.")
    with pytest.raises(Refused, match="The state of this release is: Withdrawn"):
        workflow.perform("publish", release, publisher, seen)


# Reasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", " ", "\u200b", "..."])
@pytest.mark.parametrize(
    ("state", "action"), [("draft", "emergency"), ("published", "withdraw"), ("submitted", "return")]
)
def test_what_needs_a_reason_is_refused_without_a_word(browse, state, action, note):
    release, root = MAKE[state](), staff("S")
    before = stored()
    with pytest.raises(Refused, match="Say why"):
        take(action, release, root, note=note)
    response = browse(root).post(address(release, action), everything_said(release) | {"note": note})
    assert response.status_code == 200
    assert response.context["form"].errors["note"]
    assert stored() == before


def test_the_reason_of_a_withdrawal_is_for_the_public_and_takes_the_text_away(browse, publisher, client):
    release = factories.make_release(headline="A rumor")
    data = everything_said(release) | {"note": "None of it was true."}
    browse(publisher).post(address(release, "withdraw"), data)
    page = client.get(release.get_absolute_url())
    assert page.status_code == 410
    assert "None of it was true." in page.text
    assert "A rumor" not in client.get("/newsroom/").text


def test_a_person_without_the_right_is_refused_in_the_model_too(editor):
    with pytest.raises(PermissionDenied):
        take("publish", factories.make_approved(), editor)


# Emergencies -------------------------------------------------------------------------------


def unreviewed() -> list:
    return list(Release.objects.unreviewed())


def test_what_was_published_without_approval_is_listed_until_somebody_else_has_reviewed_it(publisher):
    release = take("emergency", factories.make_draft(), publisher, note="A flood.")
    assert release.is_published
    assert unreviewed() == [release]
    take("review", release, staff("A"))
    assert unreviewed() == []


def test_nobody_reviews_their_own_emergency(author):
    release = take("emergency", factories.make_draft(), author, note="A flood.")
    with pytest.raises(Refused, match="somebody else reviews it"):
        take("review", release, author)
    assert not Release.objects.to_review_by(author).exists()


def test_who_wrote_it_does_not_review_it(author):
    release = take("emergency", edited_by(author, factories.make_draft()), staff("P"), note="A flood.")
    with pytest.raises(Refused, match="You edited this text"):
        take("review", release, author)


def test_a_review_vouches_for_no_text_that_became_public_after_it(author):
    live = take("emergency", factories.make_draft(), staff("P"), note="A flood.")
    copy = edited_by(author, factories.make_copy(live, **SAID))
    take("review", live, staff("A"))
    take("emergency", copy, staff("P"), note="A storm.")
    with pytest.raises(Refused, match="You edited this text"):
        take("review", live, author)
    assert take("review", live, staff("A")) == live
    assert not Release.objects.written_by(author).exists()


def test_an_approved_change_that_is_published_reviews_the_text_too():
    live = make_emergency()
    copy = take("submit", factories.make_copy(live, **SAID), staff("E"))
    take("approve", copy, staff("A"))
    assert unreviewed() == [live]
    take("publish", copy, staff("P"))
    assert unreviewed() == []


# Validity and the log ----------------------------------------------------------------------


def test_what_is_not_valid_is_not_published_and_says_which_field_and_why(publisher):
    release = factories.make_approved()
    with transaction.atomic():
        Release.objects.filter(pk=release.pk).update(slug="feed")
        WorkflowEvent.objects.create(
            release=release, action="approve", actor=staff("A"), text=text_token(Release.objects.get())
        )
    with pytest.raises(Refused, match="Address: “feed” is the address of the feed"):
        take("publish", release, publisher)
    assert Release.objects.get().status == Status.APPROVED


def test_publishing_means_now(publisher, time_machine):
    release = factories.make_approved(published_at=tomorrow())
    time_machine.move_to(tomorrow(), tick=False)
    assert take("publish", release, publisher).published_at == timezone.now()


def test_every_step_is_logged_with_its_actor_note_and_text():
    release, approver = factories.make_draft(status=Status.SUBMITTED), staff("A")
    take("return", release, approver, note="Which bridge?")
    event = WorkflowEvent.objects.get()
    assert (event.actor, event.action, event.note) == (approver, "return", "Which bridge?")
    assert event.text == text_token(release)


def test_the_log_cannot_be_changed_by_anybody():
    event = make_emergency().workflow_events.get()
    for attempt in (event.save, lambda: WorkflowEvent.objects.update(note="Nothing to see here.")):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    event.refresh_from_db()
    assert event.note == "A flood."


def test_an_account_that_did_something_is_not_deleted():
    event = make_emergency().workflow_events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.actor.delete()
