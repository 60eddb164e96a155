"""Who may read what belongs to a release: its versions, changes, wire text and permanent address."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import Status

from .. import factories

pytestmark = pytest.mark.django_db

HEADLINE = "Officers find a rare orchid in a suitcase"
PAGES = ["release", "version", "changes", "wire"]
MAKERS = {
    "draft": factories.make_draft,
    "scheduled": factories.make_scheduled,
    "withdrawn and dated later": lambda **fields: factories.make_withdrawn(
        published_at=timezone.now() + datetime.timedelta(days=1), **fields
    ),
    "withdrawn": factories.make_withdrawn,
    "published": factories.make_release,
}


def page_of(release, name: str) -> str:
    number = {"version": [1]}.get(name, [])
    return reverse(f"newsroom:{name}", args=[release.type, release.slug, *number])


@pytest.fixture(params=["anonymous", "staff without permission", "staff with permission"])
def reader(request, browse):
    may_preview = request.param == "staff with permission"
    groups = ["Newsroom editors"] if may_preview else []
    client = browse(None if request.param == "anonymous" else factories.make_staff(*groups))
    client.may_preview = may_preview
    return client


@pytest.mark.parametrize("state", MAKERS)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_answers_by_the_state_of_its_release_and_the_reader(reader, state, name):
    release = MAKERS[state](headline=HEADLINE)
    response = reader.get(page_of(release, name))
    public = {"published": 200, "withdrawn": 410, "withdrawn and dated later": 410}.get(state, 404)
    assert response.status_code == (200 if reader.may_preview else public)
    may_read = reader.may_preview or state == "published"
    assert (HEADLINE.upper() in response.text.upper()) == may_read


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("make", [factories.make_draft, factories.make_withdrawn])
def test_what_only_staff_see_is_marked_and_never_kept(browse, editor, name, make):
    response = browse(editor).get(page_of(make(), name))
    assert "no-store" in response["Cache-Control"]
    assert "Only staff see this page" in response.text or "NOT FOR RELEASE" in response.text


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_scheduled])
def test_the_number_of_what_is_not_public_is_as_good_as_none(client, make):
    hidden = client.get(reverse("newsroom:reference", args=[make().pk]))
    missing = client.get(reverse("newsroom:reference", args=[999_999]))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace(hidden.request["PATH_INFO"], "") == missing.text.replace(
        missing.request["PATH_INFO"], ""
    )


@pytest.mark.parametrize("shape", ["CBP-{:06}", "cbp-{:06}", "Cbp-{:06}"])
def test_the_number_leads_to_the_release(client, shape):
    release = factories.make_release()
    response = client.get(f"/newsroom/{shape.format(release.pk)}/")
    assert response.status_code == 302
    assert response["Location"] == release.get_absolute_url()


@pytest.mark.parametrize("number", ["CBP-1", "CBP-0000001", "CBP-000000", "CBP-9999999999999", "CBP-00000a"])
def test_a_number_in_another_form_is_none(client, number):
    factories.make_release(pk=1)
    assert client.get(f"/newsroom/{number}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "3", "99", "abc", "-1", "9" * 30, "9" * 5000])
def test_a_version_that_never_was_is_not_there(client, number):
    release = factories.make_release()
    factories.correct(release, headline="Changed")
    assert client.get(f"{release.get_absolute_url()}versions/{number}/").status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "reference"])
def test_a_withdrawn_release_says_why_and_nothing_of_what_it_said(client, name):
    release = factories.make_release(headline=HEADLINE, body="<p>A false rumor.</p>", slug="rare-orchid")
    factories.correct(release, headline="Another orchid")
    release.status, release.withdrawn_at = Status.WITHDRAWN, timezone.now()
    release.withdrawal_note = "There was <b>no</b> orchid."
    release.save()
    address = (
        reverse("newsroom:reference", args=[release.pk]) if name == "reference" else page_of(release, name)
    )
    response = client.get(address)
    assert response.status_code == 410
    assert "There was &lt;b&gt;no&lt;/b&gt; orchid." in response.text
    assert release.reference in response.text
    assert 'content="noindex"' in response.text
    for secret in (HEADLINE, "Another orchid", "A false rumor", "The number was wrong."):
        assert secret not in response.text


def test_the_number_of_a_withdrawn_release_does_not_tell_its_headline_by_its_address(client):
    release = factories.make_withdrawn(slug="rare-orchid")
    response = client.get(reverse("newsroom:reference", args=[release.pk]))
    assert "rare-orchid" not in response.text


def test_a_release_that_comes_back_is_read_again(client):
    release = factories.make_withdrawn(headline=HEADLINE)
    release.status = Status.PUBLISHED
    release.save()
    assert HEADLINE in client.get(release.get_absolute_url()).text
