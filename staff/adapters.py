"""How allauth behaves here: nobody signs up, a second factor stays one, secrets are encrypted."""

import base64
import hashlib
import secrets
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .accounts import member_with_email
from .second_factor import has_factor, was_shown

WRONG = _("The name or the password is not right. Check both; capital letters count in the password.")
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
TOO_MANY = _("Too many attempts that failed. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right, or was used already. Wait for the next one."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "invalid_password_reset": _("This link has expired, or was used already."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url) -> bool:
        """This host only, though the site may answer to several."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Whoever has a second factor confirms with it: the password alone could remove it."""
        is_strong = has_factor(user)
        return [
            method | {"description": WAYS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
            if not (is_strong and method["id"] == "reauthenticate")
        ]

    def is_reauthentication_required(self, *, app="") -> bool:
        """Not from somebody who has this minute signed in with all that they have."""
        user = self.request.user
        records = get_authentication_records(self.request, user)
        is_fresh = (
            bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )
        return not is_fresh or (has_factor(user) and not was_shown(self.request, user))

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Without the host, whose port a visitor can choose and so count from nothing again."""
        return credentials.get("email", credentials.get("username", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def generate_authenticator_name(self, user, type) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # SECRET_KEY is another: no code will match, and the page says so
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{key}".encode()).digest()))
        for key in keys
    )


class OpenIDAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """Only members of staff that an administrator has entered, found by the address that
        their provider vouches for; afterwards by the provider's own identifier."""
        is_login = sociallogin.state.get("process") == AuthProcess.LOGIN
        if is_login and sociallogin.is_existing and sociallogin.user.is_staff:
            return
        member = None if sociallogin.is_existing else member_with_email(_vouched_for(sociallogin))
        if not is_login or member is None:
            raise ImmediateHttpResponse(render(request, "staff/no_account.html", status=403))
        sociallogin.connect(request, member)


def _vouched_for(sociallogin) -> str:
    """The address the provider has verified, or nothing. Read from what it sent: allauth takes any
    text for true, and folds letters beyond ASCII into those of another's address."""
    claims = sociallogin.account.get_provider_account().get_user_data()
    email = claims.get("email") if claims.get("email_verified") is True else ""
    return email if isinstance(email, str) and email.isascii() else ""
