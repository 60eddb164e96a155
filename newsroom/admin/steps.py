"""The workflow in the admin: buttons, what waits for whom, what happened."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.admin import MOST, Line, Panel
from offices.text import display_instant

from .. import versions, workflow
from ..kinds import SCHEDULED, Action, ChangeKind, Status
from ..models import Release
from ..preflight import sorted_out
from ..querysets import UNUSED, ReleaseQuerySet
from ..scheduling import InstantForm, in_words
from ..story import story_of


class StepForm(forms.Form):
    """What a step asks for. `seen` is the `workflow.text_token` of the text that the person read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("Note"), widget=AdminTextareaWidget(attrs={"rows": 3}), required=False)

    def __init__(self, step: workflow.Step, data=None, **kwargs):
        super().__init__(data, **kwargs)
        note = self.fields["note"]
        note.required = step.needs_reason
        note.help_text = _("For colleagues; it stands in “What happened”.")
        if step.action == Action.WITHDRAW:
            note.label = _("Reason")
            note.help_text = _("For the public: it stands at the address of the release from now on.")
        elif step.needs_reason:
            note.label = _("Reason") if step.action == Action.EMERGENCY else _("What to change")

    def clean_note(self):
        note = versions.note_of(self.cleaned_data["note"])
        if self.fields["note"].required and not note:
            raise forms.ValidationError(_("Write at least a word."))
        return note


class ScheduleForm(InstantForm, StepForm):
    field_order = ["day", "hour", "which"]


def _since(release: Release) -> str:
    words = {"state": release.state_label, "since": display_instant(release.since)}
    if release.is_in_work:
        return gettext("%(state)s since %(since)s") % words
    return gettext("Published without approval; last step %(since)s") % words


def _edited(release: Release) -> str:
    return gettext("last saved %(when)s") % {"when": display_instant(release.modified_at)}


def _instant(release: Release) -> str:
    return in_words(release.published_at)


@dataclass(frozen=True)
class Waiting:
    """Releases that wait for somebody with a right."""

    label: str
    right: str
    of: Callable[[ReleaseQuerySet, object], ReleaseQuerySet]
    about: Callable[[Release], str] = _since
    order: str = "since"  # what has waited longest stands first


WAITING = {
    "revise": Waiting(_("Changes requested of you"), "change_release", lambda all, me: all.to_revise_by(me)),
    "approve": Waiting(_("For your approval"), "approve_release", lambda all, me: all.to_approve_by(me)),
    "publish": Waiting(
        _("Approved, to be published"), "publish_release", lambda all, _me: all.filter(status=Status.APPROVED)
    ),
    "review": Waiting(
        _("Published without approval, for your review"),
        "approve_release",
        lambda all, me: all.to_review_by(me),
    ),
    "write": Waiting(
        _("Your drafts"),
        "change_release",
        lambda all, me: all.drafts().written_by(me),
        _edited,
        "-modified_at",
    ),
}


def waiting_for(person) -> dict[str, Waiting]:
    return {name: each for name, each in WAITING.items() if person.has_perm(f"newsroom.{each.right}")}


class WaitingFilter(admin.SimpleListFilter):
    title = _("what waits for me")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [(name, each.label) for name, each in waiting_for(request.user).items()]

    def queryset(self, request, queryset):
        if self.value() not in WAITING:
            return queryset
        return WAITING[self.value()].of(queryset, request.user)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            *((status.value, status.label) for status in Status),
            (SCHEDULED, _("Scheduled")),
            ("unreviewed", _("Published without approval, not reviewed")),
            ("overdue", _("Overdue")),
        ]

    def queryset(self, request, queryset):
        narrowed = {
            Status.PUBLISHED: queryset.published,
            Status.WITHDRAWN: queryset.withdrawn,
            SCHEDULED: queryset.scheduled,
            "unreviewed": queryset.unreviewed,
            "overdue": queryset.overdue,
        }
        if self.value() in narrowed:
            return narrowed[self.value()]()
        return queryset.filter(status=self.value()) if self.value() in Status.values else queryset


