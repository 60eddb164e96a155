"""Editing an office and all that belongs to it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import (
    Alias,
    ContactPoint,
    FormerAddress,
    FormerParent,
    Hours,
    Office,
    OfficeService,
    SpecialHours,
)
from ..recording import Recording, recorded
from ..search import parse
from ..verification import facts_of, mark_checked
from .asking import CarefulList, ChoosesByKey
from .bulk import BulkUpdate
from .facts import FactsToCheck
from .instants import SaidFirst
from .saving import KeepsDeleted, KeepsImported, refuse_itself
from .stale import NotStale

SHORT_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
WIDE = AdminTextInputWidget(attrs={"class": "vLargeTextField"})


class OfficeForm(NotStale):
    is_checked = forms.BooleanField(
        label=_("Checked today"), required=False, help_text=_("Everything on this page is right.")
    )

    class Meta:
        widgets = {"street": WIDE, "mailing_address": WIDE}
        help_texts = {"closed_until": _("In the time zone of the office.")}

    def clean(self):
        super().clean()
        refuse_itself(self, "parent", "successor", "same_place")


class HoursForm(forms.ModelForm):
    class Meta:
        widgets = {"text": WIDE, "schedule": WIDE, "note": WIDE}


class SpecialHoursForm(SaidFirst):
    said = ("first_day", "last_day", "times")

    class Meta:
        widgets = {"times": AdminTextInputWidget, "reason": WIDE}
        help_texts = {
            "first_day": _("In the time zone of the office."),
            "last_day": _("In the time zone of the office, to its end."),
            "times": _("On the clock of the office: 08:00-12:00,13:00-16:00. Blank: closed."),
        }

    def in_words(self):
        return gettext("%(special)s, local time of the office.") % {"special": self.instance}


class ContactPointInline(admin.StackedInline):
    model = ContactPoint
    formfield_overrides = SHORT_TEXTS
    extra = 0
    max_num = 50
    fields = [
        ("kind", "label"),
        ("phone", "extension", "email"),
        ("is_special", "is_after_hours"),
        "note",
        ("source", "as_of", "confidence"),
        "order",
    ]


class HoursInline(admin.StackedInline):
    model = Hours
    form = HoursForm
    formfield_overrides = SHORT_TEXTS
    extra = 0
    max_num = 50
    fields = [("label", "text"), "schedule", "preview", "note", ("source", "as_of", "confidence"), "order"]
    readonly_fields = ["preview"]

    @admin.display(description=_("read as"))
    def preview(self, hours):
        """What the schedule means, and what pages say of it now."""
        return hours.preview or _("Not known: no state is shown.") if hours.pk else ""


class SpecialHoursInline(admin.StackedInline):
    model = SpecialHours
    form = SpecialHoursForm
    extra = 0
    max_num = 100
    fields = [("first_day", "last_day"), ("label", "times"), "reason"]


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0
    max_num = 50


class ServiceInline(admin.StackedInline):
    model = OfficeService
    formfield_overrides = SHORT_TEXTS
    extra = 0
    max_num = 50
    fields = [("service", "name"), "address", "note", ("source", "as_of", "confidence"), "order"]


class FormerAddressInline(admin.TabularInline):
    model = FormerAddress
    extra = 0
    max_num = 50


class FormerParentInline(ChoosesByKey, admin.StackedInline):
    model = FormerParent
    fk_name = "office"
    formfield_overrides = SHORT_TEXTS
    autocomplete_fields = ["parent"]
    extra = 0
    max_num = 50
    fields = [("parent", "until"), "note", ("source", "as_of", "confidence")]


@admin.register(Office)
class OfficeAdmin(FactsToCheck, BulkUpdate, KeepsDeleted, KeepsImported, CarefulList, admin.ModelAdmin):
    form = OfficeForm
    formfield_overrides = SHORT_TEXTS
    list_display = ["name", "kind", "code", "place", "standing", "checked"]
    list_filter = ["kind", "status", "is_public", "is_service_port", "confidence", "state"]
    search_fields = ["name", "code", "city", "aliases__value", "contact_points__phone"]
    search_help_text = _("Name, former name, code, city, state or telephone number")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["parent", "successor", "same_place"]
    prepopulated_fields = {"slug": ["name", "code"]}
    readonly_fields = ["checked_on", "checked_by", "modified_at", "import_key"]
    inlines = [
        ContactPointInline, HoursInline, SpecialHoursInline, ServiceInline, AliasInline, FormerParentInline,
        FormerAddressInline,
    ]  # fmt: skip
    actions = ["mark_checked", "export_offices", "export_contacts", "export_hours"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "code", "slug", "parent", ("is_public", "is_general_line")]}),
        (_("Status"), {"fields": ["status", "closed_until", "closed_on", "successor", "status_note"]}),
        (
            _("Where"),
            {
                "fields": [
                    "street", ("city", "state"), "postal_code", ("region", "country"), "timezone",
                    "mailing_address", "access",
                ]
            },
        ),
        (
            _("Source of the address, coordinates"),
            {
                "classes": ["collapse"],
                "fields": [
                    "address_source", ("address_as_of", "address_confidence"),
                    ("latitude", "longitude"), "coordinate_basis",
                ],
            },
        ),
        (
            _("What it does"),
            {
                "classes": ["collapse"],
                "fields": [
                    "area_served", "port_type", ("by_land", "by_rail", "by_air", "by_sea"),
                    "is_service_port", "service_port_basis", "same_place",
                ],
            },
        ),
        (_("Notes"), {"fields": ["note", "staff_note"]}),
        (_("Source of this entry"), {"classes": ["collapse"], "fields": ["source", ("as_of", "confidence")]}),
        (_("Check"), {"fields": ["is_checked", ("checked_on", "checked_by")]}),
        (_("Record"), {"classes": ["collapse"], "fields": ["modified_at", "import_key"]}),
    ]  # fmt: skip

    @admin.action(description=_("Still right: mark all their facts as checked today"), permissions=["change"])
    def mark_checked(self, request, queryset):
        offices = Office.objects.filter(pk__in=queryset.values("pk"))
        mark_checked(facts_of(offices), request.user)
        number = len(offices)
        text = ngettext(
            "%(number)d office marked as checked.", "%(number)d offices marked as checked.", number
        )
        self.message_user(request, text % {"number": number}, messages.SUCCESS)

    def save_model(self, request, obj, form, change):
        form.recording = Recording(Office.objects.filter(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        offices = Office.objects.filter(pk=form.instance.pk)
        form.recording.keep(offices)
        if form.cleaned_data["is_checked"]:
            mark_checked(facts_of(offices), request.user)

    def delete_model(self, request, obj):
        with recorded(Office.objects.filter(pk=obj.pk)):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with recorded(Office.objects.filter(pk__in=[office.pk for office in queryset])):
            super().delete_queryset(request, queryset)

    def recover(self, deletion):
        with recorded(Office.objects.filter(pk=deletion.key)):
            return super().recover(deletion)

    def get_search_results(self, request, queryset, search_term):
        """The rules of the public search; a telephone number may be written in any manner."""
        query = parse(search_term, complete=False)
        return (queryset.matching(query) if search_term.strip() else queryset), False

    def choice_label(self, office) -> str:
        """A crossing may be called as its port is, and a press office as its field office."""
        details = ", ".join(filter(None, [office.get_kind_display(), office.code]))
        return f"{office} ({details})"

    @admin.display(description=_("place"), ordering="city")
    def place(self, office):
        return office.place

    @admin.display(description=_("status"), ordering="status")
    def standing(self, office):
        status = office.get_status_display()
        return status if office.is_public else _("%(status)s, not public") % {"status": status}

    @admin.display(description=_("checked"), ordering="checked_on")
    def checked(self, office):
        return office.checked_on

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("checked_by")

    def get_object(self, *args, **kwargs):
        office = super().get_object(*args, **kwargs)
        if office:  # each preview of hours looks at them
            prefetch_related_objects([office], "special_hours")
        return office

    def view_on_site(self, office):
        return office.get_absolute_url() if office.is_public else None
