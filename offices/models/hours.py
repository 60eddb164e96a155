import contextlib
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..checks import Fact
from ..hours.lanes import holidays_words, lane_of
from ..hours.schedules import Schedule, ScheduleError, Spans, parse, parse_times, spans_words, times_text
from ..provenance import Checked, Sourced
from ..querysets import SpecialHoursQuerySet
from .base import CleanTextModel

YEARS = range(2000, 2101)

_AROUND_THE_CLOCK = re.compile(r"\b24\b|round the clock|always|day and night", re.IGNORECASE)
_24_HOURS = re.compile(r"\b24[ -]hours?\b|\b24/7\b", re.IGNORECASE)


class Hours(CleanTextModel, Sourced, Checked):
    """When an office, or one lane or service of it, is open; in the office's own time zone."""

    fact_kind = Fact.HOURS
    checks = {"checked": ("label", "text", "schedule", "note")}

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="hours")
    label = models.CharField(
        _("lane or service"), max_length=80, blank=True, help_text=_("Blank: the whole office.")
    )
    text = models.CharField(_("hours"), max_length=250, help_text=_("Monday to Friday, 8 a.m. to 4 p.m."))
    schedule = models.CharField(
        _("hours as data"),
        max_length=400,
        blank=True,
        help_text=_("In OpenStreetMap’s syntax: Mo-Fr 08:00-16:00; PH off. Blank: not known."),
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("hours")
        verbose_name_plural = _("hours")

    def __str__(self):
        return f"{self.label}: {self.text}" if self.label else self.text

    def clean_texts(self) -> None:
        """Also brings the schedule into its normal form; `clean` says what cannot be read."""
        super().clean_texts()
        with contextlib.suppress(ScheduleError):
            self.schedule = self.schedule and str(parse(self.schedule))

    def clean(self):
        super().clean()
        if not self.schedule:
            return
        try:
            schedule = parse(self.schedule)
        except ScheduleError as error:
            raise ValidationError({"schedule": str(error)}) from None
        self._refuse_contradiction(schedule)

    def _refuse_contradiction(self, schedule: Schedule) -> None:
        """Visitors read one beside the other: at least about the whole day they agree."""
        says_less = self.schedule == "24/7" and not _AROUND_THE_CLOCK.search(self.text)
        says_more = _24_HOURS.search(self.text) and not schedule.has_whole_days
        if says_less or says_more:
            words = _("The text says “%(text)s”, but the hours as data “%(schedule)s”. Make them agree.")
            raise ValidationError({"schedule": words % {"text": self.text, "schedule": self.schedule}})

    @property
    def preview(self) -> str:
        """For staff: the schedule in words, and what is so now."""
        if not self.schedule:
            return ""
        try:
            parse(self.schedule)
        except ScheduleError as error:
            return str(error)
        words = self.schedule_words.removesuffix(".")
        state = lane_of(self, timezone.now()).opening.words
        return gettext("%(schedule)s. Now: %(state)s") % {"schedule": words, "state": state}

    @property
    def schedule_words(self) -> str:
        """The schedule as visitors read it; as it is written where it cannot be read."""
        try:
            return self.schedule and parse(self.schedule).words(holidays_words(self.office.country))
        except ScheduleError:
            return self.schedule


class SpecialHours(CleanTextModel):
    """Days on which an office, or one lane or service of it, is closed or keeps other hours."""

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="special_hours")
    label = models.CharField(
        _("lane or service"),
        max_length=80,
        blank=True,
        help_text=_("As in its hours. Blank: all of the office."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    times = models.CharField(
        _("open at"), max_length=100, blank=True, help_text=_("08:00-12:00,13:00-16:00. Blank: closed.")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("For the public."))

    objects = SpecialHoursQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("closed or other hours")
        verbose_name_plural = _("days closed or with other hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="special_hours_end_after_they_begin",
                violation_error_message=_("The last day comes before the first."),
            )
        ]

    def __str__(self):
        return gettext("%(days)s: %(times)s") % {"days": self.days_words, "times": self.times_words}

    def clean_texts(self) -> None:
        """Also brings the times into their normal form; `clean` says what cannot be read."""
        super().clean_texts()
        with contextlib.suppress(ScheduleError):
            self.times = times_text(parse_times(self.times))

    def clean(self):
        super().clean()
        try:
            parse_times(self.times)
        except ScheduleError as error:
            raise ValidationError({"times": str(error)}) from None
        if self.last_day and self.last_day.year not in YEARS:
            raise ValidationError(
                {"last_day": _("Write a day that comes. If nobody knows it, write a notice.")}
            )
        labels = [hours.label for hours in self.office.hours.all()] if self.office_id else []
        if self.label and self.label not in labels:
            text = _("No hours of this office have this label. Save those first, or leave it blank.")
            raise ValidationError({"label": text})

    @property
    def spans(self) -> Spans | None:
        """Nothing known where what is stored cannot be read."""
        try:
            return parse_times(self.times)
        except ScheduleError:
            return None

    @property
    def times_words(self) -> str:
        return gettext("not stated") if self.spans is None else spans_words(self.spans)

    @property
    def days_words(self) -> str:
        days = dict.fromkeys([self.first_day, self.last_day])
        return gettext(" to ").join(map(formats.date_format, days))
