"""What a reader sees of a search: marked words, the passage that was found, what may have been meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .words import Query, stem, tokens

_WORD = re.compile(r"[^\W_]+")
LENGTH = 45  # words of an excerpt
NEAR = 0.7  # similarity from 0 to 1: one letter wrong in four, or two in seven


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
    """The passage of `text` with the most different words of `query`, marked."""
    words = list(_WORD.finditer(text))
    wanted = query.stems
    hits = [number for number, word in enumerate(words) if _stems(word[0], language) & wanted]
    first = _best_start([(number, words[number][0].casefold()) for number in hits], length)
    last = min(first + length, len(words))
    begin = words[first].start() if first else 0
    end = words[last].start() if last < len(words) else len(text)
    marked = [words[number].span() for number in hits if first <= number < last]
    return Excerpt(_pieces(text, begin, end, marked), first > 0, last < len(words))


@lru_cache(50_000)
def _stems(word: str, language: str) -> frozenset[str]:
    found = tokens(word)
    return frozenset({stem(token, language) for token in found} | set(found))


def _best_start(hits: list[tuple[int, str]], length: int) -> int:
    """A little before the hit from which on most different words follow within `length`."""
    best, most = 0, 0
    for index, (start, _word) in enumerate(hits[:200]):
        following = hits[index : index + length]
        different = len({word for number, word in following if number < start + length - 5})
        if different > most:
            best, most = start, different
    return max(0, best - 5) if best >= length - 5 else 0


def _pieces(text: str, begin: int, end: int, marked: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces, position = [], begin
    for start, stop in marked:
        pieces += [(text[position:start], False), (text[start:stop], True)]
        position = stop
    return [(piece, is_found) for piece, is_found in [*pieces, (text[position:end], False)] if piece]


class Vocabulary:
    """Words that exist, to guess what a misspelled one was meant to be."""

    def __init__(self, texts: Iterable[str]):
        self.words: dict[str, str] = {}
        for text in texts:
            for word in _WORD.findall(text):
                if len(word) > 3 and (found := tokens(word)):
                    self.words.setdefault(found[0], word)

    def guess(self, query: Query) -> str:
        """The query with its unknown words put right; nothing where all are known or none is near."""
        typed = query.text
        for term in query.wanted:
            for word in term.words:
                if word not in self.words and (near := self._nearest(word)):
                    typed = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", near, typed)
        return typed if typed != query.text else ""

    def _nearest(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha():
            return ""
        similarity = DamerauLevenshtein.normalized_similarity
        found = process.extractOne(word, self.words.keys(), scorer=similarity, score_cutoff=NEAR)
        return self.words[found[0]] if found else ""
