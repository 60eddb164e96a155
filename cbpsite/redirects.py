"""Redirects: followed where there is no page, and kept by staff."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.admin import FewWords, KeepsDeleted, SavesOnce
from offices.deleting import CannotRecover

from .models import Redirect, answers, key_of


def forwarded(request):
    """The answer at an address without a page, if staff know one: another address, or that it is gone."""
    found = Redirect.objects.filter(old_path=key_of(request.path)).first()
    if found is None:
        return None
    if not found.new_path:
        return render(request, "410.html", status=410)
    # Two that were saved at one moment may lead to each other.
    if Redirect.objects.filter(old_path=key_of(found.new_path)).exists():
        return None
    return HttpResponsePermanentRedirect(found.new_path)


@admin.register(Redirect)
class RedirectAdmin(FewWords, KeepsDeleted, SavesOnce, admin.ModelAdmin):
    list_display = ["old_path", "goal", "note", "created_at"]
    search_fields = ["old_path", "new_path", "note"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["old_path", "new_path", "note"]
    formfield_overrides = {
        models.CharField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    @admin.display(description=_("leads to"), ordering="new_path")
    def goal(self, redirect):
        return redirect.new_path or gettext("removed")

    def save_model(self, request, redirect, form, change):
        super().save_model(request, redirect, form, change)
        if redirect.new_path and not answers(redirect.new_path):
            text = gettext("There is no page at %(path)s yet: until there is, readers are told so.")
            self.message_user(request, text % {"path": redirect.new_path}, messages.WARNING)

    def recover(self, deletion):
        """The others may have changed meanwhile: it is checked, and leads on who leads to it, as if new."""
        redirect, differences = super().recover(deletion)
        try:
            redirect.full_clean()
        except ValidationError as error:
            raise CannotRecover(" ".join(error.messages)) from error
        redirect.save()
        return redirect, differences
