"""Opening hours as data: a small, strict part of OpenStreetMap’s syntax. See docs/adr/0012-opening-hours.md.

    24/7
    Mo-Fr 08:00-12:00,13:00-16:30; PH off
    May 15-Sep 30 08:00-21:00; Oct 1-May 14 Mo-Sa 22:00-02:00; Dec 25 off

Rules stand between semicolons; of all that name a day, the last one counts. A span belongs to the
day on which it starts, so that one past midnight runs on into whatever the next day is.
"""

import calendar
import datetime
import functools
import re
from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import Truncator, capfirst, get_text_list
from django.utils.translation import gettext as _

MAX_LENGTH = 400
DAY = 24 * 60  # minutes
MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAY_NAMES = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
_MONTH, _WEEKDAY = "|".join(MONTH_NAMES), "|".join(DAY_NAMES)
_DATES = rf"(?:{_MONTH})(?: [0-9]{{1,2}})?(?:-(?:(?:{_MONTH})(?: [0-9]{{1,2}})?|[0-9]{{1,2}}))?"
_DAYS = rf"(?:(?:{_WEEKDAY})(?:-(?:{_WEEKDAY}))?|PH)"
_TIMES = r"[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}"
DATES = re.compile(rf"({_DATES}(?:,{_DATES})*)(?: |\Z)", re.IGNORECASE)
DAYS = re.compile(rf"({_DAYS}(?:,{_DAYS})*)(?: |\Z)", re.IGNORECASE)
TIMES = re.compile(rf"{_TIMES}(?:,{_TIMES})*")

Date = tuple[int, int]  # month, day
Spans = tuple[tuple[int, int], ...]  # minutes after midnight; those past midnight end after DAY
ALL_DAY: Spans = ((0, DAY),)


class ScheduleError(ValueError):
    """What cannot be read, in words for the person who wrote it."""


@dataclass(frozen=True)
class Rule:
    """Which days, and when the office is open on them. Without dates and days: every day."""

    dates: tuple[tuple[Date, Date], ...]
    weekdays: frozenset[int]
    on_holidays: bool
    spans: Spans
    is_always: bool = False

    def is_in_season(self, day: datetime.date) -> bool:
        here = day.month, day.day
        return not self.dates or any(_lies_between(here, first, last) for first, last in self.dates)

    def names(self, day: datetime.date, is_holiday: bool) -> bool:
        is_named = not (self.weekdays or self.on_holidays) or day.weekday() in self.weekdays
        return self.is_in_season(day) and (is_named or (is_holiday and self.on_holidays))

    @property
    def is_for_dates(self) -> bool:
        """It names single dates, not seasons."""
        return bool(self.dates) and all(first == last for first, last in self.dates)

    def __str__(self):
        if self.is_always:
            return "24/7"
        days = [DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}"
                for first, last in _runs(self.weekdays)]  # fmt: skip
        days += ["PH"] if self.on_holidays else []
        times = [f"{_clock(start)}-{_clock(end if end <= DAY else end - DAY)}" for start, end in self.spans]
        parts = [",".join(map(_season, self.dates)), ",".join(days), ",".join(times) or "off"]
        return " ".join(filter(None, parts))

    def words(self, holidays: str) -> str:
        """“Monday to Friday: 8 a.m. to noon”; `holidays` says what they are at this office."""
        if self.is_always:
            return _("Open around the clock, every day")
        dates = get_text_list([_season_words(season) for season in self.dates], _("and"))
        when = ", ".join(filter(None, [dates, self._days_words(holidays)]))
        return _("%(when)s: %(times)s") % {"when": capfirst(when), "times": spans_words(self.spans)}

    def _days_words(self, holidays: str) -> str:
        if len(self.weekdays) == 7 or not (self.weekdays or self.on_holidays):
            return "" if self.is_for_dates else _("daily")
        days = [_run_words(run) for run in _runs(self.weekdays)]
        return get_text_list([*days, *([holidays] if self.on_holidays else [])], _("and"))


