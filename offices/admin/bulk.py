"""Bulk updates in the admin: take a sheet, upload it edited, look at every change, confirm."""

import csv

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..bulk import SHEETS, Refused, Update, escape, read
from ..bulk.reading import MOST_EDITED, MOST_ROWS
from ..models import Office

PREVIEW_LIFE = 60 * 60  # seconds


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Edited sheet"),
        help_text=format_lazy(
            _("CSV in UTF-8, at most 2 megabytes and {rows} rows, of which {edited} may be edited."),
            rows=f"{MOST_ROWS:,}",
            edited=f"{MOST_EDITED:,}",
        ),
    )
    file.widget.attrs["accept"] = ".csv,text/csv"

    def clean_file(self):
        try:
            return Update(read(self.cleaned_data["file"]))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class BulkUpdate:
    """Adds the sheets to the admin of offices. Who may change offices and their facts uses them."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("bulk/", view(self.bulk_view), name="offices_office_bulk"),
            path("bulk/<slug:sheet>.csv", view(self.sheet_view), name="offices_office_sheet"),
            *super().get_urls(),
        ]

    def bulk_view(self, request):
        if not self.has_update_permission(request):
            raise PermissionDenied
        if "preview" in request.POST:
            return self._confirm(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        update = None
        if request.method == "POST" and form.is_valid():
            update = form.cleaned_data["file"]
            update.preview()
        return self._answer(request, form, update)

    def sheet_view(self, request, sheet: str):
        """One sheet with every office."""
        if not self.has_update_permission(request):
            raise PermissionDenied
        if sheet not in SHEETS:
            raise Http404
        return _as_csv(sheet, Office.objects.order_by("kind", "name", "code", "pk"))

    def _confirm(self, request):
        try:
            data = signing.loads(request.POST["preview"], salt=_salt(request), max_age=PREVIEW_LIFE)
        except signing.BadSignature:
            text = _("This preview is too old, or not yours. Upload the sheet again.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(request.path)
        update = Update.from_data(data)
        try:
            saved = update.save(request.user)
        except OperationalError:  # a deadlock, or a database that was locked for too long
            text = _("Too many people saved at this moment, and nothing was saved. Upload the sheet again.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(request.path)
        if not saved:
            return self._answer(request, UploadForm(), update)
        number = len(update.changes)
        text = ngettext("%(number)d row was changed.", "%(number)d rows were changed.", number)
        self.message_user(request, text % {"number": number}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:offices_office_changelist"))

    def _answer(self, request, form, update):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bulk update"),
            "opts": self.opts,
            "form": form,
            "sheets": [(name, sheet.title, sheet.columns()) for name, sheet in SHEETS.items()],
            "update": update,
        }
        if update and update.changes:
            context["preview"] = signing.dumps(update.as_data(), salt=_salt(request), compress=True)
        return TemplateResponse(request, "admin/offices/office/bulk.html", context)

    def has_update_permission(self, request) -> bool:
        facts = ("change_contactpoint", "change_hours")
        may_change_facts = all(request.user.has_perm(f"offices.{right}") for right in facts)
        return self.has_change_permission(request) and may_change_facts

    @admin.action(description=_("Sheet of these offices (CSV)"), permissions=["update"])
    def export_offices(self, request, queryset):
        return _as_csv("offices", queryset)

    @admin.action(description=_("Sheet of their numbers and mailboxes (CSV)"), permissions=["update"])
    def export_contacts(self, request, queryset):
        return _as_csv("contacts", queryset)

    @admin.action(description=_("Sheet of their hours (CSV)"), permissions=["update"])
    def export_hours(self, request, queryset):
        return _as_csv("hours", queryset)


def _salt(request) -> str:
    """A preview is confirmed by whoever saw it."""
    return f"bulk update of {request.user.pk}"


def _as_csv(name: str, offices) -> HttpResponse:
    """A sheet with a byte-order mark, by which Excel knows UTF-8."""
    sheet = SHEETS[name]()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(sheet.columns())
    for row in sheet.of(Office.objects.filter(pk__in=offices.order_by().values("pk"))):
        cells = sheet.cells(row) | {"version": sheet.dehydrate_version(row)}
        writer.writerow(escape(cells[column]) for column in sheet.columns())
    return response
