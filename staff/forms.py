"""allauth's passkey forms, for answers that no browser sends; and the account form of the admin."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from .accounts import free_email, new_member

NAME = {"label": _("Name of this passkey"), "max_length": 60}


class Sound:
    """What cannot be read as the answer of a passkey is a wrong answer, not a fault of ours."""

    def full_clean(self):
        try:
            super().full_clean()
        except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError):
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class AddPasskey(Sound, webauthn.AddWebAuthnForm):
    name = forms.CharField(required=False, **NAME)


class RenamePasskey(webauthn.EditWebAuthnForm):
    name = forms.CharField(**NAME)


class SignInWithPasskey(Sound, webauthn.LoginWebAuthnForm):
    pass


class SecondStepWithPasskey(Sound, webauthn.AuthenticateWebAuthnForm):
    pass


class ConfirmWithPasskey(Sound, webauthn.ReauthenticateWebAuthnForm):
    pass


class NewAccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_superuser", "groups")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("email", "first_name", "last_name"):
            self.fields[name].required = True

    def clean_email(self):
        return free_email(self.cleaned_data["email"])

    def _post_clean(self):
        names = {name: self.cleaned_data.get(name, "") for name in ("email", "first_name", "last_name")}
        self.instance = new_member(**names)
        super()._post_clean()


class AccountForm(UserChangeForm):
    def clean_email(self):
        email = self.cleaned_data["email"]
        return free_email(email, self.instance) if email else ""
