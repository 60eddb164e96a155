"""Where somebody is signed in, and how that is ended."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from .. import factories
from .factors import is_signed_in, sign_in

pytestmark = pytest.mark.django_db

SESSIONS = reverse("usersessions_list")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36"
EDGE = CHROME.replace("X11; Linux x86_64", "Windows NT 10.0") + " Edg/150.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def browsers():
    """Two browsers of one member, and one of another."""
    for name in ("jo", "ann"):
        factories.make_staff(email=f"{name}@example.gov")
    clients = [Client(HTTP_USER_AGENT=agent) for agent in (FIREFOX, IPHONE, CHROME)]
    for client, name in zip(clients, ("jo", "jo", "ann"), strict=True):
        sign_in(client, f"{name}@example.gov")
    return clients


def test_the_list_names_the_own_browsers_only(browsers):
    text = browsers[0].get(SESSIONS).text
    assert "Firefox on Windows" in text
    assert "Safari on iPhone" in text
    assert "Chrome on Linux" not in text


@pytest.mark.parametrize(
    ("agent", "words"),
    [(EDGE, "Edge on Windows"), ("curl/8.0", "curl/8.0"), ("", "unknown"), ("<script>", "&lt;script&gt;")],
)
def test_every_browser_has_a_name(agent, words):
    factories.make_staff(email="jo@example.gov")
    sign_in(client := Client(HTTP_USER_AGENT=agent), "jo@example.gov")
    assert words in client.get(SESSIONS).text


def test_one_session_is_ended(browsers):
    other = UserSession.objects.get(user_agent=IPHONE)
    browsers[0].post(SESSIONS, {"end": other.pk})
    assert browsers[0].get("/admin/").status_code == 200
    assert browsers[1].get("/admin/").status_code == 302


def test_all_other_sessions_are_ended(browsers):
    browsers[0].post(SESSIONS, {"end": "others"})
    assert [client.get("/admin/").status_code for client in browsers] == [200, 302, 200]


def test_every_session_is_ended(browsers):
    browsers[0].post(SESSIONS, {"end": "all"})
    assert [client.get("/admin/").status_code for client in browsers] == [302, 302, 200]
    assert not is_signed_in(browsers[0])


def test_nobody_ends_the_session_of_another(browsers):
    theirs = UserSession.objects.get(user_agent=CHROME)
    browsers[0].post(SESSIONS, {"end": theirs.pk})
    assert browsers[2].get("/admin/").status_code == 200


@pytest.mark.parametrize("end", ["", "0", "-1", "x", "9" * 400, "\u0661"])
def test_a_senseless_choice_ends_nothing(browsers, end):
    assert browsers[0].post(SESSIONS, {"end": end}).status_code == 302
    assert [client.get("/admin/").status_code for client in browsers] == [200, 200, 200]


def test_a_forged_post_ends_nothing(browsers):
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = browsers[0].cookies
    assert forger.post(SESSIONS, {"end": "all"}).status_code == 403
    assert browsers[0].get("/admin/").status_code == 200


def test_another_password_ends_the_other_sessions(browsers):
    passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}
    data = {"oldpassword": "a long password"} | passwords
    assert browsers[0].post(reverse("account_change_password"), data)["Location"] == reverse("mfa_index")
    assert [client.get("/admin/").status_code for client in browsers] == [200, 302, 200]
