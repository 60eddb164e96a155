"""Accounts of staff: made by administrators, opened with a link that works once."""

import re

from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from .second_factor import FACTORS


def free_email(email: str, person: User | None = None) -> str:
    """The address in the form in which it is stored; ValidationError where another account has it."""
    others = User.objects.filter(email__iexact=email).exclude(pk=person and person.pk)
    if others.exists():
        raise ValidationError(_("Another account has this e-mail address."), code="unique")
    return email.lower()


def member_with_email(email: str) -> User | None:
    """The one active member of staff with this address; nobody where two have it."""
    found = User.objects.filter(email__iexact=email, is_active=True, is_staff=True) if email else []
    return found[0] if len(found) == 1 else None


def new_member(email: str, first_name: str, last_name: str, **fields) -> User:
    """An account, not yet saved, that nobody can sign in to before its one-time link is used."""
    person = User(email=email, first_name=first_name, last_name=last_name, is_staff=True, **fields)
    person.username = re.sub(r"[^\w.@+-]", "", email)
    person.set_unusable_password()
    return person


def one_time_link(person: User) -> str:
    """Where this person sets a password. It dies with its first use, a sign-in or its age."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )
    return f"{settings.SITE_URL}{path}"


def forget_second_factors(person: User) -> None:
    """For somebody who has lost them all; every session ends with them."""
    person.authenticator_set.all().delete()
    end_sessions(person)


def end_sessions(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def factors_of(person: User) -> list[str]:
    return [str(each) for each in person.authenticator_set.filter(type__in=FACTORS).order_by("created_at")]
