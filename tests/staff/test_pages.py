"""Every page of sign-in: sound, private, under the strict policy, in words of its own."""

import re

import pytest
from django.urls import URLPattern, reverse

from staff.urls import urlpatterns

from .. import factories
from .factors import give_app, sign_in, signed_in

pytestmark = pytest.mark.django_db

STRANGER = {"account_login", "account_inactive", "account_reset_password"}
STRANGER |= {"account_reset_password_from_key", "account_reset_password_from_key_done"}
# Files, forwards, and what depends on a provider: tests of their own.
ELSEWHERE = {"mfa_login_webauthn", "mfa_recovery_codes", "openid_connect_login", "openid_connect_callback"}
ELSEWHERE |= {"socialaccount_login_cancelled", "mfa_download_recovery_codes", "mfa_activate_totp"}
ELSEWHERE |= {"account_reauthenticate", "account_set_password", "mfa_authenticate"}
ARGUMENTS = {"account_reset_password_from_key": {"uidb36": "1", "key": "a-b"}}


def named() -> set[str]:
    return {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}


@pytest.fixture
def pages(client):
    """The answer of each page that answers with one."""
    person = factories.make_staff(email="jo@example.gov")
    answers = {name: client.get(reverse(name, kwargs=ARGUMENTS.get(name))) for name in STRANGER}
    answers["mfa_activate_totp"] = signed_in(person).get(reverse("mfa_activate_totp"))
    answers["account_reauthenticate"] = signed_in(person).get(reverse("account_reauthenticate"))
    give_app(person)
    passkey = person.authenticator_set.create(type="webauthn", data={"name": "Phone", "credential": {}})
    member = signed_in(person, "password", "mfa")
    for name in named() - STRANGER - ELSEWHERE - {"mfa_add_webauthn", "mfa_reauthenticate_webauthn"}:
        key = [passkey.pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else []
        answers[name] = member.get(reverse(name, args=key))
    passkey.delete()
    answers["mfa_add_webauthn"] = member.get(reverse("mfa_add_webauthn"))
    sign_in(client, "jo@example.gov")
    answers["mfa_authenticate"] = client.get(reverse("mfa_authenticate"))
    return answers


def test_every_page_is_private_and_not_for_search_engines(pages):
    for name, response in pages.items():
        assert response.status_code == 200, name
        assert "no-store" in response["Cache-Control"], name
        assert 'content="noindex' in response.text, name


def test_every_page_keeps_the_strict_policy(pages):
    for name, response in pages.items():
        assert "unsafe" not in response["Content-Security-Policy"], name
        assert " style=" not in response.text, name
        assert not re.search(r"\son\w+=", response.text), name
        data = r'<script id="passkey-options" type="application/json">'
        assert not re.search(rf"<script(?![^>]*\bsrc=)(?!{data[7:]})", response.text), name


def test_every_page_has_one_heading_and_a_title_of_its_own(pages):
    titles = {name: re.search("<title>(.*?)</title>", each.text, re.S)[1] for name, each in pages.items()}
    for name, response in pages.items():
        assert len(re.findall("<h1", response.text)) == 1, name
        assert "lang=" in response.text, name
    same = {"mfa_list_webauthn", "mfa_reauthenticate", "account_reauthenticate"}
    different = [title for name, title in titles.items() if name not in same]
    assert len(different) == len(set(different))


def test_robots_are_asked_to_stay_away(client):
    assert "Disallow: /accounts/" in client.get("/robots.txt").text


@pytest.mark.parametrize("name", sorted(named() - STRANGER - ELSEWHERE))
def test_a_stranger_sees_no_page_of_a_member(client, name):
    key = [1] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else []
    response = client.get(reverse(name, args=key))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_codes_are_taken_along_as_text():
    person = factories.make_staff()
    give_app(person)
    response = signed_in(person, "mfa").get(reverse("mfa_download_recovery_codes"))
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]
    assert len(re.findall(r"^\d{8}$", response.text, re.M)) == 10


def test_an_account_without_a_password_sets_one():
    person = factories.make_staff()
    person.set_unusable_password()
    person.save()
    assert "Set a password" in signed_in(person).get(reverse("account_change_password"), follow=True).text
