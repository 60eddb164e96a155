"""Attempts are counted where every server sees them, by account and by visitor."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse

from .. import factories
from .factors import code, give_app, is_signed_in, sign_in, signed_in, wrong_code

pytestmark = pytest.mark.django_db

ADDRESS = "jo@example.gov"


@pytest.fixture
def member():
    return factories.make_staff(email=ADDRESS)


def guess(times: int, name: str = ADDRESS, **headers):
    for number in range(times):
        response = Client(**headers).post("/accounts/login/", {"login": name, "password": f"guess {number}"})
    return response


def test_limits_are_counted_in_the_database(member):
    assert isinstance(cache._connections["default"], DatabaseCache)
    assert cache._connections["default"]._table == "staff_cache"


def test_the_sixth_guess_is_not_even_tried(client, member):
    guess(5)
    response = sign_in(client, ADDRESS)
    assert "Too many attempts" in response.text
    assert not is_signed_in(client)


def test_a_locked_account_and_a_name_that_nobody_has_look_alike(member):
    known = guess(6).context["form"].errors
    unknown = guess(6, "nobody@example.gov", REMOTE_ADDR="192.0.2.9").context["form"].errors
    assert known == unknown


def test_another_visitor_is_held_to_the_limit_of_the_account(client, member):
    guess(5, REMOTE_ADDR="192.0.2.1")
    response = Client(REMOTE_ADDR="192.0.2.2").post(
        "/accounts/login/", {"login": ADDRESS, "password": "a long password"}
    )
    assert "Too many attempts" in response.text


@pytest.mark.parametrize("host", ["testserver:81", "localhost", "127.0.0.1:8000"])
def test_another_name_or_port_of_the_site_counts_on(client, member, host):
    guess(5)
    data = {"login": ADDRESS, "password": "a long password"}
    response = Client(REMOTE_ADDR="192.0.2.2", HTTP_HOST=host).post("/accounts/login/", data)
    assert "Too many attempts" in response.text


def test_the_writing_of_the_name_counts_on(client, member):
    for name in ("jo@example.gov", "JO@example.gov", " Jo@Example.GOV", "jO@example.gov ", "jo@EXAMPLE.gov"):
        sign_in(client, name, "wrong")
    assert "Too many attempts" in sign_in(client, ADDRESS).text


def test_one_visitor_cannot_try_many_accounts(member):
    for number in range(10):
        guess(1, f"nobody{number}@example.gov")
    assert "Too many attempts" in guess(1, "another@example.gov").text


def test_a_forged_address_of_the_visitor_counts_for_nothing(member):
    for number in range(10):
        guess(1, f"nobody{number}@example.gov", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert "Too many attempts" in guess(1, "another@example.gov", HTTP_X_FORWARDED_FOR="192.0.2.99").text


def test_behind_a_trusted_proxy_each_visitor_is_counted_apart(member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        guess(1, f"nobody{number}@example.gov", HTTP_X_FORWARDED_FOR="forged, 192.0.2.1")
    assert "Too many" in guess(1, "x@example.gov", HTTP_X_FORWARDED_FOR="forged, 192.0.2.1").text
    assert "Too many" not in guess(1, "y@example.gov", HTTP_X_FORWARDED_FOR="forged, 192.0.2.2").text


def test_codes_are_limited_per_account_whatever_the_session(member):
    give_app(member)
    for _number in range(6):
        client = Client()
        sign_in(client, ADDRESS)
        response = client.post(reverse("mfa_authenticate"), {"code": wrong_code()})
    assert "Too many attempts" in response.text
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert not is_signed_in(client)


def test_confirming_is_limited_too(member):
    client = signed_in(member)
    for _number in range(11):
        response = client.post(reverse("account_reauthenticate"), {"password": "guess"})
    assert response.status_code == 429
    assert "Too many attempts" in response.text


def test_changing_the_password_is_limited_too(member):
    client = signed_in(member)
    data = {"oldpassword": "guess", "password1": "quite another one", "password2": "quite another one"}
    for _number in range(6):
        response = client.post(reverse("account_change_password"), data)
    assert response.status_code == 429
    member.refresh_from_db()
    assert member.check_password("a long password")


def test_a_success_does_not_wipe_the_count_of_a_visitor(member):
    factories.make_staff(email="mine@example.gov")
    for number in range(10):
        guess(1, f"nobody{number}@example.gov")
        if number % 3 == 0:
            sign_in(Client(), "mine@example.gov")
    assert "Too many attempts" in guess(1, "another@example.gov").text
