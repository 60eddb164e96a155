"""Open or closed at 10,000 generated instants, against an evaluation that shares nothing with ours.

Ours turns spans into instants. This one goes the other way: the clock on the wall at an instant is
the latest time it has shown so far, minute by minute, and that time is looked up in the rules as
they were generated, never in their text.
"""

import datetime
import random
from zoneinfo import ZoneInfo

import opening_hours
import pytest

from offices.hours.openings import State, Timetable
from offices.hours.public_holidays import holiday_on

PAIRS = 10_000
YEARS = range(2025, 2036)
DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
AMERICAN = [
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico",
    "America/St_Thomas", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago",
]  # fmt: skip
ABROAD = ["America/Halifax", "America/Aruba", "Europe/Dublin", "Asia/Dubai", "Australia/Lord_Howe"]


# Days off, by the rules of 5 U.S.C. 6103 ----------------------------------------------------


def nth(year: int, month: int, weekday: int, number: int) -> datetime.date:
    days = [datetime.date(year, month, 1) + DAY * step for step in range(31)]
    days = [day for day in days if day.month == month and day.weekday() == weekday]
    return days[number - 1 if number > 0 else number]


def federal_holidays(year: int) -> set[datetime.date]:
    moving = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    days = {nth(year, *place) for place in moving}
    for near in (year, year + 1):  # New Year’s Day on a Saturday is observed in the old year
        for month, number in fixed:
            day = datetime.date(near, month, number)
            observed = day + {5: -DAY, 6: DAY}.get(day.weekday(), 0 * DAY)
            days |= {each for each in (day, observed) if each.year == year}
    return days


HOLIDAYS = set().union(*(federal_holidays(year) for year in range(2024, 2037)))


def test_federal_holidays_are_those_of_the_law():
    days = (datetime.date(2025, 1, 1) + DAY * step for step in range(365 * len(YEARS)))
    wrong = [day for day in days if bool(holiday_on(day, "US", "")) != (day in HOLIDAYS)]
    assert wrong == []


# Made-up schedules, as data and as text -----------------------------------------------------


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def make_spans(chance: random.Random) -> list[tuple[int, int]]:
    if chance.random() < 0.15:
        return []
    cuts = sorted(chance.sample(range(0, 24 * 60 + 1, 15), chance.choice([2, 2, 2, 4])))
    if cuts[0] > 15 and chance.random() < 0.3:  # the last one runs into the night
        cuts[-1] = 24 * 60 + chance.randrange(15, cuts[0], 15)
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def make_rule(chance: random.Random) -> dict:
    rule = {"spans": make_spans(chance), "season": None, "weekdays": None, "holidays": False}
    if chance.random() < 0.4:
        first, last = ((chance.randint(1, 12), chance.randint(1, 28)) for _ in range(2))
        rule["season"] = first, last
    if chance.random() < 0.7:
        rule["weekdays"] = set(chance.sample(range(7), chance.randint(1, 6)))
    return rule


def make_schedule(chance: random.Random, number_of_rules: int, with_holidays: bool) -> list[dict]:
    rules = [make_rule(chance) for _ in range(number_of_rules)]
    if with_holidays:
        rules.append(make_rule(chance) | {"holidays": True, "weekdays": None, "season": None})
    return rules


def text_of(rules: list[dict]) -> str:
    texts = []
    for rule in rules:
        season = "-".join(f"{MONTHS[month - 1]} {day}" for month, day in rule["season"] or ())
        days = ",".join(WEEKDAYS[day] for day in sorted(rule["weekdays"] or ()))
        times = ",".join(f"{clock(start)}-{clock((end - 1) % 1440 + 1)}" for start, end in rule["spans"])
        parts = [season, days, "PH" if rule["holidays"] else "", times or "off"]
        texts.append(" ".join(filter(None, parts)))
    return "; ".join(texts)


# The other evaluation -----------------------------------------------------------------------


