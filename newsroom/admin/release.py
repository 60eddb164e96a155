"""The form and the list of releases."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from offices.admin import KeepsDeleted, KeepsImported, refuse_itself
from offices.text import display_instant

from .. import versions
from ..kinds import Status
from ..markup import MOST_TYPED, clean_html, trusted
from ..memory import lock
from ..models import Finding, Release, WorkflowEvent
from ..preflight import SHORTEST_HEADLINE, SHORTEST_SUMMARY
from ..workflow import note_edit, text_token
from .assurance import Assurance
from .changelist import Releases, Searched, TopicFilter, YearFilter
from .editing import Keeping, KeepsWords, lock_if_saving
from .moving import Moves, may_move
from .parts import EventInline, KeyFactInline, ReleaseContactInline, ReleaseImageInline
from .passes import Passes
from .steps import StateFilter, WaitingFilter, Workflow, minor_figures


class ReleaseForm(KeepsWords):
    """Of a text in work: a draft, or the draft of a change beside a public text."""

    class Meta:
        widgets = {
            name: AdminTextInputWidget(attrs={"class": "vLargeTextField"})
            for name in ("headline", "subtitle")
        }
        help_texts = {
            "headline": format_lazy(
                _("At least {least} characters to be published."), least=SHORTEST_HEADLINE
            ),
            "summary": format_lazy(
                _(
                    "One or two sentences for lists, feeds and search engines. At least {least} characters "
                    "to be published."
                ),
                least=SHORTEST_SUMMARY,
            ),
            "body": _("To leave the text with the keyboard, press Esc, then Tab."),
        }

    def clean_body(self):
        """Cleaning what nobody can have meant would take seconds."""
        body = self.cleaned_data["body"]
        if len(body) > MOST_TYPED:
            text = _(
                "The text has more than %(most)s characters with its markup. It stands below, but is not "
                "saved: shorten it, or paste it without formatting."
            )
            raise forms.ValidationError(text % {"most": number_format(MOST_TYPED, force_grouping=True)})
        return body

    def clean_change_note(self):
        return versions.note_of(self.cleaned_data["change_note"])

    def clean(self):
        data = super().clean()
        refuse_itself(self, "translation_of")
        return data


TEXT_FIELDS = {
    "headline", "subtitle", "summary", "dateline_city", "dateline_state", "body", "speaker", "speaker_title",
}  # fmt: skip


class ReleaseAdmin(
    Keeping, Assurance, Workflow, Moves, Passes, Searched, KeepsDeleted, KeepsImported, admin.ModelAdmin
):
    form = ReleaseForm
    formfield_overrides = {
        ProseEditorField: {"widget": AdminProseEditorWidget},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    list_display = ["headline", "type", "state", "publication", "language"]
    # Drafts first: databases disagree about where rows without a date belong.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    list_filter = [WaitingFilter, StateFilter, "type", "language", TopicFilter, YearFilter]
    search_help_text = _(
        "Words of the release, its reference number or its address. Of more than 1,000, the newest are shown."
    )
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "offices", "boilerplate", "incident", "translation_of"]
    readonly_fields = [
        *("publication", "date_precision", "updated_at", "created_at", "modified_at", "import_key"),
        "text_as_read",
    ]
    inlines = [KeyFactInline, EventInline, ReleaseContactInline, ReleaseImageInline]

    class Media:
        js = ["newsroom/editor.js"]

    fieldsets = [
        (None, {"fields": [("type", "language"), "headline", "subtitle", "slug", "summary"]}),
        (
            _("Text"),
            {
                "fields": [
                    ("dateline_city", "dateline_state"),
                    ("speaker", "speaker_title"),
                    "body",
                    "boilerplate",
                ]
            },
        ),
        (_("About"), {"fields": ["topics", "offices", "incident", "translation_of"]}),
        (_("Publication"), {"fields": [("publication", "date_precision"), "updated_at"]}),
        (
            _("Source and notes"),
            {"classes": ["collapse"], "fields": ["source", "source_as_of", "staff_note"]},
        ),
        (_("Record"), {"classes": ["collapse"], "fields": ["created_at", "modified_at", "import_key"]}),
    ]

    @admin.display(description=_("state"), ordering="status")
    def state(self, release):
        if not release.amends_id:
            return release.state_label
        words = {"state": release.state_label, "reference": release.reference}
        return gettext("%(state)s, change of %(reference)s") % words

    @admin.display(description=_("publication"), ordering="published_at")
    def publication(self, release):
        """No more of the instant than is known: many old releases lack the time."""
        if not release.published_at:
            return gettext("not yet")
        return display_instant(release.published_at) if release.shows_time else release.published_display

    def get_changelist(self, request, **kwargs):
        return Releases

    def get_object(self, request, object_id, from_field=None):
        """The release, with what is true of it before a form writes into it; nobody else writes now."""
        saves = lock_if_saving(request)
        release = super().get_object(request, object_id, from_field)
        if saves and release is not None:
            release.text_before = text_token(release)
        return release

    @admin.display(description=_("text"))
    def text_as_read(self, release):
        """For those who approve or audit: not its HTML."""
        return format_html('<div class="as-read" lang="{}">{}</div>', release.language, release.safe_body)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            fieldsets = [(title, _with_text_as_read(options)) for title, options in fieldsets]
        return [self._change_fieldset(), *fieldsets] if obj and obj.amends_id else fieldsets

    @staticmethod
    def _change_fieldset():
        description = _(
            "The public text stays as it is until this draft is approved and published. Then every change is "
            "shown on its page. Its type, address and publication stay: people may have quoted them."
        )
        return (_("Change in public"), {"description": description, "fields": ["change_kind", "change_note"]})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        release = form.instance
        if note_edit(release, request.user, getattr(release, "text_before", None)):
            text = _("The text was approved before this change. It is a draft again: submit it once more.")
            self.message_user(request, text, messages.WARNING)
        if minor_figures(release):
            text = _("This minor edit changes a figure. Should it have been a correction?")
            self.message_user(request, text, messages.WARNING)

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(STAYS if obj and obj.amends_id else ())]

    def get_prepopulated_fields(self, request, obj=None):
        """An address that readers may have kept does not follow the headline."""
        return {} if obj else self.prepopulated_fields

    def has_change_permission(self, request, obj=None):
        """What is public or scheduled is not edited: a draft of the change stands beside it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_in_work)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        is_put_away = obj is None or obj.is_in_work or obj.status == Status.ARCHIVED
        return allowed and (is_put_away or request.user.has_perm("newsroom.publish_release"))

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        protected += [f"{entry} ({reason})" for entry in objs if (reason := _why_kept(entry))]
        # The log of a draft goes with it, though nobody deletes from the log; so does what preflight found.
        missing -= {model._meta.verbose_name for model in (WorkflowEvent, Finding)}
        return deleted, counts, missing, protected

    def response_action(self, request, queryset):
        """Nothing becomes public between what is asked of the rows and what is done with them."""
        with transaction.atomic():
            lock()
            return super().response_action(request, queryset)

    def recover(self, deletion):
        lock()
        return super().recover(deletion)

    # The editor's style stands in the page too: templates/admin/newsroom/release/change_form.html.
    @method_decorator(csp_update({"style-src": [NONCE]}))
    def changeform_view(self, request, object_id=None, *args, **kwargs):
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            if request.method != "POST" or object_id is None or not self.has_change_permission(request):
                raise
            return self._too_late(request, self.get_object(request, unquote(object_id)))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST" and "headline" in request.POST:
            return self._too_late(request, None)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _too_late(self, request, release):
        """It left the hands of authors after the form was opened: the words are given back."""
        typed = [
            (capfirst(field.verbose_name), _to_copy(field.name, request.POST[field.name]))
            for field in self.opts.concrete_fields
            if field.name in TEXT_FIELDS and request.POST.get(field.name)
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Not saved"),
            "release": release,
            "typed": typed,
        }
        return TemplateResponse(request, "admin/newsroom/release/too_late.html", context, status=403)

    def render_change_form(self, request, context, obj=None, **kwargs):
        """The editor's import map stands in the page itself, so the policy must know it."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        form = context["adminform"].form
        if form.is_bound and form.is_only_shown:
            self.message_user(request, _("This is your text. It is not saved yet."), messages.INFO)
        if form.is_bound and form.is_compared:
            return self.comparison_page(request, context, form)
        context |= self.editing_context(request, obj)
        if request.method == "GET":  # what a POST shows again is not what is stored
            context |= self.unsaved_context(request, obj)
            context |= self.workflow_context(request, obj, form.token) if obj else {}
        context["may_move"] = obj is not None and obj.has_been_public and may_move(request.user)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def view_on_site(self, release):
        return reverse("newsroom:release", args=[release.type, release.slug])


def _to_copy(name: str, typed: str) -> str:
    """The text as it looks: whoever copied its HTML into the editor would get words between tags."""
    return trusted(clean_html(typed)) if name == "body" and len(typed) <= MOST_TYPED else typed


def _with_text_as_read(options: dict) -> dict:
    return options | {"fields": ["text_as_read" if name == "body" else name for name in options["fields"]]}


STAYS = ["type", "slug"]  # where the public can read it


def _why_kept(release: Release) -> str | None:
    """Why this release is not deleted."""
    if release.amends_id:
        return gettext("discard this change instead")
    if release.has_been_public:
        return gettext("the public could read it: withdraw it, and say why")
    return gettext("take it off the schedule first") if release.is_scheduled else None
