"""Days and hours in forms: on the clock of their place, and said in words before they are saved."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..text import exists_on_its_clock


class SaidFirst(forms.ModelForm):
    """Comes back once to say what its days and hours mean; sent again with those words, it is saved."""

    said = ()  # the fields that make the days and hours; the words stand at the first
    is_said = False  # nothing else keeps this from being saved

    def in_words(self) -> str:
        raise NotImplementedError

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and set(self.said) & set(self.changed_data):
            self._say(self.in_words(), self.add_prefix("said"))

    def _say(self, words: str, name: str) -> None:
        """The mark that they were read stands in the message: a field would show where nobody edits."""
        if self.data.get(name) != words:
            text = gettext("You wrote: %(words)s If that is right, save again.") % {"words": words}
            mark = format_html('{} <input type="hidden" name="{}" value="{}">', text, name, words)
            self.add_error(self.said[0], mark)
            self.is_said = True


def are_only_said(sent: list[forms.ModelForm], formsets: list[forms.BaseFormSet]) -> bool:
    """Whether nothing is wrong with what was sent, and some of it stands there in words to be read."""
    held = [form for form in sent if form.errors]
    is_wrong = any(each.non_form_errors() for each in formsets)
    return bool(held) and all(getattr(form, "is_said", False) for form in held) and not is_wrong


class WallClockField(forms.SplitDateTimeField):
    """A day and hour as they are typed, on no clock yet; the site's own may lack that hour."""

    def compress(self, data_list):
        if data_list and None not in data_list:
            return datetime.datetime.combine(*data_list)
        return super().compress(data_list)  # which refuses half an answer


WALL_CLOCK = {models.DateTimeField: {"form_class": WallClockField, "widget": AdminSplitDateTime}}


class WallClockForm(SaidFirst):
    """From when until when, typed and shown on the clock of one place."""

    instants = said = ("starts_at", "ends_at")
    years = range(1900, 2101)
    wrong_year = _("Dates lie between 1900 and 2100.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.instants:
            if instant := getattr(self.instance, name):
                self.initial[name] = timezone.make_naive(instant, self.stored_zone())

    def stored_zone(self) -> datetime.tzinfo:
        return timezone.get_default_timezone()

    def typed_zone(self, data: dict) -> datetime.tzinfo:
        return timezone.get_default_timezone()

    def clean(self):
        data = super().clean()
        zone = self.typed_zone(data)
        for name in self.instants:
            if typed := data.get(name):
                data[name] = typed.replace(tzinfo=zone)
                self._check_clock(name, data[name])
        return data

    def _check_clock(self, name: str, instant: datetime.datetime) -> None:
        if instant.year not in self.years:
            self.add_error(name, self.wrong_year)
        elif not exists_on_its_clock(instant):
            self.add_error(name, _("The clocks of this place go forward over this hour: there is none."))