def is_named(rule: dict, day: datetime.date) -> bool:
    if rule["holidays"]:
        return day in HOLIDAYS
    if rule["weekdays"] is not None and day.weekday() not in rule["weekdays"]:
        return False
    if rule["season"] is None:
        return True
    (first, last), here = rule["season"], (day.month, day.day)
    start = day.year - (last < first and here < first)  # it began last year, or begins later in this one
    end = start + (last < first)
    return datetime.date(start, *first) <= day <= datetime.date(end, *last)


def hours_on(rules: list[dict], day: datetime.date) -> tuple[list, bool]:
    """The spans of a day, and whether they are certain."""
    winner = {"spans": []}
    for rule in rules:
        if is_named(rule, day):
            winner = rule
    is_told = any(rule["holidays"] for rule in rules)
    is_single_date = winner.get("season") and winner["season"][0] == winner["season"][1]
    return winner["spans"], is_told or day not in HOLIDAYS or not winner["spans"] or bool(is_single_date)


def wall(instant: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """The latest time that clocks have shown; no zone here goes back by more than an hour."""
    shown = (instant - number * MINUTE for number in range(62))
    return max(each.astimezone(zone).replace(tzinfo=None) for each in shown)


def expected(rules: list[dict], instant: datetime.datetime, zone: ZoneInfo) -> State:
    now = wall(instant, zone)
    answer = State.CLOSED
    for day in (now.date() - DAY, now.date()):
        midnight = datetime.datetime.combine(day, datetime.time())
        spans, is_certain = hours_on(rules, day)
        if is_certain:
            if any(midnight + start * MINUTE <= now < midnight + end * MINUTE for start, end in spans):
                return State.OPEN
        elif now < midnight + max(1440, spans[-1][1]) * MINUTE:
            answer = State.UNKNOWN
    return answer


# Instants that matter -----------------------------------------------------------------------


def changes_of_clock(name: str) -> list[datetime.datetime]:
    zone = ZoneInfo(name)
    hours = [datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)]
    changes = []
    while hours[0].year in YEARS:
        following = hours[0] + DAY
        if hours[0].astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            instant = hours[0]
            while instant.astimezone(zone).utcoffset() == hours[0].astimezone(zone).utcoffset():
                instant += datetime.timedelta(minutes=30)
            changes.append(instant)
        hours[0] = following
    return changes


CHANGES = {name: changes_of_clock(name) for name in [*AMERICAN, *ABROAD]}


def any_instant(chance: random.Random) -> datetime.datetime:
    seconds = chance.randrange(len(YEARS) * 365 * 86400)
    return datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seconds)


def near_change(chance: random.Random, zone: str) -> datetime.datetime:
    return chance.choice(CHANGES[zone]) + chance.randint(-240, 240) * MINUTE


def on_holiday(chance: random.Random, zone: str) -> datetime.datetime:
    day = chance.choice(sorted(day for day in HOLIDAYS if day.year in YEARS))
    morning = datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone)).astimezone(datetime.UTC)
    return morning + chance.randint(-360, 1440 + 360) * MINUTE


def make_instant(chance: random.Random, zone: str) -> datetime.datetime:
    kind = chance.random()
    if kind < 0.4 and CHANGES[zone]:
        return near_change(chance, zone)
    return on_holiday(chance, zone) if kind < 0.7 else any_instant(chance)


def test_ten_thousand_states_are_right():
    chance = random.Random(20261126)
    states = []
    for number in range(PAIRS):
        if number % 20 == 0:
            rules = make_schedule(chance, chance.randint(1, 4), chance.random() < 0.5)
            text = text_of(rules)
        zone = chance.choice([*AMERICAN, *ABROAD])
        instant = make_instant(chance, zone)
        opening = Timetable(text, zone).at(instant)
        assert opening.state == expected(rules, instant, ZoneInfo(zone)), (text, zone, instant)
        states.append(opening.state)
    assert min(states.count(state) for state in State) > PAIRS / 50


