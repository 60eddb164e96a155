"""A form that comes in after its sign-in has ended is given back with all that was typed.

Nothing is stored: the page holds the fields, to be sent again. Only forms of this very site are given
back, so that nobody can be made to send what a stranger wrote.
"""

import html
import re

from django.shortcuts import render
from django.utils.text import capfirst

BUTTONS = ("_save", "_continue", "_addanother")
CONFIRMED = "confirmed"  # the mark of a form that takes a step; with any value but "yes" it asks first
SHOWN = 40  # characters from which a value is no mere choice
NAMES = {"headline", "name", "note", "title"}  # shown however short they are
_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")


def holds(request) -> bool:
    """Whether somebody meant to save a form of the admin or to take a step, on a page of this site."""
    names = (*BUTTONS, CONFIRMED)
    return request.method == "POST" and _is_own(request) and any(name in request.POST for name in names)


def _is_own(request) -> bool:
    """Asked even where no token was looked at yet. Browsers name the origin of every form they post."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page(request, *, is_signed_in: bool):
    fields = [
        (name, "form" if name == CONFIRMED else value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    context = {
        "is_signed_in": is_signed_in,
        "is_step": CONFIRMED in request.POST,
        "fields": fields,
        "texts": [(_label(name), _plain(value)) for name, value in fields if _is_text(name, value)],
        "has_files": bool(request.FILES),
    }
    return render(request, "staff/held.html", context, status=403)


def _is_text(name: str, value: str) -> bool:
    """Not the marks that a form carries: they are long, and have no space."""
    return bool(name in NAMES and value) or (len(value) >= SHOWN and " " in value)


def _label(name: str) -> str:
    """“contacts-0-job_title” is “Contacts 1: job title”."""
    row, number, field = re.fullmatch(r"(?:(\w+)-(\d{1,4})-)?(.*)", name, re.DOTALL).groups()
    words = field.replace("_", " ")
    return capfirst(f"{row} {int(number) + 1}: {words}" if row else words)


def _plain(value: str) -> str:
    """The words of rich text; other text as it is."""
    if not value.startswith("<"):
        return value
    return html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", value))).strip()
