"""Public pages of the directory: adapters only; what is public is decided in querysets."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from .kinds import Kind, SectionSlug
from .models import Office, Section
from .paging import page_of
from .places import State


def contact(request):
    """The nine sections with their counts, and the lines for everyone."""
    context = {
        "sections": Section.with_counts(),
        "press_line": Office.objects.published().general_line(Kind.PRESS_OFFICE),
        "public_line": Office.objects.published().general_line(Kind.HEADQUARTERS),
    }
    return render(request, "offices/contact.html", context)


def section(request, section: str):
    """One section's introduction and the offices it lists."""
    if section not in SectionSlug:
        raise Http404(_("There is no such section."))
    here = get_object_or_404(Section, slug=section)
    if section == SectionSlug.PORTS:
        return _ports_by_state(request, here)
    listed = Office.objects.published().in_section(section)
    context = {
        "section": here,
        "page": page_of(request, listed.current().with_listing().by_place()),
        "others": listed.not_current().with_listing().by_place() if _is_first_page(request) else [],
    }
    return render(request, "offices/section.html", context)


def _is_first_page(request) -> bool:
    return request.GET.get("page", "1") == "1"


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
    context = {
        "section": get_object_or_404(Section, slug=SectionSlug.PORTS),
        "state": State(state.upper()),
        "page": page_of(request, ports.current().with_listing().by_name()),
        "others": ports.not_current().with_listing().by_name() if _is_first_page(request) else [],
    }
    return render(request, "offices/ports_in_state.html", context)


def office(request, section: str, slug: str):
    """One office of any kind. Asked for under another section, it forwards to its own address."""
    here = get_object_or_404(
        Office.objects.published()
        .select_related("parent", "successor")
        .prefetch_related("contact_points", "hours", "aliases", "same_place", "predecessors"),
        slug=slug,
    )
    if section != here.section:
        return redirect(here, permanent=True)
    children = here.children.published().by_name()
    context = {
        "office": here,
        "section": Section.objects.get(slug=here.section),
        "children": [child for child in children if child.is_current],
        "former_children": [child for child in children if not child.is_current],
        "children_label": Kind(here.kind).children_label,
        "releases": here.releases.published().with_listing()[:5],
        "fallback": _fallback(here),
    }
    return render(request, "offices/office.html", context)


def _fallback(here: Office) -> Office | None:
    """Whom to call when this office has no number: the nearest office above that has one,
    else the agency's information line."""
    if here.main_phone:
        return None
    if here.public_parent and here.public_parent.main_phone:
        return here.public_parent
    return Office.objects.published().general_line(Kind.HEADQUARTERS)
