"""The texts of the nine contact sections."""

from django.contrib import admin

from ..models import Section
from .asking import CarefulList
from .stale import NotStale


@admin.register(Section)
class SectionAdmin(CarefulList, admin.ModelAdmin):
    list_display = ["title", "slug", "order"]
    fields = ["slug", "title", "introduction", "order"]
    form = NotStale
    readonly_fields = ["slug"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
