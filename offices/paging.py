"""Lists in pages of 25."""

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from .addresses import absolute

PAGE_SIZE = 25
MAX_DIGITS = 9  # a longer number is beyond any end, and beyond what databases count


class PageNotFound(Http404):
    """A page beyond the end of a list, or a number that is none; carries the ways back."""

    def __init__(self, request, last: int):
        query = request.GET.copy()
        query.pop("page", None)
        self.first_page = f"{request.path}?{query.urlencode()}" if query else request.path
        query["page"] = last
        self.last_page = f"{request.path}?{query.urlencode()}"
        self.last = last
        super().__init__(_("This list has %(last)s pages.") % {"last": last})


def page_of(request, items, size: int = PAGE_SIZE) -> Page:
    """The page of `items` that `?page=` asks for, the first without it.

    Raises PageNotFound for zero, negative, unreadable and too large numbers.
    """
    paginator = Paginator(items, size)
    wanted = request.GET.get("page", "1")
    try:
        if not wanted.isascii() or not wanted.isdigit() or len(wanted) > MAX_DIGITS:
            raise EmptyPage
        page = paginator.page(int(wanted))
    except EmptyPage:
        raise PageNotFound(request, paginator.num_pages) from None
    page.elided_range = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return page


def address_of_page(address: str, number: int) -> str:
    """A page of the list at `address`, which may have a query, under SITE_URL.

    Each page is canonical for itself: the second does not repeat the first.
    """
    if number > 1:
        address += f"{'&' if '?' in address else '?'}page={number}"
    return absolute(address)
