"""What belongs to one release: pictures, media contacts, figures, an event."""

import datetime
import zoneinfo
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.models import CleanTextModel, Office, Reachable, if_public, validate_timezone
from offices.provenance import PartialDateField, display_partial_date

from .. import renditions
from ..dates import SENSIBLE
from ..images import recode_image
from .release import Release


class ReleaseImage(CleanTextModel):
    """A picture of a release; readers who cannot see it get the alternative text."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="images")
    image = models.ImageField(_("picture"), upload_to="releases")
    # Not the field's width_field and height_field: those open the file in every form, and fail without it.
    width = models.PositiveIntegerField(editable=False, blank=True)
    height = models.PositiveIntegerField(editable=False, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=120, help_text=_("Who took it."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    renditions = models.JSONField(default=list, editable=False)  # those that exist: "480.avif", "480.webp"

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit=""),
                name="image_has_alternative_text_and_credit",
                violation_error_message=_("A picture needs alternative text and a credit."),
            )
        ]

    def __str__(self):
        return self.alt

    def save(self, *args, **kwargs):
        is_new = self.image and not self.image._committed
        if is_new:
            self.image = recode_image(self.image)
            self.width, self.height = self.image.width, self.image.height
            self.renditions = []
        with transaction.atomic():
            if is_new:
                self._remove_stored_files()
            super().save(*args, **kwargs)
            renditions.make_after_commit(self)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            self._remove_stored_files()
            return super().delete(*args, **kwargs)

    def _remove_stored_files(self) -> None:
        """Those of the row as it is stored: a form may have put another upload in this object."""
        if stored := ReleaseImage.objects.filter(pk=self.pk).first():
            stored.remove_files()

    def remove_files(self) -> None:
        renditions.remove_after_commit(self)

    preview_token = ""  # of the preview pass through which the picture is shown

    def get_absolute_url(self) -> str:
        name = self.image.name.rpartition("/")[2]
        if self.preview_token:
            return reverse("preview_file", args=[self.preview_token, name])
        return reverse("newsroom:image", args=[name])

    def has_file(self, name: str) -> bool:
        """It is the name of the picture, or of a rendition that exists."""
        _name, dash, rendition = name.partition("-")
        return not dash or rendition in self.renditions

    def open_file(self, name: str):
        return self.image.storage.open(f"releases/{name}")

    @property
    def sources(self) -> dict[str, str]:
        """The `srcset` of each type of file, the lightest type first; known without a look at the files."""
        candidates = {}
        for rendition in self.renditions:
            width, _dot, format = rendition.partition(".")
            candidate = f"{self.get_absolute_url()}-{rendition} {width}w"
            candidates.setdefault(f"image/{format}", []).append(candidate)
        return {type: ", ".join(each) for type, each in candidates.items()}


class ReleaseContact(Reachable):
    """Whom reporters call about one release: a press office, a number printed on it, or both."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="contacts")
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "press_office"},
        related_name="+",
        verbose_name=_("press office"),
        help_text=_("Its current numbers are shown beside what is written here."),
    )
    name = models.CharField(_("name as printed"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("media contact")
        verbose_name_plural = _("media contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False) | ~Q(phone="") | ~Q(email=""),
                name="media_contact_can_be_reached",
                violation_error_message=_("Choose a press office, or write a number or an e-mail address."),
            )
        ]

    def __str__(self):
        return self.name or str(self.office or "")

    @property
    def public_office(self) -> Office | None:
        return if_public(self.office)

    @property
    def label(self) -> str:
        """The name as printed, else the press office's."""
        return self.name or (self.public_office.name if self.public_office else "")


class KeyFact(CleanTextModel):
    """One figure of a release, as data: what, where, when, how much, worth how much."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="facts")
    what = models.CharField(_("what"), max_length=120, help_text=_("Cocaine seized, people rescued …"))
    where = models.CharField(_("where"), max_length=120, blank=True)
    starts = PartialDateField(_("when, or from"), help_text=_("2022, 2022-11 or 2022-11-01"))
    ends = PartialDateField(_("to"))
    quantity = models.DecimalField(_("quantity"), max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("pounds, people, flights …"))
    value = models.DecimalField(
        _("value in U.S. dollars"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("key fact")
        verbose_name_plural = _("key facts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="key_fact_says_what",
                violation_error_message=_("Say what the figure counts."),
            ),
            models.CheckConstraint(
                condition=(Q(quantity=None) | Q(quantity__gte=0)) & (Q(value=None) | Q(value__gte=0)),
                name="key_fact_amounts_are_not_negative",
                violation_error_message=_("Quantities and values cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(quantity__isnull=False),
                name="key_fact_unit_needs_a_quantity",
                violation_error_message=_("A unit needs a quantity."),
            ),
            models.CheckConstraint(
                condition=Q(ends="") | ~Q(starts=""),
                name="key_fact_end_needs_a_start",
                violation_error_message=_("A period needs its first day too."),
            ),
        ]

    def __str__(self):
        return self.what

    def clean(self):
        super().clean()
        if self.ends < self.starts[: len(self.ends)]:  # 2022-11-05 to 2022-11 is a period too
            raise ValidationError({"ends": _("A period cannot end before it begins.")})

    @property
    def line(self) -> str:
        """“Cocaine seized: 37,887 pounds, $77,300,000, Caribbean, November 2022”."""
        rest = ", ".join(filter(None, (self.amount, self.worth, self.where, self.period)))
        return f"{self.what}: {rest}" if rest else self.what

    @property
    def amount(self) -> str:
        """“37,887 pounds”."""
        if self.quantity is None:
            return ""
        number = formats.number_format(_without_zeros(self.quantity), use_l10n=True, force_grouping=True)
        return f"{number} {self.unit}".strip()

    @property
    def worth(self) -> str:
        """“$77,300,000”."""
        if self.value is None:
            return ""
        return f"${formats.number_format(_without_zeros(self.value), use_l10n=True, force_grouping=True)}"

    @property
    def period(self) -> str:
        """“November 1, 2022 to December 31, 2022”."""
        first, last = display_partial_date(self.starts), display_partial_date(self.ends)
        if not last or first == last:
            return first
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _without_zeros(number: Decimal) -> Decimal:
    """`number` without the decimals that say nothing: 37887.000 as 37887."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


class Event(CleanTextModel):
    """When and where reporters meet: the press conference or ceremony that a release announces."""

    release = models.OneToOneField(Release, models.CASCADE, related_name="event")
    name = models.CharField(_("event"), max_length=120, help_text=_("Press conference, ceremony …"))
    starts_at = models.DateTimeField(_("begins"), help_text=_("In the time zone below."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_timezone]
    )
    place = models.CharField(_("place"), max_length=250)
    note = models.CharField(_("for reporters"), max_length=250, blank=True, help_text=_("How to attend."))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_begins",
                violation_error_message=_("An event cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__range=SENSIBLE) & (Q(ends_at=None) | Q(ends_at__range=SENSIBLE)),
                name="event_dates_are_sensible",
                violation_error_message=_("Dates lie between 1900 and 2100."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def line(self) -> str:
        """“Press conference: Tuesday, May 5, 2026, 10 a.m. MDT, Bridge of the Americas”."""
        return ", ".join(filter(None, (f"{self.name}: {self.when}", self.place, self.note)))

    @property
    def begins(self) -> datetime.datetime:
        """The beginning on the clock of its place."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.timezone))

    @property
    def machine_begin(self) -> str:
        return self.begins.isoformat(timespec="minutes")

    @property
    def is_over(self) -> bool:
        """It has ended; where no end is given, its day has, on the clock of its place."""
        if self.ends_at:
            return self.ends_at <= timezone.now()
        return self.begins.date() < timezone.now().astimezone(self.begins.tzinfo).date()

    @property
    def when(self) -> str:
        """“Tuesday, May 5, 2026, 10 a.m. to 11 a.m. MDT”."""
        begins = self.begins
        text = f"{formats.date_format(begins, 'l, F j, Y')}, {formats.time_format(begins, 'P')}"
        if self.ends_at:
            ends = self.ends_at.astimezone(begins.tzinfo)
            last = formats.time_format(ends, "P")
            if ends.date() != begins.date():
                last = f"{formats.date_format(ends, 'l, F j, Y')}, {last}"
            text = gettext("%(begin)s to %(end)s") % {"begin": text, "end": last}
        return f"{text} {_zone_name(begins)}"


def _zone_name(instant: datetime.datetime) -> str:
    """EST, MDT; UTC+04 where the zone has no letters."""
    name = instant.tzname()
    return f"UTC{name}" if name.startswith(("+", "-")) else name
