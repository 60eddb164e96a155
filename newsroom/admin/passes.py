"""Preview passes in the admin: who has one, making one, taking one back (docs/adr/0018)."""

import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.addresses import absolute
from offices.text import display_instant

from .. import versions
from ..memory import lock
from ..models import PreviewPass, Release
from ..models.preview import LONGEST
from ..scheduling import SOONEST, InstantForm, in_words

USUAL = datetime.timedelta(days=7)
DECIDE = ("newsroom.approve_release", "newsroom.publish_release")


class PassForm(InstantForm):
    """For whom, and until when in Eastern time."""

    name = PreviewPass._meta.get_field("name").formfield(widget=AdminTextInputWidget)
    last = forms.CharField(widget=forms.HiddenInput, required=False)  # the newest pass, as it was shown
    field_order = ["name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Last day")
        self.fields["hour"].label = _("Until, on that day")
        self.zone_note += " " + gettext("A pass lasts 30 days at most.")

    def clean_name(self):
        name = versions.note_of(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Name the person and the organization."))
        return name

    def why_not(self, instant):
        now = timezone.now()
        if instant < now + SOONEST:
            return gettext("This instant is past, or less than five minutes away. Choose a later one.")
        return gettext("A preview pass lasts 30 days at most.") if instant > now + LONGEST else None


def usual_end() -> dict:
    """Initial values of the form: a week from now."""
    end = timezone.localtime(timezone.now() + USUAL)
    return {"day": end.date(), "hour": end.time().replace(second=0, microsecond=0)}


def may_give_any(person) -> bool:
    return any(person.has_perm(right) for right in ("newsroom.change_release", *DECIDE))


def why_no_pass(release: Release, person) -> str | None:
    """Why this person may give nobody a preview of the release now."""
    if not release.is_in_work and not release.is_scheduled:
        return gettext("Passes are for what is in work or scheduled. The state of this release is: %s.") % (
            release.state_label
        )
    if release.is_scheduled and not any(person.has_perm(right) for right in DECIDE):
        return gettext("It is scheduled: approvers and publishers give passes to it.")
    return None if may_give_any(person) else gettext("You may read this list, and give nobody a pass.")


def _newest(release: Release) -> str:
    return str(release.preview_passes.order_by("-pk").values_list("pk", flat=True).first() or 0)


class Passes:
    """For the admin of releases."""

    def get_urls(self):
        view = self.admin_site.admin_view
        start = "<path:object_id>/passes/"
        return [
            path(start, view(self.passes_view), name="newsroom_release_passes"),
            path(f"{start}<int:key>/revoke/", view(self.revoke_view), name="newsroom_release_revoke_pass"),
            *super().get_urls(),
        ]

    def passes_view(self, request, object_id):
        """Everybody who has or had a pass, and the form for another; its link is shown this once."""
        release = self._release_to_show(request, object_id)
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        reason = why_no_pass(release, request.user)
        form, link, words = PassForm(initial=usual_end() | {"last": _newest(release)}), None, ""
        if request.method == "POST":
            if not may_give_any(request.user):
                raise PermissionDenied
            form = PassForm(request.POST)
            if not reason and form.is_valid():
                words = in_words(form.cleaned_data["instant"])
                if request.POST.get("confirmed") == "yes":
                    link, words = self._give_once(request, release, form), ""
        more = {"form": form, "reason": reason, "link": link, "words": words}
        return self._show_passes(request, release, more)

    def _release_to_show(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_object(request, unquote(object_id))

    @transaction.atomic
    def _give_once(self, request, release, form) -> dict | None:
        """A form that comes in twice, by a double click or a reload, makes one pass."""
        lock()
        newest = _newest(release)
        if form.cleaned_data["last"] in ("", newest):
            return self._give(request, release, form.cleaned_data)
        form.data = form.data.copy()
        form.data["last"] = newest
        text = _(
            "A pass was made after this form was opened; perhaps the form was sent twice. Look at the list: "
            "revoke a pass of which nobody copied the link. To make another, press again."
        )
        form.add_error(None, text)
        return None

    def _give(self, request, release, data) -> dict:
        given, token = PreviewPass.issue(
            release=release, name=data["name"], expires_at=data["instant"], made_by=request.user
        )
        text = gettext("Gave a preview pass to %(name)s, until %(instant)s.")
        words = {"name": given.name, "instant": display_instant(given.expires_at)}
        self.log_change(request, release, text % words)
        address = absolute(reverse("preview", args=[token]))
        return {"address": address, "name": given.name, "until": in_words(given.expires_at)}

    def _show_passes(self, request, release, more: dict):
        passes = release.preview_passes.order_by("-pk").select_related("made_by", "revoked_by")
        pages = Q(uses__file="")
        passes = passes.annotate(
            pages=Count("uses", pages), files=Count("uses", ~pages), last=Max("uses__at")
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Preview passes"),
            "release": release,
            "passes": passes,
            "may_revoke": may_give_any(request.user),
            **more,
        }
        return TemplateResponse(request, "admin/newsroom/release/passes.html", context)

    def revoke_view(self, request, object_id, key):
        if not may_give_any(request.user):
            raise PermissionDenied
        release = self._release_to_show(request, object_id)
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            self._revoke(request, release, get_object_or_404(release.preview_passes, pk=key))
        return redirect("admin:newsroom_release_passes", release.pk)

    def _revoke(self, request, release, given: PreviewPass) -> None:
        if not given.revoke(request.user):
            text = _("This pass was revoked before.")
            return self.message_user(request, text, messages.WARNING)
        text = gettext("Revoked the preview pass of %(name)s.") % {"name": given.name}
        self.log_change(request, release, text)
        self.message_user(request, text, messages.SUCCESS)
