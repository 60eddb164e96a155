"""The schedules of the content: each is valid, and says what the text beside it says."""

import csv
import re
from pathlib import Path

import pytest

import offices
from offices.hours.schedules import parse

with (Path(offices.__file__).parent / "content/hours.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))

WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NAMES = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
VAGUE = ["summer", "winter", "Memorial Day", " or ", "not stated", "trial", "temporary", "Approval"]


def read(schedule: str) -> list[tuple]:
    """Season, days and times of each rule, spelled as texts spell them."""
    return [_read_rule(rule) for rule in schedule.split("; ") if rule != "PH off"]


def _read_rule(rule: str) -> tuple:
    *selectors, times = rule.split(" ")
    days = {name for part in selectors[-1].split(",") for name in _days(part)}
    season = " ".join(selectors[:-1]).replace("May-Oct", "May 1-Oct 31")
    return (
        season,
        frozenset(days),
        "closed" if times == "off" else " and ".join(map(_times, times.split(","))),
    )


def _days(part: str) -> list[str]:
    first, last = (part.split("-") * 2)[:2]
    return WEEK[NAMES.index(first) : NAMES.index(last) + 1]


def _times(span: str) -> str:
    return " to ".join(_time(*map(int, time.split(":"))) for time in span.split("-"))


def _time(hour: int, minute: int) -> str:
    if minute == 0 and hour in (12, 24):
        return {12: "noon", 24: "midnight"}[hour]
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {'p' if hour >= 12 else 'a'}.m."


def told(text: str) -> list[tuple]:
    """The same of a text, which is taken apart at its commas."""
    rules, days = [], frozenset()
    for clause in text.removesuffix("; closed otherwise").split("; "):
        clause = re.sub(r"^closed (\w+)$", r"\1, closed", clause)
        season = re.search(r"(\w{3})\w* (\d+) to (\w{3})\w* (\d+)", clause)
        named = re.findall(rf"({'|'.join(WEEK)})(?: to ({'|'.join(WEEK)}))?", clause)
        if named:
            spans = (WEEK[WEEK.index(first) : WEEK.index(last or first) + 1] for first, last in named)
            days = frozenset(day for span in spans for day in span)
        elif clause.startswith("Daily"):
            days = frozenset(WEEK)
        rules.append(("{} {}-{} {}".format(*season.groups()) if season else "", days, clause.split(", ")[-1]))
    return rules


@pytest.mark.parametrize("row", [row for row in ROWS if row["schedule"]], ids=lambda row: row["office"])
def test_a_schedule_is_valid_and_agrees_with_its_text(row):
    assert str(parse(row["schedule"])) == row["schedule"]
    if row["schedule"] == "24/7":
        assert row["text"] == "Open 24 hours, every day"
    else:
        assert read(row["schedule"]) == told(row["text"])


def test_what_is_vague_or_was_for_a_time_is_no_schedule():
    guessed = [row["office"] for row in ROWS if row["schedule"]
               and any(word in row["text"] + row["note"] for word in VAGUE)]  # fmt: skip
    assert guessed == []


def test_holidays_are_said_only_where_the_note_says_them():
    said = {row["note"] for row in ROWS if "PH" in row["schedule"]}
    assert said == {"Closed on U.S. and Canadian holidays."}


def test_most_rows_are_data():
    assert sum(bool(row["schedule"]) for row in ROWS) > len(ROWS) * 0.85
