"""Second factors for tests: an app whose codes are computed, and a session that has shown one."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

SECRET = base64.b32encode(b"a secret of an app..").decode()
PASSWORD = "a long password"  # what factories.make_staff sets


def code(secret: str = SECRET, steps: int = 0) -> str:
    """What an app shows now (RFC 6238), or some steps of half a minute later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def wrong_code() -> str:
    """No code of this half minute, nor of one beside it."""
    right = {code(steps=steps) for steps in (-1, 0, 1)}
    return next(text for text in ("000000", "000001", "000002", "000003") if text not in right)


def give_app(person) -> None:
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)


def signed_in(person, *methods: str) -> Client:
    """A client whose session was opened with these methods just now."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in methods or ("password",)
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def sign_in(client, name: str, password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": name, "password": password} | more)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session
