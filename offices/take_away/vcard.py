"""Offices as cards for address books.

vCard 3.0 (RFC 2426) rather than 4.0: telephones and mail programs read all of it, while many refuse 4.0
or show its “tel:” as part of the number. Its escapes and folded lines are those of RFC 6350.
"""

import datetime
import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..addresses import url_of
from ..kinds import ContactKind
from ..models import ContactPoint, Office
from ..places import Country

LINE_OCTETS = 75
AGENCY = "U.S. Customs and Border Protection"


def cards(offices: Iterable[Office]) -> str:
    """One card after the other. Walks contact points, hours and aliases: prefetch them."""
    return "".join(_folded(line) for office in offices for line in _lines(office))


def _lines(office: Office) -> Iterator[str]:
    name = office.title if office.title.startswith("CBP") else f"CBP {office.title}"
    kind = office.get_kind_display()
    note = "\n".join(_note(office))
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{_parts(name, '', '', '', '')}"
    yield f"FN:{_escaped(name)}"
    yield f"ORG:{_parts(AGENCY, kind)}"
    yield f"CATEGORIES:{_escaped(kind)}"
    for number, contact in enumerate(office.contact_points.all(), start=1):
        yield f"item{number}.{_reached_by(contact, contact == office.main_phone)}"
        yield f"item{number}.X-ABLabel:{_escaped(_label(contact))}"
    yield from _place(office)
    yield f"URL:{url_of(office)}"
    yield f"NOTE:{_escaped(note)}"
    yield f"REV:{office.modified_at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield f"UID:office-{office.pk}@{settings.SITE_URL.split('//')[-1]}"
    yield "END:VCARD"


def _reached_by(contact: ContactPoint, is_main: bool) -> str:
    """The number without its extension, which address books would dial as digits of the number."""
    if contact.kind == ContactKind.EMAIL:
        return f"EMAIL;TYPE=INTERNET,WORK:{_escaped(contact.email)}"
    kind = "FAX" if contact.kind == ContactKind.FAX else "VOICE"
    return f"TEL;TYPE=WORK,{kind}{',PREF' if is_main else ''}:{contact.phone.as_e164}"


def _label(contact: ContactPoint) -> str:
    heading = contact.heading
    if contact.label and contact.kind not in (ContactKind.PHONE, ContactKind.EMAIL):
        heading = f"{heading} ({contact.get_kind_display()})"
    if not contact.extension:
        return heading
    return _("%(what)s, ext. %(extension)s") % {"what": heading, "extension": contact.extension}


def _place(office: Office) -> Iterator[str]:
    if office.street or office.city:
        country = str(Country(office.country).label)
        place = (office.city, office.state or office.region, office.postal_code, country)
        yield f"ADR;TYPE=WORK:{_parts('', '', office.street, *place)}"
    if office.mailing_address:
        yield f"ADR;TYPE=POSTAL:{_parts('', '', office.mailing_address, '', '', '', '')}"
    if office.latitude is not None:
        yield f"GEO:{office.latitude};{office.longitude}"
    yield f"TZ;VALUE=text:{office.timezone}"


def _note(office: Office) -> Iterator[str]:
    """What has no field of its own, and how old and how sure each fact is."""
    if not office.is_open:
        yield f"{office.status_words}. {office.status_note}".strip()
    if office.code:
        yield _("Code %(code)s") % {"code": office.code}
    for alias in office.aliases.all():
        yield f"{alias.get_kind_display()}: {alias.value}"
    for contact in office.contact_points.all():
        yield _aged(f"{_label(contact)}: {contact}", *contact.provenance, contact.note)
    for hours in office.hours.all():
        yield _aged(_("Hours: %(hours)s") % {"hours": hours}, *hours.provenance, hours.note)
    for special in office.special_hours.all():
        yield " ".join(filter(None, (special.label, str(special), special.reason)))
    if office.has_address:
        yield _aged(_("Address"), *office.address_provenance)
    if office.latitude is not None:
        yield _("Position: %(basis)s") % {"basis": office.coordinate_basis or _("basis not known")}
    yield from filter(None, (office.access, office.note))


def _aged(
    words: str, is_confirmed: bool, as_of: str, checked_on: datetime.date | None, note: str = ""
) -> str:
    age = _("as published %(date)s") % {"date": as_of} if as_of else _("date not known")
    doubt = "" if is_confirmed or checked_on else _("not confirmed")
    check = _("checked by staff on %(date)s") % {"date": date_format(checked_on)} if checked_on else ""
    return f"{words} ({'; '.join(filter(None, (note, age, doubt, check)))})"


def _parts(*values: str) -> str:
    """A value of several fields."""
    return ";".join(map(_escaped, values))


def _escaped(value: str) -> str:
    return "\\n".join(re.sub(r"([\\;,])", r"\\\1", line) for line in value.splitlines())


def _folded(line: str) -> str:
    """`line` with its end, in pieces of 75 octets at most; no letter is cut in two."""
    text, room = "", LINE_OCTETS
    for letter in line:
        room -= len(letter.encode())
        if room < 0:
            text, room = f"{text}\r\n ", LINE_OCTETS - 1 - len(letter.encode())
        text += letter
    return f"{text}\r\n"
