"""Writing and publishing releases. Who may not publish may not touch what is published."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from offices.admin import KeepsImported, SavesOnce, refuse_itself

from .images import recode_image
from .models import Boilerplate, Release, ReleaseContact, ReleaseImage, Status, Topic


class ReleaseForm(forms.ModelForm):
    class Meta:
        widgets = {
            name: AdminTextInputWidget(attrs={"class": "vLargeTextField"})
            for name in ("headline", "subtitle")
        }
        help_texts = {
            "status": _("Published without a publication date: it appears at once."),
        }

    def clean(self):
        """Whoever publishes without a date means now."""
        data = super().clean()
        refuse_itself(self, "translation_of")
        if data.get("status") == Status.PUBLISHED and not data.get("published_at"):
            data["published_at"] = timezone.now()
        return data


class ReleaseImageForm(forms.ModelForm):
    def clean_image(self):
        """Refuse bad pictures in words, here; saving, which stores the new picture, would only raise."""
        upload = self.cleaned_data["image"]
        if "image" in self.changed_data:
            recode_image(upload)
        return upload


class ReleaseImageInline(admin.StackedInline):
    model = ReleaseImage
    form = ReleaseImageForm
    extra = 0
    max_num = 50
    fields = ["image", "alt", "caption", ("credit", "order")]


class ReleaseContactInline(admin.StackedInline):
    model = ReleaseContact
    extra = 0
    max_num = 50
    autocomplete_fields = ["office"]
    fields = ["office", ("name", "phone", "extension", "email")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", _("Draft")), ("scheduled", _("Scheduled")), ("published", _("Published"))]

    def queryset(self, request, queryset):
        if self.value() == "draft":
            return queryset.drafts()
        if self.value() == "scheduled":
            return queryset.scheduled()
        if self.value() == "published":
            return queryset.published()
        return queryset


@admin.register(Release)
class ReleaseAdmin(KeepsImported, admin.ModelAdmin):
    form = ReleaseForm
    formfield_overrides = {
        ProseEditorField: {"widget": AdminProseEditorWidget},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    list_display = ["headline", "type", "state", "publication", "language"]
    # Drafts first: databases disagree about where rows without a date belong.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    list_filter = [StateFilter, "type", "language", "topics"]
    search_fields = ["headline", "summary", "slug"]
    search_help_text = _("Words of the headline, the summary or the address")
    date_hierarchy = "published_at"
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "offices", "boilerplate", "translation_of"]
    readonly_fields = ["created_at", "modified_at", "import_key"]
    inlines = [ReleaseContactInline, ReleaseImageInline]
    actions = ["publish_now"]
    fieldsets = [
        (None, {"fields": [("type", "language"), "headline", "subtitle", "slug", "summary"]}),
        (_("Text"), {"fields": [("dateline_city", "dateline_state"), "body", "boilerplate"]}),
        (_("About"), {"fields": ["topics", "offices", "translation_of"]}),
        (_("Publication"), {"fields": ["status", ("published_at", "date_precision"), "updated_at"]}),
        (
            _("Source and notes"),
            {"classes": ["collapse"], "fields": ["source", "source_as_of", "staff_note"]},
        ),
        (_("Record"), {"classes": ["collapse"], "fields": ["created_at", "modified_at", "import_key"]}),
    ]

    @admin.display(description=_("state"), ordering="status")
    def state(self, release):
        return release.state_label

    @admin.display(description=_("publication"), ordering="published_at")
    def publication(self, release):
        """No more of the instant than is known: many old releases lack the time."""
        if release.shows_time or not release.published_at:
            return release.published_at
        return release.published_display

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self._may_publish(request):
            return fieldsets
        description = _("A publisher sets these when the draft is ready.")
        return [
            (title, options | {"description": description} if "status" in options["fields"] else options)
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        """Without the right to publish, publication is not theirs to set."""
        if self._may_publish(request):
            return self.readonly_fields
        return [*self.readonly_fields, "status", "published_at", "date_precision", "updated_at"]

    def get_prepopulated_fields(self, request, obj=None):
        """An address that readers may have kept does not follow the headline."""
        return {} if obj else self.prepopulated_fields

    def has_change_permission(self, request, obj=None):
        """What is published or scheduled is changed by publishers only."""
        allowed = super().has_change_permission(request, obj)
        is_draft = obj is None or obj.status == Status.DRAFT
        return allowed and (is_draft or self._may_publish(request))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        is_draft = obj is None or obj.status == Status.DRAFT
        return allowed and (is_draft or self._may_publish(request))

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for release in queryset:  # one by one: only so do the files of its pictures go
                release.delete()

    def has_publish_permission(self, request):
        return self.has_change_permission(request) and self._may_publish(request)

    @staticmethod
    def _may_publish(request) -> bool:
        return request.user.has_perm("newsroom.publish_release")

    @admin.action(description=_("Publish now, or at their date in the future"), permissions=["publish"])
    def publish_now(self, request, queryset):
        published = scheduled = 0
        drafts = list(queryset.drafts())
        for release in drafts:
            release.status = Status.PUBLISHED
            release.published_at = release.published_at or timezone.now()
            try:
                release.full_clean()
            except ValidationError as error:
                self.message_user(request, f"{release}: {_reasons(release, error)}", messages.ERROR)
                continue
            with transaction.atomic():
                release.save(update_fields=["status", "published_at", "modified_at"])
                self.log_change(request, release, [{"changed": {"fields": ["status"]}}])
            published += release.is_published
            scheduled += release.is_scheduled
        if published:
            text = ngettext("%(number)d release published.", "%(number)d releases published.", published)
            self.message_user(request, text % {"number": published}, messages.SUCCESS)
        if scheduled:
            text = ngettext("%(number)d release scheduled.", "%(number)d releases scheduled.", scheduled)
            self.message_user(request, text % {"number": scheduled}, messages.SUCCESS)
        if not drafts:
            self.message_user(request, gettext("None of these is a draft."), messages.WARNING)

    # The editor's style stands in the page too: templates/admin/newsroom/release/change_form.html.
    @method_decorator(csp_update({"style-src": [NONCE]}))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, **kwargs):
        """The editor's import map stands in the page itself, so the policy must know it."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, **kwargs)

    def tasks(self, request):
        """For the front page of the admin: what waits for somebody."""
        address = reverse("admin:newsroom_release_changelist")
        releases = Release.objects.all()
        return [
            (_("Drafts"), releases.drafts().count(), f"{address}?state=draft"),
            (_("Scheduled releases"), releases.scheduled().count(), f"{address}?state=scheduled"),
        ]

    def view_on_site(self, release):
        return reverse("newsroom:release", args=[release.type, release.slug])


def _reasons(release: Release, error: ValidationError) -> str:
    """Why a release is not valid, each reason with the name of its field."""
    return " ".join(
        message
        if name == NON_FIELD_ERRORS
        else f"{capfirst(release._meta.get_field(name).verbose_name)}: {message}"
        for name, messages_ in error.message_dict.items()
        for message in messages_
    )


class VocabularyAdmin(SavesOnce, admin.ModelAdmin):
    """The key stays: content files name these rows by it."""

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Topic)
class TopicAdmin(VocabularyAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Boilerplate)
class BoilerplateAdmin(VocabularyAdmin):
    list_display = ["component", "text"]
    search_fields = ["component"]
    prepopulated_fields = {"slug": ["component"]}
