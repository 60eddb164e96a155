"""Pages of sign-in that allauth has not, or not quite so."""

from urllib.parse import urlsplit

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.adapter import get_adapter as get_openid_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from requests import RequestException

from .browsers import described
from .middleware import RETURN_TO
from .second_factor import has_factor

# What allauth raises when a provider does not answer, or not as it should.
NONSENSE = (RequestException, ImproperlyConfigured, LookupError, TypeError, ValueError, AttributeError)


class SignIn(LoginView):
    def dispatch(self, request, *args, **kwargs):
        """Browsers hold the policy for forms against the page where a form ends up, too."""
        answer = super().dispatch
        if settings.OIDC_SERVER_URL:
            provider = urlsplit(settings.OIDC_SERVER_URL)
            answer = csp_update({"form-action": [f"{provider.scheme}://{provider.netloc}"]})(answer)
        return answer(request, *args, **kwargs)

    def get_context_data(self, **context):
        providers = get_openid_adapter().list_providers(self.request)
        return super().get_context_data(**context) | {"providers": providers}


class SecondStep(AuthenticateView):
    def dispatch(self, request, *args, **kwargs):
        """Whoever is sent back to the first step begins it anew: allauth would send here again."""
        response = super().dispatch(request, *args, **kwargs)
        if response.get("Location") == reverse("account_login"):
            clear_login(request)
        return response


class Factors(IndexView):
    """What this person signs in with, and what is missing."""

    def get_context_data(self, **context):
        needs_factor = settings.STAFF_SECOND_FACTOR and not has_factor(self.request.user)
        return super().get_context_data(**context) | {
            "needs_factor": needs_factor,
            "return_to": self.request.session.get(RETURN_TO),
        }


class Enrolling:
    """A factor that has just been set up has been shown: its owner goes on without showing it again."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa")
        return response


class AddPasskey(Enrolling, AddWebAuthnView):
    pass


class AddApp(Enrolling, ActivateTOTPView):
    pass


class ConfirmWithPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        """allauth would lead to the front page of the admin."""
        super().form_invalid(form)
        return HttpResponseRedirect(self.request.get_full_path())


def forgotten(request):
    """No mail is sent: an administrator hands over a one-time link."""
    return render(request, "account/password_reset.html")


@login_required
def sessions(request):
    """Where this person is signed in; each, or all, can be ended."""
    mine = sorted(UserSession.objects.purge_and_list(request.user), key=lambda each: each.created_at)
    if request.method == "POST":
        end_sessions(request, _chosen(mine, request.POST.get("end", "")))
        return redirect("usersessions_list")
    rows = [(session, described(session.user_agent), session.is_current()) for session in mine]
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


def _chosen(mine: list[UserSession], end: str) -> list[UserSession]:
    if end == "all":
        return mine
    if end == "others":
        return [session for session in mine if not session.is_current()]
    return [session for session in mine if str(session.pk) == end]


def openid_sign_in(request, provider_id: str):
    """Leads to the provider. By POST only: a link could sign somebody in as another."""
    if request.method != "POST":
        return redirect("account_login")
    return _asked(openid.login, request, provider_id)


def openid_answer(request, provider_id: str):
    return _asked(openid.callback, request, provider_id)


def _asked(view, request, provider_id: str):
    """A provider that is down, or answers nonsense, is said in words."""
    try:
        provider = get_openid_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        return view(request, provider_id)
    except (
        RequestException,
        ImproperlyConfigured,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        return render_authentication_error(request, provider, exception=error)


def signed_in_elsewhere(request):
    """Signing in at the provider was given up."""
    return HttpResponseRedirect(reverse("account_login"))
