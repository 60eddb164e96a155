"""Writing and publishing releases. Who may not publish may not touch what is published."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .images import recode_image
from .models import Boilerplate, Release, ReleaseContact, ReleaseImage, Status, Topic


class ReleaseImageForm(forms.ModelForm):
    def clean_image(self):
        """Refuse bad pictures in words, here; saving would only raise."""
        upload = self.cleaned_data["image"]
        if "image" in self.changed_data:
            return recode_image(upload)
        return upload


class ReleaseImageInline(admin.StackedInline):
    model = ReleaseImage
    form = ReleaseImageForm
    extra = 0
    fields = ["image", "alt", "caption", ("credit", "order")]


class ReleaseContactInline(admin.StackedInline):
    model = ReleaseContact
    extra = 0
    autocomplete_fields = ["office"]
    fields = ["office", ("name", "phone", "extension", "email")]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", _("Draft")), ("scheduled", _("Scheduled")), ("published", _("Published"))]

    def queryset(self, request, queryset):
        if self.value() == "draft":
            return queryset.filter(status=Status.DRAFT)
        if self.value() == "scheduled":
            return queryset.filter(status=Status.PUBLISHED, published_at__gt=timezone.now())
        if self.value() == "published":
            return queryset.published()
        return queryset


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    list_display = ["headline", "type", "state", "published_at", "language"]
    list_filter = [StateFilter, "type", "language", "topics"]
    search_fields = ["headline", "summary", "slug"]
    search_help_text = _("Words of the headline, the summary or the address")
    date_hierarchy = "published_at"
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "offices", "boilerplate", "translation_of"]
    readonly_fields = ["created_at", "modified_at", "import_key"]
    inlines = [ReleaseImageInline, ReleaseContactInline]
    actions = ["publish_now"]
    fieldsets = [
        (None, {"fields": ["headline", "slug", ("type", "language"), "subtitle", "summary"]}),
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

    def has_publish_permission(self, request):
        return self._may_publish(request)

    @staticmethod
    def _may_publish(request) -> bool:
        return request.user.has_perm("newsroom.publish_release")

    @admin.action(description=_("Publish now"), permissions=["publish"])
    def publish_now(self, request, queryset):
        number = 0
        for release in queryset.filter(status=Status.DRAFT):
            release.status = Status.PUBLISHED
            release.published_at = release.published_at or timezone.now()
            try:
                release.full_clean()
            except ValidationError as error:
                self.message_user(request, f"{release}: {' '.join(error.messages)}", messages.ERROR)
                continue
            release.save()
            self.log_change(request, release, [{"changed": {"fields": ["status"]}}])
            number += 1
        text = ngettext("%(number)d release published.", "%(number)d releases published.", number)
        self.message_user(
            request, text % {"number": number}, messages.SUCCESS if number else messages.WARNING
        )

    def render_change_form(self, request, context, **kwargs):
        """The editor's import map stands in the page itself, so the policy must know it."""
        context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, **kwargs)

    def view_on_site(self, release):
        return reverse("newsroom:release", args=[release.type, release.slug])


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Boilerplate)
class BoilerplateAdmin(admin.ModelAdmin):
    list_display = ["component", "text"]
    search_fields = ["component"]
    prepopulated_fields = {"slug": ["component"]}
