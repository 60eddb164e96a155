"""A form that comes in after its sign-in has ended is given back whole, and nothing of it is stored."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import Release
from newsroom.workflow import text_token

from .. import factories
from ..factories import release_form

pytestmark = pytest.mark.django_db

ADD = reverse("admin:newsroom_release_add")
OWN = {"HTTP_ORIGIN": "http://testserver"}


def typed(**fields) -> dict:
    return (
        release_form(headline="My “words” <b>", body="<p>" + "A long text. " * 9 + "</p>", _save="Save")
        | fields
    )


def held(response) -> dict:
    """The fields that the page would send again."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.text)
    return {name: html.unescape(value) for name, value in fields}


def test_all_that_was_typed_is_given_back_and_can_be_sent_after_signing_in(client, editor):
    response = client.post(ADD, typed(), **OWN)
    assert response.status_code == 403
    assert "Your sign-in has ended." in response.text
    assert "<b>" not in response.text
    assert held(response).items() >= {name: str(value) for name, value in typed().items()}.items()
    client.force_login(editor)
    assert client.post(ADD, held(response)).status_code == 302
    assert Release.objects.get().headline == "My “words” <b>"


def test_the_text_can_be_read_with_its_headline_and_without_its_markup(client):
    body = "<p>A dog &amp; a cat crossed the bridge.</p><p>Both were <b>found</b> at dawn.</p>"
    response = client.post(ADD, typed(body=body, opened="f" * 64), **OWN)
    assert response.context["texts"][0] == ("Headline", "My “words” <b>")
    texts = dict(response.context["texts"])
    assert texts["Body"] == "A dog & a cat crossed the bridge.\nBoth were found at dawn."
    assert "Opened" not in texts


URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", ["body", f"contacts-{'1' * 5000}-name"])
@pytest.mark.parametrize("text", ["<p>" + "<a <b " * 200, "<" * 100_000 + " words", "&#x110000; " * 9])
def test_broken_markup_and_senseless_names_lose_no_word(client, name, text):
    response = client.post(ADD, urlencode({"_save": "Save", name: text}), URLENCODED, **OWN)
    assert response.status_code == 403
    assert held(response)[name] == text


def test_nothing_of_it_is_stored_and_no_cache_may_keep_it(client):
    response = client.post(ADD, typed(), **OWN)
    assert not Release.objects.exists()
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_the_form_of_an_office_is_given_back_too(client):
    response = client.post(reverse("admin:offices_office_add"), factories.office_form(_save="Save"), **OWN)
    assert held(response)["name"] == "Parrot Desk"


def test_a_form_that_was_opened_before_the_new_sign_in_is_given_back_with_a_new_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.post(ADD, typed(csrfmiddlewaretoken="x" * 64), **OWN)
    assert response.status_code == 403
    assert "You signed in again" in response.text
    token = held(response)["csrfmiddlewaretoken"]
    assert client.post(ADD, held(response) | {"csrfmiddlewaretoken": token}, **OWN).status_code == 302
    assert Release.objects.exists()


STRANGE = [{"HTTP_ORIGIN": "https://stranger.example"}, {"HTTP_ORIGIN": "null"}, {}]


@pytest.mark.parametrize("has_second_factor", [False, True])
@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("origin", STRANGE)
def test_what_a_stranger_wrote_is_not_given_back_to_be_sent(
    settings, editor, origin, is_signed_in, has_second_factor
):
    settings.STAFF_SECOND_FACTOR = has_second_factor
    client = Client(enforce_csrf_checks=True)
    if is_signed_in:
        client.force_login(editor)
    response = client.post(ADD, typed(), **origin)
    assert response.status_code in (302, 403)
    assert "My “words”" not in response.text


def test_the_reason_of_a_step_is_given_back_and_the_step_is_asked_for_again(client, publisher):
    release = factories.make_release()
    address = reverse("admin:newsroom_release_withdraw", args=[release.pk])
    reason = "The number of packages was wrong, and so was the name of the bridge."
    note = {"note": reason, "seen": text_token(release), "confirmed": "yes"}
    response = client.post(address, note, **OWN)
    assert ("Note", reason) in response.context["texts"]
    client.force_login(publisher)
    assert reason in client.post(address, held(response), **OWN).text
    release.refresh_from_db()
    assert release.status == "published"


def test_a_password_is_not_given_back(client):
    response = client.post(
        reverse("admin:auth_user_add"),
        {"_save": "Save", "password1": "a secret word", "username": "jo"},
        **OWN,
    )
    assert "a secret word" not in response.text
    assert held(response)["username"] == "jo"


def test_a_form_without_a_button_for_saving_is_led_to_sign_in(client):
    assert client.post(ADD, {"headline": "My words"}, **OWN).status_code == 302


def test_a_sign_in_without_its_second_step_gives_the_form_back(settings, editor):
    settings.STAFF_SECOND_FACTOR = True
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.post(ADD, typed(), **OWN)
    assert response.status_code == 403
    assert held(response)["headline"] == "My “words” <b>"
    assert not Release.objects.exists()


def test_who_may_not_do_it_is_still_refused(browse, auditor):
    response = browse(auditor).post(ADD, typed(), **OWN)
    assert response.status_code == 403
    assert "My “words”" not in response.text
