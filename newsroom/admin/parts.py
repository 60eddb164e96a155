"""What belongs to a release: its event, figures, pictures and contacts."""

import zoneinfo

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from offices.admin import WALL_CLOCK, ChoosesByKey, WallClockForm
from offices.models import validate_timezone

from ..dates import YEARS
from ..images import recode_image
from ..models import (
    Event,
    KeyFact,
    ReleaseContact,
    ReleaseImage,
)


class EventForm(WallClockForm):
    """On the clock of the place, which `timezone` names."""

    years = YEARS
    said = (*WallClockForm.instants, "timezone")

    class Meta:
        help_texts = {"ends_at": _("In the time zone below.")}

    def stored_zone(self):
        return zoneinfo.ZoneInfo(self.instance.timezone)

    def typed_zone(self, data):
        return zoneinfo.ZoneInfo(data.get("timezone") or "UTC")

    def clean_timezone(self):
        validate_timezone(self.cleaned_data["timezone"])
        return self.cleaned_data["timezone"]

    def in_words(self):
        return f"{self.instance.when}."


class EventInline(admin.StackedInline):
    model = Event
    form = EventForm
    formfield_overrides = WALL_CLOCK
    extra = 0
    fields = ["name", ("starts_at", "ends_at", "timezone"), "place", "note"]


class KeyFactInline(admin.TabularInline):
    model = KeyFact
    extra = 0
    max_num = 20
    fields = ["what", "quantity", "unit", "value", "where", "starts", "ends", "order"]


class PictureField(forms.ImageField):
    """Refuses bad pictures here, in words; saving, which stores the new picture, would only raise."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)  # ImageField’s own check does not say what is wrong
        if upload:
            recode_image(upload)
        return upload


class ReleaseImageInline(admin.StackedInline):
    model = ReleaseImage
    formfield_overrides = {
        # The stored picture stands above; the widget of the admin links to where nobody may read it.
        models.ImageField: {"form_class": PictureField, "widget": forms.FileInput}
    }
    extra = 0
    max_num = 50
    fields = ["preview", "image", "alt", "caption", ("credit", "order")]
    readonly_fields = ["preview"]
    view_on_site = False

    def get_fields(self, request, obj=None):
        """Who only reads is shown the picture, not the name of its file."""
        release_admin = self.admin_site.get_model_admin(self.parent_model)
        if release_admin.has_change_permission(request, obj):
            return self.fields
        return [name for name in self.fields if name != "image"]

    @admin.display(description=_("as stored"))
    def preview(self, image):
        if not image.pk:
            return None
        address = image.get_absolute_url()
        return format_html(
            '<a href="{}"><img src="{}" alt="{}" height="120"></a>', address, address, image.alt
        )


class ReleaseContactInline(ChoosesByKey, admin.StackedInline):
    model = ReleaseContact
    extra = 0
    max_num = 50
    autocomplete_fields = ["office"]
    fields = ["office", ("name", "phone", "extension", "email")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office")
