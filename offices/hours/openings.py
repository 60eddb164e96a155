"""Open now? What the schedule, holidays and dated exceptions of an office say at one instant."""

import bisect
import datetime
import functools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from operator import attrgetter

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from ..places import Country
from .public_holidays import holiday_on
from .schedules import Schedule, ScheduleError, Spans, parse, spans_words

AROUND_THE_CLOCK = datetime.timedelta(days=8)
HORIZONS = (11, 90, 400)  # days looked at: most offices open or close soon
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


class State(Enum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DayHours:
    """What holds on one day. `spans` is None where the hours are not known.

    They may then reach into the next day, up to minute `reach`.
    """

    day: datetime.date
    spans: Spans | None
    holiday: str = ""
    reason: str = ""
    reach: int = 24 * 60

    @property
    def words(self) -> str:
        return _("not stated") if self.spans is None else spans_words(self.spans)

    @property
    def note(self) -> str:
        return ", ".join(filter(None, [self.holiday, self.reason]))

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def until_midnight(self) -> "DayHours":
        """The same day without the part of its night that belongs to the next one."""
        midnight = DayHours.reach
        spans = self.spans and tuple((start, min(end, midnight)) for start, end in self.spans)
        return replace(self, spans=spans, reach=midnight)


@dataclass(frozen=True)
class Span:
    """From one instant to another: open, or not known."""

    start: datetime.datetime
    end: datetime.datetime
    state: State
    holiday: str = ""


@dataclass(frozen=True)
class Opening:
    """The state at the instant `at`; all instants are aware, in the office's own zone.

    Until `valid_until` it does not change. What comes then is `closes_at` or `opens_at`, or else
    nothing that is known: because of `holiday` where it is named.
    """

    at: datetime.datetime
    state: State
    valid_until: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None
    opens_at: datetime.datetime | None = None
    holiday: str = ""
    is_always: bool = False

    def told_in(self, zone: zoneinfo.ZoneInfo) -> "Opening":
        instants = {name: getattr(self, name) for name in ("at", "valid_until", "closes_at", "opens_at")}
        return replace(self, **{name: value and value.astimezone(zone) for name, value in instants.items()})

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_known(self) -> bool:
        return self.state != State.UNKNOWN

    @property
    def words(self) -> str:
        """“Open now, closes at 10 p.m. CST”; nothing where nothing is known."""
        if self.is_open:
            return self._open_words
        if self.is_known:
            return self._closed_words
        return _doubt(self.holiday) if self.holiday else ""

    @property
    def _open_words(self) -> str:
        if self.is_always:
            return _("Open around the clock")
        if self.closes_at:
            return _("Open now, closes %(when)s") % {"when": _closing_words(self.closes_at, self.at)}
        words = _("Open now, at least until %(when)s") % {"when": _ending_words(self.valid_until, self.at)}
        return f"{words}. {_doubt(self.holiday)}" if self.holiday else words

    @property
    def _closed_words(self) -> str:
        if self.opens_at:
            return _("Closed, opens %(when)s") % {"when": _opening_words(self.opens_at, self.at)}
        if self.holiday:
            day = _day_words(self.valid_until.date(), self.at)
            doubt = _("%(day)s is %(holiday)s, and the published hours do not say whether it is open then")
            return f"{_('Closed now')}. {doubt % {'day': day, 'holiday': self.holiday}}"
        return _("Closed now")


@dataclass(frozen=True)
class OtherHours:
    """Days on which other times than the schedule’s hold."""

    first_day: datetime.date
    last_day: datetime.date
    spans: Spans
    reason: str = ""


@dataclass(frozen=True)
class Timetable:
    """All that decides whether one lane is open; the first exception that names a day holds."""

    schedule: str
    zone: str
    country: str = Country.US
    region: str = ""
    exceptions: tuple[OtherHours, ...] = ()

    def at(self, instant: datetime.datetime) -> Opening:
        zone = zoneinfo.ZoneInfo(self.zone)
        # Compared in UTC: Python compares times of one zone by their clock, where an hour can stand twice.
        instant, day = instant.astimezone(datetime.UTC), instant.astimezone(zone).date()
        openings = (_opening(_spans(self, day, days), instant) for days in HORIZONS)
        changing = (opening for opening in openings if opening.valid_until)
        return next(changing, Opening(instant, State.CLOSED)).told_in(zone)

    def on(self, day: datetime.date) -> DayHours:
        hours, after = self._begun_on(day), self._exception_on(day + DAY)
        is_cut = after and after.spans != hours.spans  # dated hours hold from midnight to midnight
        return hours.until_midnight if is_cut else hours

    def _exception_on(self, day: datetime.date) -> OtherHours | None:
        naming = (each for each in self.exceptions if each.first_day <= day <= each.last_day)
        return next(naming, None)

    def _begun_on(self, day: datetime.date) -> DayHours:
        holiday = holiday_on(day, self.country, self.region)
        if exception := self._exception_on(day):
            return DayHours(day, exception.spans, holiday, exception.reason)
        schedule = self.parsed
        if not schedule:
            return DayHours(day, None, holiday)
        spans = schedule.spans_on(day, bool(holiday))
        if holiday and schedule.says_nothing_of_holiday(day):
            return DayHours(day, None, holiday, reach=max(DayHours.reach, spans[-1][1]))
        return DayHours(day, spans, holiday)

    def week(self, day: datetime.date) -> list[DayHours]:
        """Seven days from `day` on."""
        return [self.on(day + number * DAY) for number in range(7)]

    @property
    def parsed(self) -> Schedule | None:
        """Nothing where there is no schedule, or where what is stored cannot be read."""
        try:
            return parse(self.schedule) if self.schedule else None
        except ScheduleError:
            return None


def first_instant(wall: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The first instant at which clocks in `zone` show `wall` or later, in UTC.

    When clocks jump over `wall`, that is the jump; when they show it twice, the first time.
    """
    instant = wall.replace(tzinfo=zone).astimezone(datetime.UTC)
    if _wall(instant, zone) == wall:
        return instant
    before = wall.replace(tzinfo=zone, fold=1).astimezone(datetime.UTC)
    minutes = range((instant - before) // MINUTE)
    return before + MINUTE * bisect.bisect_left(
        minutes, wall, key=lambda minute: _wall(before + minute * MINUTE, zone)
    )


def zone_abbreviation(instant: datetime.datetime) -> str:
    """CST, EDT, AST …; UTC+04 where there is none."""
    name = instant.tzname()
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def _wall(instant: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


@functools.lru_cache(maxsize=4096)
def _spans(timetable: Timetable, today: datetime.date, days: int) -> tuple[Span, ...]:
    """In order, from yesterday on. What is not known can overlap what is open."""
    zone = zoneinfo.ZoneInfo(timetable.zone)
    spans = [
        span
        for number in range(-1, days)
        for span in _spans_of(timetable.on(today + number * DAY), zone)
        if span.start < span.end
    ]
    return tuple(_merged(sorted(spans, key=attrgetter("start"))))


def _spans_of(hours: DayHours, zone: zoneinfo.ZoneInfo) -> Iterator[Span]:
    midnight = datetime.datetime.combine(hours.day, datetime.time())
    is_known = hours.spans is not None
    state, holiday = (State.OPEN, "") if is_known else (State.UNKNOWN, hours.holiday)
    for minutes in hours.spans if is_known else [(0, hours.reach)]:
        ends = (first_instant(midnight + minute * MINUTE, zone) for minute in minutes)
        yield Span(*ends, state, holiday)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        is_same = last and (last.state, last.holiday) == (span.state, span.holiday)
        if is_same and span.start <= last.end:
            merged[-1] = Span(last.start, max(last.end, span.end), span.state, span.holiday)
        else:
            merged.append(span)
    return merged


def _opening(spans: tuple[Span, ...], instant: datetime.datetime) -> Opening:
    here = [span for span in spans if span.start <= instant < span.end]
    current = next((span for span in here if span.state == State.OPEN), here[0] if here else None)
    if current is None:
        return _closed(spans, instant)
    if current.state == State.UNKNOWN:
        opens = (span.start for span in spans if span.state == State.OPEN and span.start > instant)
        return Opening(instant, State.UNKNOWN, min([current.end, *opens]), holiday=current.holiday)
    if current.end - instant >= AROUND_THE_CLOCK:
        return Opening(instant, State.OPEN, current.end, is_always=True)
    after = next((span for span in spans if span.start <= current.end < span.end), None)
    if after:
        return Opening(instant, State.OPEN, current.end, holiday=after.holiday)
    return Opening(instant, State.OPEN, current.end, closes_at=current.end)


def _closed(spans: tuple[Span, ...], instant: datetime.datetime) -> Opening:
    coming = next((span for span in spans if span.start > instant), None)
    if not coming:
        return Opening(instant, State.CLOSED)
    opens_at = coming.start if coming.state == State.OPEN else None
    return Opening(instant, State.CLOSED, coming.start, opens_at=opens_at, holiday=coming.holiday)


def _doubt(holiday: str) -> str:
    return _("%(holiday)s: the published hours do not say whether it is open") % {"holiday": holiday}


def _opening_words(instant: datetime.datetime, now: datetime.datetime) -> str:
    """“at 8 a.m. CST”, “Monday at 8 a.m. CST”, “May 15 at 9 a.m. EDT”. Midnight begins a day here."""
    time = formats.time_format(instant, "P") if instant.hour or instant.minute else _("12 a.m.")
    return _moment_words(instant.date(), f"{time} {zone_abbreviation(instant)}", now)


def _closing_words(instant: datetime.datetime, now: datetime.datetime) -> str:
    """Midnight ends a day here."""
    day = (instant.replace(tzinfo=None) - MINUTE).date()
    return _moment_words(day, _time_words(instant), now)


def _ending_words(instant: datetime.datetime, now: datetime.datetime) -> str:
    """As `_closing_words`, but to stand behind “until”."""
    day = (instant.replace(tzinfo=None) - MINUTE).date()
    return _time_words(instant) if day == now.date() else _closing_words(instant, now)


def _time_words(instant: datetime.datetime) -> str:
    return f"{formats.time_format(instant, 'P')} {zone_abbreviation(instant)}"


def _moment_words(day: datetime.date, time: str, now: datetime.datetime) -> str:
    if day == now.date():
        return _("at %(time)s") % {"time": time}
    return _("%(day)s at %(time)s") % {"day": _day_words(day, now), "time": time}


def _day_words(day: datetime.date, now: datetime.datetime) -> str:
    """A weekday where only one can be meant."""
    today = now.date()
    if 0 <= (day - today).days < 7:
        return str(WEEKDAYS[day.weekday()])
    return formats.date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")
