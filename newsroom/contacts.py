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
    def new_phone(self) -> ContactPoint | None:
        """Today's number where another was printed, or none."""
        phone = self.desk and self.desk.phone
        return phone if phone and phone.number != self.printed.number else None

    @property
    def new_email(self) -> ContactPoint | None:
        email = self.desk and self.desk.email
        return email if email and email.email != self.printed.email else None


@dataclass
class Contacts:
    entries: list[MediaContact]
    press_line: Desk | None


def contacts_of(release: Release) -> Contacts:
    """The contacts of a release, fetched by now, and today's numbers of their desks, in one query."""
    printed = list(release.contacts.all())
    press_line = Q(kind=Kind.PRESS_OFFICE, is_general_line=True)
    wanted = press_line | Q(pk__in=[contact.office_id for contact in printed if contact.office_id])
    points = ContactPoint.objects.filter(office__in=Office.objects.published().filter(wanted))
    points = points.select_related("office").order_by("office_id", "order", "pk")
    desks = {
        office.pk: Desk.of(office, list(group)) for office, group in groupby(points, attrgetter("office"))
    }
    lines = (desk for desk in desks.values() if desk.office.is_general_line)
    return Contacts(
        entries=[MediaContact(contact, desks.get(contact.office_id)) for contact in printed],
        press_line=next(lines, None),
    )


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
