"""Proof of publication: our own pages are asked, and say what they carry."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom import asking, proof
from newsroom.models import Proof, Release
from newsroom.proof import prove

from .. import factories
from ..factories import take

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "Page of the release", "Plain text", "Home page", "All releases", "National media releases",
    "Feed (Atom)", "Feed (JSON)", "Data (JSON)", "Search for its headline", "Sitemap", "News sitemap",
}  # fmt: skip


@pytest.fixture
def request_(rf, publisher):
    request = rf.get("/admin/")
    request.user = publisher
    return request


def outcomes(result: Proof) -> dict[str, str]:
    return {answer["name"]: answer["outcome"] for answer in result.answers}


def address(release) -> str:
    return reverse("admin:newsroom_release_proof", args=[release.pk])


@pytest.mark.parametrize(
    "headline",
    ["Officers find a rare orchid", 'Officers say "no" & <b>mean</b> it', "Agents’ “47” packages: it's all"],
)
def test_what_is_published_is_carried_by_every_page_that_should(request_, headline):
    release = take("publish", factories.make_approved(headline=headline), request_.user)
    result = prove(release, request_)
    assert outcomes(result) == dict.fromkeys(EVERYWHERE, "carried")
    assert result.is_complete
    assert result.is_public


def test_pages_of_its_public_offices_are_asked_and_no_hidden_one(request_):
    release = factories.make_release()
    port, hidden = factories.make_port(name="Eagle Pass"), factories.make_office(is_public=False)
    release.offices.add(port, hidden)
    result = prove(release, request_)
    assert outcomes(result).keys() - EVERYWHERE == {f"Page of {port.title}"}
    assert outcomes(result)[f"Page of {port.title}"] == "carried"


@pytest.mark.parametrize(
    "make",
    [
        factories.make_withdrawn,
        factories.make_scheduled,
        factories.make_draft,
        lambda: factories.make_draft(status="archived"),
    ],
)
def test_what_is_not_public_is_carried_by_no_page(request_, make):
    result = prove(make(), request_)
    assert set(outcomes(result).values()) == {"absent"}
    assert result.is_complete
    assert not result.is_public


def test_after_a_withdrawal_the_reverse_is_proven(request_):
    release = factories.make_release()
    assert set(outcomes(prove(release, request_)).values()) == {"carried"}
    take("withdraw", release, request_.user, note="It was wrong.")
    after = prove(Release.objects.get(), request_)
    assert set(outcomes(after).values()) == {"absent"}
    assert after.answers[0]["status"] == 410


def test_a_scheduled_release_is_carried_from_its_instant_on(request_):
    instant = timezone.now() + datetime.timedelta(hours=1)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        release = factories.make_release(published_at=instant)
        clock.move_to(instant - datetime.timedelta(seconds=1))
        assert set(outcomes(prove(release, request_)).values()) == {"absent"}
        clock.move_to(instant)
        assert set(outcomes(prove(release, request_)).values()) == {"carried"}


def test_a_page_that_still_shows_another_text_is_found_out(request_, monkeypatch):
    release = factories.make_release()
    prove(release, request_)
    stale = {"/newsroom/": asking.answer_to("/newsroom/", request_)}
    release.headline = "Officers find quite another thing"
    release.save()
    monkeypatch.setattr(proof, "answer_to", lambda address, who: stale.get(address) or real(address, who))
    result = prove(release, request_)
    assert {name for name, outcome in outcomes(result).items() if outcome == "missing"} == {"All releases"}
    assert not result.is_complete


real = asking.answer_to


def test_a_page_that_still_shows_what_was_withdrawn_is_found_out(request_, monkeypatch):
    release = factories.make_release()
    stale = {release.get_absolute_url(): asking.answer_to(release.get_absolute_url(), request_)}
    take("withdraw", release, request_.user, note="It was wrong.")
    monkeypatch.setattr(proof, "answer_to", lambda address, who: stale.get(address) or real(address, who))
    result = prove(Release.objects.get(), request_)
    assert outcomes(result)["Page of the release"] == "shown"
    assert not result.is_complete


def test_a_list_that_has_no_more_room_is_not_called_wrong(request_):
    release = factories.make_release(published_at=timezone.now() - datetime.timedelta(days=9))
    for _number in range(25):
        factories.make_release()
    result = prove(release, request_)
    assert outcomes(result)["Home page"] == outcomes(result)["All releases"] == "elsewhere"
    assert outcomes(result)["News sitemap"] == "elsewhere"
    assert outcomes(result)["Data (JSON)"] == outcomes(result)["Sitemap"] == "carried"
    assert result.is_complete


def test_pages_are_asked_as_a_visitor_who_is_not_signed_in_gets_them(request_):
    draft = factories.make_draft()
    assert asking.answer_to(draft.get_absolute_url(), request_).status_code == 404
    response = asking.answer_to("/newsroom/", request_)
    assert "Content-Security-Policy" in response.headers
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("policy", "seconds"),
    [
        ("public, no-cache", 0), ("no-store", 0), ("", 0), ("public, max-age=60", 60),
        ("max-age=60, stale-while-revalidate=30", 90), ("no-cache, max-age=600", 0),
    ],
)  # fmt: skip
def test_how_long_copies_last_is_read_from_the_answers_themselves(policy, seconds):
    assert proof._kept(policy) == seconds


# In the admin -----------------------------------------------------------------------------------------


def test_the_page_shows_each_answer_with_its_address_and_instant(browse, publisher):
    release = factories.make_release()
    page = browse(publisher).post(address(release), follow=True).text
    assert "every page that should carry the text carries it" in page
    assert "/search/?q=" in page
    assert "told to ask this server each time" in page
    assert str(publisher) in page


def test_earlier_proofs_stay_to_be_read(browse, publisher):
    release, client = factories.make_release(), browse(publisher)
    for _time in range(2):
        client.post(address(release))
    page = client.get(address(release))
    assert Proof.objects.count() == 2
    assert len(page.context["earlier"]) == 1


def test_reading_the_page_asks_nothing(browse, publisher):
    assert "The pages were not asked yet." in browse(publisher).get(address(factories.make_release())).text
    assert not Proof.objects.exists()


@pytest.mark.parametrize("role", ["editor", "approver", "manager", "auditor", None])
def test_a_forged_post_of_somebody_without_the_right_to_publish_asks_nothing(browse, request, role):
    person = request.getfixturevalue(role) if role else None
    response = browse(person).post(address(factories.make_release()))
    assert response.status_code == (403 if role else 302)
    assert not Proof.objects.exists()


def test_the_proof_of_a_change_is_that_of_the_release_it_changes(browse, publisher):
    live = factories.make_release()
    copy = factories.make_copy(live)
    assert browse(publisher).post(address(copy))["Location"] == address(live)
    assert not Proof.objects.exists()


def test_a_proof_of_what_does_not_exist_leads_away(browse, publisher):
    assert browse(publisher).post(address(Release(pk=10**6))).status_code == 302


def test_a_deleted_account_does_not_take_its_proofs_along(request_):
    result = prove(factories.make_release(), request_)
    request_.user.delete()
    result.refresh_from_db()
    assert result.asked_by is None
