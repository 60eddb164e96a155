"""Planned closures and other hours as a calendar (RFC 5545)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ..addresses import url_of
from ..kinds import Status
from ..models import Office, SpecialHours

KEPT = datetime.timedelta(days=30)
DAY = datetime.timedelta(days=1)


def calendar_of(offices) -> bytes:
    """What is ahead and what ended within a month; days are those at the office."""
    since = timezone.localdate() - KEPT
    special_hours = SpecialHours.objects.filter(office__in=offices, last_day__gte=since)
    closed = offices.filter(status=Status.CLOSED_UNTIL, closed_until__gte=since).select_related("parent")
    calendar = Calendar()
    calendar.add("prodid", "-//U.S. Customs and Border Protection//Closures//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Closures of CBP offices"))
    for special in special_hours.select_related("office__parent"):
        calendar.add_component(_special_day(special))
    for office in closed.order_by("closed_until", "pk"):
        calendar.add_component(_reopening(office))
    return calendar.to_ical()


def _special_day(special: SpecialHours) -> Event:
    lane = f" ({special.label})" if special.label else ""
    event = _event(special.office, f"special-hours-{special.pk}", special.first_day, special.last_day)
    event.add("summary", f"{special.office.title}{lane}: {special.times_words}")
    if special.reason:
        event.add("description", special.reason)
    return event


def _reopening(office: Office) -> Event:
    """On the day until which it is closed: nobody noted since when it is."""
    event = _event(office, f"closed-until-{office.pk}", office.closed_until, office.closed_until)
    date = formats.date_format(office.closed_until)
    event.add("summary", _("%(office)s: closed until %(date)s") % {"office": office.title, "date": date})
    if office.status_note:
        event.add("description", office.status_note)
    return event


def _event(office: Office, name: str, first: datetime.date, last: datetime.date) -> Event:
    """All day, wherever the calendar is looked at; the day after the last ends it."""
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", office.modified_at)
    event.add("dtstart", first)
    event.add("dtend", min(last, datetime.date.max - DAY) + DAY)
    event.add("url", url_of(office))
    event.add("transp", "TRANSPARENT")
    if office.place:
        event.add("location", office.place)
    return event
