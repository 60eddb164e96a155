"""Public pages of the directory: adapters only; what is public is decided in querysets."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .addresses import absolute
from .corrections import correction_uri
from .finding.facets import facets_of
from .finding.nearest import alternatives, measured, nearest_by_kind
from .finding.privacy import unstored
from .forms import FindFilter, MapFilter, OfficeFilter
from .hours.closures import calendar_of
from .kinds import Kind, SectionSlug, Service
from .linked_data import page_of_office
from .maps import by_country, by_state, draw, draw_state, locator
from .models import ContactPoint, FactChange, Office, Section, SpecialHours
from .paging import address_of_page, page_of
from .places import State
from .querysets import NAMED_SO, OTHERWISE
from .services import offers_of

MOST_DRAWN = 2000  # offices on one map
RECENT_CHANGES = 5


def contact(request):
    """The nine sections with their counts, and the lines for everyone."""
    context = {
        "sections": Section.with_counts(),
        "lines": Office.objects.published().general_lines(),
        "filter": (everything := OfficeFilter(QueryDict())),
        "facets": facets_of(Office.objects.published(), everything),
    }
    return render(request, "offices/contact.html", context)


@unstored
def find(request):
    """Offices by name, kind, place and service; the nearest to a place. What was typed is not kept."""
    chosen = FindFilter(request.GET)
    context = {"filter": chosen, "canonical_url": absolute(chosen.address)}
    if chosen.better_query:
        offices = Office.objects.published().current().filtered(chosen.better_query)
        context["asked_for"] = chosen.asked_for, urlencode(chosen.better_query), offices.count()
    if chosen.shows_list:
        context |= _found(request, chosen)
    if chosen.shows_nearest:
        context |= _nearest(chosen)
    return render(request, "offices/find.html", context)


def _found(request, chosen: FindFilter) -> dict:
    """The list and, unless the nearest stand above it, what it can be narrowed by."""
    listed = chosen.found
    page = page_of(request, listed.with_listing())
    if chosen.measures:
        page.object_list = measured(page.object_list, chosen.origin.position)
    return {
        "page": page,
        "facets": None if chosen.shows_nearest else facets_of(listed, chosen),
        # Who named an office, or turned a page of the list, wants that before the places near by.
        "is_list_first": page.has_previous() or _is_named(page),
        "canonical_url": address_of_page(chosen.list_address, page.number),
    }


def _is_named(offices) -> bool:
    """One of the offices has the very name or code that was typed."""
    return any(getattr(office, "rank", OTHERWISE) <= NAMED_SO for office in offices)


def _nearest(chosen: FindFilter) -> dict:
    """The few nearest offices of each kind, with links to all of a kind or service by distance."""
    place = chosen.origin.query
    return {
        "groups": [
            (kind, found, chosen.near_query(place, kind=kind))
            for kind, found in nearest_by_kind(chosen.origin.position)
        ],
        "services": [(service.label, chosen.near_query(place, service=service)) for service in Service],
    }


def office_map(request):
    """Offices on a map of the country or of one state, and as a list."""
    asked = MapFilter(request.GET)
    current = Office.objects.published().current()
    offices = list(current.filtered(asked.values).by_name().with_map()[: MOST_DRAWN + 1])
    is_too_much = len(offices) > MOST_DRAWN
    shown = [] if is_too_much else offices
    state = State(asked.values["state"]) if "state" in asked.values else None
    if asked.is_usual and not state:
        shown_abroad = current.filter(kind=Kind.PRECLEARANCE).by_name().with_map()
    else:
        shown_abroad = shown
    others = {name: value for name, value in asked.values.items() if name != "kind"}
    numbers = dict(current.filtered(others).count_by_kind())
    groups = by_state(shown)
    context = {
        "filter": asked,
        "state": state,
        "number": len(shown),
        "too_many": MOST_DRAWN if is_too_much else None,
        "groups": groups,
        "abroad": by_country(shown_abroad),
        "kinds": [(kind, numbers[kind], asked.address_with(kind=kind)) for kind in Kind if kind in numbers],
        "all_kinds": (sum(numbers.values()), asked.address_with(kind="")),
        "drawing": draw_state(state, groups) if state else draw(groups),
        "canonical_url": absolute(asked.canonical_address),
    }
    return render(request, "offices/map.html", context)


def section(request, section: str):
    """One section's introduction and the offices it lists."""
    if section not in SectionSlug:
        raise Http404(_("There is no such section."))
    here = get_object_or_404(Section, slug=section)
    if section == SectionSlug.PORTS:
        return _ports_by_state(request, here)
    listed = Office.objects.published().in_section(section)
    page = page_of(request, listed.current().with_listing())
    context = {
        "section": here,
        "page": page,
        "others": [] if page.has_previous() else listed.not_current().with_former_listing(),
        "line": listed.general_lines().first(),
        "canonical_url": address_of_page(request.path, page.number),
    }
    return render(request, "offices/section.html", context)


