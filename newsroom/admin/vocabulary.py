"""What releases are about and end with, and who answers for what."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from offices.admin import FewWords, KeepsDeleted, KeepsImported, SavesOnce

from ..kinds import IN_WORK, Status
from ..models import Boilerplate
from ..workflow import note_edit, text_token
from .editing import lock_if_saving


class VocabularyAdmin(FewWords, KeepsDeleted, SavesOnce, admin.ModelAdmin):
    """The key stays: content files name these rows by it."""

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


class TopicAdmin(VocabularyAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class IncidentAdmin(VocabularyAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class BoilerplateAdmin(VocabularyAdmin):
    """Its text is part of every release that ends with it: a change is an edit of those in work."""

    list_display = ["component", "text"]
    search_fields = ["component"]
    prepopulated_fields = {"slug": ["component"]}

    def get_object(self, request, object_id, from_field=None):
        """Nothing is published or scheduled between what is asked here and the save."""
        lock_if_saving(request)
        return super().get_object(request, object_id, from_field)

    def save_model(self, request, obj, form, change):
        releases = obj.releases.filter(status__in=IN_WORK) if change else []
        before = [(release, text_token(release)) for release in releases]
        super().save_model(request, obj, form, change)
        for release, text in before:
            note_edit(release, request.user, text)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not _is_fixed(obj):
            return fieldsets
        words = _("Public or scheduled releases end with this text: add a new boilerplate for new releases.")
        return [(title, options | {"description": words}) for title, options in fieldsets]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "component", "text"] if obj and _is_fixed(obj) else fields

    def get_deleted_objects(self, objs, request):
        """Without it, a release would lose its last paragraph, and nobody would see when."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        reason = _("%(entry)s (releases end with it: choose another for them first)")
        used = Boilerplate.objects.filter(pk__in=[entry.pk for entry in objs], releases__isnull=False)
        protected += [reason % {"entry": entry} for entry in used.distinct()]
        return deleted, counts, missing, protected


def _is_fixed(boilerplate: Boilerplate) -> bool:
    """A release ends with it that the public can read, or could, or will without another approval."""
    return boilerplate.releases.filter(status__in=(Status.PUBLISHED, Status.WITHDRAWN)).exists()


class CoverageAdmin(FewWords, KeepsDeleted, KeepsImported, admin.ModelAdmin):
    """Which press office the finder of the press room names for what."""

    list_display = ["office", "state", "topic", "language", "is_public"]
    list_filter = ["is_public", "state", "topic", "language"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["office__name", "note"]
    search_help_text = _("Name of the press office, or words of the note")
    empty_value_display = _("every")
    autocomplete_fields = ["office"]
    save_as = True
    fields = ["office", ("state", "topic"), "language", "note", "is_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "topic")