@dataclass(frozen=True)
class Schedule:
    rules: tuple[Rule, ...]

    def spans_on(self, day: datetime.date, is_holiday: bool) -> Spans:
        rule = self._rule_for(day, is_holiday)
        return rule.spans if rule else ()

    def says_nothing_of_holiday(self, day: datetime.date) -> bool:
        """Its hours are those of any other day, though `day` is a holiday: nobody knows whether they hold."""
        rule = self._rule_for(day, is_holiday=True)
        is_told = any(rule.on_holidays and rule.is_in_season(day) for rule in self.rules)
        return bool(rule and rule.spans) and not (is_told or rule.is_always or rule.is_for_dates)

    @property
    def has_whole_days(self) -> bool:
        return any(rule.spans == ALL_DAY for rule in self.rules)

    @property
    def is_same_all_year(self) -> bool:
        return not any(rule.dates for rule in self.rules)

    @property
    def special_rules(self) -> list[Rule]:
        """What no table of a common week shows: seasons, dates and holidays."""
        return [rule for rule in self.rules if rule.dates or rule.on_holidays]

    def words(self, holidays: str) -> str:
        return "; ".join(rule.words(holidays) for rule in self.rules)

    def __str__(self):
        """The normal form."""
        return "; ".join(map(str, self.rules))

    def _rule_for(self, day: datetime.date, is_holiday: bool) -> Rule | None:
        return next((rule for rule in reversed(self.rules) if rule.names(day, is_holiday)), None)


@functools.lru_cache(maxsize=1024)
def parse(text: str) -> Schedule:
    """Raises ScheduleError, naming the part that cannot be read."""
    if len(text) > MAX_LENGTH:
        raise ScheduleError(_("This is longer than %(number)d characters.") % {"number": MAX_LENGTH})
    rules = [_rule(part) for part in _tidy(text).split(";")]
    _check_order(rules)
    return Schedule(tuple(rules))


@functools.lru_cache(maxsize=1024)
def parse_times(text: str) -> Spans:
    """The times of one day: `08:00-12:00,13:00-16:00`; nothing when it is closed.

    Raises ScheduleError.
    """
    text = _tidy(text)
    if text.lower() in ("", "off", "closed"):
        return ()
    return _spans(text)


def times_text(spans: Spans) -> str:
    """The normal form of the times of one day; nothing when it is closed."""
    return str(Rule((), frozenset(), False, spans)) if spans else ""


def spans_words(spans: Spans) -> str:
    """“8 a.m. to noon and 1 p.m. to 4:30 p.m.”"""
    if not spans:
        return _("closed")
    return get_text_list([_span_words(*span) for span in spans], _("and"))


def _tidy(text: str) -> str:
    """Without spaces that say nothing; people also type dashes for hyphens."""
    text = " ".join(text.replace("\u2013", "-").split())
    return re.sub(r" ?([,;-]) ?", r"\1", text)


def _rule(part: str) -> Rule:
    if not part:
        raise ScheduleError(_("Nothing is written here, or between two semicolons."))
    if part == "24/7":
        return Rule((), frozenset(), False, ALL_DAY, is_always=True)
    dates, rest = _take(DATES, part)
    days, rest = _take(DAYS, rest)
    if not rest:
        reason = _("“%(part)s” names days but no times. Write them behind it, or “off” when it is closed.")
        raise ScheduleError(reason % {"part": _shown(part)})
    weekdays = [_weekdays(name) for name in days if name.upper() != "PH"]
    return Rule(
        dates=tuple(_read_season(text) for text in dates),
        weekdays=frozenset().union(*weekdays),
        on_holidays="PH" in map(str.upper, days),
        spans=() if rest.lower() in ("off", "closed") else _spans(rest),
    )


def _take(pattern: re.Pattern, text: str) -> tuple[list[str], str]:
    """The list with which `text` begins, if there is one, and what follows it."""
    match = pattern.match(text)
    return (match[1].split(","), text[match.end() :]) if match else ([], text)


def _check_order(rules: list[Rule]) -> None:
    holiday_seen = False
    for rule in rules:
        holiday_seen = holiday_seen or rule.on_holidays
        if holiday_seen and not (rule.on_holidays or rule.is_for_dates):
            reason = _("“%(part)s” overrides the rule about holidays (PH) before it. Write that one last.")
            raise ScheduleError(reason % {"part": rule})


