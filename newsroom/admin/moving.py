"""In the admin: another address for what the public knows. The old one forwards."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..memory import lock
from ..models import Release


class AddressForm(forms.ModelForm):
    class Meta:
        model = Release
        fields = ["type", "slug"]


def may_move(person) -> bool:
    return person.has_perm("newsroom.publish_release")


def why_not(release: Release) -> str | None:
    if not release.has_been_public:
        return gettext("The public does not know this address: change it in the form.")
    if Release.objects.filter(amends=release).exists():
        return gettext("A change of this text is open: publish or discard it first.")
    return None


class Moves:
    """For the admin of releases."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.address_view)
        return [path("<path:object_id>/address/", view, name="newsroom_release_address"), *super().get_urls()]

    @transaction.atomic
    def address_view(self, request, object_id):
        if not self.has_view_permission(request) or not may_move(request.user):
            raise PermissionDenied
        if request.method == "POST":
            lock()
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if reason := why_not(release):
            self.message_user(request, reason, messages.ERROR)
            return redirect("admin:newsroom_release_change", release.pk)
        before = release.get_absolute_url()
        form = AddressForm(request.POST or None, instance=release)
        if form.is_valid():
            return self._move(request, form.save(), before)
        return self._ask_for_address(request, form, before)

    def _move(self, request, release, before: str):
        words = {"before": before, "after": release.get_absolute_url()}
        if words["before"] != words["after"]:
            text = gettext("The address is now %(after)s; %(before)s forwards there.") % words
            self.log_change(request, release, text)
            self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:newsroom_release_change", release.pk)

    def _ask_for_address(self, request, form, before: str):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Change the address"),
            "release": form.instance,
            "before": before,
            "form": form,
        }
        return TemplateResponse(request, "admin/newsroom/release/address.html", context)
