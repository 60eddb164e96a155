"""One minimal maker per model: `make_port(name="Laredo")` saves a valid row."""

import datetime
import itertools

from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.text import slugify

from newsroom.models import Release, ReleaseType, Status
from offices.kinds import ContactKind, Kind
from offices.models import ContactPoint, Hours, Office

_numbers = itertools.count(1)


def make_office(**fields) -> Office:
    number = next(_numbers)
    fields = {"kind": Kind.HEADQUARTERS, "name": f"Office {number}"} | fields
    fields.setdefault("slug", f"{slugify(fields['name'])}-{number}")
    return Office.objects.create(**fields)


def make_port(**fields) -> Office:
    fields.setdefault("code", f"{next(_numbers) % 10_000:04}")
    fields = {"kind": Kind.PORT, "name": "Laredo", "city": "Laredo", "state": "TX"} | fields
    fields.setdefault("slug", f"{slugify(fields['name'])}-{fields['code']}")
    return make_office(**fields)


def make_contact(office: Office, phone: str = "+12025550100", **fields) -> ContactPoint:
    fields.setdefault("kind", ContactKind.PHONE)
    return ContactPoint.objects.create(office=office, phone=phone, **fields)


def make_hours(office: Office, **fields) -> Hours:
    return Hours.objects.create(office=office, **{"text": "Open 24 hours, every day"} | fields)


def make_release(**fields) -> Release:
    """A published release, an hour old unless told otherwise."""
    number = next(_numbers)
    fields = {
        "type": ReleaseType.NATIONAL,
        "headline": f"Officers find something remarkable, number {number}",
        "summary": "What was found, where it was found and what happened next, in a sentence or two.",
        "body": "<p>Officers found something.</p>",
        "status": Status.PUBLISHED,
        "published_at": timezone.now() - datetime.timedelta(hours=1),
    } | fields
    fields.setdefault("slug", f"release-{number}")
    return Release.objects.create(**fields)


def make_draft(**fields) -> Release:
    return make_release(**{"status": Status.DRAFT, "published_at": None} | fields)


def make_scheduled(**fields) -> Release:
    return make_release(published_at=timezone.now() + datetime.timedelta(hours=1), **fields)


def make_staff(*groups: str, **fields) -> User:
    """A member of staff in the named groups."""
    user = User.objects.create_user(
        f"staff{next(_numbers)}", password="a long password", is_staff=True, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user
