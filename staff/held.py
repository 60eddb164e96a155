"""A form that comes in after its sign-in has ended is given back with all that was typed.

Nothing is stored: the page holds the fields, to be sent again. Only forms of this very site are given
back, so that nobody can be made to send what a stranger wrote.
"""

from django.shortcuts import render

BUTTONS = ("_save", "_continue", "_addanother")
SHOWN = 40  # characters from which a value is no mere choice


def holds(request) -> bool:
    """Whether somebody meant to save a form of the admin, and on a page of this site."""
    return request.method == "POST" and _is_own(request) and any(name in request.POST for name in BUTTONS)


def _is_own(request) -> bool:
    """Asked even where no token was looked at yet. Browsers name the origin of every form they post."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page(request, *, is_signed_in: bool):
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    context = {
        "is_signed_in": is_signed_in,
        "fields": fields,
        "texts": [(name, value) for name, value in fields if len(value) >= SHOWN],
        "has_files": bool(request.FILES),
    }
    return render(request, "staff/held.html", context, status=403)
