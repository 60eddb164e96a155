"""Two people at one release: the second form undoes nothing that it has not seen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Release

from .. import factories
from ..admin_pages import words_of
from ..factories import release_form

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("make", MAKERS)
def test_an_old_form_does_not_undo_the_save_of_another(browse, publisher, make):
    release, client = make(), browse(publisher)
    old = opened_by(client, release)
    client.post(change(release), old | {"headline": "47 packages", "change_kind": "minor"})
    response = client.post(change(release), old | {"summary": "Mine.", "change_kind": "minor"})
    assert Release.objects.get(pk=release.pk).headline == "47 packages"
    assert "Somebody else saved this at" in words_of(response)
    assert "Theirs is: “47 packages”" in words_of(response)
    assert "Mine." in response.text


def test_who_has_read_what_the_other_saved_may_save_again(browse, publisher):
    release, client = factories.make_draft(), browse(publisher)
    old = opened_by(client, release)
    client.post(change(release), old | {"headline": "Theirs"})
    again = client.post(change(release), old | {"headline": "Mine"}).context["adminform"].form
    client.post(change(release), old | {"headline": "Mine", "opened": again["opened"].value()})
    assert Release.objects.get().headline == "Mine"


@pytest.mark.parametrize("make", MAKERS)
def test_a_fresh_form_is_saved_again_and_again(browse, publisher, make):
    release, client = make(), browse(publisher)
    for note in ("Once.", "Twice."):
        response = client.post(change(release), opened_by(client, release) | {"staff_note": note})
        assert response.status_code == 302
    assert Release.objects.get(pk=release.pk).staff_note == "Twice."


@pytest.mark.parametrize("opened", ["x", "2026", " ", "\x0b", "None True"])
def test_a_forged_mark_comes_back_as_words(browse, publisher, opened):
    release = factories.make_draft()
    response = browse(publisher).post(change(release), release_form(opened=f"{opened}."))
    assert "Somebody else saved this at" in words_of(response)


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
