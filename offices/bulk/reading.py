"""Reading an uploaded spreadsheet: refused in words before it can do any harm."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .sheets import SHEETS, tidy

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000
MOST_EDITED = 1000  # the directory; some seconds, in which other people wait for SQLite
MOST_CHARACTERS = 10_000  # of one cell
FORMULA = {"=", "+", "-", "@"}  # what begins with one of these is computed by spreadsheets


class Refused(Exception):
    """The file cannot be taken; says why in words."""


@dataclass
class Rows:
    """The rows that somebody edited, each with its number, as spreadsheets count."""

    sheet: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    untouched: int


def escape(cell: str) -> str:
    """`cell` in a form that no spreadsheet computes; `_plain` undoes it."""
    return f"'{cell}" if _computes(cell) else cell


def _plain(cell: str) -> str:
    return tidy(cell[1:] if cell[:1] == "'" and _computes(cell) else cell)


def _computes(cell: str) -> bool:
    return cell.lstrip("'")[:1] in FORMULA


def read(upload) -> Rows:
    """The edited rows of an uploaded file. Raises Refused."""
    if upload.size > MOST_BYTES:
        raise Refused(_("This file has more than 2 megabytes. Export fewer offices at a time."))
    text = _decoded(upload.read())
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        while header and not header[-1]:
            header.pop()
        sheet = _sheet_of(header)
        return _edited(sheet, header, reader)
    except csv.Error as error:
        raise Refused(
            _("Line %(line)d cannot be read as CSV: a quotation mark is missing, or a cell is far too long.")
            % {"line": reader.line_num}
        ) from error


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused(
            _("This is not a text file in UTF-8. In Excel, save it as “CSV UTF-8”; elsewhere choose UTF-8.")
        )
    if not text.strip():
        raise Refused(_("This file is empty."))
    return text


def _sheet_of(header: list[str]) -> str:
    """Which sheet it is, by its columns."""
    name = next((name for name, sheet in SHEETS.items() if sheet.key() in header), None)
    if name is None:
        keys = ", ".join(sheet.key() for sheet in SHEETS.values())
        raise Refused(
            _("The first row does not name a column %(keys)s. Export a sheet here, and keep its first row.")
            % {"keys": keys}
        )
    columns = SHEETS[name].columns()
    if unknown := [column for column in header if column not in columns]:
        raise Refused(
            _("There is no column “%(column)s”. The columns are: %(columns)s.")
            % {"column": unknown[0], "columns": ", ".join(columns)}
        )
    if twice := [column for column in columns if header.count(column) > 1]:
        raise Refused(_("The column “%(column)s” stands there twice.") % {"column": twice[0]})
    if "version" not in header:
        raise Refused(_("The column “version” is missing: it tells whether somebody else changed a row."))
    return name


def _edited(name: str, header: list[str], reader) -> Rows:
    sheet, found, seen = SHEETS[name](), Rows(name, header, [], [], 0), {}
    for number, cells in enumerate(reader, start=2):
        if number > MOST_ROWS:
            text = _("This file has more than %(most)s rows. Export fewer offices at a time.")
            raise Refused(text % {"most": f"{MOST_ROWS:,}"})
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(header, cells, number)
        key = row[sheet.key()]
        if key in seen:
            text = _("Rows %(first)d and %(second)d are about the same, “%(key)s”. Keep one of them.")
            raise Refused(text % {"first": seen[key], "second": number, "key": key})
        seen[key] = number
        if row["version"] == sheet.version_of(row):
            found.untouched += 1
            continue
        found.rows.append(list(row.values()))
        found.numbers.append(number)
    if len(found.rows) > MOST_EDITED:
        text = _("%(number)s rows were edited, and at most %(most)s can be. Upload them in parts.")
        raise Refused(text % {"number": f"{len(found.rows):,}", "most": f"{MOST_EDITED:,}"})
    return found


def _row(header: list[str], cells: list[str], number: int) -> dict[str, str]:
    wrong = ""
    if any(cell.strip() for cell in cells[len(header) :]):
        wrong = _("Row %(number)d has more cells than the first row has columns.")
    elif len(cells) < len(header):
        wrong = _("Row %(number)d has fewer cells than the first row has columns.")
    elif any(len(cell) > MOST_CHARACTERS for cell in cells):
        wrong = _("Row %(number)d has a cell of more than 10,000 characters.")
    if wrong:
        raise Refused(wrong % {"number": number})
    return dict(zip(header, map(_plain, cells), strict=False))
