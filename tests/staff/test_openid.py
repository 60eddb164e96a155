"""Sign-in by a provider: only members of staff whom an administrator has entered."""

import base64
import hashlib
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.urls import reverse

from staff.adapters import OpenIDAdapter

from .. import factories
from .factors import code, give_app, is_signed_in, signed_in

pytestmark = pytest.mark.django_db

ISSUER = "https://id.example.gov"
START = "/accounts/oidc/staff/"
ANSWER = "/accounts/oidc/staff/callback/"


class Provider:
    """What the site asks, answered without a network."""

    def __init__(self):
        self.claims = {"sub": "u-1", "email": "jo@example.gov", "email_verified": True}
        self.posted, self.fault, self.challenge = {}, None, ""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def get(self, url, **options):
        return self.request("GET", url, **options)

    def request(self, method, url, data=None, **options):
        if self.fault:
            raise self.fault
        if url.endswith("/token"):
            self.posted = data
            return self._answer({"access_token": "t", "token_type": "Bearer", "id_token": self._token()})
        if url.endswith("/userinfo"):
            return self._answer(self.claims)
        endpoints = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        addresses = {f"{name}_endpoint": f"{ISSUER}/{path}" for name, path in endpoints.items()}
        return self._answer({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"} | addresses)

    def _token(self) -> str:
        claims = {"iss": ISSUER, "aud": "newsroom", "exp": time.time() + 60, "iat": time.time()}
        return jwt.encode(claims | self.claims, "k" * 32, algorithm="HS256")

    def _answer(self, content) -> requests.Response:
        response = requests.Response()
        response.status_code = 200
        response.headers["content-type"] = "application/json"
        response._content = json.dumps(content).encode()
        return response


@pytest.fixture
def provider(settings, monkeypatch):
    app = {
        "provider_id": "staff",
        "name": "Agency ID",
        "client_id": "newsroom",
        "secret": "",
        "settings": {"server_url": ISSUER, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    fake = Provider()
    monkeypatch.setattr(OpenIDAdapter, "get_requests_session", lambda self: fake)
    return fake


@pytest.fixture
def member():
    return factories.make_staff("Newsroom editors", email="jo@example.gov")


def begin(client, **query) -> dict[str, str]:
    """What the site asks the provider for."""
    response = client.post(START, query_params=query)
    assert response["Location"].startswith(f"{ISSUER}/authorize?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def come_back(client, **query):
    asked = begin(client)
    return client.get(ANSWER, {"code": "c", "state": asked["state"]} | query)


def test_without_a_provider_there_is_no_button_and_no_address(client):
    assert "oidc" not in client.get("/accounts/login/").text
    assert client.post(START).status_code == 404
    assert client.get(ANSWER, {"code": "c", "state": "s"}).status_code == 404


def test_with_a_provider_there_is_a_button(client, provider):
    response = client.get("/accounts/login/")
    assert "Sign in with Agency ID" in response.text
    assert f'action="{START}"' in response.text


def test_the_policy_lets_the_form_end_at_the_provider_only(client, provider, settings):
    settings.OIDC_SERVER_URL = f"{ISSUER}/tenant"
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert f"form-action 'self' {ISSUER};" in f"{policy};"
    assert ISSUER not in client.get("/")["Content-Security-Policy"]


def test_a_link_signs_nobody_in(client, provider):
    assert client.get(START)["Location"] == reverse("account_login")


def test_a_member_is_found_by_the_verified_address_and_then_by_identifier(client, provider, member):
    assert come_back(client)["Location"] == reverse("admin:index")
    assert client.session["_auth_user_id"] == str(member.pk)
    assert SocialAccount.objects.get().uid == "u-1"
    client.logout()
    provider.claims |= {"email": "renamed@example.gov", "email_verified": False}
    come_back(client)
    assert client.session["_auth_user_id"] == str(member.pk)


def test_linking_leaves_the_password_and_makes_no_account(client, provider, member):
    come_back(client)
    member.refresh_from_db()
    assert member.check_password("a long password")
    assert User.objects.count() == 1


def test_the_exchange_is_bound_to_this_browser(client, provider, member):
    asked = begin(client)
    assert asked["code_challenge_method"] == "S256"
    client.get(ANSWER, {"code": "c", "state": asked["state"]})
    digest = hashlib.sha256(provider.posted["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert "client_secret" not in provider.posted


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email_verified": None},
        {"email": "nobody@example.gov"},
        {"email": ""},
        {"email": None},
        {"email": "JO@EXAMPLE.GOV\u0131"},
        {"email": "\u212ao@example.gov"},  # the Kelvin sign is a small k to some databases
    ],
)
def test_an_address_that_nobody_vouches_for_opens_nothing(client, provider, member, claims):
    factories.make_staff(email="ko@example.gov")
    provider.claims |= claims
    response = come_back(client)
    assert response.status_code == 403
    assert "There is no account for you here" in response.text
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_neither_visitors_nor_former_members_come_in(client, provider, member, fields):
    User.objects.update(**fields)
    assert come_back(client).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_whoever_is_linked_and_leaves_does_not_come_in_again(client, provider, member, fields):
    come_back(client)
    client.logout()
    User.objects.update(**fields)
    come_back(client)
    assert not is_signed_in(client)


def test_an_address_that_two_members_have_opens_neither(client, provider, member):
    factories.make_staff(email="JO@example.gov")
    assert come_back(client).status_code == 403
    assert not is_signed_in(client)


def test_the_second_factor_is_asked_for_all_the_same(client, provider, member):
    give_app(member)
    assert come_back(client)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_signed_in(client)


@pytest.mark.parametrize("state", ["", "wrong", "0" * 400, "\u0661"])
def test_an_answer_that_this_browser_did_not_ask_for_is_refused(client, provider, member, state):
    begin(client)
    response = client.get(ANSWER, {"code": "c", "state": state})
    assert response.status_code == 401
    assert "did not work" in response.text
    assert not is_signed_in(client)


def test_an_answer_works_once(client, provider, member):
    asked = begin(client)
    answer = {"code": "c", "state": asked["state"]}
    client.get(ANSWER, answer)
    client.logout()
    assert client.get(ANSWER, answer).status_code == 401
    assert not is_signed_in(client)


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nobody_links_an_identity_of_another_address(provider, member, process):
    other = factories.make_staff(email="other@example.gov")
    client = signed_in(other)
    asked = begin(client, process=process)
    assert client.get(ANSWER, {"code": "c", "state": asked["state"]}).status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "another"}, {"exp": 1}, {"sub": ""}, {"sub": "x" * 999}],
)
def test_a_token_that_is_not_for_us_is_refused_in_words(client, provider, member, claims):
    provider.claims |= claims
    response = come_back(client)
    assert response.status_code == 401
    assert not is_signed_in(client)


@pytest.mark.parametrize("fault", [requests.ConnectionError("down"), requests.Timeout("slow"), KeyError("x")])
def test_a_provider_that_is_down_is_said_in_words(client, provider, fault):
    provider.fault = fault
    response = client.post(START)
    assert response.status_code == 401
    assert "did not work" in response.text


def test_giving_up_leads_back_to_sign_in(client, provider):
    asked = begin(client)
    response = client.get(ANSWER, {"error": "access_denied", "state": asked["state"]}, follow=True)
    assert response.redirect_chain[-1] == (reverse("account_login"), 302)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/"])
def test_no_address_elsewhere_is_gone_on_to(client, provider, member, address):
    asked = begin(client, next=address)
    response = client.get(ANSWER, {"code": "c", "state": asked["state"]})
    assert response["Location"] == reverse("admin:index")


def test_the_page_asked_for_is_gone_on_to(client, provider, member):
    asked = begin(client, next="/admin/newsroom/topic/")
    response = client.get(ANSWER, {"code": "c", "state": asked["state"]})
    assert response["Location"] == "/admin/newsroom/topic/"
