"""Public pages of the newsroom: adapters only; what is public is decided in querysets."""

from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from offices.kinds import Kind
from offices.models import Office
from offices.paging import address_of_page, page_of

from .forms import ReleaseFilter
from .kinds import ReleaseType
from .linked_data import page_of_release, search_facets
from .models import Release, ReleaseImage
from .old_addresses import forwarded_query


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
    found = Release.objects.published().filtered(filter_form.values).with_listing()
    page = page_of(request, found)
    context = {
        "page": page,
        "types": ReleaseType,
        "type": of_type,
        "filter": filter_form,
        "canonical_url": address_of_page(filter_form.list_address, page.number),
    }
    return render(request, "newsroom/release_list.html", context)


def release(request, release_type: str, slug: str):
    """One release. Staff who may see drafts get a preview before publication."""
    found = Release.objects.with_page().filter(type=release_type, slug=slug)
    here = found.published().first()
    if here is None and _may_preview(request):
        here = found.first()
    if here is None:
        raise Http404(_("This release does not exist, or is not public."))
    press_line = Office.objects.published().general_line(Kind.PRESS_OFFICE)
    desks = [contact.public_office for contact in here.contacts.all()]
    prefetch_related_objects(list(filter(None, [press_line, *desks])), "contact_points")
    context = {
        "release": here,
        "is_preview": not here.is_published,
        "press_line": press_line,
        "translations": here.other_languages(),
        "facets": search_facets(here),
        "linked_data": page_of_release(here),
    }
    response = render(request, "newsroom/release.html", context)
    if context["is_preview"]:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _may_preview(request) -> bool:
    return request.user.is_staff and request.user.has_perm("newsroom.view_release")


def image(request, name: str):
    """A picture of a release, as public as the release itself."""
    public = ReleaseImage.objects.filter(image=f"releases/{name}")
    here = public.filter(release__in=Release.objects.published()).first()
    if here is None and _may_preview(request):
        here = public.first()
    if here is None:
        raise Http404(_("This picture does not exist, or is not public."))
    try:
        response = FileResponse(here.image.open())
        response["ETag"] = f'"{name}"'  # names are never used twice
        return response
    except FileNotFoundError:
        raise Http404(_("The file of this picture is missing.")) from None
