"""What the data of offices and of releases share: read-only, and filtered as the lists are."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .forms import QueryFilter


@dataclass(frozen=True)
class Column:
    """One thing that the data tell of an office or a release, and what it means."""

    name: str
    meaning: str | Promise
    value: Callable[[Any], object]
    in_csv: bool = True


def public_data(view):
    """Pages of other sites may read the answer: there is nothing in it but what everybody may see.
    Search engines are to find the pages instead."""

    @wraps(view)
    def wrapped(*args, **kwargs):
        response = view(*args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def errors_of(query: QueryDict, chosen: QueryFilter, *others: str) -> dict[str, list[str]]:
    """Why a program gets no data: a list may ignore what it cannot read and say so, a program would
    take everything for what it asked for. `others` are names that are no filters."""
    errors = {name: list(messages) for name, messages in chosen.errors.items()}
    for name in query:
        if name not in (*chosen.names, *others):
            errors[name] = [_("No filter has this name.")]
        elif len(query.getlist(name)) > 1:
            errors[name] = [_("This filter is given more than once.")]
    return errors


def refused(errors: dict[str, list[str]]) -> HttpResponse:
    """Why there is no file, in words."""
    return in_words(f"{name}: {message}" for name, messages in errors.items() for message in messages)


def in_words(lines: Iterable[str]) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def described(chosen: QueryFilter) -> list[dict]:
    """The filters, for the page that explains the data."""
    return [
        {
            "name": name,
            "label": field.label,
            "help": field.help_text,
            "values": [str(value) for value, _label in getattr(field, "choices", ()) if value],
        }
        for name, field in chosen.fields.items()
    ]


class _Line:
    """A file that hands back what is written to it, for the writer of tables."""

    def write(self, text: str) -> str:
        return text


def table(columns: Iterable[Column], rows: Iterable) -> Iterator[str]:
    """The lines of a CSV file."""
    columns = [column for column in columns if column.in_csv]
    writer = csv.writer(_Line())
    # The byte-order mark tells spreadsheets that this is UTF-8.
    yield "\ufeff" + writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([cell(column.value(row)) for column in columns])


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value) -> str:
    """Words and numbers as they are; lists of words with semicolons; what has parts as JSON."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    # Spreadsheets run what looks like a formula.
    return f"'{value}" if value.startswith(_FORMULA) else value
