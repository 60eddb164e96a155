"""Who gets in with a password, where they land, and what a stranger learns."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from .. import factories
from .factors import PASSWORD, code, give_app, is_signed_in, sign_in, wrong_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return factories.make_staff("Newsroom editors", email="jo@example.gov")


def words(response) -> str:
    """What the form complains about, whoever was named."""
    return str(response.context["form"].errors)


@pytest.mark.parametrize("name", ["jo@example.gov", "Jo@Example.gov", " jo@example.gov "])
def test_staff_sign_in_with_their_address(client, member, name):
    assert sign_in(client, name)["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_staff_sign_in_with_their_user_name(client, member):
    assert sign_in(client, member.username).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("password", ["wrong", "", "a long password ", "A LONG PASSWORD", "x" * 5000])
def test_a_wrong_password_lets_nobody_in(client, member, password):
    assert sign_in(client, "jo@example.gov", password).status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["no@example.gov", "nobody", "jo@example.gov\u0131", "' OR 1=1 --", "\x00x"])
def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(client, member, name):
    known = words(sign_in(client, "jo@example.gov", "wrong"))
    answer = sign_in(client, name, "wrong")
    assert answer.status_code == 200
    assert words(answer) == known or "Null characters" in words(answer)


def test_an_account_without_a_password_is_answered_like_a_wrong_password(client, member):
    known = words(sign_in(client, "jo@example.gov", "wrong"))
    User.objects.update(password="")
    assert words(sign_in(client, "jo@example.gov", "")) != known  # “required”, before anybody is looked for
    assert words(sign_in(client, "jo@example.gov", "x")) == known


def test_an_inactive_member_is_not_let_in(client, member):
    User.objects.update(is_active=False)
    assert sign_in(client, "jo@example.gov")["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_an_inactive_member_learns_nothing_with_a_wrong_password(client, member):
    known = words(sign_in(client, "jo@example.gov", "wrong"))
    User.objects.update(is_active=False)
    assert words(sign_in(client, "jo@example.gov", "wrong")) == known


def test_a_session_ends_with_its_account(client, member):
    sign_in(client, "jo@example.gov")
    User.objects.update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


def test_whoever_is_not_staff_reads_that_and_nothing_else(client):
    User.objects.create_user("visitor", password=PASSWORD)
    response = client.get(sign_in(client, "visitor")["Location"], follow=True)
    assert response.status_code == 403
    assert "not a member of staff" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "https://localhost/",  # another of our names is not this host
        "\thttps://evil.example/",
    ],
)
@pytest.mark.parametrize("where", ["query", "form"])
def test_no_address_elsewhere_is_gone_on_to(client, member, address, where):
    query = {"next": address} if where == "query" else {}
    form = {"next": address} if where == "form" else {}
    data = {"login": "jo@example.gov", "password": PASSWORD} | form
    response = client.post("/accounts/login/", data, query_params=query)
    assert response["Location"] == reverse("admin:index")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_admin_goes_on_to_no_address_elsewhere(client, member, address):
    assert "evil" not in client.get("/admin/login/", {"next": address})["Location"]
    client.force_login(member)
    assert client.get("/admin/login/", {"next": address})["Location"] == reverse("admin:index")


def test_staff_land_on_the_page_they_asked_for(client, member):
    asked = reverse("admin:newsroom_release_changelist") + "?state=draft"
    login = client.get(client.get(asked)["Location"])["Location"]
    assert client.post(login, {"login": "jo@example.gov", "password": PASSWORD})["Location"] == asked


def test_the_form_of_the_admin_signs_nobody_in_not_even_whoever_is_signed_in(client, member):
    """It would know neither limits nor second factors."""
    factories.make_staff(email="other@example.gov")
    data = {"username": "other@example.gov", "password": PASSWORD}
    assert client.post("/admin/login/", data)["Location"].startswith(reverse("account_login"))
    client.force_login(member)
    client.post("/admin/login/", data)
    assert client.session["_auth_user_id"] == str(member.pk)


def test_a_second_factor_is_asked_for_before_anybody_is_signed_in(client, member):
    give_app(member)
    assert sign_in(client, "jo@example.gov")["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_code_of_the_app_completes_the_sign_in(client, member):
    give_app(member)
    sign_in(client, "jo@example.gov", next="/admin/newsroom/topic/")
    response = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert response["Location"] == "/admin/newsroom/topic/"
    assert is_signed_in(client)


@pytest.mark.parametrize("text", ["", "abc", "12345", "0" * 400, "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_code_that_is_none_is_refused_in_words(client, member, text):
    give_app(member)
    sign_in(client, "jo@example.gov")
    response = client.post(reverse("mfa_authenticate"), {"code": text})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not is_signed_in(client)


def test_a_code_works_once(member):
    give_app(member)
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, "jo@example.gov")
        each.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_a_recovery_code_works_once(member):
    give_app(member)
    recovery = member.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, "jo@example.gov")
        each.post(reverse("mfa_authenticate"), {"code": recovery})
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_whoever_loses_the_factor_between_the_steps_starts_again(client, member):
    """Both steps would otherwise send to each other for ever."""
    give_app(member)
    sign_in(client, "jo@example.gov")
    member.authenticator_set.all().delete()
    assert client.get(reverse("mfa_authenticate"), follow=True).status_code == 200
    sign_in(client, "jo@example.gov")
    assert is_signed_in(client)


def test_the_second_step_needs_the_first(client, member):
    give_app(member)
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == reverse("account_login")


def test_the_second_step_is_for_the_account_of_the_first(client, member):
    give_app(member)
    give_app(other := factories.make_staff(email="other@example.gov"))
    recovery = other.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, "jo@example.gov")
    client.post(reverse("mfa_authenticate"), {"code": recovery})
    assert not is_signed_in(client)


def test_signing_in_gives_the_session_another_key(client, member):
    give_app(member)
    sign_in(client, "jo@example.gov")
    before = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_ends_with_the_browser_and_after_a_working_day(client, member):
    cookie = sign_in(client, "jo@example.gov").cookies["sessionid"]
    assert not cookie["max-age"]
    assert cookie["httponly"]
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_cookies_of_production_are_secure(client, member, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cookies = client.get("/accounts/login/").cookies | sign_in(client, "jo@example.gov").cookies
    assert all(cookie["secure"] and cookie["samesite"] == "Lax" for cookie in cookies.values())
    assert set(cookies) == {"sessionid", "csrftoken"}


def test_a_forged_sign_in_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "jo@example.gov").status_code == 403
    assert not is_signed_in(client)


def test_signing_out_needs_a_post(client, member):
    client.force_login(member)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        *("signup/", "signup/passkey/", "3rdparty/signup/", "social/signup/", "2fa/webauthn/signup/"),
        *("email/", "confirm-email/", "confirm-email/abc/", "password/reset/", "login/code/", "3rdparty/"),
    ],
)
def test_nobody_signs_up_or_changes_an_address(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "x@example.gov"}).status_code == 404
    assert not User.objects.exists()


def test_a_wrong_second_factor_says_nothing_of_the_right_one(client, member):
    give_app(member)
    sign_in(client, "jo@example.gov")
    response = client.post(reverse("mfa_authenticate"), {"code": wrong_code()})
    assert "The code is not right" in response.text
    assert not is_signed_in(client)
