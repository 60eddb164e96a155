import datetime
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..checks import Fact
from ..finding.geography import Vector, unit_vector
from ..hours.lanes import Lane, Line, lanes_of, line_of
from ..hours.openings import first_instant, zone_abbreviation
from ..kinds import CURRENT_STATUSES, Confidence, Kind, Mode, PortType, SectionSlug, Status
from ..places import Country, State, label_of
from ..provenance import Checked, PartialDateField, Sourced, display_partial_date
from ..querysets import OfficeQuerySet
from ..search import NAMES, SearchField, index_text
from .base import CleanTextModel
from .contact import ContactPoint, general_number
from .hours import YEARS
from .place import Place

NO_ZONES = {"localtime", "posixrules", "Factory"}  # in the database, but places nowhere


def validate_timezone(value: str) -> None:
    """Accept names of the IANA time zone database; raise ValidationError otherwise."""
    try:
        if value in NO_ZONES:
            raise ValueError(value)
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            _("“%(value)s” is not a time zone. Write a name such as America/Chicago."),
            params={"value": value},
        ) from None


def if_public(office: "Office | None") -> "Office | None":
    """What `published()` is for a queryset, for one office reached through a relation."""
    return office if office and office.is_public else None


class Office(CleanTextModel, Sourced, Checked):
    """A place or a desk of the agency that people can reach, of any kind."""

    fact_kind = Fact.ENTRY
    checks = {
        "checked": ("kind", "parent_id", "code", "name", "status", "closed_until", "successor_id"),
        "address_checked": (
            "street", "city", "state", "region", "country", "postal_code", "mailing_address", "access",
        ),
    }  # fmt: skip

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("A port’s field office, a station’s sector, a crossing’s port."),
    )
    code = models.CharField(
        _("code"),
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Another office already has this code.")},
        help_text=_("Port code or sector code, as text: leading zeros count."),
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9-]{4,}\Z", _("Use at least four small letters, digits or hyphens."))
        ],
        help_text=_("Last part of the page’s address; a port’s ends in its code: laredo-texas-2304."),
    )
    is_public = models.BooleanField(_("public"), default=True, help_text=_("Unticked: only staff see it."))

    is_general_line = models.BooleanField(
        _("general line"),
        default=False,
        help_text=_("For everyone: shown first in its section, and where an office has no number."),
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    status_note = models.TextField(_("about the status"), blank=True)
    closed_until = models.DateField(_("closed until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("renumbered to"),
    )
    same_place = models.ManyToManyField(
        "self", blank=True, verbose_name=_("same place as"), help_text=_("Two codes used for one place.")
    )

    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state or territory"), max_length=2, blank=True, choices=State)
    region = models.CharField(_("province or region"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.US)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_timezone]
    )
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("ZIP or postal code"), max_length=12, blank=True)
    mailing_address = models.CharField(_("mailing address"), max_length=250, blank=True)
    address_source = models.TextField(_("source of the address"), blank=True)
    address_as_of = PartialDateField(_("address as of"))
    address_confidence = models.CharField(
        _("confidence in the address"),
        max_length=12,
        choices=Confidence,
        default=Confidence.UNCONFIRMED,
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    unit_x = models.FloatField(null=True, editable=False)  # see finding.geography
    unit_y = models.FloatField(null=True, editable=False)
    unit_z = models.FloatField(null=True, editable=False)
    coordinate_basis = models.CharField(_("basis of the coordinates"), max_length=120, blank=True)

    port_type = models.CharField(_("type of port"), max_length=20, blank=True, choices=PortType)
    is_service_port = models.BooleanField(_("service port"), default=False)
    service_port_basis = models.TextField(_("why it is listed as a service port"), blank=True)
    by_land = models.BooleanField(_("land"), default=False)
    by_rail = models.BooleanField(_("rail"), default=False)
    by_air = models.BooleanField(_("air"), default=False)
    by_sea = models.BooleanField(_("sea"), default=False)

    area_served = models.TextField(_("area served"), blank=True)
    access = models.TextField(
        _("how to find and enter it"), blank=True, help_text=_("Terminal, floor, by appointment only …")
    )
    note = models.TextField(_("note for the public"), blank=True)
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never shown to the public."))

    closed_on = PartialDateField(_("closed on"), help_text=_("For an office that is no more."))
    address_checked_on = models.DateField(_("address checked by staff on"), null=True, blank=True)
    address_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("address checked by"),
    )
    search_title = SearchField()
    search_text = SearchField()
    import_key = models.CharField(max_length=100, null=True, blank=True, unique=True, editable=False)
    imported = models.JSONField(default=dict, editable=False)  # what the last import wrote
    modified_at = models.DateTimeField(_("last modified"), auto_now=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "code", "pk"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        indexes = [
            models.Index(fields=["kind", "state", "name"], name="office_listing"),
            # All that the search for the nearest looks at: it need not read the wide rows.
            models.Index(
                fields=["kind", "is_public", "status", "unit_x", "unit_y", "unit_z", "id"],
                name="office_nearest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_general_line=True),
                name="office_one_general_line_a_kind",
                violation_error_message=_("Another office of this kind is the general line already."),
            ),
            models.CheckConstraint(
                condition=Q(code=None) | ~Q(code=""),
                name="office_code_is_null_or_text",
                violation_error_message=_("Leave the code out or write one."),
            ),
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and a constraint lets it pass.
                condition=~Q(kind=Kind.PORT) | Q(code__isnull=False, code__regex=r"^[0-9]{4}$"),
                name="office_port_has_four_digit_code",
                violation_error_message=_("A port of entry needs a code of four digits."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="office_kind_is_known",
                violation_error_message=_("This kind is not known."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="office_status_is_known",
                violation_error_message=_("This status is not known."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=Status.CLOSED_UNTIL, closed_until__isnull=False)
                    | (~Q(status=Status.CLOSED_UNTIL) & Q(closed_until__isnull=True))
                ),
                name="office_closed_until_has_its_date",
                violation_error_message=_(
                    "“Closed until a date” needs that date, and no other status has one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RENUMBERED) | Q(successor__isnull=False),
                name="office_renumbered_has_successor",
                violation_error_message=_("Say which office a renumbered office became."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="office_is_not_its_own_parent",
                violation_error_message=_("An office cannot belong to itself."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")),
                name="office_is_not_its_own_successor",
                violation_error_message=_("An office cannot be renumbered to itself."),
            ),
            models.CheckConstraint(
                condition=Q(country=Country.US) | Q(state=""),
                name="office_abroad_has_no_state",
                violation_error_message=_("An office abroad has a province or region, not a state."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(latitude=None, longitude=None)
                    | Q(latitude__isnull=False, latitude__range=(-90, 90))
                    & Q(longitude__isnull=False, longitude__range=(-180, 180))
                    & ~Q(latitude=0, longitude=0)
                ),
                name="office_coordinates_are_a_place",
                violation_error_message=_("Give latitude and longitude of a real place, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(is_service_port=False) | Q(kind=Kind.PORT),
                name="office_service_port_is_a_port",
                violation_error_message=_("Only a port of entry can be a service port."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self._index()
        self.locate()
        if "slug" not in (kwargs.get("update_fields") or ["slug"]):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            former = self._former_slug()
            super().save(*args, **kwargs)
            if former != self.slug:
                self._forward_from(former)

    def _former_slug(self) -> str | None:
        """The address before this save; None for a new office."""
        return Office.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None

    def _forward_from(self, former: str | None) -> None:
        """Let the address before lead here. The new one is nobody’s former address any more."""
        addresses = self.former_addresses.model.objects
        addresses.filter(slug=self.slug).delete()
        if former:
            addresses.update_or_create(slug=former, defaults={"office": self})

    def locate(self) -> None:
        """Renew the place that distances are measured to: without coordinates, the middle of the town."""
        if self.latitude is None or self.longitude is None:
            position = Place.objects.middle_of(self.city, self.state, self.country)
        else:
            position = unit_vector(float(self.latitude), float(self.longitude))
        self.unit_x, self.unit_y, self.unit_z = position or (None, None, None)

    def _index(self) -> None:
        """A new office has no other names yet; `Alias` sees to it that they are found."""
        aliases = [alias.value for alias in self.aliases.all()] if self.pk else []
        self.search_title = index_text(" ".join([self.title, *aliases]), NAMES)
        words = [
            self.title, *aliases, self.code or "", self.city, self.state, self.region, self.area_served,
            self.get_state_display(), self.get_country_display(), self.get_kind_display(),
        ]  # fmt: skip
        self.search_text = index_text(" ".join(words), NAMES)

    def get_absolute_url(self) -> str:
        return reverse("offices:office", args=[self.section, self.slug])

    def clean(self):
        super().clean()
        self._check_parent()
        self._check_port()
        if self.closed_until and self.closed_until.year not in YEARS:
            raise ValidationError(
                {"closed_until": _("Write a day that comes, not one for “who knows when”.")}
            )

    def _check_parent(self) -> None:
        # The field says that a kind is unknown, a constraint that an office is its own parent.
        if not self.parent_id or self.kind not in Kind or self.parent_id == self.pk:
            return
        if self.parent.kind not in Kind(self.kind).parents:
            message = _("A %(kind)s cannot belong to a %(parent)s.")
            labels = {"kind": self.get_kind_display(), "parent": self.parent.get_kind_display()}
            raise ValidationError({"parent": ValidationError(message, params=labels)})
        if self.pk and self.pk in self.parent.lineage_ids():
            raise ValidationError(
                {"parent": _("This office stands above the one you chose: that is a loop.")}
            )

    def _check_port(self) -> None:
        if self.kind != Kind.PORT:
            return
        if not self.code:
            raise ValidationError({"code": _("A port of entry needs a code of four digits.")})
        if not self.slug.endswith(f"-{self.code}"):
            raise ValidationError({"slug": _("The address of a port ends in its code.")})

    def lineage_ids(self) -> list[int]:
        """Primary keys from this office up to its topmost parent; stops at a loop."""
        ids, office = [], self
        while office and office.pk not in ids:
            ids.append(office.pk)
            office = office.parent
        return ids

    @property
    def section(self) -> SectionSlug:
        return Kind(self.kind).section

    @property
    def title(self) -> str:
        """The name with enough of the place to tell it from its namesakes."""
        if self.kind == Kind.PORT and self.state:
            return gettext("%(name)s, %(state)s") % {"name": self.name, "state": self.state_name}
        return self.name

    @property
    def state_name(self) -> str:
        """The state as it stands after a city: “Texas”, but “D.C.”."""
        return gettext("D.C.") if self.state == State.DC else label_of(State, self.state)

    @property
    def area(self) -> str:
        """State or territory, or the country abroad, as a heading."""
        if self.country != Country.US:
            return label_of(Country, self.country)
        return label_of(State, self.state) if self.state else gettext("No state recorded")

    @property
    def place(self) -> str:
        """“Laredo, Texas”, “Dublin, Ireland”, or as much of it as is known.

        A crossing without a city of its own lies in the city of its port.
        """
        if self.kind == Kind.CROSSING and not self.city and self.public_parent:
            return self.public_parent.place
        area = self.state_name if self.state else ""
        country = "" if self.country == Country.US else label_of(Country, self.country)
        return ", ".join(part for part in (self.city, area, country) if part)

    @property
    def state_of_place(self) -> str:
        """Its state; a crossing that does not name one lies in that of its port. An office abroad has none.

        `querysets.state_of_place` says the same to the database.
        """
        is_at_port = self.kind == Kind.CROSSING and not self.state and self.public_parent
        return self.public_parent.state if is_at_port else self.state

    @property
    def city_line(self) -> str:
        """City, state or province, and postal code, as an envelope has them."""
        area = " ".join(part for part in (self.state or self.region, self.postal_code) if part)
        return ", ".join(part for part in (self.city, area) if part)

    @property
    def row_note(self) -> str:
        """What a list says below the name: where it is, or what it belongs to."""
        if self.kind in (Kind.PORT, Kind.CROSSING, Kind.STATION) and self.public_parent:
            return self.public_parent.title
        return "" if self.kind == Kind.PORT else self.place  # whose name has the state

    @property
    def is_current(self) -> bool:
        return self.status in CURRENT_STATUSES

    @property
    def is_open(self) -> bool:
        """Open, or closed until a day that has come, in the office's own zone."""
        if self.status == Status.CLOSED_UNTIL:
            return self.closed_until <= timezone.localdate(timezone=zoneinfo.ZoneInfo(self.timezone))
        return self.status == Status.OPEN

    @property
    def status_words(self) -> str:
        if self.status == Status.CLOSED_UNTIL:
            date = formats.date_format(self.closed_until)
            return gettext("Closed until %(date)s") % {"date": date}
        return self.get_status_display()

    @property
    def is_visited(self) -> bool:
        """People go there, so that missing hours or a missing address are worth saying."""
        return self.is_current and self.kind not in (Kind.HEADQUARTERS, Kind.PRESS_OFFICE, Kind.REVENUE)

    @property
    def shows_code(self) -> bool:
        """The code is one that people use, beside the name; a crossing's only identifies a data set."""
        return bool(self.code) and self.kind != Kind.CROSSING

    @property
    def state_with_ports(self) -> str:
        """The state under whose ports this office stands in the breadcrumb, or nothing."""
        return self.state if self.kind in (Kind.PORT, Kind.CROSSING) else ""

    @property
    def group(self) -> str:
        """Heading under which this office stands on the page of the office above it."""
        if not self.is_current:
            return gettext("Former, renumbered or not in current lists")
        return Kind(self.kind).plural

    @property
    def public_parent(self) -> "Office | None":
        return if_public(self.parent)

    @property
    def has_neighbors(self) -> bool:
        """Its page names the others below the same office: people may go to the next one as well."""
        return self.kind in (Kind.CROSSING, Kind.STATION) and self.public_parent is not None

    def is_neighbor(self, other: "Office") -> bool:
        return self.has_neighbors and (other.parent_id, other.kind) == (self.parent_id, self.kind)

    @property
    def public_successor(self) -> "Office | None":
        return if_public(self.successor)

    @property
    def public_former_parents(self) -> list:
        """Offices it belonged to. Costs no query where they are prefetched with their parents."""
        return [former for former in self.former_parents.all() if former.public_parent]

    @property
    def position(self) -> Vector | None:
        return None if self.unit_x is None else (self.unit_x, self.unit_y, self.unit_z)

    @property
    def is_measured_to_town(self) -> bool:
        """Only the town is known: its middle can lie far from the building."""
        return self.latitude is None or "centroid" in self.coordinate_basis

    @property
    def measured_at(self) -> "Office | None":
        """The office whose position distances are measured to: a crossing without one is at its port."""
        if self.position is None and self.kind == Kind.CROSSING and self.public_parent:
            return self.public_parent.measured_at
        return self if self.position else None

    @property
    def has_address(self) -> bool:
        return bool(self.street or self.mailing_address)

    def address_is_due(self, today: datetime.date) -> bool:
        """What `is_due` says of the entry, for the address."""
        return Fact.ADDRESS.is_due(self.address_checked_on, today)

    @property
    def address_is_confirmed(self) -> bool:
        return self.address_confidence != Confidence.UNCONFIRMED

    @property
    def address_provenance(self) -> tuple:
        """What `provenance` is for the entry."""
        return self.address_is_confirmed, self.address_as_of_display, self.address_checked_on

    @property
    def address_as_of_display(self) -> str:
        return display_partial_date(self.address_as_of)

    @property
    def closed_on_display(self) -> str:
        """When an office that is no more was closed."""
        return "" if self.is_current else display_partial_date(self.closed_on)

    @property
    def past_aliases(self) -> "list":
        """Former names and codes. Costs no query where aliases are prefetched."""
        return [alias for alias in self.aliases.all() if alias.is_past]

    @property
    def present_aliases(self) -> "list":
        return [alias for alias in self.aliases.all() if not alias.is_past]

    @property
    def modes(self) -> list[str]:
        """How people and goods arrive here, in words."""
        return [str(mode.label) for mode in Mode if getattr(self, f"by_{mode}")]

    @property
    def modes_words(self) -> str:
        """“land, air and sea”."""
        return get_text_list(self.modes, gettext("and"))

    @property
    def main_phone(self) -> "ContactPoint | None":
        """The number a list shows. Walks prefetched contact points; costs no query then."""
        return self.phone_from(Country.US)

    def phone_from(self, country: str) -> "ContactPoint | None":
        """The number for general questions that can be dialed from `country`.

        Toll-free numbers cannot be dialed from abroad.
        """
        return general_number(self.contact_points.all(), country)

    @property
    def after_hours_phones(self) -> "list[ContactPoint]":
        """Numbers that take any question while the office is closed. Costs what `main_phone` does."""
        return [contact for contact in self.contact_points.all() if contact.is_after_hours_phone]

    @property
    def time_zone_name(self) -> str:
        """The abbreviation in force at this office now: CST, EDT, AST …; UTC+04 where there is none."""
        return zone_abbreviation(self._local_now)

    @property
    def local_time(self) -> str:
        """“November 26, 2026, 8:30 a.m. CST”: filters would tell it in the zone of the site."""
        now = self._local_now
        return f"{formats.date_format(now)}, {formats.time_format(now, 'P')} {zone_abbreviation(now)}"

    @property
    def _local_now(self) -> datetime.datetime:
        return timezone.localtime(timezone=zoneinfo.ZoneInfo(self.timezone))

    @property
    def reopens_at(self) -> datetime.datetime | None:
        """The instant at which “closed until” passes."""
        if not self.closed_until or self.is_open:
            return None
        midnight = datetime.datetime.combine(self.closed_until, datetime.time())
        return first_instant(midnight, zoneinfo.ZoneInfo(self.timezone))

    @property
    def lanes(self) -> list[Lane]:
        """Its hours with what is so now. Walks prefetched hours, as `hours_line` does."""
        return lanes_of(self, timezone.now())

    has_closure_notice = False  # where no query asked: see `with_closure_notices`

    @property
    def hours_line(self) -> Line | None:
        """What a list says of its hours now; nothing where its status says more."""
        return line_of(self, timezone.now())
