"""Opening hours as text: what is read, in which form it is kept, and words for what cannot be read."""

import datetime
import re

import pytest

from offices.hours.schedules import ScheduleError, parse, parse_times, spans_words, times_text

UNREADABLE = [
    ("", "Nothing is written"),
    (" ", "Nothing is written"),
    (";", "Nothing is written"),
    ("Mo-Fr 08:00-16:00;", "Nothing is written"),
    ("8am-5pm", "“8am-5pm” cannot be read"),
    ("whenever we like", "“whenever we like” cannot be read"),
    ("Mon-Fri 08:00-16:00", "“Mon-Fri 08:00-16:00” cannot be read"),
    ("Mo-Fr 08:00-16:00 in summer", "“08:00-16:00 in summer” cannot be read"),
    ("Mo-Fr 08:00-16:00, Sa 09:00-12:00", "“08:00-16:00,Sa 09:00-12:00” cannot be read"),
    ("Mo-Fr", "“Mo-Fr” names days but no times"),
    ("Dec 25", "“Dec 25” names days but no times"),
    ("Mo-Fr 25:00-26:00", "“25:00” is not a time"),
    ("Mo-Fr 08:60-09:00", "“08:60” is not a time"),
    ("Mo-Fr 08:00-24:01", "“24:01” is not a time"),
    ("08:00-08:00", "“08:00-08:00” ends when it starts"),
    ("24:00-06:00", "“24:00-06:00” ends when it starts"),
    ("08:00-12:00,11:00-13:00", "overlap"),
    ("22:00-09:00,08:00-10:00", "overlap"),
    ("Feb 30 off", "“Feb 30” is not a day of the year"),
    ("Jun 0-Jul 4 off", "“Jun 0” is not a day of the year"),
    ("Dec 24-32 off", "“Dec 24-32” is not a day of the year"),
    ("May-Sep 30 off", "“May-Sep 30” has a day at one end only"),
    ("2026 Dec 25 off", "“2026 Dec 25 off” cannot be read"),
    ("Mo[1] 08:00-10:00", "cannot be read"),
    ("SH off", "“SH off” cannot be read"),
    ("sunrise-sunset", "cannot be read"),
    ("Mo-Fr 08:00+", "“08:00+” cannot be read"),
    ("24/7 off", "“24/7 off” cannot be read"),
    ("Mo-Fr ٠٨:٠٠-١٦:٠٠", "cannot be read"),
    ("'; DROP TABLE offices_hours; --", "cannot be read"),
    ("<script>alert(1)</script>", "cannot be read"),
    ("%s%(part)s{0}", "cannot be read"),
    ("PH off; Mo-Fr 08:00-16:00", "“Mo-Fr 08:00-16:00” overrides the rule about holidays"),
    ("Mo " * 3000, "longer than 400 characters"),
    ("Mo," * 3000, "longer than 400 characters"),
    ("Mo," * 130, "cannot be read"),
]


@pytest.mark.parametrize(("text", "words"), UNREADABLE)
def test_what_cannot_be_read_is_named(text, words):
    with pytest.raises(ScheduleError, match=re.escape(words)) as refused:
        parse(text)
    assert len(str(refused.value)) < 200


NORMAL = [
    ("24/7", "24/7"),
    ("24/7; PH off", "24/7; PH off"),
    ("mo-fr 8:00-16:00", "Mo-Fr 08:00-16:00"),
    ("  Mo – Fr   08:00 - 12:00 , 13:00-16:30 ;ph OFF", "Mo-Fr 08:00-12:00,13:00-16:30; PH off"),
    ("13:00-16:00,08:00-12:00", "08:00-12:00,13:00-16:00"),
    ("Mo,Tu,We 08:00-16:00", "Mo-We 08:00-16:00"),
    ("Su-Th 08:00-16:00", "Mo-Th,Su 08:00-16:00"),
    ("Fr-Mo 08:00-16:00", "Mo,Fr-Su 08:00-16:00"),
    ("PH,Mo-Fr 08:00-16:00", "Mo-Fr,PH 08:00-16:00"),
    ("Sa closed", "Sa off"),
    ("Jun 1-Aug 31 09:00-17:00", "Jun-Aug 09:00-17:00"),
    ("Feb 09:00-17:00", "Feb 09:00-17:00"),
    ("Feb 1-28 09:00-17:00", "Feb 1-Feb 28 09:00-17:00"),
    ("Nov 15-Mar 1 Mo,PH 22:00-02:00", "Nov 15-Mar 1 Mo,PH 22:00-02:00"),
    ("Dec 24-26,Jan 1 off", "Dec 24-Dec 26,Jan 1 off"),
    ("Mo-Fr 08:00-24:00; PH off; Dec 24 08:00-12:00", "Mo-Fr 08:00-24:00; PH off; Dec 24 08:00-12:00"),
]


