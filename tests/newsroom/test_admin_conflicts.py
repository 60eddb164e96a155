"""Two people at one release: the second form undoes nothing that it has not seen."""

import datetime

import pytest
from django.urls import reverse

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
    names = ("headline", "slug", "summary", "body", "status")
    shown = {name: getattr(release, name) for name in names}
    return release_form(**shown, opened=form["opened"].value())


MAKERS = [factories.make_draft, factories.make_release, factories.make_scheduled]


@pytest.mark.parametrize("make", MAKERS)
def test_an_old_form_does_not_undo_the_save_of_another(browse, publisher, make):
    release, client = make(headline="74 packages"), browse(publisher)
    old = opened_by(client, release)
    client.post(change(release), old | {"headline": "47 packages", "change_kind": "minor"})
    response = client.post(change(release), old | {"summary": "Mine.", "change_kind": "minor"})
    assert Release.objects.get().headline == "47 packages"
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
    assert Release.objects.get().staff_note == "Twice."


@pytest.mark.parametrize("opened", ["x", "2026", " ", "\x0b", "None True"])
def test_a_forged_mark_comes_back_as_words(browse, publisher, opened):
    release = factories.make_draft()
    response = browse(publisher).post(change(release), release_form(opened=f"{opened}."))
    assert "Somebody else saved this at" in words_of(response)


def test_a_form_that_puts_off_what_became_public_meanwhile_says_so(browse, publisher, time_machine):
    release, client = factories.make_scheduled(), browse(publisher)
    old = opened_by(client, release) | {"published_at_0": "2099-01-01", "published_at_1": "12:00"}
    time_machine.move_to(release.published_at + datetime.timedelta(minutes=1))
    client.force_login(publisher)
    response = client.post(change(release), old)
    assert "Meanwhile the public can read this." in words_of(response)
    assert Release.objects.get().published_at == release.published_at


def test_a_mark_forged_on_the_add_form_does_no_harm(browse, publisher):
    address = reverse("admin:newsroom_release_add")
    assert browse(publisher).post(address, release_form(opened="x")).status_code == 302
    assert Release.objects.exists()
