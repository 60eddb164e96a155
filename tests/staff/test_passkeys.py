"""What no browser sends as the answer of a passkey is a wrong answer, never an error."""

import json

import pytest
from django.urls import reverse

from .. import factories
from .factors import is_signed_in, sign_in, signed_in

pytestmark = pytest.mark.django_db

# fmt: off
ANSWERS = [
    "", "null", "[]", "{}", '"x"', "1", "true", "{", "NaN", "\u0000",
    '{"id": 1}', '{"response": []}', '{"response": {}}', '{"response": {"userHandle": 1}}',
    '{"response": {"userHandle": null}}', '{"response": {"userHandle": "AA"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": null}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": []}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": 1}}',
    '{"id": "é", "rawId": "é", "type": "x", "response": {"clientDataJSON": "é"}}',
    "[" * 5000, '{"id": ' + "9" * 5000 + "}",
]
# fmt: on
WHOLE = {
    "id": "AA",
    "rawId": "AA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "e30",
        "attestationObject": "oA",
        "authenticatorData": "AA",
        "signature": "AA",
        "userHandle": "MQ",
    },
}
BROKEN = [
    json.dumps(WHOLE | {"response": WHOLE["response"] | {name: value}})
    for name in WHOLE["response"]
    for value in (None, 1, "", "é", [], {}, "A", "____", "A" * 5000)
]


@pytest.mark.parametrize("answer", [*ANSWERS, json.dumps(WHOLE), *BROKEN])
def test_a_hostile_answer_signs_nobody_in(client, answer):
    factories.make_staff()
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"accept": "application/json"})
    assert client.post(address, {"credential": answer})["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.parametrize("answer", [*ANSWERS, json.dumps(WHOLE), *BROKEN[::7]])
def test_a_hostile_answer_enrolls_nothing(answer):
    person = factories.make_staff()
    client, address = signed_in(person), reverse("mfa_add_webauthn")
    client.get(address)
    response = client.post(address, {"credential": answer, "name": "x", "passwordless": "on"})
    assert response.status_code == 200
    assert not person.authenticator_set.exists()


@pytest.mark.parametrize("answer", [*ANSWERS, json.dumps(WHOLE), *BROKEN[::7]])
def test_a_hostile_answer_is_no_second_step(client, answer):
    person = factories.make_staff()
    person.authenticator_set.create(type="totp", data={"secret": "x"})
    sign_in(client, person.username)
    address = reverse("mfa_authenticate")
    client.get(address)
    assert client.post(address, {"credential": answer}).status_code == 200
    assert not is_signed_in(client)


def test_an_answer_without_a_question_is_refused(client):
    address = reverse("mfa_login_webauthn")
    assert client.post(address, {"credential": json.dumps(WHOLE)})["Location"] == reverse("account_login")


def test_questions_ask_for_a_finger_or_a_pin_and_differ(client):
    asked = [
        client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
        for _time in range(2)
    ]
    questions = [each["request_options"]["publicKey"] for each in asked]
    assert questions[0]["userVerification"] == "required"
    assert questions[0]["challenge"] != questions[1]["challenge"]
    assert not questions[0].get("allowCredentials")  # nobody learns who has which
