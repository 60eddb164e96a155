"""Plain text from people and files: made harmless on every save path."""

import re
import unicodedata

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


# Ten digits or eleven without a letter, or 555-0100: a telephone number, however it is punctuated.
_PHONE = re.compile(r"(?:\W*\d){10,11}\W*\Z|\s*\d{3}\W\d{4}\s*\Z")
MAX_WORDS = 10


def search_words(query: str) -> list[str]:
    """The words to look for, ten at the most; a telephone number is one word of digits."""
    if _PHONE.match(query):
        return [re.sub(r"\D", "", query)]
    return clean_text(query).split()[:MAX_WORDS]


def fold(value: str) -> str:
    """Lower case without accents, for comparing what people type with what is stored."""
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
