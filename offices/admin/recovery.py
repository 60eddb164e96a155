"""What was deleted, and the way back for who may delete."""

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import deleting
from ..models import Deletion
from ..text import display_instant, name_of
from .saving import KeepsDeleted, ReadOnly


def kept_kinds(site, request) -> list[str]:
    """Models of which this person may delete, and so recover."""
    return [
        model._meta.label_lower
        for model, model_admin in site._registry.items()
        if isinstance(model_admin, KeepsDeleted)
        and request.user.has_perm(f"{model._meta.app_label}.delete_{model._meta.model_name}")
    ]


@admin.register(Deletion)
class DeletionAdmin(ReadOnly):
    list_display = ["name", "kind", "at", "who", "left"]
    list_display_links = None
    fields = ["name", "kind", "at", "who", "left"]
    list_select_related = ["by"]
    search_fields = ["name"]
    actions = ["recover"]

    def get_queryset(self, request):
        deletions = super().get_queryset(request).recoverable().defer("rows")
        if request.user.has_perm("offices.view_deletion"):
            return deletions
        return deletions.filter(model__in=kept_kinds(self.admin_site, request))

    @admin.display(description=_("kind"), ordering="model")
    def kind(self, deletion):
        return capfirst(apps.get_model(deletion.model)._meta.verbose_name)

    @admin.display(description=_("by"), ordering="by")
    def who(self, deletion):
        return deletion.by and name_of(deletion.by)

    @admin.display(description=_("can be recovered"), ordering="at")
    def left(self, deletion):
        left = deletion.days_left
        days = ngettext("%(number)d day", "%(number)d days", left) % {"number": left}
        return gettext("%(days)s, until %(end)s") % {"days": days, "end": display_instant(deletion.ends_at)}

    @admin.action(description=_("Recover"), permissions=["recover"])
    def recover(self, request, queryset):
        kinds = kept_kinds(self.admin_site, request)
        for deletion in queryset.filter(model__in=kinds):
            self._recover(request, deletion)

    def _recover(self, request, deletion):
        owner = self.admin_site.get_model_admin(apps.get_model(deletion.model))
        try:
            with transaction.atomic():
                item, differences = owner.recover(deletion)
                LogEntry.objects.log_actions(
                    request.user.pk, [item], CHANGE, gettext("Recovered."), single_object=True
                )
        except deleting.CannotRecover as error:
            self.message_user(request, f"{deletion}: {error}", messages.ERROR)
            return
        self.message_user(request, gettext("Recovered: “%(item)s”.") % {"item": item}, messages.SUCCESS)
        for text in differences:
            self.message_user(request, text, messages.WARNING)

    def has_recover_permission(self, request):
        return bool(kept_kinds(self.admin_site, request))

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or self.has_recover_permission(request)

    def has_module_permission(self, request):
        return self.has_view_permission(request)
