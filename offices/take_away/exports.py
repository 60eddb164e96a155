"""Offices as data, for programs, spreadsheets and maps: read-only, with the filters of the lists."""

import json

from django.core.paginator import Page
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..addresses import absolute, url_of
from ..finding.privacy import unstored
from ..forms import FindFilter
from ..kinds import AliasKind, Confidence, ContactKind, Kind, Mode, PortType, Service, Status
from ..models import Office
from ..open_data import Column, described, in_words, public_data, refused, table
from ..paging import PageNotFound, address_of_page, page_of
from ..querysets import OfficeQuerySet
from .memory import remembered
from .views import MOST_CARDS, MOST_PRINTED, place_errors

JSON_PAGE = 500
MOST = 2_500  # offices of one table or map: some seconds of work; the directory has less than a thousand
TOO_MANY = _("This list is too long for one file. Choose a kind or a state, or read find.json page by page.")


@unstored
@public_data
def office_json(request):
    """Offices in pages of 500."""
    chosen = FindFilter(request.GET)
    if errors := place_errors(request.GET, chosen, "page"):
        return _refused(errors)
    try:
        page = page_of(request, _found(chosen), JSON_PAGE)
    except PageNotFound as missing:
        return _refused({"page": [str(missing)]}, status=404)
    name = "json", page.number
    text = remembered(name, chosen, page.paginator.count, lambda: _page_as_json(chosen, page))
    return HttpResponse(text, content_type="application/json")


def _page_as_json(chosen: FindFilter, page: Page) -> str:
    address = reverse("offices:find_json") + chosen.query_string
    data = {
        "documentation": _documentation(),
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": address_of_page(address, page.next_page_number()) if page.has_next() else None,
        "offices": [_told(office) for office in page],
    }
    return json.dumps(data, ensure_ascii=False)


@unstored
@public_data
def office_geojson(request):
    """All offices as one collection of features (RFC 7946)."""
    chosen = FindFilter(request.GET)
    if errors := place_errors(request.GET, chosen):
        return _refused(errors)
    found = _found(chosen)
    if (number := found.count()) > MOST:
        return _refused({"list": [str(TOO_MANY)]})
    text = remembered("geojson", chosen, number, lambda: _as_geojson(found))
    return HttpResponse(text, content_type="application/geo+json")


def _as_geojson(found: OfficeQuerySet) -> str:
    data = {
        "type": "FeatureCollection",
        "documentation": _documentation(),
        "features": [_feature(office) for office in found],
    }
    return json.dumps(data, ensure_ascii=False)


