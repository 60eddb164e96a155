from django.db import models
from django.utils.translation import gettext_lazy as _

from ..kinds import PlaceKind


class Place(models.Model):
    """A ZIP code, city or airport, to measure distances from. Filled by `manage.py import_places`."""

    kind = models.CharField(_("kind"), max_length=7, choices=PlaceKind)
    key = models.CharField(_("what is typed"), max_length=80)  # “78040”, “laredo”, “lrd”: folded
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state or territory"), max_length=2, blank=True)
    country = models.CharField(_("country"), max_length=2, default="US")
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "kind"], name="place_key")]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self):
        return self.name
