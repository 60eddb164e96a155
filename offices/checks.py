"""How often staff look at each kind of fact again."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fact(models.TextChoices):
    """What of an office is checked by itself, each kind with its own interval."""

    ENTRY = "entry", _("Entry")
    ADDRESS = "address", _("Address")
    CONTACT = "contact", _("Number or mailbox")
    HOURS = "hours", _("Hours")
    SERVICE = "service", _("Service")

    @property
    def every(self) -> datetime.timedelta:
        return _EVERY[self]

    def is_due(self, checked_on: datetime.date | None, today: datetime.date) -> bool:
        return checked_on is None or checked_on < today - self.every


_EVERY = {
    Fact.HOURS: datetime.timedelta(days=90),  # they follow the season and the staff at hand
    Fact.CONTACT: datetime.timedelta(days=180),  # numbers change when people and lines move
    Fact.SERVICE: datetime.timedelta(days=180),  # enrollment centers open and close within a year
    Fact.ENTRY: datetime.timedelta(days=180),  # names, codes and parents change without a word to us
    Fact.ADDRESS: datetime.timedelta(days=365),  # buildings stay
}
