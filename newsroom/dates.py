"""Dates as people type and read them."""

import calendar
import datetime
import re

from django.utils import timezone

_SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_MONTHS = {name: number for number, name in enumerate(_SPANISH, start=1)} | {"sept": 9}
for _names in (calendar.month_name, calendar.month_abbr):
    _MONTHS |= {name.casefold(): number for number, name in enumerate(_names) if name}
_FILLERS = {"de", "of", "the", "st", "nd", "rd", "th"}
YEARS = range(1900, 2101)


def midnight(day: datetime.date) -> datetime.datetime:
    """The first instant of a day in Eastern time, in which releases are dated."""
    return datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())


def machine_instant(instant: datetime.datetime) -> str:
    """The value of `<time datetime>` that says what `display_instant` shows."""
    return timezone.localtime(instant).isoformat(timespec="minutes")


def exact_instant(instant: datetime.datetime | None) -> str | None:
    """To the second, as data have it; nothing for nothing."""
    return instant and timezone.localtime(instant).isoformat(timespec="seconds")


def parse_date(text: str, *, end: bool = False) -> datetime.date:
    """The day that `text` names; for a month or year its first day, or its last with `end`.

    Understands 2023-05-31, 5/31/2023, 31/5/2023 where only that can be meant, May 31, 2023,
    31 May 2023, 31 de mayo de 2023, May 2023, 5/2023, 2023-05 and 2023; with a day, two digits
    of a year are enough.
    Raises ValueError for anything else and for days that do not exist.
    """
    text = text.strip().casefold()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    words = [word for word in re.findall(r"[^\W\d]+", text) if word not in _FILLERS]
    if len(words) > 1 or not 1 <= len(numbers) <= 3 or not text[0].isalnum() or not text.isprintable():
        raise ValueError(text)
    year, month, day = _with_month(words[0], numbers) if words else _only_numbers(numbers)
    if year < 100 and day:
        year += 2000 if year <= timezone.localdate().year % 100 + 1 else 1900
    if year not in YEARS:
        raise ValueError(text)
    return _first_or_last(year, month, day, end)


def _with_month(word: str, numbers: list[int]) -> tuple[int, int, int | None]:
    if word not in _MONTHS or len(numbers) > 2:
        raise ValueError(word)
    year = numbers.pop(0 if numbers[0] > 31 else -1)
    return year, _MONTHS[word], numbers[0] if numbers else None


def _only_numbers(numbers: list[int]) -> tuple[int, int | None, int | None]:
    """Year first, or the American order, or the European one where the American is impossible."""
    if numbers[0] > 31:
        year, *rest = numbers
        return year, *(*rest, None, None)[:2]
    *rest, year = numbers
    if len(rest) == 2 and rest[0] > 12:
        rest.reverse()
    return year, *(*rest, None, None)[:2]


def _first_or_last(year: int, month: int | None, day: int | None, end: bool) -> datetime.date:
    if month is None:
        month = 12 if end else 1
    if day is None:
        day = calendar.monthrange(year, month)[1] if end else 1
    return datetime.date(year, month, day)


# Databases and Python disagree about years near 1 and 9999.
SENSIBLE = (
    datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2101, 1, 1, tzinfo=datetime.UTC),
)