def test_every_change_of_clocks_is_told_to_the_minute():
    chance = random.Random(2)
    spans = [(0, 90), (105, 150), (165, 1410)]
    rules = [{"spans": spans, "season": None, "weekdays": None, "holidays": False}]
    text = text_of(rules)
    for zone in AMERICAN:
        for change in CHANGES[zone]:
            for minute in [*range(-3, 4), *range(-60, 121, 15), chance.randint(-180, 180)]:
                instant = change + minute * MINUTE
                found = Timetable(text, zone).at(instant).state
                assert found == expected(rules, instant, ZoneInfo(zone)), (zone, instant)
    assert len(CHANGES["America/New_York"]) == 2 * len(YEARS)


def test_every_federal_holiday_is_closed_and_the_night_before_runs_on():
    night = Timetable("18:00-02:00; PH off", "America/Chicago")
    zone = ZoneInfo("America/Chicago")
    for day in sorted(HOLIDAYS):
        eve_is_open = day - DAY not in HOLIDAYS
        small_hours = datetime.datetime.combine(day, datetime.time(1, 59), zone)
        evening = datetime.datetime.combine(day, datetime.time(18), zone)
        assert night.at(small_hours).is_open == eve_is_open, day
        assert not night.at(evening).is_open, day


def test_the_next_change_is_the_first_at_which_the_state_is_another():
    chance = random.Random(3)
    for _number in range(400):
        rules = make_schedule(chance, chance.randint(1, 3), chance.random() < 0.5)
        zone = chance.choice(AMERICAN)
        instant = make_instant(chance, zone)
        opening = Timetable(text_of(rules), zone).at(instant)
        if not opening.valid_until or opening.is_always:
            continue
        end = opening.valid_until.astimezone(datetime.UTC)
        span = (end - instant).total_seconds()
        between = [instant + datetime.timedelta(seconds=span * chance.random()) for _ in range(5)]
        told = [expected(rules, each, ZoneInfo(zone)) for each in [*between, end - MINUTE / 60]]
        assert set(told) == {opening.state}, (text_of(rules), zone, instant)
        after = Timetable(text_of(rules), zone).at(end)
        assert (after.state, after.holiday) != (opening.state, opening.holiday), (text_of(rules), zone, end)
        assert (opening.opens_at or opening.closes_at or end) == opening.valid_until


def test_an_independent_library_agrees_where_it_means_the_same():
    """Without holidays, nights and changes of clocks."""
    chance = random.Random(4)
    compared = 0
    while compared < 1000:
        rules = make_schedule(chance, chance.randint(1, 3), with_holidays=True)
        plain = [rule for rule in rules if not rule["holidays"]]
        instant = any_instant(chance).replace(second=0)
        if any(end > 1440 for rule in plain for _start, end in rule["spans"]):
            continue
        now = instant.astimezone(ZoneInfo("America/Chicago")).replace(tzinfo=None)
        if now.date() in HOLIDAYS or instant.astimezone(ZoneInfo("America/Chicago")).dst() is None:
            continue
        ours = Timetable(text_of(plain), "America/Chicago").at(instant)
        assert ours.is_open == opening_hours.OpeningHours(text_of(plain)).is_open(now), text_of(plain)
        compared += 1


@pytest.mark.parametrize(
    ("minutes", "instant"),
    [
        ("02:30-04:00", "2026-03-08T08:00:00+00:00"),  # there is no 2:30: the jump
        ("01:30-04:00", "2026-03-08T07:30:00+00:00"),
        ("03:00-04:00", "2026-03-08T08:00:00+00:00"),
        ("01:30-04:00", "2026-11-01T06:30:00+00:00"),  # 1:30 comes twice: the first
        ("02:00-04:00", "2026-11-01T08:00:00+00:00"),
    ],
)
def test_a_time_is_the_first_instant_at_which_clocks_show_it_or_a_later_one(minutes, instant):
    instant = datetime.datetime.fromisoformat(instant)
    timetable = Timetable(minutes, "America/Chicago")
    assert not timetable.at(instant - MINUTE).is_open
    assert timetable.at(instant).is_open
