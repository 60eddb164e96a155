"""What was saved after a form was opened is not overwritten unseen."""

import datetime

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..text import display_instant, fingerprint


def mark_of(stored: Model) -> str:
    """Another one for every value of the row."""
    return fingerprint(getattr(stored, field.attname) for field in stored._meta.concrete_fields)


class NotStale(forms.ModelForm):
    """Comes back once with what is stored by now; sent again, it takes the place of that.

    Printed by templates/admin/change_form.html.
    """

    opened = forms.CharField(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = mark_of(self.instance)

    def clean(self):
        super().clean()
        now, opened = self.initial.get("opened"), self.cleaned_data.get("opened")
        if now and opened and opened != now:
            self.data = self.data.copy()
            self.data["opened"] = now
            self.add_error(None, _("This was saved after you opened it. Yours is not saved yet."))
            for text in self._stored_otherwise():
                self.add_error(None, text)
            self.add_error(None, _("To put yours in the place of what is stored, save again."))
        return self.cleaned_data

    def _stored_otherwise(self) -> list[str]:
        """What is stored where this form says something else; the row itself is not written to yet."""
        text = gettext("%(field)s is now: %(value)s")
        changed = [field for field in self.instance._meta.concrete_fields if field.name in self.changed_data]
        return [
            text % {"field": self.fields[field.name].label, "value": self._shown(field)} for field in changed
        ]

    def _shown(self, field) -> str:
        if display := getattr(self.instance, f"get_{field.name}_display", None):
            return str(display())
        value = getattr(self.instance, field.name)
        return display_instant(value) if isinstance(value, datetime.datetime) else str(value or "–")