@pytest.mark.parametrize(("text", "normal"), NORMAL)
def test_one_normal_form_is_kept(text, normal):
    assert str(parse(text)) == normal
    assert parse(normal) == parse(text)


WORDS = [
    ("24/7", "Open around the clock, every day"),
    ("08:00-20:00", "Daily: 8 a.m. to 8 p.m."),
    ("Mo-Su 00:00-24:00", "Daily: open 24 hours"),
    ("Mo-Fr 08:00-12:00,13:00-16:30", "Monday to Friday: 8 a.m. to noon and 1 p.m. to 4:30 p.m."),
    (
        "We,Fr 22:00-02:00; PH off",
        "Wednesday and Friday: 10 p.m. to 2 a.m. the next day; Federal holidays: closed",
    ),
    ("May 15-Sep 30 08:00-24:00", "May 15 to September 30, daily: 8 a.m. to midnight"),
    (
        "Jun-Aug Mo-We,PH 09:00-17:00",
        "June to August, Monday to Wednesday and federal holidays: 9 a.m. to 5 p.m.",
    ),
    ("Dec 25,Jan 1 off", "December 25 and January 1: closed"),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_a_schedule_is_told_in_words(text, words):
    assert parse(text).words("federal holidays") == words


def spans(text: str, day: str, is_holiday: bool = False):
    return times_text(parse(text).spans_on(datetime.date.fromisoformat(day), is_holiday))


@pytest.mark.parametrize(
    ("text", "day", "times"),
    [
        ("Mo-Fr 08:00-16:00; Fr 08:00-12:00", "2026-11-27", "08:00-12:00"),
        ("Fr 08:00-12:00; Mo-Fr 08:00-16:00", "2026-11-27", "08:00-16:00"),
        ("Mo-Fr 08:00-16:00", "2026-11-28", ""),
        ("Nov 15-Mar 1 08:00-16:00", "2026-11-14", ""),
        ("Nov 15-Mar 1 08:00-16:00", "2026-11-15", "08:00-16:00"),
        ("Nov 15-Mar 1 08:00-16:00", "2027-01-01", "08:00-16:00"),
        ("Nov 15-Mar 1 08:00-16:00", "2027-03-02", ""),
        ("Feb 08:00-16:00", "2028-02-29", "08:00-16:00"),
        ("Dec 25 off", "2026-12-25", ""),
    ],
)
def test_the_last_rule_that_names_a_day_holds(text, day, times):
    assert spans(text, day) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Mo-Fr 08:00-16:00; PH off", ""),
        ("Mo-Fr 08:00-16:00; PH 10:00-12:00", "10:00-12:00"),
        ("Sa 09:00-12:00,13:00-14:00; Su,PH 10:00-11:00", "10:00-11:00"),
        ("Mo-Fr 08:00-16:00; Jun-Aug PH off", "08:00-16:00"),
        ("24/7", "00:00-24:00"),
    ],
)
def test_a_rule_for_holidays_holds_on_holidays(text, times):
    assert spans(text, "2026-11-26", is_holiday=True) == times


@pytest.mark.parametrize(
    ("text", "is_silent"),
    [
        ("Mo-Fr 08:00-16:00", True),
        ("00:00-24:00", True),
        ("24/7", False),
        ("Mo-Fr 08:00-16:00; PH off", False),
        ("Mo-Fr,PH 08:00-16:00", False),
        ("Mo-Fr 08:00-16:00; Jun-Aug PH off", True),
        ("Mo-We 08:00-16:00", False),  # closed on that day of the week anyway
        ("Mo-Fr 08:00-16:00; Nov 26 10:00-12:00", False),
    ],
)
def test_only_a_schedule_that_tells_of_holidays_is_sure_of_them(text, is_silent):
    assert parse(text).says_nothing_of_holiday(datetime.date(2026, 11, 26)) is is_silent


@pytest.mark.parametrize(
    ("text", "normal", "words"),
    [
        ("", "", "closed"),
        ("closed", "", "closed"),
        ("9:00-12:00", "09:00-12:00", "9 a.m. to noon"),
        ("00:00 - 24:00", "00:00-24:00", "open 24 hours"),
        ("20:00-02:00", "20:00-02:00", "8 p.m. to 2 a.m. the next day"),
    ],
)
def test_the_times_of_one_day_are_read_alone(text, normal, words):
    assert times_text(parse_times(text)) == normal
    assert spans_words(parse_times(text)) == words


@pytest.mark.parametrize("text", ["Mo 08:00-10:00", "24/7", "noon", "25:00-26:00", "08:00-10:00;"])
def test_one_day_has_times_only(text):
    with pytest.raises(ScheduleError):
        parse_times(text)