def _read_season(text: str) -> tuple[Date, Date]:
    first, _hyphen, last = text.partition("-")
    month, day = _month_and_day(first)
    if not last:
        return (month, day or 1), (month, day or _length(month))
    last_month, last_day = (month, int(last)) if last[0].isdigit() else _month_and_day(last)
    if (day is None) != (last_day is None):
        reason = _("“%(part)s” has a day at one end only. Write both, or months alone.")
        raise ScheduleError(reason % {"part": text})
    _check_day(last_month, last_day, text)
    return (month, day or 1), (last_month, last_day or _length(last_month))


def _month_and_day(text: str) -> tuple[int, int | None]:
    name, _space, number = text.partition(" ")
    month, day = MONTH_NAMES.index(name.title()) + 1, int(number) if number else None
    _check_day(month, day, text)
    return month, day


def _check_day(month: int, day: int | None, text: str) -> None:
    if day is not None and not 1 <= day <= _length(month):
        raise ScheduleError(_("“%(part)s” is not a day of the year.") % {"part": text})


def _length(month: int) -> int:
    return calendar.monthrange(2024, month)[1]  # with February 29


def _weekdays(text: str) -> set[int]:
    """A range may run over the weekend: Su-Th, Fr-Mo."""
    first, _hyphen, last = text.title().partition("-")
    start, length = DAY_NAMES.index(first), 1
    if last:
        length += (DAY_NAMES.index(last) - start) % 7
    return {(start + step) % 7 for step in range(length)}


def _spans(text: str) -> Spans:
    if not TIMES.fullmatch(text):
        reason = _("“%(part)s” cannot be read. Write, for example: Mo-Fr 08:00-12:00,13:00-16:30; PH off")
        raise ScheduleError(reason % {"part": _shown(text)})
    spans = sorted(_span(part) for part in text.split(","))
    for (_start, end), (start, _end) in zip(spans, [*spans[1:], (spans[0][0] + DAY, 0)], strict=True):
        if end > start:
            raise ScheduleError(_("The times “%(part)s” overlap.") % {"part": _shown(text)})
    return tuple(spans)


def _span(text: str) -> tuple[int, int]:
    start, end = (_minutes(part) for part in text.split("-"))
    if start in (end, DAY):
        reason = _("“%(part)s” ends when it starts. All day is 00:00-24:00.")
        raise ScheduleError(reason % {"part": text})
    return start, end if end > start else end + DAY


def _minutes(text: str) -> int:
    hour, minute = map(int, text.split(":"))
    if minute > 59 or hour * 60 + minute > DAY:
        raise ScheduleError(_("“%(part)s” is not a time. Write 00:00 to 24:00.") % {"part": text})
    return hour * 60 + minute


def _shown(text: str) -> str:
    return Truncator(text).chars(60)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _lies_between(date: Date, first: Date, last: Date) -> bool:
    """A season may run over New Year."""
    return first <= date <= last if first <= last else date >= first or date <= last


def _runs(weekdays: frozenset[int]) -> list[tuple[int, int]]:
    """Neighboring weekdays as first and last."""
    runs: list[tuple[int, int]] = []
    for day in sorted(weekdays):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _is_of_whole_months(season: tuple[Date, Date]) -> bool:
    (_month, first), (last_month, last) = season
    return first == 1 and last == _length(last_month)


def _season(season: tuple[Date, Date]) -> str:
    names = [MONTH_NAMES[month - 1] for month, _day in season]
    if not _is_of_whole_months(season):
        names = [f"{name} {day}" for name, (_month, day) in zip(names, season, strict=True)]
    return "-".join(dict.fromkeys(names))


def _season_words(season: tuple[Date, Date]) -> str:
    names = [str(MONTHS[month]) for month, _day in season]
    if not _is_of_whole_months(season):
        names = [f"{name} {day}" for name, (_month, day) in zip(names, season, strict=True)]
    return _(" to ").join(dict.fromkeys(names))


def _run_words(run: tuple[int, int]) -> str:
    return _(" to ").join(dict.fromkeys(str(WEEKDAYS[day]) for day in run))


def _span_words(start: int, end: int) -> str:
    if ((start, end),) == ALL_DAY:
        return _("open 24 hours")
    names = {"start": time_words(start), "end": time_words(end)}
    if end > DAY:
        return _("%(start)s to %(end)s the next day") % names
    return _("%(start)s to %(end)s") % names


def time_words(minutes: int) -> str:
    return time_format(datetime.time(minutes // 60 % 24, minutes % 60), "P")
