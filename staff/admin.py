"""Accounts in the admin. The tables of allauth are not edited by hand: they hold keys and secrets."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offices.admin import FewWords

from . import accounts
from .forms import AccountForm, NewAccountForm

for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, User, Group):
    admin.site.unregister(model)


@admin.register(Group)
class GroupOfPeopleAdmin(FewWords, GroupAdmin):
    """What a role may do."""


@admin.register(User)
class AccountAdmin(FewWords, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    add_fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name")}),
        (_("Permissions"), {"fields": ("groups", "is_superuser")}),
    )
    list_display = ("username", "email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    actions = ("make_links", "sign_out", "forget_factors")
    readonly_fields = ("last_login", "date_joined", "second_factors")
    fieldsets = (*UserAdmin.fieldsets, (_("Second factors"), {"fields": ("second_factors",)}))

    @admin.display(description=_("second factors"))
    def second_factors(self, person):
        return ", ".join(accounts.factors_of(person)) or gettext("none yet")

    def has_vouch_permission(self, request) -> bool:
        """A link opens an account with all its rights; so only who has every right makes one."""
        return request.user.is_superuser

    def response_add(self, request, obj, post_url_continue=None):
        text = gettext("Now choose this account in the list and make its one-time link.")
        messages.warning(request, text)
        return super().response_add(request, obj, post_url_continue)

    @admin.action(description=_("Make a one-time link to set a password"), permissions=["vouch"])
    def make_links(self, request, people):
        people = people.filter(is_active=True)
        _log(request, people, "made a one-time link")
        links = [(person, accounts.one_time_link(person)) for person in people]
        return render(
            request, "staff/one_time_links.html", self.admin_site.each_context(request) | {"links": links}
        )

    @admin.action(description=_("Sign out everywhere"), permissions=["vouch"])
    def sign_out(self, request, people):
        for person in people:
            accounts.end_sessions(person)
        _log(request, people, "signed out everywhere")
        self._tell(request, people)

    @admin.action(description=_("Remove all second factors (after a loss)"), permissions=["vouch"])
    def forget_factors(self, request, people):
        for person in people:
            accounts.forget_second_factors(person)
        _log(request, people, "removed all second factors")
        self._tell(request, people)

    def _tell(self, request, people):
        number = len(people)
        text = ngettext("Done for one account.", "Done for %(number)s accounts.", number)
        self.message_user(request, text % {"number": number}, messages.SUCCESS)


def _log(request, people, what: str) -> None:
    LogEntry.objects.log_actions(request.user.pk, people, CHANGE, what)
