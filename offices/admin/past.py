"""Imports, and what the page of changes tells: a fact that never should have been public is taken off."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..models import FactChange, ImportRun
from ..text import display_instant
from .asking import FewWords
from .panel import MOST, Line, Panel
from .saving import ReadOnly


@admin.register(FactChange)
class FactChangeAdmin(FewWords, admin.ModelAdmin):
    list_display = ["at", "office", "fact", "before", "after"]
    list_select_related = ["office"]
    search_fields = ["office__name", "fact", "before", "after"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ["at", "what", "who", "outcome"]
    search_fields = ["what", "who"]

    @admin.display(description=_("outcome"))
    def outcome(self, run):
        return run.summary

    def panels(self, request):
        if not self.has_view_permission(request):
            return []
        lines = [
            Line(
                run.what,
                reverse("admin:offices_importrun_change", args=[run.pk]),
                f"{run.summary} · {run.who} · {display_instant(run.at)}",
            )
            for run in ImportRun.objects.all()[:MOST]
        ]
        address = reverse("admin:offices_importrun_changelist")
        return [Panel(_("Last imports"), ImportRun.objects.count(), lines, address, rank=2)]
