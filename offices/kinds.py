"""What kinds of office there are, and under which section of the contact page each stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionSlug(models.TextChoices):
    """The nine contact sections, in the agency's order; the value is the address."""

    HEADQUARTERS = "headquarters", _("Headquarters")
    FIELD_OPERATIONS = "field-operations-offices", _("Field operations offices")
    PORTS = "ports", _("Ports of entry")
    DEFERRED_INSPECTION = "deferred-inspection", _("Deferred inspection")
    PRESS_OFFICERS = "press-officers", _("Press officers")
    SERVICE_PORTS = "service-ports", _("Service ports")
    SECTORS = "border-patrol-sectors", _("Border Patrol sectors")
    REVENUE = "revenue-division", _("Revenue Division")
    PRECLEARANCE = "preclearance", _("Preclearance")

    @property
    def is_sorted_by_place(self) -> bool:
        """Readers look for a state or country here, for a name elsewhere."""
        return self in (SectionSlug.SERVICE_PORTS, SectionSlug.DEFERRED_INSPECTION, SectionSlug.PRECLEARANCE)


class Kind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("Headquarters office")
    FIELD_OFFICE = "field_office", _("Field office")
    PORT = "port", _("Port of entry")
    CROSSING = "crossing", _("Border crossing")
    DEFERRED_INSPECTION = "deferred_inspection", _("Deferred inspection site")
    PRESS_OFFICE = "press_office", _("Press office")
    SECTOR = "sector", _("Border Patrol sector")
    STATION = "station", _("Border Patrol station")
    REVENUE = "revenue", _("Revenue office")
    PRECLEARANCE = "preclearance", _("Preclearance location")

    @property
    def section(self) -> SectionSlug:
        """The section whose address an office of this kind stands under."""
        return _SECTIONS[self]

    @property
    def parents(self) -> set["Kind"]:
        """The kinds that may be the parent of this kind."""
        return _PARENTS[self]

    @property
    def plural(self) -> str:
        """Heading for several offices of this kind."""
        return _PLURALS[self]


_SECTIONS = {
    Kind.HEADQUARTERS: SectionSlug.HEADQUARTERS,
    Kind.FIELD_OFFICE: SectionSlug.FIELD_OPERATIONS,
    Kind.PORT: SectionSlug.PORTS,
    Kind.CROSSING: SectionSlug.PORTS,
    Kind.DEFERRED_INSPECTION: SectionSlug.DEFERRED_INSPECTION,
    Kind.PRESS_OFFICE: SectionSlug.PRESS_OFFICERS,
    Kind.SECTOR: SectionSlug.SECTORS,
    Kind.STATION: SectionSlug.SECTORS,
    Kind.REVENUE: SectionSlug.REVENUE,
    Kind.PRECLEARANCE: SectionSlug.PRECLEARANCE,
}

_PARENTS = {
    Kind.HEADQUARTERS: {Kind.HEADQUARTERS},
    Kind.FIELD_OFFICE: {Kind.HEADQUARTERS},
    Kind.PORT: {Kind.FIELD_OFFICE},
    Kind.CROSSING: {Kind.PORT},
    Kind.DEFERRED_INSPECTION: {Kind.PORT, Kind.FIELD_OFFICE},
    Kind.PRESS_OFFICE: {Kind.HEADQUARTERS, Kind.FIELD_OFFICE, Kind.SECTOR},
    Kind.SECTOR: {Kind.HEADQUARTERS},
    Kind.STATION: {Kind.SECTOR},
    Kind.REVENUE: {Kind.HEADQUARTERS, Kind.REVENUE},
    Kind.PRECLEARANCE: {Kind.HEADQUARTERS, Kind.FIELD_OFFICE},
}

_PLURALS = {
    Kind.HEADQUARTERS: _("Headquarters offices"),
    Kind.FIELD_OFFICE: _("Field offices"),
    Kind.PORT: _("Ports of entry"),
    Kind.CROSSING: _("Crossings and facilities"),
    Kind.DEFERRED_INSPECTION: _("Deferred inspection sites"),
    Kind.PRESS_OFFICE: _("Press offices"),
    Kind.SECTOR: _("Border Patrol sectors"),
    Kind.STATION: _("Stations"),
    Kind.REVENUE: _("Revenue offices"),
    Kind.PRECLEARANCE: _("Preclearance locations"),
}


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED_UNTIL = "closed_until", _("Closed until a date")
    CLOSED = "closed", _("Permanently closed or former")
    RENUMBERED = "renumbered", _("Renumbered to another code")
    UNLISTED = "unlisted", _("Not in the current official lists")

    @property
    def is_current(self) -> bool:
        return self in CURRENT_STATUSES


# Counts and main lists hold these; the others keep their pages, listed apart.
CURRENT_STATUSES = (Status.OPEN, Status.CLOSED_UNTIL)


class PortType(models.TextChoices):
    PORT_OF_ENTRY = "port_of_entry", _("Port of entry")
    SERVICE_PORT = "service_port", _("Service port")
    AREA_PORT = "area_port", _("Area port")
    USER_FEE_AIRPORT = "user_fee_airport", _("User fee airport")


class Mode(models.TextChoices):
    """How people and goods arrive: `Office.by_<value>`."""

    LAND = "land", _("land")
    RAIL = "rail", _("rail")
    AIR = "air", _("air")
    SEA = "sea", _("sea")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    TOLL_FREE = "toll_free", _("Toll-free")
    FAX = "fax", _("Fax")
    TTY = "tty", _("Text telephone (TTY)")
    EMAIL = "email", _("E-mail")


class AliasKind(models.TextChoices):
    FORMER = "former", _("Former name")
    OTHER = "other", _("Other name")
    CODE = "code", _("Other code")
    FORMER_CODE = "oldcode", _("Former code")
    AIRPORT = "airport", _("Airport code (IATA)")

    @property
    def is_past(self) -> bool:
        return self in (AliasKind.FORMER, AliasKind.FORMER_CODE)


class Confidence(models.TextChoices):
    OFFICIAL = "official", _("Official publication")
    SECONDARY = "secondary", _("Secondary source")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")


class Service(models.TextChoices):
    """What people can do at an office."""

    ENROLLMENT = "enrollment", _("Trusted Traveler enrollment")
    DEFERRED_INSPECTION = "deferred-inspection", _("Deferred inspection")
    BOATS = "boats", _("Pleasure boat arrivals")
    AIRCRAFT = "aircraft", _("Private aircraft arrivals")
    CARGO = "cargo", _("Cargo")
    PRECLEARANCE = "preclearance", _("Preclearance before a flight to the United States")

    @property
    def kind(self) -> Kind | None:
        """The kind of office that exists for this service alone."""
        return _KINDS_OF_SERVICES.get(self)


_KINDS_OF_SERVICES = {
    Service.DEFERRED_INSPECTION: Kind.DEFERRED_INSPECTION,
    Service.PRECLEARANCE: Kind.PRECLEARANCE,
}


class NoticeKind(models.TextChoices):
    CLOSURE = "closure", _("Closure")
    STORM = "storm", _("Storm or disaster")
    LAPSE = "lapse", _("Lapse in funding")
    OTHER = "other", _("Other")


class PlaceKind(models.TextChoices):
    ZIP = "zip", _("ZIP code")
    CITY = "city", _("City")
    AIRPORT = "airport", _("Airport")
