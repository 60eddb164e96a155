"""Whom reporters call about a release: what was printed on it, and who answers today."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Q
from django.utils import timezone

from offices.kinds import ContactKind, Kind
from offices.models import ContactPoint, Office, general_number

from .models import Release, ReleaseContact

FRESH = datetime.timedelta(days=1)
PRESS_LINE = Q(kind=Kind.PRESS_OFFICE, is_general_line=True)


@dataclass
class Desk:
    """A press office as it can be reached today."""

    office: Office
    phone: ContactPoint | None
    email: ContactPoint | None

    @classmethod
    def of(cls, office: Office, points) -> "Desk":
        mailboxes = (point for point in points if point.kind == ContactKind.EMAIL and point.is_general)
        return cls(office, general_number(points), next(mailboxes, None))

    @property
    def can_be_reached(self) -> bool:
        return bool(self.phone or self.email)


@dataclass
class MediaContact:
    printed: ReleaseContact
    desk: Desk | None

    @property
    def is_printed(self) -> bool:
        """It has a number or mailbox of its own, not only a press office."""
        return bool(self.printed.phone or self.printed.email)

    @property
    def is_gone(self) -> bool:
        """What was printed may no longer answer, and its press office cannot say."""
        if not self.printed.office_id:
            return False
        office = self.printed.public_office
        return self.is_printed if office is None else not office.is_current

    @property
    def today(self) -> Desk | None:
        """The press office, where it still answers."""
        return None if self.is_gone or not self.desk or not self.desk.can_be_reached else self.desk

    @property
    def has_changed(self) -> bool:
        """What was printed is not, or not all, what the press office says today."""
        if not self.is_printed or self.today is None:
            return self.is_printed and self.is_gone
        printed, desk = self.printed, self.today
        pairs = (
            (printed.name, desk.office.name),
            (printed.number, desk.phone and desk.phone.number),
            (printed.email, desk.email and desk.email.email),
        )
        return any(then and then != now for then, now in pairs)

    @property
    def to_call(self) -> ContactPoint | ReleaseContact | None:
        """Today's number, else that of a release so young that the printed one still holds."""
        if self.today and self.today.phone:
            return self.today.phone
        holds = self.printed.phone and not self.is_gone and not self.printed.release.is_historic
        return self.printed if holds else None


@dataclass
class Contacts:
    entries: list[MediaContact]
    press_line: Desk | None

    @property
    def to_call(self) -> ContactPoint | ReleaseContact | None:
        """The one number a reporter calls today: of the first contact that has one, else the press line."""
        line = self.press_line.phone if self.press_line else None
        return next((entry.to_call for entry in self.entries if entry.to_call), line)


def contacts_of(release: Release) -> Contacts:
    """The contacts of a release, fetched by now, and today's numbers of their desks, in one query."""
    printed = list(release.contacts.all())
    desks = _desks(PRESS_LINE | Q(pk__in=[contact.office_id for contact in printed if contact.office_id]))
    lines = (desk for desk in desks.values() if desk.office.is_general_line)
    return Contacts(
        entries=[MediaContact(contact, desks.get(contact.office_id)) for contact in printed],
        press_line=next(lines, None),
    )


def press_line() -> Desk | None:
    """The line for all reporters, as it is reached today."""
    return next(iter(_desks(PRESS_LINE).values()), None)


def _desks(wanted: Q) -> dict[int, Desk]:
    points = ContactPoint.objects.filter(office__in=Office.objects.published().filter(wanted))
    points = points.select_related("office").order_by("office_id", "order", "pk")
    return {
        office.pk: Desk.of(office, list(group)) for office, group in groupby(points, attrgetter("office"))
    }


def freeze_contacts(release: Release) -> None:
    """Write into contacts that name a press office and nothing else how it is reached now.

    So the page of an old release still shows what was printed. Call it when a release is published;
    one that is only scheduled shows today's desk, and of one that was published longer ago nobody
    knows what was printed.
    """
    if not release.is_published or release.published_at < timezone.now() - FRESH:
        return
    blank = release.contacts.filter(phone="", email="", office__in=Office.objects.published())
    for contact in blank.select_related("office"):
        desk = Desk.of(contact.office, list(contact.office.contact_points.all()))
        contact.name = contact.name or desk.office.name
        if desk.phone:
            contact.phone, contact.extension = desk.phone.phone, desk.phone.extension
        if desk.email:
            contact.email = desk.email.email
        contact.save()
