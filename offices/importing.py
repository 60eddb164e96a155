"""What every import shares: reading files, naming bad rows, and never overwriting an editor.

An import compares three values of each field: what the file says, what the last import wrote,
and what stands in the database now. A field that an editor changed since keeps the editor's
value; when the file changed too, the difference is reported as a conflict.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python

from .text import clean_text

MAX_FILE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; `line` is 0 when it concerns the whole file."""

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
        super().__init__(_("%(number)s problems; nothing was changed.") % {"number": len(problems)})


@dataclass(frozen=True)
class Conflict:
    """A field that both an editor and the file changed since the last import; the editor's stays."""

    key: str
    field: str
    kept: object
    offered: object

    def __str__(self):
        return _("%(key)s, %(field)s: kept “%(kept)s”, the file says “%(offered)s”") % {
            "key": self.key, "field": self.field, "kept": self.kept, "offered": self.offered,
        }  # fmt: skip


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


def read_rows(path: Path, columns: list[str], optional: frozenset[str] = frozenset()) -> list[Row]:
    """The rows of a CSV file (UTF-8, header row) or JSON file (a list of objects).

    Every column of `columns` but the `optional` ones must be there, and no other.
    Raises ImportRefused for a file that cannot be read.
    """
    text = _read_text(path)
    parse = _parse_json if path.suffix == ".json" else _parse_csv
    return list(parse(path.name, text, columns, optional))


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ImportRefused([Problem(path.name, 0, "", _("The file is larger than 50 megabytes."))])
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused([Problem(str(path), 0, "", error.strerror)]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = _("The file is not UTF-8. Save it as UTF-8 and try again.")
        raise ImportRefused([Problem(path.name, line, "", reason)]) from None


def _parse_csv(name: str, text: str, columns: list[str], optional: frozenset[str]) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_columns(name, list(reader.fieldnames or []), columns, optional)
        for cells in reader:
            if None in cells or None in cells.values():
                reason = _("This row has more or fewer cells than the header.")
                raise ImportRefused([Problem(name, reader.line_num, "", reason)])
            yield Row({key: clean_text(value) for key, value in cells.items()}, name, reader.line_num)
    except csv.Error as error:
        raise ImportRefused([Problem(name, reader.line_num, "", str(error))]) from None


def _parse_json(name: str, text: str, columns: list[str], optional: frozenset[str]) -> Iterator[Row]:
    try:
        items = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ImportRefused([Problem(name, getattr(error, "lineno", 0), "", str(error))]) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ImportRefused([Problem(name, 0, "", _("The file must hold a list of objects."))])
    for number, item in enumerate(items, start=1):
        _check_columns(name, list(item), columns, optional, number)
        yield Row({key: _json_text(value) for key, value in item.items()}, name, number)


def _json_text(value) -> str:
    """Lists as CSV writes them, joined by semicolons; null as an empty cell."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    return clean_text("" if value is None else str(value))


def _check_columns(
    name, found: list[str], columns: list[str], optional: frozenset[str], line: int = 0
) -> None:
    problems = [
        Problem(name, line, column, _("This column is missing."))
        for column in columns
        if column not in found and column not in optional
    ]
    problems += [
        Problem(name, line, str(column), _("This column is not known."))
        for column in found
        if column not in columns
    ]
    if problems:
        raise ImportRefused(problems)


def merge(key: str, incoming: dict, current: dict, imported: dict, report: Report) -> dict:
    """The fields of `incoming` to write over `current`; conflicts go to the report.

    All three map field names to plain JSON values; `imported` is what the last import wrote.
    """
    changes = {}
    for name, offered in incoming.items():
        mine = current[name]
        last = imported.get(name)
        if offered == mine:
            continue
        if mine == last:
            changes[name] = offered
        elif offered != last:
            report.conflicts.append(Conflict(key, name, mine, offered))
    return changes


def plain_number(value: str) -> str:
    """A telephone number as the database keeps it (E.164), or `value` itself when it is none."""
    number = to_python(value, region=settings.PHONENUMBER_DEFAULT_REGION)
    return number.as_e164 if number and number.is_valid() else value


def duplicates(rows: list[Row], column: str) -> Iterator[Problem]:
    """A problem for each row whose value in `column` stood in an earlier row."""
    seen: dict[str, int] = {}
    for row in rows:
        value = row.get(column)
        if not value:
            continue
        if value in seen:
            yield row.problem(
                column,
                _("“%(value)s” already stands in row %(line)s.") % {"value": value, "line": seen[value]},
            )
        seen.setdefault(value, row.line)
