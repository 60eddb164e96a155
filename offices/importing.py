"""What every import shares: reading files, naming bad rows, and never overwriting an editor.

An import compares three values of each field: what the file says, what the last import said,
and what stands in the database now. A field that an editor changed since keeps the editor's
value; when the file changed too, the difference is reported as a conflict.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from phonenumber_field.phonenumber import to_python

from .text import clean_text

MAX_FILE_BYTES = 50 * 1024 * 1024
SHOWN_CHARS = 200  # of a value in a conflict; a release can be long


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; `line` is 0 when it concerns the whole file.

    `line` is the row as a spreadsheet numbers it (the header is 1); in JSON, the line of the
    file at which the object begins.
    """

    file: str
    line: int
    column: str
    reason: str

    def __str__(self):
        place = [self.file]
        if self.line:
            place.append(_("row %(line)s") % {"line": self.line})
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.reason}"


class ImportRefused(Exception):
    """The files have problems; nothing was changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        text = ngettext(
            "%(number)d problem; nothing was changed.",
            "%(number)d problems; nothing was changed.",
            len(problems),
        )
        super().__init__(text % {"number": len(problems)})


@dataclass(frozen=True)
class Conflict:
    """A field that both an editor and the file changed since the last import; the editor's stays."""

    key: str
    field: str
    kept: object
    offered: object

    def __str__(self):
        return _("%(key)s, %(field)s: kept “%(kept)s”, the file says “%(offered)s”") % {
            "key": self.key, "field": self.field, "kept": _shown(self.kept), "offered": _shown(self.offered),
        }  # fmt: skip


def _shown(value) -> str:
    """A field's value as a person reads it."""
    return Truncator(_in_words(value)).chars(SHOWN_CHARS)


def _in_words(value) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return "; ".join(map(_in_words, value))
    return "" if value is None else str(value)


