"""Plain text from people and files, made harmless on every save path, and instants in words."""

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable

from django.utils import formats, timezone

# Characters that reorder or hide text: bidirectional marks, embeddings, overrides and isolates,
# soft hyphen, zero-width space, invisible operators and the byte-order mark. Zero-width joiners
# stay: some scripts need them.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# Line ends that are not ours (Word writes \x0b): a space, so that words do not run together.
_LINE_END = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(value: str) -> str:
    """`value` in Unicode form NFC without control, reordering or invisible characters."""
    value = _CONTROL.sub("", _INVISIBLE.sub("", _LINE_END.sub(" ", value)))
    return unicodedata.normalize("NFC", value).strip()


# Letters that are no letter with an accent, though people take them for one.
_LETTERS = str.maketrans("đłøħı", "dlohi")


def fold(value: str) -> str:
    """Lower case without accents, for comparing what people type with what is stored."""
    if value.isascii():
        return value.lower()
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)


def display_instant(instant: datetime.datetime, time_format: str = "P") -> str:
    """“May 5, 2026, 3:10 p.m. EDT”. Django's own format leaves the zone out in the hour that comes twice."""
    local = timezone.localtime(instant)
    return f"{formats.date_format(local)}, {formats.time_format(local, time_format)} {local.tzname()}"


def display_second(instant: datetime.datetime) -> str:
    """“May 5, 2026, 3:10:04 p.m. EDT”, where several things may happen within a minute."""
    return display_instant(instant, "g:i:s a")


def exists_on_its_clock(instant: datetime.datetime) -> bool:
    """Not the hour over which the clocks of its zone go forward."""
    there_and_back = instant.astimezone(datetime.UTC).astimezone(instant.tzinfo)
    return there_and_back.replace(tzinfo=None) == instant.replace(tzinfo=None)


def fingerprint(values: Iterable) -> str:
    """Another one for every other value: what a form was opened with, or a person agreed to."""
    return hashlib.sha256(json.dumps(list(values), default=str).encode()).hexdigest()


def name_of(person) -> str:
    """Of a member of staff, for others."""
    full = person.get_full_name()
    return f"{full} ({person.get_username()})" if full else person.get_username()


_WORD = re.compile(r"[^\W_]+")
# The name of a state is folded alike: “Mt” for Montana meets itself.
SHORT = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point", "intl": "international",
}  # fmt: skip


def place_words(value: str) -> list[str]:
    """The words of the name of a place as they are compared: “St. Paul’s” is “Saint Pauls”."""
    folded = fold(value).replace("'", "").replace("’", "")
    return [SHORT.get(word, word) for word in _WORD.findall(folded)]


def place_key(value: str) -> str:
    """What a place is looked up by: O’Fallon, O Fallon and OFallon are one."""
    return "".join(place_words(value))
