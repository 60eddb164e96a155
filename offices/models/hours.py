from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..checks import Fact
from ..provenance import Checked, Sourced
from .base import CleanTextModel


class Hours(CleanTextModel, Sourced, Checked):
    """When an office, or one lane or service of it, is open; in the office's own time zone."""

    fact_kind = Fact.HOURS

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
        return f"{self.first_day} – {self.last_day}"