class Workflow:
    """For the admin of releases: every step has an address that only a POST moves."""

    def get_urls(self):
        steps = [
            path(
                f"<path:object_id>/{action}/",
                self.admin_site.admin_view(self.step_view),
                {"action": action.value},
                name=f"newsroom_release_{action}",
            )
            for action in workflow.STEPS
        ]
        return steps + super().get_urls()

    def step_view(self, request, object_id, action):
        """The page that asks for a note or an instant, and the step itself."""
        step = workflow.STEPS[action]
        if not self.has_view_permission(request) or not step.may_be_taken_by(request.user):
            raise PermissionDenied
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":
            return redirect("admin:newsroom_release_change", release.pk)
        if reason := workflow.why_not(step, release, request.user) or _why_in_vain(request, step, release):
            return self._back(request, release, reason, messages.ERROR)
        form = self._form_of(request, step)
        is_due = request.POST.get("confirmed") == "yes" or not step.is_confirmed
        if is_due and form.is_valid():
            return self._take(request, step, release, form)
        return self._ask(request, step, release, form)

    @staticmethod
    def _form_of(request, step) -> StepForm:
        kind = ScheduleForm if step.action == Action.SCHEDULE else StepForm
        was_shown = "confirmed" in request.POST or not step.is_confirmed
        return (
            kind(step, request.POST) if was_shown else kind(step, initial={"seen": request.POST.get("seen")})
        )

    def _ask(self, request, step, release, form):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.button,
            "release": release,
            "step": step,
            "form": form,
            "is_schedule": step.action == Action.SCHEDULE,
            "changes_figures": step.action in (Action.PUBLISH, Action.EMERGENCY) and minor_figures(release),
        }
        if step.action in GOES_OUT:
            context["stops"], context["warnings"] = sorted_out(release)
            context["is_stopped"] = context["stops"] and step.action != Action.EMERGENCY
        if context["is_schedule"] and form.is_bound and form.is_valid():
            context["words"] = in_words(form.cleaned_data["instant"])
        return TemplateResponse(request, "admin/newsroom/release/step.html", context)

    def _take(self, request, step, release, form):
        data = form.cleaned_data
        try:
            after = workflow.perform(
                step.action,
                release,
                request.user,
                data["seen"],
                note=data["note"],
                instant=data.get("instant"),
            )
        except workflow.Refused as refusal:
            return self._back(request, release, str(refusal), messages.ERROR)
        except OperationalError:  # a deadlock, or a database that was locked for too long
            text = gettext("Too many people saved at this moment, and nothing was done. Try again.")
            return self._back(request, release, text, messages.WARNING)
        text = gettext("%(what)s: “%(release)s”.") % {"what": step.action.label, "release": after}
        if instant := data.get("instant"):
            text = f"{text} {in_words(instant)}."
        if step.action == Action.SUBMIT:
            self._show_preflight(request, after)
        return self._back(request, after, text, messages.SUCCESS)

    def _show_preflight(self, request, release):
        """What would stop the publication is known to the author from the beginning."""
        stops, _warnings = sorted_out(release)
        if stops:
            text = gettext("Preflight will stop its publication: %(found)s")
            found = " ".join(remark.words for remark in stops)
            self.message_user(request, text % {"found": found}, messages.WARNING)

    def _back(self, request, release, text, level):
        """To the release, with what came of it; a note that was not taken is given back."""
        if level != messages.SUCCESS and (note := request.POST.get("note", "").strip()):
            text = gettext("%(reason)s You wrote: “%(note)s”") % {"reason": text, "note": note}
        self.message_user(request, text, level)
        is_there = Release.objects.filter(pk=release.pk).exists()
        goal = ("admin:newsroom_release_change", release.pk) if is_there else (LIST,)
        return redirect(*goal)

    def history_view(self, request, object_id, extra_context=None):
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What happened"),
            "release": release,
            "entries": story_of(release),
        }
        return TemplateResponse(request, "admin/newsroom/release/story.html", context)

    def workflow_context(self, request, release, seen: str) -> dict:
        """For the form: the state, and a button for each step this person may take."""
        here = Release.objects.filter(pk=release.pk)
        was_public = not release.is_in_work and release.has_been_public
        return {
            "release": release,
            "seen": seen,
            "steps": workflow.steps_for(release, request.user),
            "scheduled_for": in_words(release.published_at) if release.is_scheduled else "",
            "copy": was_public and Release.objects.filter(amends=release).first(),
            "returned": release.status == Status.RETURNED and _last_request(release),
            "is_unreviewed": was_public and here.unreviewed().exists(),
            "is_own": release.status == Status.SUBMITTED and here.written_by(request.user).exists(),
        }

    def panels(self, request):
        """For the home of the desk."""
        if not self.has_view_permission(request):
            return []
        releases = Release.objects.all()
        return [
            *(
                _panel(
                    each.label,
                    each.of(releases, request.user),
                    f"waiting={name}",
                    each.about,
                    each.order,
                    is_mine=True,
                )
                for name, each in waiting_for(request.user).items()
            ),
            _panel(_("Overdue"), releases.overdue(), "state=overdue", is_late=True),
            _panel(_("Published without approval, not reviewed"), releases.unreviewed(), "state=unreviewed"),
            _panel(_("Scheduled"), releases.scheduled(), "state=scheduled", _instant, "published_at"),
        ]


def _panel(title, releases, query, about=_since, order="since", **kinds) -> Panel:
    first = releases.with_since().defer("body", *UNUSED).order_by(order, "pk")[:MOST]
    lines = [
        Line(release.headline, reverse("admin:newsroom_release_change", args=[release.pk]), about(release))
        for release in first
    ]
    return Panel(title, releases.count(), lines, f"{reverse(LIST)}?{query}", **kinds)


LIST = "admin:newsroom_release_changelist"
GOES_OUT = (Action.PUBLISH, Action.SCHEDULE, Action.EMERGENCY)


def _why_in_vain(request, step, release: Release) -> str | None:
    """Nobody is asked for the reason of what cannot be done anyway."""
    if not step.needs_reason or "confirmed" in request.POST:
        return None
    return workflow.why_refused(step, release, request.user)


def minor_figures(copy: Release) -> bool:
    """A change that is called minor changes a figure."""
    is_minor = copy.amends_id and copy.change_kind == ChangeKind.MINOR
    return bool(is_minor) and versions.changes_figures(versions.last_read(copy.amends), copy)


def _last_request(release: Release):
    live = release.amends or release
    return live.workflow_events.filter(action=Action.RETURN).select_related("actor").first()
