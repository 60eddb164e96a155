"""What the page of changes tells: a fact that never should have been public can be taken off it."""

from django.contrib import admin

from ..models import FactChange


@admin.register(FactChange)
class FactChangeAdmin(admin.ModelAdmin):
    list_display = ["at", "office", "fact", "before", "after"]
    list_select_related = ["office"]
    search_fields = ["office__name", "fact", "before", "after"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
