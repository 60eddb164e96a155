"""Steps that come too late, twice or on another text: said in words, nothing changed, no word lost."""

import pytest
from django.urls import reverse

from newsroom import workflow
from newsroom.models import Release
from newsroom.workflow import text_token

from .. import factories
from .test_workflow import everything_said, stored

pytestmark = pytest.mark.django_db

CHANGED = "The text was changed after you opened it. Read it again, then decide."


@pytest.fixture
def post(browse):
    """Post a step, and give the page that the person then reads."""

    def posted(person, action, release, **data):
        address = reverse(f"admin:newsroom_release_{action}", args=[release.pk])
        return browse(person).post(address, everything_said(release) | data, follow=True)

    return posted


def rewrite(release) -> str:
    """Another text, and the token of the one that a page still shows."""
    seen = text_token(release)
    Release.objects.filter(pk=release.pk).update(body="<p>Another text.</p>")
    return seen


@pytest.mark.parametrize("action", ["approve", "return", "emergency"])
def test_a_decision_about_a_text_that_changed_meanwhile_is_refused_in_words(post, admin_user, action):
    release = factories.make_draft(status="submitted")
    seen = rewrite(release)
    before = stored()
    page = post(admin_user, action, release, seen=seen)
    assert CHANGED in page.text
    assert stored() == before


@pytest.mark.parametrize("action", ["publish", "schedule"])
def test_what_was_changed_after_its_approval_is_neither_published_nor_scheduled(post, publisher, action):
    release = factories.make_approved()
    rewrite(release)
    before = stored()
    assert "The text is not the one that was approved." in post(publisher, action, release).text
    assert stored() == before


def test_publishing_what_was_withdrawn_meanwhile_is_refused_with_its_state(post, publisher):
    release = factories.make_approved()
    seen = text_token(release)
    factories.take("publish", release, publisher)
    factories.take("withdraw", release, publisher, note="It was wrong.")
    before = stored()
    page = post(publisher, "publish", release, seen=seen)
    assert "The state of this release is: Withdrawn." in page.text
    assert stored() == before


@pytest.mark.parametrize("action", ["return", "emergency", "withdraw"])
def test_the_reason_of_a_step_that_is_refused_is_given_back(post, admin_user, action):
    make = factories.make_release if action == "withdraw" else factories.make_approved
    release = make() if action != "emergency" else factories.make_draft(status="submitted")
    seen = rewrite(release)
    page = post(admin_user, action, release, seen=seen, note="Say <where> it was found.")
    assert "You wrote: “Say &lt;where&gt; it was found.”" in page.text


def test_the_reason_is_given_back_too_where_the_state_has_changed(post, approver, editor):
    release = factories.make_draft(status="submitted")
    factories.take("recall", release, editor)
    page = post(approver, "return", release, note="Name the bridge.")
    assert "is not possible now" in page.text
    assert "You wrote: “Name the bridge.”" in page.text


def test_a_step_that_was_taken_repeats_no_note(post, approver):
    release = factories.make_draft(status="submitted")
    assert "You wrote" not in post(approver, "return", release, note="Name the bridge.").text


@pytest.mark.parametrize("action", workflow.STEPS)
@pytest.mark.parametrize("seen", ["", "x" * 70_000, "\x00", "0" * 64])
def test_no_forged_token_of_a_text_takes_a_step(post, admin_user, action, seen):
    releases = [factories.make_draft(status="submitted"), factories.make_approved(), factories.make_release()]
    before = stored()
    for release in releases:
        assert post(admin_user, action, release, seen=seen).status_code == 200
    assert stored() == before
