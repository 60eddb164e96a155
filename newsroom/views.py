"""Public pages of the newsroom: adapters only; what is public is decided in querysets."""

from functools import wraps

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _

from offices.kinds import SectionSlug
from offices.models import Section
from offices.paging import address_of_page, page_of

from .contacts import contacts_of, press_line
from .forms import ReleaseFilter
from .kinds import ReleaseType
from .linked_data import page_of_release, search_facets
from .models import FormerAddress, Release, ReleaseImage
from .neighbors import neighbors_of, translations_of
from .old_addresses import forwarded_query
from .press_room import PressRoom, Question
from .translations import also, counterparts
from .versions import compared, text_at
from .wire import wire_text


def releases(request):
    """All releases, newest first, narrowed by the query."""
    return _list(request, None)


def releases_of_type(request, release_type: str):
    """Releases of one type, newest first, narrowed by the query."""
    if release_type not in ReleaseType:
        raise Http404(_("There is no such type of release."))
    return _list(request, ReleaseType(release_type))


def _list(request, of_type: ReleaseType | None):
    query = forwarded_query(request.GET)
    if query is not None:
        return redirect(f"{request.path}?{query}" if query else request.path, permanent=True)
    filter_form = ReleaseFilter(request.GET, of_type)
    if not of_type and filter_form.asks_for_type_only:
        return redirect("newsroom:releases_of_type", filter_form.values["type"], permanent=True)
    page = page_of(request, Release.objects.published().listing(filter_form.values))
    context = {
        "page": page,
        "types": ReleaseType,
        "type": of_type,
        "filter": filter_form,
        "canonical_url": address_of_page(filter_form.list_address, page.number),
    }
    return render(request, "newsroom/release_list.html", context)


def of_release(releases):
    """Gives a view the release at its address, out of the queryset that `releases()` makes.

    Staff with the right get a preview of what is not public. To everybody else what was withdrawn
    is gone, and says so; anything else is as if it had never been.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *, number: int | None = None, **address):
            found = releases().filter(**address)
            more = {} if number is None else {"number": number}
            if here := found.published().first():
                return view(request, here, **more)
            if moved := _moved(request, address):
                return moved
            here = found.first() if _may_preview(request) else None
            if here is None:
                return _gone_or_missing(request, address)
            response = view(request, here, **more)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return answer

    return decorate


def _may_preview(request) -> bool:
    return request.user.is_staff and request.user.has_perm("newsroom.view_release")


def press_room(request):
    """The line for reporters, whom to call for a state, topic and language, and every press office."""
    question = Question(request.GET)
    context = {
        "section": get_object_or_404(Section, slug=SectionSlug.PRESS_OFFICERS),
        "question": question,
        "room": PressRoom(question.values),
    }
    return render(request, "newsroom/press_room.html", context)


def _gone_or_missing(request, address: dict):
    withdrawn = Release.objects.withdrawn().filter(**address).first()
    if withdrawn is None:
        raise Http404(_("This release does not exist, or is not public."))
    context = {"release": withdrawn, "press_line": press_line()}
    return render(request, "newsroom/withdrawn.html", context, status=410)


def _moved(request, address: dict):
    """The same page of the release that stood at this address, where the public could read it."""
    former = "slug" in address and FormerAddress.objects.filter(**address).select_related("release").first()
    if not former or not former.release.has_been_public:
        return None
    here = request.resolver_match
    return redirect(here.view_name, permanent=True, **here.kwargs | former.release.address)


@of_release(Release.objects.with_page)
def release(request, here: Release):
    """One release with everything that belongs to it."""
    return render(request, "newsroom/release.html", shown_of(here))


def shown_of(here: Release) -> dict:
    """What the page of a release, fetched `with_page`, shows."""
    neighbors = neighbors_of(here)
    return {
        "release": here,
        "text_language": here.language,
        "contacts": contacts_of(here),
        "also": also(here),
        "translations": counterparts(here, neighbors.translations),
        "timeline": neighbors.timeline,
        "related": neighbors.related,
        "family": neighbors.translations,
        "facets": search_facets(here),
        "linked_data": page_of_release(here),
    }


@of_release(Release.objects.all)
def reference(request, here: Release):
    """The permanent address leads to where the release stands now."""
    return redirect(here)


@of_release(Release.objects.with_text)
def version(request, here: Release, number: int):
    """The text as it stood in one version, the current one too: readers cite versions."""
    if here.has_withdrawn(number):
        context = {"release": here, "number": number}
        return render(request, "newsroom/withdrawn_version.html", context, status=410)
    text = text_at(here, number)
    if text is None:
        raise Http404(_("This release has no such version."))
    until = next((change.made_at for change in here.change_log if change.number == number + 1), None)
    context = {"release": here, "text_language": here.language, "text": text, "until": until}
    return render(request, "newsroom/version.html", context)


@of_release(Release.objects.all)
def changes(request, here: Release):
    """What each change added and removed, newest first."""
    page = page_of(request, [change for change in here.newest_changes if not change.is_original])
    context = {
        "release": here,
        "page": page,
        "changes": compared(here, page.object_list),
        "canonical_url": address_of_page(request.path, page.number),
    }
    return render(request, "newsroom/changes.html", context)


@of_release(Release.objects.with_contacts)
def wire(request, here: Release):
    """The release as plain text."""
    return HttpResponse(
        wire_text(here, contacts_of(here), counterparts(here, translations_of(here))),
        content_type="text/plain; charset=utf-8",
        headers={"X-Robots-Tag": "noindex", "Link": f'<{here.canonical_url}>; rel="canonical"'},
    )


def image(request, name: str):
    """A picture of a release, or a rendition of it, as public as the release itself."""
    found = pictures_of_file(name)
    here = found.filter(release__in=Release.objects.published()).first()
    if here is None and _may_preview(request):
        here = found.first()
    if here is None or not here.has_file(name):
        raise Http404(_("This picture does not exist, or is not public."))
    tag = f'"{name}"'  # names are never used twice
    try:
        response = get_conditional_response(request, tag) or FileResponse(here.open_file(name))
    except FileNotFoundError:
        raise Http404(_("The file of this picture is missing.")) from None
    response["ETag"] = tag
    return response


def pictures_of_file(name: str):
    """The picture with this file, or with this rendition; a working copy shares the file of its original."""
    return ReleaseImage.objects.filter(image=f"releases/{name.partition('-')[0]}")
