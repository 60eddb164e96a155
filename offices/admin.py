"""Keeping the directory true: editing, the queue of facts to check, one-click “still right”."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import IntegrityError, OperationalError, models, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Alias, ContactPoint, FormerAddress, FormerParent, Hours, Office, OfficeService, Section
from .recording import Recording, recorded
from .search import parse

CHECK_EVERY = datetime.timedelta(days=180)
SHORT_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
WIDE = AdminTextInputWidget(attrs={"class": "vLargeTextField"})


def refuse_itself(form: forms.ModelForm, *names: str) -> None:
    """Forms leave out the key, and so every constraint that mentions it: saving would raise."""
    for name in names:
        chosen = form.cleaned_data.get(name)
        if form.instance in (chosen if isinstance(chosen, models.QuerySet) else [chosen]):
            form.add_error(name, _("This is the very one you are editing. Choose another, or none."))


class SavesOnce:
    """Two requests that save the same thing at one moment (a double click): the second is told."""

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            text = _(
                "This was saved by another request at the same moment. Look at the list before you try again."
            )
        except OperationalError:  # a deadlock, or a database that was locked for too long
            if request.method != "POST":
                raise
            text = _("Too many people saved at this moment, and yours was not saved. Go back and save again.")
        self.message_user(request, text, messages.WARNING)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


class KeepsImported(SavesOnce):
    """What content files hold is not deleted here: the next import would bring it back."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        reason = _("%(entry)s (kept by the content files: make it a draft, or not public, instead)")
        protected += [reason % {"entry": entry} for entry in objs if entry.import_key]
        return deleted, counts, missing, protected


class OfficeForm(forms.ModelForm):
    is_checked = forms.BooleanField(
        label=_("Checked today"), required=False, help_text=_("Everything on this page is right.")
    )

    class Meta:
        widgets = {"street": WIDE, "mailing_address": WIDE}

    def clean(self):
        super().clean()
        refuse_itself(self, "parent", "successor", "same_place")


class HoursForm(forms.ModelForm):
    class Meta:
        widgets = {"text": WIDE, "note": WIDE}


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
    fields = [("label", "text"), "note", ("source", "as_of", "confidence"), "order"]


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


class FormerParentInline(admin.StackedInline):
    model = FormerParent
    fk_name = "office"
    formfield_overrides = SHORT_TEXTS
    autocomplete_fields = ["parent"]
    extra = 0
    max_num = 50
    fields = [("parent", "until"), "note", ("source", "as_of", "confidence")]


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
class OfficeAdmin(KeepsImported, admin.ModelAdmin):
    form = OfficeForm
    formfield_overrides = SHORT_TEXTS
    list_display = ["name", "kind", "code", "place", "status", "checked", "is_public"]
    list_filter = [CheckFilter, "kind", "status", "is_public", "is_service_port", "confidence", "state"]
    search_fields = ["name", "code", "city", "aliases__value", "contact_points__phone"]
    search_help_text = _("Name, former name, code, city, state or telephone number")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["parent", "successor", "same_place"]
    prepopulated_fields = {"slug": ["name", "code"]}
    readonly_fields = ["checked_on", "checked_by", "modified_at", "import_key"]
    inlines = [
        ContactPointInline, HoursInline, ServiceInline, AliasInline, FormerParentInline, FormerAddressInline,
    ]  # fmt: skip
    actions = ["mark_checked"]
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

    @admin.action(description=_("Still right: mark as checked today"), permissions=["change"])
    def mark_checked(self, request, queryset):
        # Fetched first: once marked, an office leaves the very queue it was chosen from.
        offices = list(queryset)
        with transaction.atomic():
            Office.objects.filter(pk__in=[office.pk for office in offices]).update(
                checked_on=timezone.localdate(), checked_by=request.user
            )
            LogEntry.objects.log_actions(
                request.user.pk, offices, CHANGE, [{"changed": {"fields": ["checked by staff on"]}}]
            )
        text = ngettext(
            "%(number)d office marked as checked.", "%(number)d offices marked as checked.", len(offices)
        )
        self.message_user(request, text % {"number": len(offices)}, messages.SUCCESS)

    def save_model(self, request, obj, form, change):
        if form.cleaned_data["is_checked"]:
            obj.checked_on, obj.checked_by = timezone.localdate(), request.user
        form.recording = Recording(Office.objects.filter(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.recording.keep(Office.objects.filter(pk=form.instance.pk))

    def delete_model(self, request, obj):
        with recorded(Office.objects.filter(pk=obj.pk)):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with recorded(Office.objects.filter(pk__in=[office.pk for office in queryset])):
            super().delete_queryset(request, queryset)

    def get_search_results(self, request, queryset, search_term):
        """The rules of the public search; a telephone number may be written in any manner."""
        query = parse(search_term, complete=False)
        return (queryset.matching(query) if search_term.strip() else queryset), False

    @admin.display(description=_("place"), ordering="city")
    def place(self, office):
        return office.place

    @admin.display(description=_("checked"), ordering="checked_on")
    def checked(self, office):
        return office.checked_on

    def tasks(self, request):
        """For the front page of the admin: what waits for somebody."""
        due = Office.objects.due_for_check(timezone.localdate() - CHECK_EVERY)
        address = reverse("admin:offices_office_changelist")
        return [(_("Offices due for a check"), due.count(), f"{address}?check=due")]

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
