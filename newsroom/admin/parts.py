"""What belongs to a release: its event, figures, pictures and contacts."""

import datetime
import zoneinfo

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from offices.admin import ChoosesByKey
from offices.models import validate_timezone

from ..dates import YEARS
from ..images import recode_image
from ..models import (
    Event,
    KeyFact,
    ReleaseContact,
    ReleaseImage,
)


class WallClockField(forms.SplitDateTimeField):
    """A day and hour as they are typed, on no clock yet; the site's own may lack that hour."""

    def compress(self, data_list):
        if data_list and None not in data_list:
            return datetime.datetime.combine(*data_list)
        return super().compress(data_list)  # which refuses half an answer


class EventForm(forms.ModelForm):
    """Dates are typed and shown on the clock of the place, which `timezone` names."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            if instant := getattr(self.instance, name):
                zone = zoneinfo.ZoneInfo(self.instance.timezone)
                self.initial[name] = timezone.make_naive(instant, zone)

    def clean_timezone(self):
        validate_timezone(self.cleaned_data["timezone"])
        return self.cleaned_data["timezone"]

    def clean(self):
        data = super().clean()
        zone = zoneinfo.ZoneInfo(data.get("timezone") or "UTC")
        for name in ("starts_at", "ends_at"):
            if typed := data.get(name):
                data[name] = typed.replace(tzinfo=zone)
                self._check_clock(name, data[name])
        return data

    def _check_clock(self, name: str, instant: datetime.datetime) -> None:
        if instant.year not in YEARS:
            self.add_error(name, _("Dates lie between 1900 and 2100."))
        elif instant.astimezone(datetime.UTC).astimezone(instant.tzinfo).hour != instant.hour:
            self.add_error(name, _("The clocks of this place go forward over this hour: there is none."))


class EventInline(admin.StackedInline):
    model = Event
    form = EventForm
    formfield_overrides = {models.DateTimeField: {"form_class": WallClockField, "widget": AdminSplitDateTime}}
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