@unstored
@public_data
def office_csv(request):
    """All offices in one table."""
    chosen = FindFilter(request.GET)
    if errors := place_errors(request.GET, chosen):
        return refused(errors)
    found = _found(chosen)
    if (number := found.count()) > MOST:
        return in_words([TOO_MANY])
    text = remembered("csv", chosen, number, lambda: "".join(table(COLUMNS, found)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cbp-offices.csv"'
    return response


def about_data(request):
    """What the data hold, said from the definitions that make them."""
    context = {
        "columns": COLUMNS,
        "filters": described(FindFilter(QueryDict())),
        "json_page": JSON_PAGE,
        "most": MOST,
        "most_cards": MOST_CARDS,
        "most_printed": MOST_PRINTED,
    }
    return render(request, "offices/data.html", context)


def _found(chosen: FindFilter):
    return chosen.found.with_data()


def _documentation() -> str:
    return absolute(reverse("offices:data"))


def _refused(errors: dict[str, list[str]], status: int = 400) -> JsonResponse:
    return JsonResponse({"errors": errors, "documentation": _documentation()}, status=status)


def _told(office: Office) -> dict:
    return {column.name: column.value(office) for column in COLUMNS}


def _feature(office: Office) -> dict:
    position = None
    if office.latitude is not None:
        position = {"type": "Point", "coordinates": [float(office.longitude), float(office.latitude)]}
    return {"type": "Feature", "id": url_of(office), "geometry": position, "properties": _told(office)}


def _degrees(value) -> float | None:
    return None if value is None else float(value)


def _day(value) -> str | None:
    return value and value.isoformat()


def _named(office: Office | None) -> dict | None:
    return office and {
        "code": office.code or "",
        "name": office.title,
        "kind": office.kind,
        "url": url_of(office),
    }


def _sourced(fact) -> dict:
    return {"source": fact.source, "as_of": fact.as_of, "confidence": fact.confidence}


def _contact_points(office: Office) -> list[dict]:
    return [
        {
            "kind": contact.kind,
            "label": contact.label,
            "phone": contact.phone.as_e164 if contact.phone else "",
            "extension": contact.extension,
            "email": contact.email,
            "special": contact.is_special,
            "after_hours": contact.is_after_hours,
            "note": contact.note,
        }
        | _sourced(contact)
        for contact in office.contact_points.all()
    ]


def _hours(office: Office) -> list[dict]:
    return [
        {"label": hours.label, "text": hours.text, "schedule": hours.schedule, "note": hours.note}
        | _sourced(hours)
        for hours in office.hours.all()
    ]


def _special_hours(office: Office) -> list[dict]:
    return [
        {
            "label": special.label,
            "first_day": _day(special.first_day),
            "last_day": _day(special.last_day),
            "times": special.times,
            "reason": special.reason,
        }
        for special in office.special_hours.all()
    ]


def _services(office: Office) -> list[dict]:
    return [
        {"service": offered.service, "name": offered.name, "address": offered.address, "note": offered.note}
        | _sourced(offered)
        for offered in office.services.all()
    ]


def _aliases(office: Office) -> list[dict]:
    return [{"kind": alias.kind, "value": alias.value, "note": alias.note} for alias in office.aliases.all()]


def _modes(office: Office) -> list[str]:
    return [mode.value for mode in Mode if getattr(office, f"by_{mode.value}")]


def _measured_to(office: Office) -> str:
    there = office.measured_at
    if there is not office:
        return "port" if there else ""
    return "town" if office.is_measured_to_town else "office"


def _one_of(meaning, choices):
    return format_lazy("{}: {}.", meaning, ", ".join(choices.values))


COLUMNS = (
    Column("url", _("Address of its page. It may change; the old one forwards."), url_of),
    Column("kind", _one_of(_("Kind of office"), Kind), lambda o: o.kind),
    Column(
        "code",
        _("Port code, sector letters or crossing number, as text: leading zeros count. Empty: none."),
        lambda o: o.code or "",
    ),
    Column("name", _("Name."), lambda o: o.name),
    Column("title", _("Name as the page shows it: a port’s with its state."), lambda o: o.title),
    Column("status", _one_of(_("Status"), Status), lambda o: o.status),
    Column("status_note", _("About the status."), lambda o: o.status_note),
    Column(
        "closed_until", _("Day on which a closed office is to open again."), lambda o: _day(o.closed_until)
    ),
    Column("closed_on", _("When an office that is no more was closed."), lambda o: o.closed_on),
    Column(
        "parent",
        _("The office it belongs to: code, name, kind and address; empty: none is recorded."),
        lambda o: _named(o.public_parent),
    ),
    Column(
        "successor",
        _("The office it became: code, name, kind and address."),
        lambda o: _named(o.public_successor),
    ),
    Column(
        "aliases",
        _one_of(_("Other names and codes, each with kind, value and note. Kinds"), AliasKind),
        _aliases,
    ),
    Column("city", _("City."), lambda o: o.city),
    Column("state", _("State or territory, by postal code."), lambda o: o.state),
    Column("region", _("Province or region abroad."), lambda o: o.region),
    Column("country", _("Country (ISO 3166)."), lambda o: o.country),
    Column("timezone", _("Time zone (IANA), in which its hours are."), lambda o: o.timezone),
    Column("street", _("Street address; empty: none is published."), lambda o: o.street),
    Column("postal_code", _("ZIP or postal code, as text."), lambda o: o.postal_code),
    Column(
        "mailing_address", _("Mailing address in one line, where it differs."), lambda o: o.mailing_address
    ),
    Column("access", _("How to find and enter it."), lambda o: o.access),
    Column("address_source", _("Where the address was published."), lambda o: o.address_source),
    Column("address_as_of", _("When: year, month or day; empty: not known."), lambda o: o.address_as_of),
    Column(
        "address_confidence",
        _("How sure the address is, as for “confidence”."),
        lambda o: o.address_confidence,
    ),
    Column(
        "address_checked_on",
        _("When our staff last checked the address; empty: never."),
        lambda o: _day(o.address_checked_on),
    ),
    Column(
        "latitude", _("Degrees north (WGS 84); empty: not known, never zero."), lambda o: _degrees(o.latitude)
    ),
    Column("longitude", _("Degrees east; west is negative."), lambda o: _degrees(o.longitude)),
    Column(
        "coordinate_basis",
        _("What the position marks: the center of a city can lie far from the office."),
        lambda o: o.coordinate_basis,
    ),
    Column(
        "phone",
        _("The one number for general questions, as people read it; empty: none is published."),
        lambda o: str(o.main_phone or ""),
    ),
    Column(
        "contact_points",
        _one_of(
            _(
                "All numbers and mailboxes, each with kind, label, phone (E.164), extension, email, special "
                "(for one purpose only), after_hours, note, source, as_of and confidence. Kinds"
            ),
            ContactKind,
        ),
        _contact_points,
    ),
    Column(
        "hours",
        _(
            "Hours of the office, or of the lane or service in “label”: text as published, schedule in "
            "OpenStreetMap’s opening_hours syntax or empty, note, source, as_of and confidence. "
            "No hours: none are published."
        ),
        _hours,
    ),
    Column(
        "special_hours",
        _(
            "Days closed or with other hours, which go before “hours”: label, first_day, last_day, times "
            "(empty: closed) and reason."
        ),
        _special_hours,
    ),
    Column(
        "services",
        _one_of(
            _(
                "What people can do here: service, name and address of the place where they differ, note, "
                "source, as_of and confidence. Services"
            ),
            Service,
        ),
        _services,
    ),
    Column("modes", _one_of(_("How people and goods arrive"), Mode), _modes),
    Column("port_type", _one_of(_("Type of port; empty: no source says"), PortType), lambda o: o.port_type),
    Column("service_port", _("Whether it is a service port: true or false."), lambda o: o.is_service_port),
    Column("area_served", _("Area that it serves."), lambda o: o.area_served),
    Column("note", _("Note for the public."), lambda o: o.note),
    Column(
        "source", _("Where name, code and what has no source of its own were published."), lambda o: o.source
    ),
    Column("as_of", _("When that was published: year, month or day; empty: not known."), lambda o: o.as_of),
    Column("confidence", _one_of(_("How sure that is"), Confidence), lambda o: o.confidence),
    Column(
        "checked_on",
        _("When our staff last checked the entry; empty: never."),
        lambda o: _day(o.checked_on),
    ),
    Column(
        "updated",
        _("When the entry was last changed on this site, in Eastern time."),
        lambda o: timezone.localtime(o.modified_at).isoformat(timespec="seconds"),
    ),
    Column(
        "measured_to",
        _(
            "What distances on this site are measured to: office, town (its middle), port (see “parent”: a "
            "crossing without a position of its own); empty: not known."
        ),
        _measured_to,
    ),
)
