"""The agency and its offices in the vocabulary of schema.org. Only confirmed facts: machines drop doubts."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .addresses import absolute, url_of
from .kinds import ContactKind, Kind
from .models import ContactPoint, Office

CONTEXT = "https://schema.org"
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
A_MONDAY = datetime.date(2024, 1, 1)
DEPARTMENT = {
    "@type": "GovernmentOrganization",
    "name": "U.S. Department of Homeland Security",
    "url": "https://www.dhs.gov",
}


def agency() -> dict:
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{settings.SITE_URL}/#agency",
        "name": "U.S. Customs and Border Protection",
        "url": f"{settings.SITE_URL}/",
    }


def page_of_agency(lines: Iterable[Office]) -> dict:
    """The agency with the numbers that everybody may call."""
    numbers = [contact for office in lines for contact in office.contact_points.all()]
    details = {"parentOrganization": DEPARTMENT, "contactPoint": _contact_points(numbers)}
    return {"@context": CONTEXT} | agency() | known(details)


def page_of_office(office: Office, section_title: str) -> dict:
    """The office, unless it is no more, and the way to its page as the page itself shows it."""
    steps = [
        (_("Contact"), reverse("offices:contact")),
        (section_title, reverse("offices:section", args=[office.section])),
    ]
    if office.state_with_ports:
        state = reverse("offices:ports_in_state", args=[office.state_with_ports.lower()])
        steps.append((office.get_state_display(), state))
    if office.kind == Kind.CROSSING and office.public_parent:
        steps.append((office.public_parent.title, office.public_parent.get_absolute_url()))
    steps.append((office.title, office.get_absolute_url()))
    described = [_described(office)] if office.is_current else []
    return {"@context": CONTEXT, "@graph": [*described, breadcrumbs(steps)]}


def named(office: Office) -> dict:
    return {
        "@type": "GovernmentOffice",
        "name": office.title,
        "url": url_of(office),
    }


def breadcrumbs(steps: list[tuple[str, str]]) -> dict:
    """The way from the home page through pairs of title and address."""
    steps = [(_("Home"), reverse("home")), *steps]
    items = [
        {"@type": "ListItem", "position": number, "name": str(title), "item": absolute(address)}
        for number, (title, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def known(details: dict) -> dict:
    """`details` without what is empty."""
    return {name: value for name, value in details.items() if value}


def _described(office: Office) -> dict:
    details = {
        "identifier": office.code if office.shows_code and office.is_confirmed else "",
        "parentOrganization": named(office.public_parent) if office.public_parent else agency(),
        "address": _address(office),
        "contactPoint": _contact_points(office.contact_points.all()),
        "openingHoursSpecification": _opening_hours(office),
        "specialOpeningHoursSpecification": _special_hours(office),
    }
    return named(office) | known(details)


def _address(office: Office) -> dict:
    """What is confirmed of it: the city alone where the street is not."""
    has_street = office.street and office.address_is_confirmed
    if not has_street and not (office.city and office.is_confirmed):
        return {}
    parts = {
        "streetAddress": office.street if has_street else "",
        "addressLocality": office.city,
        "addressRegion": office.state or office.region,
        "postalCode": office.postal_code if has_street else "",
        "addressCountry": office.country,
    }
    return {"@type": "PostalAddress"} | known(parts)


def _contact_points(contacts: Iterable[ContactPoint]) -> list[dict]:
    return [
        {"@type": "ContactPoint", "contactType": contact.heading} | _reached_by(contact)
        for contact in contacts
        if contact.is_confirmed
    ]


def _opening_hours(office: Office) -> list[dict]:
    """Of the whole office, where every week is the same: this vocabulary has no seasons."""
    lanes = [lane for lane in office.lanes if lane.hours and not lane.label and lane.hours.is_confirmed]
    schedule = lanes[0].timetable.parsed if lanes and office.is_open else None
    if not schedule or not schedule.is_same_all_year:
        return []
    days = defaultdict(list)
    for number, name in enumerate(WEEK):
        for span in schedule.spans_on(A_MONDAY + datetime.timedelta(days=number), is_holiday=False):
            days[span].append(f"{CONTEXT}/{name}")
    return [_hours(*span) | {"dayOfWeek": names} for span, names in days.items()]


def _special_hours(office: Office) -> list[dict]:
    """A day without any hours opens and closes at once."""
    whole = [special for special in office.special_hours.all() if not special.label]
    return [
        _hours(*span) | {"validFrom": str(special.first_day), "validThrough": str(special.last_day)}
        for special in whole
        if special.spans is not None
        for span in special.spans or [(0, 0)]
    ]


def _hours(start: int, end: int) -> dict:
    """The last minute of a day stands for its end."""
    opens, closes = (f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in (start, end - (end == 24 * 60)))
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}


def _reached_by(contact: ContactPoint) -> dict:
    if contact.kind == ContactKind.EMAIL:
        return {"email": contact.email}
    name = "faxNumber" if contact.kind == ContactKind.FAX else "telephone"
    return {name: contact.phone_uri.removeprefix("tel:")}
