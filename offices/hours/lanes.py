"""The hours of an office, lane by lane, with what is so now; and the one line that a list shows."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from ..places import Country
from .openings import DayHours, Opening, OtherHours, State, Timetable, first_instant


@dataclass(frozen=True)
class Line:
    """What a list says of an office’s hours, until when that holds, and whether the hours are confirmed."""

    words: str
    state: State = State.UNKNOWN
    valid_until: datetime.datetime | None = None
    is_confirmed: bool = True
    age: str = ""  # how old the hours are, in words, where that is worth saying

    @property
    def is_text(self) -> bool:
        """It only repeats the hours as published."""
        return self.state == State.UNKNOWN and not self.valid_until


@dataclass
class Lane:
    """One set of hours of an office at one instant. Without `hours`, only its dated exceptions are known."""

    hours: object | None
    timetable: Timetable
    opening: Opening

    @property
    def label(self) -> str:
        return self.hours.label if self.hours else ""

    @property
    def provenance(self) -> tuple | None:
        return self.hours.provenance if self.hours else None

    @property
    def midnight(self) -> datetime.datetime:
        """Until then today is today."""
        zone = self.opening.at.tzinfo
        tomorrow = self.opening.at.date() + datetime.timedelta(days=1)
        return first_instant(datetime.datetime.combine(tomorrow, datetime.time()), zone).astimezone(zone)

    @property
    def line(self) -> Line:
        if not self.hours:
            words = self.opening.words or _("Hours not published")
            return Line(words, self.opening.state, self.opening.valid_until)
        facts = {"is_confirmed": self.hours.is_confirmed, "age": self.age}
        if words := self.opening.words:
            return Line(words, self.opening.state, self.opening.valid_until, **facts)
        return Line(self.hours.text, **facts)

    @property
    def age(self) -> str:
        return self.hours.age_words(self.opening.at.date()) if self.hours else ""

    @cached_property
    def week(self) -> list[DayHours]:
        """Seven days from today on; nothing where all are the same and the text says it."""
        days = self.timetable.week(self.opening.at.date())
        is_told = self.timetable.parsed or any(day.reason for day in days)
        is_uniform = len({(day.spans, day.reason) for day in days}) == 1
        return [] if is_uniform or not is_told else days

    @property
    def special_rules(self) -> list[str]:
        """Seasons, dates and holidays in words."""
        schedule = self.timetable.parsed
        holidays = holidays_words(self.timetable.country)
        return [rule.words(holidays) for rule in schedule.special_rules] if schedule else []


def holidays_words(country: str) -> str:
    if country == Country.US:
        return _("federal holidays")
    return _("U.S. federal holidays and local public holidays")


def lanes_of(office, now: datetime.datetime) -> list[Lane]:
    """Costs no query where hours and special hours are prefetched."""
    rows = office.hours.all()
    if not rows and any(not special.label for special in office.special_hours.all()):
        timetable = _timetable(office, "", "")
        return [Lane(None, timetable, timetable.at(now))]
    return [lane_of(hours, now) for hours in rows]


def lane_of(hours, now: datetime.datetime) -> Lane:
    timetable = _timetable(hours.office, hours.label, hours.schedule)
    return Lane(hours, timetable, timetable.at(now))


def line_of(office, now: datetime.datetime) -> Line | None:
    """The whole office where its hours are known, else what all lanes have in common."""
    if not office.is_open:  # its status says so, and that comes first
        return None
    lanes = lanes_of(office, now)
    if not lanes:
        return Line(_("Hours not published")) if office.is_visited else None
    whole = next((lane for lane in lanes if not lane.label), None)
    line = whole.line if whole else replace(_common_line(lanes), age=_common_age(lanes))
    is_doubtful = office.has_closure_notice and line.state != State.UNKNOWN
    return Line(_("See the notice on its page"), is_confirmed=line.is_confirmed) if is_doubtful else line


def _common_line(lanes: list[Lane]) -> Line:
    lines = [lane.line for lane in lanes]
    if len(lines) == 1:
        text = _("%(lane)s: %(words)s") % {"lane": lanes[0].label, "words": lines[0].words}
        return _together(text, lines, lines[0].state)
    if len({line.words for line in lines}) == 1:
        return _together(lines[0].words, lines, lines[0].state)
    states = {line.state for line in lines}
    if State.OPEN in states:
        is_all = states == {State.OPEN}
        return _together(_("All lanes open now") if is_all else _("Some lanes open now"), lines, State.OPEN)
    if states == {State.CLOSED}:
        return _together(_first_to_open(lanes), lines, State.CLOSED)
    return _together(_("Hours differ by lane"), lines, State.UNKNOWN)


def _common_age(lanes: list[Lane]) -> str:
    """Of the oldest; of those without a date before all."""
    return min(lanes, key=lambda lane: lane.hours.as_of if lane.age else "9999").age


def _first_to_open(lanes: list[Lane]) -> str:
    opening = [lane.opening for lane in lanes if lane.opening.opens_at]
    first = min(opening, key=lambda opening: opening.opens_at.timestamp(), default=lanes[0].opening)
    return first.words


def _together(words: str, lines: list[Line], state: State) -> Line:
    ends = [line.valid_until for line in lines if line.valid_until]
    until = min(ends, key=datetime.datetime.timestamp, default=None)
    return Line(words, state, until, all(line.is_confirmed for line in lines))


def _timetable(office, label: str, schedule: str) -> Timetable:
    return Timetable(
        schedule=schedule,
        zone=office.timezone,
        country=office.country,
        region="" if office.country == Country.US else office.region,
        exceptions=_exceptions(label, office.special_hours.all()),
    )


def _exceptions(label: str, specials) -> tuple[OtherHours, ...]:
    """Of one lane and of the whole office: its own first, then those that begin last."""
    chosen = [special for special in specials if special.label.casefold() in ("", label.casefold())]
    chosen.sort(key=lambda special: (bool(special.label), special.first_day, special.pk), reverse=True)
    return tuple(
        OtherHours(special.first_day, special.last_day, special.spans, special.reason) for special in chosen
    )
