"""One minimal maker per model: `make_port(name="Laredo")` saves a valid row."""

import datetime
import io
import itertools

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from newsroom import versions, workflow
from newsroom.kinds import ReleaseType, Status
from newsroom.models import Coverage, PreviewPass, Release, ReleaseImage
from offices.kinds import ContactKind, Kind, PlaceKind, Service
from offices.models import (
    ContactPoint,
    FactChange,
    Hours,
    Notice,
    Office,
    OfficeService,
    Place,
    SpecialHours,
)
from offices.text import place_key

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


def make_special_hours(office: Office | None = None, **fields) -> SpecialHours:
    """Closed on the day before Christmas."""
    day = datetime.date(2026, 12, 24)
    fields = {"first_day": day, "last_day": day} | fields
    return SpecialHours.objects.create(office=office or make_port(), **fields)


def make_notice(**fields) -> Notice:
    """Running now, for an hour."""
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    fields = {"text": "A storm comes.", "text_es": "Viene una tormenta."} | fields
    return Notice.objects.create(**{"starts_at": now - hour, "ends_at": now + hour} | fields)


def make_service(office: Office | None = None, **fields) -> OfficeService:
    fields = {"service": Service.ENROLLMENT} | fields
    return OfficeService.objects.create(office=office or make_port(), **fields)


def make_fact_change(office: Office | None = None, **fields) -> FactChange:
    """A number that became another, now."""
    fields = {"at": timezone.now(), "fact": "Port office", "before": "555-0100", "after": "555-0101"} | fields
    return FactChange.objects.create(office=office or make_port(), **fields)


def make_place(name: str = "Laredo", **fields) -> Place:
    """A city in Texas, unless told otherwise; a ZIP code or airport needs its `key`."""
    fields = {"kind": PlaceKind.CITY, "state": "TX", "latitude": 27.53, "longitude": -99.48} | fields
    fields.setdefault("key", place_key(name))
    return Place.objects.create(name=name, **fields)


def make_press_office(**fields) -> Office:
    return make_office(**{"kind": Kind.PRESS_OFFICE} | fields)


def make_coverage(office: Office | None = None, **fields) -> Coverage:
    return Coverage.objects.create(office=office or make_press_office(), **fields)


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


def make_withdrawn(**fields) -> Release:
    """A release that was public for an hour."""
    note = {"status": Status.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawal_note": "It was wrong."}
    return make_release(**note | fields)


def correct(release: Release, kind: str = "correction", note: str = "The number was wrong.", **changes):
    """Changes a public text as the admin does, and gives the version that readers now have."""
    before = versions.stored(release)
    for name, value in changes.items():
        setattr(release, name, value)
    release.save()
    return versions.record(before, release, kind, note)


def take(action: str, release: Release, person, **more) -> Release:
    """A step of the workflow by somebody who has just read the text."""
    release = Release.objects.get(pk=release.pk)
    return workflow.perform(action, release, person, workflow.text_token(release), **more)


def make_approved(**fields) -> Release:
    submitted = make_draft(status=Status.SUBMITTED, **fields)
    return take("approve", submitted, make_staff("Newsroom approvers"))


def make_copy(live: Release, **changes) -> Release:
    """The draft of a change beside a public text, with other words."""
    copy = take("amend", live, make_staff("Newsroom editors"))
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def make_pass(release: Release | None = None, **fields) -> tuple[PreviewPass, str]:
    """A pass for an hour, and its token."""
    fields = {"release": release or make_draft(), "name": "Jo Doe, Example News"} | fields
    fields.setdefault("expires_at", timezone.now() + datetime.timedelta(hours=1))
    fields.setdefault("made_by", make_staff())
    return PreviewPass.issue(**fields)


def make_staff(*groups: str, **fields) -> User:
    """A member of staff in the named groups."""
    user = User.objects.create_user(
        f"staff{next(_numbers)}", password="a long password", is_staff=True, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def form_rows(prefix: str, *rows: dict, saved: int = 0) -> dict:
    """What the inline `prefix` of an admin form posts: its rows, the first `saved` of them stored before."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def release_form(**fields) -> dict:
    """What the admin form of a release posts: a valid draft unless told otherwise."""
    data = {
        "type": ReleaseType.NATIONAL,
        "language": "en",
        "headline": "Officers find a parrot",
        "slug": "officers-find-a-parrot",
        "summary": "A parrot was found.",
        "body": "<p>A parrot was found.</p>",
    }
    for part in ("facts", "event", "contacts", "images"):
        data |= form_rows(part)
    return data | fields


def office_form(**fields) -> dict:
    """What the admin form of an office posts: a valid desk at headquarters unless told otherwise."""
    data = {
        "kind": Kind.HEADQUARTERS,
        "name": "Parrot Desk",
        "slug": "parrot-desk",
        "is_public": "on",
        "status": "open",
        "country": "US",
        "timezone": "America/New_York",
        "address_confidence": "unconfirmed",
        "confidence": "unconfirmed",
    }
    parts = (
        "contact_points", "hours", "special_hours", "services", "aliases", "former_parents",
        "former_addresses",
    )  # fmt: skip
    for part in parts:
        data |= form_rows(part)
    return data | fields


def notice_form(**fields) -> dict:
    """What the admin form of a notice posts: a storm on the first of July 2026, about everything."""
    data = {"kind": "storm", "text": "A storm comes.", "text_es": "Viene una tormenta."}
    data |= {"starts_at_0": "2026-07-01", "starts_at_1": "13:00"}
    data |= {"ends_at_0": "2026-07-02", "ends_at_1": "13:00", "said": SAID_OF_NOTICE}
    return data | fields


SAID_OF_NOTICE = (
    "It is shown from Wednesday, July 1, 2026, 1 p.m. EDT until Thursday, July 2, 2026, 1 p.m. EDT."
)


def make_upload(kind: str = "JPEG", size=(40, 20), mode: str = "RGB", name: str = "from-a-phone", **options):
    """An uploaded picture, encoded by Pillow with `options`."""
    content = io.BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def make_image(release: Release | None = None, **fields) -> ReleaseImage:
    fields = {"image": make_upload(), "alt": "An officer and a dog", "credit": "Jo Doe"} | fields
    return ReleaseImage.objects.create(release=release or make_release(), **fields)