def _ports_by_state(request, here: Section):
    ports = Office.objects.published().ports().current()
    states = [(State(code), number) for code, number in ports.count_by_state()]
    context = {
        "section": here,
        "states": sorted(states, key=lambda pair: str(pair[0].label)),
        "total": sum(number for _state, number in states),
    }
    return render(request, "offices/ports.html", context)


def ports_in_state(request, state: str):
    """Ports of entry of one state or territory."""
    if state.upper() not in State:
        raise Http404(_("There is no state or territory with this code."))
    if not state.islower():
        return redirect("offices:ports_in_state", state.lower(), permanent=True)
    ports = Office.objects.published().ports().in_state(state.upper())
    page = page_of(request, ports.current().with_listing().by_name())
    context = {
        "section": get_object_or_404(Section, slug=SectionSlug.PORTS),
        "state": State(state.upper()),
        "page": page,
        "locator": locator(list(page)),
        "others": [] if page.has_previous() else ports.not_current().with_former_listing().by_name(),
        "canonical_url": address_of_page(request.path, page.number),
    }
    return render(request, "offices/ports_in_state.html", context)


def closures(request):
    """Planned closures and other hours as a calendar, of one state or office where asked."""
    state, slug = request.GET.get("state", ""), request.GET.get("office", "")
    offices = Office.objects.published().current()
    if state and state not in State:
        raise Http404(_("There is no state or territory with this code."))
    if state:
        offices = offices.in_state(state)
    if slug:
        offices = offices.filter(pk=get_object_or_404(offices, slug=slug).pk)
    return HttpResponse(calendar_of(offices), content_type="text/calendar; charset=utf-8")


def office(request, section: str, slug: str):
    """One office of any kind. Under another section, or by the code of a port, it forwards to its address."""
    offices = Office.objects.published()
    here = offices.with_page().with_section_title(section).filter(slug=slug).first()
    if here is None:
        by_code = offices.ports().filter(code=slug) if section == SectionSlug.PORTS else offices.none()
        wanted = by_code.first() or get_object_or_404(offices, former_addresses__slug=slug)
        return redirect(wanted, permanent=True)
    if section != here.section:
        return redirect(here, permanent=True)
    family = _Family(here, offices.family_of(here).with_closure_notices().by_name())
    general = offices.general_line(Kind.PRESS_OFFICE if here.kind == Kind.PRESS_OFFICE else Kind.HEADQUARTERS)
    candidates = [
        here.public_successor,
        None if here.kind == Kind.PRESS_OFFICE else here.public_parent,
        general,
    ]
    ahead = Prefetch("special_hours", SpecialHours.objects.ahead())
    prefetch_related_objects([here, *family.children], "hours", ahead)
    prefetch_related_objects(list(filter(None, [here, *candidates])), "contact_points")
    releases = here.releases.model.objects.published().linked_to(here)
    context = {
        "office": here,
        "family": family,
        "offers": offers_of(here),
        "changes": FactChange.objects.published().filter(office=here)[:RECENT_CHANGES],
        "releases": releases.with_listing()[:5],
        "locator": locator([here]),
        "alternatives": alternatives(here),
        "fallback": _fallback(here, candidates),
        "general": general,
        "correction_uri": correction_uri(here),
        "linked_data": page_of_office(here, here.section_title),
    }
    return render(request, "offices/office.html", context)


class _Family:
    """The offices that the page of another one names, by what they are to it."""

    def __init__(self, here: Office, offices):
        self.predecessors = [office for office in offices if office.successor_id == here.pk]
        self.children = sorted((o for o in offices if o.parent_id == here.pk), key=_group_order)
        others = [o for o in offices if o not in self.predecessors and o not in self.children]
        self.neighbors = [office for office in others if here.is_neighbor(office) and office.is_current]
        self.same_place = [office for office in others if not here.is_neighbor(office)]


def _group_order(child: Office) -> tuple:
    """The offices people look for first; press desks and what is no more come last."""
    return not child.is_current, child.kind == Kind.PRESS_OFFICE, child.group


def _fallback(here: Office, candidates: list[Office | None]) -> ContactPoint | None:
    """The number to call instead of this office: of the first candidate that can be called from there."""
    numbers = (office.phone_from(here.country) for office in candidates if office)
    return next(filter(None, numbers), None)
