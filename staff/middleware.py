"""What a password alone does not open."""

from functools import cache

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from . import held
from .second_factor import has_factor, was_shown

RETURN_TO = "staff_return_to"


def second_factor_for_staff(get_response):
    """Whoever is signed in without a second factor is led to it in the admin, and is nobody on
    pages that show staff more than the public."""

    def middleware(request):
        if not settings.STAFF_SECOND_FACTOR or _is_within(request, "mfa_index", "admin:logout"):
            return get_response(request)
        if not _is_within(request, "admin:index"):
            request.user = _nobody_before_the_second_step(request, request.user)
        elif way := _missing_step(request, request.user):
            return _led_to(way, request)
        else:
            request.session.pop(RETURN_TO, None)
        return get_response(request)

    return middleware


def _is_within(request, *names: str) -> bool:
    return request.path.startswith(_paths(*names))


@cache  # every request asks, those of the public too
def _paths(*names: str) -> tuple[str, ...]:
    return tuple(reverse(name) for name in names)


def _missing_step(request, person) -> str | None:
    """Where the missing step is made; None for whoever has made it, or is not signed in."""
    if not person.is_authenticated:
        return None
    if not has_factor(person):
        return reverse("mfa_index")
    if was_shown(request, person):
        return None
    return get_adapter().get_reauthentication_methods(person)[0]["url"]


def _led_to(way: str, request):
    if held.holds(request):
        return held.page(request, is_signed_in=False)
    request.session[RETURN_TO] = request.get_full_path()
    return redirect_to_login(request.get_full_path(), way)


def _nobody_before_the_second_step(request, person):
    """Lazy: a page that asks nobody who reads it must not read the session."""

    return SimpleLazyObject(lambda: AnonymousUser() if _missing_step(request, person) else person)
