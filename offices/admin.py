"""Keeping the directory true: editing, the queue of facts to check, one-click “still right”."""

import datetime

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Alias, ContactPoint, Hours, Office, Section

CHECK_EVERY = datetime.timedelta(days=180)


class ContactPointInline(admin.StackedInline):
    model = ContactPoint
    extra = 0
    fields = [
        ("kind", "label"),
        ("phone", "extension", "email"),
        "note",
        ("source", "as_of", "confidence"),
        "order",
    ]


class HoursInline(admin.StackedInline):
    model = Hours
    extra = 0
    fields = [("label", "text"), "note", ("source", "as_of", "confidence"), "order"]


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


class CheckFilter(admin.SimpleListFilter):
    """The queue: what staff never checked, or checked too long ago."""

    title = _("check by staff")
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [
            ("due", _("Due: never, or over half a year ago")),
            ("never", _("Never checked")),
            ("recent", _("Checked within half a year")),
        ]

    def queryset(self, request, queryset):
        limit = timezone.localdate() - CHECK_EVERY
        if self.value() == "due":
            return queryset.due_for_check(limit)
        if self.value() == "never":
            return queryset.filter(checked_on=None)
        if self.value() == "recent":
            return queryset.filter(checked_on__gte=limit)
        return queryset


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "code", "city", "state", "status", "checked_on", "is_public"]
    list_filter = [CheckFilter, "kind", "status", "is_public", "is_service_port", "confidence", "state"]
    search_fields = ["name", "code", "city", "aliases__value", "contact_points__phone"]
    search_help_text = _("Name, former name, code, city or telephone number")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["parent", "successor", "same_place"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["checked_on", "checked_by", "modified_at", "import_key"]
    inlines = [ContactPointInline, HoursInline, AliasInline]
    actions = ["mark_checked"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "code", "slug", "parent", ("is_public", "is_general_line")]}),
        (_("Status"), {"fields": ["status", "closed_until", "successor", "status_note"]}),
        (
            _("Where"),
            {
                "fields": [
                    "street", ("city", "state", "postal_code"), ("region", "country"), "mailing_address",
                    "access", "timezone", ("address_source", "address_as_of", "address_confidence"),
                    ("latitude", "longitude", "coordinate_basis"),
                ]
            },
        ),
        (
            _("What it does"),
            {
                "fields": [
                    "area_served", "port_type", ("by_land", "by_rail", "by_air", "by_sea"),
                    "is_service_port", "service_port_basis", "same_place",
                ]
            },
        ),
        (_("Notes"), {"fields": ["note", "staff_note"]}),
        (_("Source of this entry"), {"classes": ["collapse"], "fields": ["source", ("as_of", "confidence")]}),
        (_("Check"), {"fields": [("checked_on", "checked_by"), "modified_at", "import_key"]}),
    ]  # fmt: skip

    @admin.action(description=_("Still right: mark as checked today"), permissions=["change"])
    def mark_checked(self, request, queryset):
        number = queryset.update(checked_on=timezone.localdate(), checked_by=request.user)
        for office in queryset:
            self.log_change(request, office, [{"changed": {"fields": ["checked_on"]}}])
        text = ngettext(
            "%(number)d office marked as checked.", "%(number)d offices marked as checked.", number
        )
        self.message_user(request, text % {"number": number}, messages.SUCCESS)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("checked_by")

    def view_on_site(self, office):
        return office.get_absolute_url() if office.is_public else None


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "order"]
    fields = ["slug", "title", "introduction", "order"]
    readonly_fields = ["slug"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
