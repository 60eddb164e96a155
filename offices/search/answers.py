"""What a reader sees of a search: marked words, the passage that was found, what may have been meant."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .words import Query, stem, tokens

_WORD = re.compile(r"[^\W_]+")
LENGTH = 280  # characters of an excerpt
MAX_STARTS = 100  # passages that are compared
MAX_WORD = 100  # letters; what is longer is cut off


@dataclass
class Excerpt:
    """A passage in pieces, each with whether it is what was looked for."""

    pieces: list[tuple[str, bool]]
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def found(self) -> int:
        return sum(is_found for _piece, is_found in self.pieces)


def excerpt(text: str, query: Query, language: str = "en", length: int = LENGTH) -> Excerpt:
    """The passage of `text`, some `length` characters, with the most different words of `query`, marked."""
    hits = [word.span() for word in _candidates(query).finditer(text) if _is_wanted(word[0], query, language)]
    begin, end = _passage(text, hits, length)
    marked = [(start, stop) for start, stop in hits if begin <= start and stop <= end]
    return Excerpt(_pieces(text, begin, end, marked), begin > 0, end < len(text))


@lru_cache(1000)
def _candidates(query: Query) -> re.Pattern:
    """Words that begin like what is wanted: the few that are worth a closer look."""
    beginnings = {"".join(_VARIANTS.get(letter, letter) for letter in stem[:3]) for stem in query.stems}
    return re.compile(rf"(?i)(?<![^\W_])(?:{'|'.join(sorted(beginnings)) or '(?!)'})[^\W_]*")


# Letters that `fold` makes of others. A word in another script is not marked, though it is found.
_VARIANTS = {
    "a": "[aà-åăą]", "c": "[cçćč]", "d": "[dđ]", "e": "[eè-ëęě]", "i": "[iì-ï]", "n": "[nñń]", "l": "[lł]",
    "o": "[oò-öøơ]", "s": "[sśš]", "u": "[uù-üư]", "y": "[yýÿ]", "z": "[zźżž]",
}  # fmt: skip


def _is_wanted(word: str, query: Query, language: str) -> bool:
    return not query.stems.isdisjoint(_stems(word, language))


@lru_cache(50_000)
def _stems(word: str, language: str) -> frozenset[str]:
    found = tokens(word)
    return frozenset({stem(token, language) for token in found} | set(found))


def _passage(text: str, hits: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Begin and end, between words, of the stretch with the most different hits."""
    if len(text) <= length or not hits:
        return 0, _gap(text, length)
    best = max(hits[:MAX_STARTS], key=lambda hit: len(_different(text, hits, hit[0], hit[0] + length)))
    begin = 0 if best[1] < length else _gap(text, max(0, best[0] - length // 5))
    return begin, _gap(text, begin + length)


def _different(text: str, hits: list[tuple[int, int]], begin: int, end: int) -> set[str]:
    return {text[start:stop].casefold() for start, stop in hits if begin <= start and stop <= end}


def _gap(text: str, position: int) -> int:
    """The next place between two words."""
    if position >= len(text):
        return len(text)
    space = text.find(" ", position)
    return len(text) if space < 0 or space - position > MAX_WORD else space + 1


def _pieces(text: str, begin: int, end: int, marked: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces, position = [], begin
    for start, stop in _joined(marked):
        pieces += [(text[position:start], False), (text[start:stop], True)]
        position = stop
    return [(piece, is_found) for piece, is_found in [*pieces, (text[position:end], False)] if piece]


def _joined(marked: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks with one sign between them are one: “P-3” is not read aloud in pieces."""
    joined: list[tuple[int, int]] = []
    for start, stop in marked:
        if joined and start - joined[-1][1] == 1:
            start = joined.pop()[0]
        joined.append((start, stop))
    return joined


class Vocabulary:
    """Words that exist, to guess what a misspelled one was meant to be."""

    def __init__(self, texts: Iterable[str]):
        self.words: dict[str, dict[str, str]] = defaultdict(dict)  # by first letter: folded, as written
        for text in texts:
            for word in _WORD.findall(text):
                if len(word) > 3 and (found := tokens(word)):
                    self.words[found[0][0]].setdefault(found[0], word)

    def guess(self, query: Query) -> str:
        """The query with its unknown words put right; nothing where all are known or none is near."""
        typed = query.text
        for term in query.wanted:
            for word in term.words:
                if near := self._nearest(word):
                    typed = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", near, typed)
        return typed if typed != query.text else ""

    def _nearest(self, word: str) -> str:
        """One letter wrong, left out, too many or in the other's place; two in a long word."""
        known = self.words.get(word[0], {})
        if len(word) < 4 or not word.isalpha() or word in known:
            return ""
        most = 1 if len(word) <= 6 else 2
        found = process.extractOne(word, known.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=most)
        return known[found[0]] if found else ""
