"""The instant of a publication: typed on the clock of the East, repeated in words before it counts."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.timesince import timeuntil
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.text import display_instant, exists_on_its_clock

from .dates import YEARS

SOONEST = datetime.timedelta(minutes=5)  # a schedule is for later; sooner than that is “now”


class OnTheClock(forms.BoundField):
    """Said to be in the zone that the note beside the boxes names: `zone_note`."""

    @property
    def aria_describedby(self):
        return f"zone-note {super().aria_describedby}".strip()


class InstantForm(forms.Form):
    """A day and an hour in Eastern time; `cleaned_data["instant"]` is what they mean."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), bound_field_class=OnTheClock
    )
    hour = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput({"type": "time"}, "%H:%M"), bound_field_class=OnTheClock
    )
    which = forms.TypedChoiceField(
        label=_("Which of the two"),
        choices=[
            ("0", _("The first: daylight saving time (EDT)")),
            ("1", _("The second, an hour later: standard time (EST)")),
        ],
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone_note = gettext("Eastern time, in which it is %(now)s.") % {
            "now": f"{weekday(timezone.now())}, {display_instant(timezone.now())}"
        }
        self.asks_which = False

    def clean(self):
        data = super().clean()
        if data.get("day") and data.get("hour"):
            data["instant"] = self._instant(datetime.datetime.combine(data["day"], data["hour"]))
        return data

    def why_not(self, instant: datetime.datetime) -> str | None:
        return why_not(instant)

    def _instant(self, typed: datetime.datetime) -> datetime.datetime | None:
        if typed.year not in YEARS:
            raise ValidationError(_("Dates lie between 1900 and 2100."))
        try:
            instant = eastern(typed, self.cleaned_data.get("which"))
            if reason := self.why_not(instant):
                raise ValidationError(reason)
            return instant
        except Twice:
            self.asks_which = True
            text = _("The clocks go back that night, and this hour comes twice. Choose which of the two.")
            self.add_error("which", text)


class Twice(ValueError):
    """The hour comes twice on the clock; nobody said which one is meant."""


def eastern(typed: datetime.datetime, which: int | None = None) -> datetime.datetime:
    """The instant at which a clock in the East shows what was typed.

    `which` is 0 or 1 for the hour that comes twice in autumn. Raises Twice without it, and
    ValidationError for the hour that is left out in spring.
    """
    zone = timezone.get_default_timezone()
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if not exists_on_its_clock(first):
        text = gettext(
            "On %(day)s the clocks go forward over this hour: there is no %(time)s that day. Choose another."
        )
        words = {"day": formats.date_format(typed), "time": formats.time_format(typed, "P")}
        raise ValidationError(text % words)
    if which is None:
        raise Twice
    return second if which else first


def why_not(instant: datetime.datetime | None) -> str | None:
    """Why nothing can be scheduled for this instant."""
    now = timezone.now()
    if instant is None or instant <= now:
        return gettext("This instant is past. Choose one to come, or publish now.")
    if instant < now + SOONEST:
        return gettext("This is less than five minutes away. Choose a later time, or publish now.")
    return None if instant.year in YEARS else gettext("Dates lie between 1900 and 2100.")


def weekday(instant: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(instant), "l")


def in_words(instant: datetime.datetime) -> str:
    """“Monday, November 23, 2026, 10:30 a.m. EST, in 2 days”."""
    wait = timeuntil(instant.astimezone(datetime.UTC), timezone.now().astimezone(datetime.UTC))
    return gettext("%(day)s, %(instant)s, in %(wait)s") % {
        "day": weekday(instant),
        "instant": display_instant(instant),
        "wait": wait.replace("\xa0", " "),
    }
