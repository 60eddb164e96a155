from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..finding.geography import Vector, unit_vector
from ..kinds import PlaceKind
from ..places import ASSOCIATED, Country, State, label_of
from ..querysets import PlaceQuerySet
from ..text import place_key


class Place(models.Model):
    """A ZIP code, city or airport, to measure distances from. Filled by `manage.py import_places`."""

    kind = models.CharField(_("kind"), max_length=7, choices=PlaceKind)
    key = models.CharField(_("what is typed"), max_length=80)  # by `place_key`
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state or territory"), max_length=2, blank=True)
    region = models.CharField(_("province or region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="US")
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key", "kind"], name="place_key")]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self):
        if self.kind == PlaceKind.ZIP:
            return gettext("%(place)s (ZIP %(code)s)") % {"place": self.full_name, "code": self.key}
        if self.is_airport:
            return f"{self.name} ({self.key.upper()})"
        if self.is_abroad:  # known by its airports alone
            return gettext("%(city)s (its airport)") % {"city": self.full_name}
        return self.full_name

    @property
    def full_name(self) -> str:
        """“Laredo, Texas”, “Dublin, Leinster, Ireland”."""
        return ", ".join(filter(None, [self.name, self.area, self._country_name]))

    @property
    def area(self) -> str:
        return label_of(State, self.state) if self.state else self.region

    @property
    def _country_name(self) -> str:
        if not self.is_abroad:
            return ""
        if self.country in Country:
            return label_of(Country, self.country)
        return gettext("country code %(code)s") % {"code": self.country}

    @property
    def is_abroad(self) -> bool:
        """In a country whose places have no ZIP codes."""
        return self.country != Country.US and self.country not in ASSOCIATED

    @property
    def query(self) -> str:
        """What finds this place and no other: “78040”, “Laredo, TX”, “LRD airport”."""
        if self.kind == PlaceKind.ZIP:
            return self.key
        if self.is_airport:
            return f"{self.key.upper()} airport"
        country = "" if self.country == Country.US else self.country
        return ", ".join(filter(None, [self.name, self.state or self.region, country]))

    @property
    def is_airport(self) -> bool:
        return self.kind == PlaceKind.AIRPORT

    @property
    def qualifiers(self) -> set[str]:
        """What may stand behind the name, as a key: nothing, a state, a country, both."""
        areas = {"", place_key(self.state), place_key(self.area)}
        countries = {"", place_key(self.country), place_key(label_of(Country, self.country))}
        if self.country == Country.US:
            countries.add("usa")
        return {area + country for area in areas for country in countries}

    @property
    def position(self) -> Vector | None:
        return None if self.latitude is None else unit_vector(self.latitude, self.longitude)