@dataclass
class Report:
    """What an import did, or would do in a dry run."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)

    def __str__(self):
        return _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged") % {
            "created": self.created, "updated": self.updated, "unchanged": self.unchanged,
        }  # fmt: skip


class Row(dict):
    """The cells of one row by column, and where the row stands."""

    def __init__(self, cells: dict, file: str, line: int):
        super().__init__(cells)
        self.file = file
        self.line = line

    def problem(self, column: str, reason: str) -> Problem:
        return Problem(self.file, self.line, column, str(reason))

    def check(self, instance, columns: dict[str, str] | None = None, **options) -> list[Problem]:
        """What the model's own rules say against `instance`, made from this row.

        `columns` maps fields to columns of other names; `options` are those of `full_clean`.
        """
        try:
            instance.full_clean(**options)
        except ValidationError as error:
            return self.problems(error, columns)
        return []

    def save(self, instance, columns: dict[str, str] | None = None) -> list[Problem]:
        """Save `instance`, or say in words why it may not be saved.

        The database checks constraints first: asking Django would cost a query for each.
        """
        if problems := self.check(instance, columns, validate_unique=False, validate_constraints=False):
            return problems
        try:
            with transaction.atomic():
                instance.save()
        except IntegrityError as error:
            return self.check(instance, columns) or [self.problem("", str(error))]
        return []

    def problems(self, error: ValidationError, columns: dict[str, str] | None = None) -> list[Problem]:
        """The messages of `error`, each under its column (`columns` renames fields)."""
        if not hasattr(error, "error_dict"):
            return [self.problem("", message) for message in error.messages]
        names = columns or {}
        return [
            self.problem("" if name == "__all__" else names.get(name, name), message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]


def read_files(
    folder: Path,
    files: dict[str, list[str]],
    optional: frozenset[str] = frozenset(),
    objects: frozenset[str] = frozenset(),
) -> dict[str, list[Row]]:
    """The rows of each file of `folder`, by file name; `files` maps names to columns.

    Every column but the `optional` ones must be there, and no other. The columns `objects` may
    hold more than text in JSON and are then given as they stand. Raises ImportRefused with
    everything that is wrong in any of the files.
    """
    if not os.path.isdir(folder):  # unlike Path.is_dir, never raises
        raise ImportRefused([Problem(str(folder), 0, "", _("There is no such folder."))])
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for name, columns in files.items():
        try:
            text = _read_text(folder / name)
            if name.endswith(".json"):
                rows[name] = _parse_json(name, text, columns, optional, objects)
            else:
                rows[name] = _parse_csv(name, text, columns, optional)
        except ImportRefused as refused:
            problems += refused.problems
    if problems:
        raise ImportRefused(problems)
    return rows


def _read_text(path: Path) -> str:
    def refused(reason: str, before: bytes | None = None) -> ImportRefused:
        line = 0 if before is None else before.count(b"\n") + 1
        return ImportRefused([Problem(path.name, line, "", reason)])

    try:
        if path.exists() and not path.is_file():  # a device or a pipe would be read for ever
            raise refused(_("This is not a file."))
        if path.stat().st_size > MAX_FILE_BYTES:
            raise refused(_("The file is larger than 50 megabytes."))
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise refused(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from None
    except UnicodeDecodeError as error:
        reason = _("The file is not UTF-8. Save it as UTF-8 and try again.")
        raise refused(reason, error.object[: error.start]) from None
    if "\0" in text:  # UTF-16 without its mark reads as UTF-8 with a NUL beside each letter
        reason = _("The file holds NUL characters: it is damaged, or not UTF-8. Save it as UTF-8.")
        raise refused(reason, content[: content.index(b"\0")])
    if not text.strip():
        raise refused(_("The file is empty."))
    return text


def _parse_csv(name: str, text: str, columns: list[str], optional: frozenset[str]) -> list[Row]:
    rows: list[Row] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    line = 0
    try:
        # Counting rows, not line breaks: a cell may hold several lines and is one row to the eye.
        for line, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            cells = [clean_text(cell) for cell in cells]
            if not cells:
                continue
            if header is None:
                header = cells
                problems += _column_problems(name, line, header, columns, optional)
            elif len(cells) == len(header):
                rows.append(Row(dict(zip(header, cells, strict=True)), name, line))
            else:
                reason = _("This row has %(cells)d cells, but the header has %(columns)d.")
                reason %= {"cells": len(cells), "columns": len(header)}
                problems.append(Problem(name, line, "", reason))
    except csv.Error as error:
        reason = _("The quotation marks of this row do not pair up (%(error)s).") % {"error": error}
        problems.append(Problem(name, line + 1, "", reason))
    if problems:
        raise ImportRefused(problems)
    return rows


def _parse_json(
    name: str, text: str, columns: list[str], optional: frozenset[str], objects: frozenset[str]
) -> list[Row]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = _("This is not valid JSON: %(error)s.") % {"error": getattr(error, "msg", error)}
        raise ImportRefused([Problem(name, getattr(error, "lineno", 0), "", reason)]) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ImportRefused([Problem(name, 0, "", _("The file must hold a list of objects."))])
    rows = [Row(item, name, line) for item, line in zip(items, _item_lines(text), strict=True)]
    problems: list[Problem] = []
    for row in rows:
        problems += _column_problems(name, row.line, list(row), columns, optional)
        texts = [column for column in row if column not in objects or isinstance(row[column], str)]
        row.update({column: _json_text(row, column, problems) for column in texts})
    if problems:
        raise ImportRefused(problems)
    return rows


_BETWEEN_ITEMS = re.compile(r"[\s,]*")


def _item_lines(text: str) -> Iterator[int]:
    """The line of `text`, a valid JSON list, at which each item begins."""
    decoder = json.JSONDecoder()
    line, counted, end = 1, 0, text.index("[") + 1
    while text[start := _BETWEEN_ITEMS.match(text, end).end()] != "]":
        line += text.count("\n", counted, start)
        counted = start
        yield line
        end = decoder.raw_decode(text, start)[1]


def _json_text(row: Row, column: str, problems: list[Problem]) -> str:
    """Lists as CSV writes them, joined by semicolons; null as an empty cell."""
    value = row[column]
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, (dict, list)) for part in parts):
        problems.append(row.problem(column, _("Write text, or a list of texts.")))
        return ""
    return clean_text(";".join("" if part is None else str(part) for part in parts))


def _column_problems(
    name: str, line: int, found: list[str], columns: list[str], optional: frozenset[str]
) -> Iterator[Problem]:
    for column in columns:
        if column not in found and column not in optional:
            yield Problem(name, line, column, _("This column is missing."))
    for column in found:
        if not column:
            yield Problem(name, line, "", _("A column has no name."))
        elif column not in columns:
            yield Problem(name, line, clean_text(column), _("This column is not known."))
    for column in dict.fromkeys(found):
        if column in columns and found.count(column) > 1:
            yield Problem(name, line, column, _("This column stands twice."))


def merge(
    key: str, incoming: dict, current: dict, imported: dict, report: Report, together: list[set[str]] = ()
) -> dict:
    """The fields of `incoming` to write over `current`; conflicts go to the report.

    All three map field names to plain JSON values; `imported` is what the last import said.
    Fields of one set in `together` only make sense as one: an editor's change to any keeps all.
    """
    # A blank field that no import has spoken of is nobody's change.
    imported = {name: current[name] for name in incoming if not current[name]} | imported
    kept = {name for name in incoming if current[name] not in (incoming[name], imported.get(name))}
    for fields in together:
        if kept & fields:
            kept |= fields
    changes = {}
    for name, offered in incoming.items():
        if offered == current[name]:
            continue
        if name not in kept:
            changes[name] = offered
        elif offered != imported.get(name):
            report.conflicts.append(Conflict(key, name, current[name], offered))
    return changes


def split_cell(cell: str) -> list[str]:
    """The parts of a cell that holds a list: `land; sea`."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def telephone(row: Row, column: str, problems: list[Problem]) -> str:
    """The number in a cell as the database keeps it (E.164); unchanged when it is none."""
    value = row.get(column, "")
    number = to_python(value, region=settings.PHONENUMBER_DEFAULT_REGION)
    if not number or not number.is_valid():
        return value
    # Letters would silently become digits, and an extension would silently be lost.
    if number.extension or any(char.isalpha() for char in value):
        reason = _("Write the digits of the number only: no words, no extension.")
        problems.append(row.problem(column, reason))
    return number.as_e164


def duplicates(rows: list[Row], *columns: str) -> Iterator[Problem]:
    """A problem, at the last of `columns`, for each row whose values there stood in an earlier row."""
    seen: dict[tuple, int] = {}
    for row in rows:
        values = tuple(row.get(column, "") for column in columns)
        if not values[-1]:
            continue
        if values in seen:
            reason = _("“%(value)s” already stands in row %(line)s.")
            yield row.problem(columns[-1], reason % {"value": values[-1], "line": seen[values]})
        seen.setdefault(values, row.line)
