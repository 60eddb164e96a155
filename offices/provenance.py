"""Where a fact comes from, how old it is and how sure we are."""

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from .checks import Fact
from .kinds import Confidence

_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def first_day(value: str) -> datetime.date | None:
    """The first day `value` may mean; None when it names no date."""
    match = _PARTIAL_DATE.match(value)
    try:
        return match and datetime.date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None


def validate_partial_date(value: str) -> None:
    """Accept `2022`, `2022-06` and `2022-06-29` when such a date exists.

    Raises ValidationError otherwise.
    """
    if not first_day(value):
        raise ValidationError(
            _("“%(value)s” is not a date. Write a year, a month or a day: 2022, 2022-06 or 2022-06-29."),
            params={"value": value},
        )


def display_partial_date(value: str) -> str:
    """`2022-06-29` as “June 29, 2022”, `2022-06` as “June 2022”, `2022` and what is no date as it is."""
    date = first_day(value)
    if not date:
        return value
    pattern = {4: "Y", 7: "YEAR_MONTH_FORMAT"}.get(len(value), "DATE_FORMAT")
    return formats.date_format(date, pattern)


class PartialDateField(models.CharField):
    """A date known to the year, the month or the day, as ISO 8601 text."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "blank": True} | kwargs)


class Sourced(models.Model):
    """A fact with its source, the date it held and how sure we are of it."""

    source = models.TextField(_("source"), blank=True, help_text=_("Where this was published."))
    as_of = PartialDateField(
        _("as of"), help_text=_("When it was published: 2022, 2022-06 or 2022-06-29. Blank: no date known.")
    )
    confidence = models.CharField(
        _("confidence"), max_length=12, choices=Confidence, default=Confidence.UNCONFIRMED
    )

    class Meta:
        abstract = True

    @property
    def as_of_display(self) -> str:
        return display_partial_date(self.as_of)

    @property
    def is_confirmed(self) -> bool:
        return self.confidence != Confidence.UNCONFIRMED

    @property
    def provenance(self) -> tuple[bool, str, datetime.date | None]:
        """What a page says below a fact; neighbors with the same are shown under one line."""
        return self.is_confirmed, self.as_of_display, getattr(self, "checked_on", None)


class Checked(models.Model):
    """A fact that staff look at again from time to time."""

    fact_kind: Fact

    checked_on = models.DateField(_("checked by staff on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("checked by"),
    )
    # What each check is of: when that changes, nobody has looked at it yet.
    checks: dict[str, tuple[str, ...]] = {}

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        ended = self._end_checks()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *ended}
        super().save(*args, **kwargs)

    def _end_checks(self) -> list[str]:
        """Take back checks of what this save changes; the names of the fields that were emptied."""
        kept = [check for check in self.checks if getattr(self, f"{check}_on")]
        before = type(self)._base_manager.filter(pk=self.pk).first() if kept and self.pk else None
        ended = []
        for check in kept if before else []:
            is_same_check = getattr(before, f"{check}_on") == getattr(self, f"{check}_on")
            facts = self.checks[check]
            if is_same_check and any(getattr(before, name) != getattr(self, name) for name in facts):
                setattr(self, f"{check}_on", None)
                setattr(self, f"{check}_by", None)
                ended += [f"{check}_on", f"{check}_by"]
        return ended

    def is_due(self, today: datetime.date) -> bool:
        """Staff never checked it, or too long ago for a fact of its kind."""
        return self.fact_kind.is_due(self.checked_on, today)
