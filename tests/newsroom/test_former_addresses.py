"""A release that the public knows can move: its old address forwards, and nobody else gets it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from newsroom.kinds import ReleaseType
from newsroom.models import FormerAddress, Release

from .. import factories

pytestmark = pytest.mark.django_db

OLD = "/newsroom/local-media-release/seizure-at-brige/"
NEW = "/newsroom/national-media-release/seizure-at-bridge/"


@pytest.fixture
def release():
    return factories.make_release(type=ReleaseType.LOCAL, slug="seizure-at-brige")


def move(release, **address) -> Release:
    for name, value in (address or {"type": ReleaseType.NATIONAL, "slug": "seizure-at-bridge"}).items():
        setattr(release, name, value)
    release.save()
    return release


@pytest.mark.parametrize("page", ["", "versions/1/", "changes/"])
def test_an_old_address_forwards_with_what_lies_below_it(client, release, page):
    move(release)
    response = client.get(f"{OLD}{page}")
    assert (response.status_code, response["Location"]) == (301, f"{NEW}{page}")
    assert response["Cache-Control"] == "public, no-cache"


def test_the_plain_text_forwards_too(client, release):
    move(release)
    assert client.get(f"{OLD[:-1]}.txt")["Location"] == f"{NEW[:-1]}.txt"


def test_every_old_address_leads_to_the_present_one_at_once(client, release):
    move(release, slug="seizure-at-the-bridge")
    move(release)
    assert client.get(OLD)["Location"] == NEW
    assert client.get("/newsroom/local-media-release/seizure-at-the-bridge/")["Location"] == NEW


def test_who_moves_back_leaves_no_loop(client, release):
    move(release)
    move(release, type=ReleaseType.LOCAL, slug="seizure-at-brige")
    assert client.get(OLD).status_code == 200
    assert client.get(NEW)["Location"] == OLD


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_scheduled])
def test_what_was_never_public_leaves_no_trace(client, make):
    move(make(type=ReleaseType.LOCAL, slug="seizure-at-brige"))
    assert client.get(OLD).status_code == 404
    assert not FormerAddress.objects.exists()


def test_an_old_address_of_what_is_withdrawn_leads_to_the_words_about_it(client):
    gone = factories.make_withdrawn(type=ReleaseType.LOCAL, slug="seizure-at-brige")
    move(gone)
    assert client.get(OLD, follow=True).status_code == 410


def test_an_old_address_never_leads_to_what_is_not_public(client, release):
    move(release)
    Release.objects.filter(pk=release.pk).update(status="draft")
    assert client.get(OLD).status_code == 404


def test_no_other_release_gets_an_address_that_forwards(release):
    move(release)
    other = factories.make_draft(type=ReleaseType.LOCAL)
    other.slug = "seizure-at-brige"
    with pytest.raises(ValidationError, match=f"was the address of {release.reference}"):
        other.full_clean()


def test_a_page_that_exists_is_looked_up_among_pages_only(client, release, django_assert_num_queries):
    move(release)
    with django_assert_num_queries(1):
        Release.objects.published().get(slug="seizure-at-bridge")
    other = factories.make_release()
    FormerAddress.objects.create(release=other, type=release.type, slug=release.slug)
    assert client.get(NEW).status_code == 200


# In the admin


def address_of(release) -> str:
    return reverse("admin:newsroom_release_address", args=[release.pk])


FORM = {"type": "national-media-release", "slug": "seizure-at-bridge"}


def test_a_publisher_moves_a_release_and_the_log_says_so(browse, client, publisher, release):
    page = browse(publisher).get(address_of(release))
    assert OLD in page.text
    browse(publisher).post(address_of(release), FORM)
    assert client.get(OLD)["Location"] == NEW
    story = browse(publisher).get(reverse("admin:newsroom_release_history", args=[release.pk])).text
    assert f"The address is now {NEW}; {OLD} forwards there." in story


@pytest.mark.parametrize("role", ["editor", "approver", "manager", "auditor"])
def test_nobody_else_moves_it(browse, release, role, request):
    response = browse(request.getfixturevalue(role)).post(address_of(release), FORM)
    assert response.status_code == 403
    assert not FormerAddress.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"slug": ""}, "This field is required."),
        ({"slug": "//evil.example"}, "Enter a valid “slug”"),
        ({"slug": "feed"}, "choose another"),
        ({"slug": "change-of-cbp-000001"}, "kept for drafts"),
        ({"slug": "taken"}, "already has this address"),
        ({"slug": "once-taken"}, "leads there: choose another"),
        ({"type": "blog"}, "Select a valid choice"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(browse, client, publisher, release, typed, words):
    factories.make_release(type=ReleaseType.NATIONAL, slug="taken")
    other = factories.make_release(type=ReleaseType.NATIONAL, slug="once-taken")
    move(other, slug="elsewhere")
    response = browse(publisher).post(address_of(release), FORM | typed)
    assert words in response.text
    assert client.get(OLD).status_code == 200


def test_the_address_stays_while_a_change_of_the_text_is_open(browse, publisher, release):
    factories.make_copy(release)
    response = browse(publisher).post(address_of(release), FORM, follow=True)
    assert "publish or discard it first" in response.text
    assert not FormerAddress.objects.exists()


def test_what_was_never_public_is_moved_in_its_form(browse, publisher):
    draft = factories.make_draft(slug="first")
    response = browse(publisher).post(address_of(draft), FORM, follow=True)
    assert "change it in the form" in response.text
    draft.refresh_from_db()
    assert draft.slug == "first"


def test_the_same_address_again_changes_nothing(browse, publisher, release):
    form = {"type": release.type, "slug": release.slug}
    assert browse(publisher).post(address_of(release), form).status_code == 302
    assert not FormerAddress.objects.exists()
