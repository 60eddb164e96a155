"""What changed from one text to the next, in words, for pages that show it."""

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .markup import plain_blocks

LABELS = {
    "headline": _("Headline"),
    "subtitle": _("Second headline"),
    "summary": _("Summary"),
    "dateline": _("Dateline"),
    "body": _("Text"),
    "details": _("Facts, event and speaker"),
}
MOST_WORK = 100_000
ALIKE = 0.4  # paragraphs with less in common are shown whole: few readers follow a salad of words

SAME, ADDED, REMOVED, CHANGED, FOLDED = "same", "added", "removed", "changed", "folded"


class Work:
    """What comparing may cost, in pairs of words or paragraphs looked at; when it is used up, whole
    paragraphs are shown instead."""

    def __init__(self, left: int = MOST_WORK):
        self.left = left

    def affords(self, pairs: int) -> bool:
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


@dataclass
class Piece:
    """Words that stayed, were added or were removed."""

    kind: str
    text: str


@dataclass
class Block:
    """A paragraph; or, folded, how many paragraphs stayed as they were."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    count: int = 1


@dataclass
class Part:
    """One field that changed; without blocks where no word of it did."""

    label: str | Promise
    blocks: list[Block]


def compare(old, new, work: Work, labels: dict = LABELS) -> list[Part]:
    """The parts in which two versions differ."""
    parts = []
    for name, label in labels.items():
        if getattr(old, name) != getattr(new, name):
            parts.append(Part(label, compare_blocks(_blocks(old, name), _blocks(new, name), work)))
    return parts


def _blocks(version, name: str) -> list[str]:
    value = getattr(version, name)
    if name == "body":
        return plain_blocks(value)
    if isinstance(value, list):
        return value
    return [value] if value else []


def compare_blocks(old: list[str], new: list[str], work: Work) -> list[Block]:
    """Every paragraph of both texts, those between changes folded; nothing where they are equal."""
    if old == new:
        return []
    blocks = []
    for kind, olds, news in _runs(old, new, work.affords(len(old) * len(new))):
        is_equal = kind == "equal"
        blocks += [_whole(SAME, text) for text in olds] if is_equal else _changed(olds, news, work)
    return _folded(blocks)


def _runs(old: list, new: list, in_full: bool):
    """Triples of what `SequenceMatcher` calls the change, and the items before and after it.

    Where the work is too much, all between the equal beginnings and ends is one change.
    """
    if in_full:
        for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield kind, old[i:j], new[k:m]
        return
    start = _equal_items(zip(old, new, strict=False))
    end = _equal_items(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    yield "equal", old[:start], new[:start]
    yield "replace", old[start : len(old) - end], new[start : len(new) - end]
    yield "equal", old[len(old) - end :], new[len(new) - end :]


def _equal_items(pairs) -> int:
    """How many of the pairs, from the first on, are of equals."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _changed(olds: list[str], news: list[str], work: Work) -> list[Block]:
    if not work.affords(_words(olds) * len(news) + _words(news) * len(olds)):
        return [_whole(REMOVED, text) for text in olds] + [_whole(ADDED, text) for text in news]
    blocks = []
    for old, new in _pairs(olds, news):
        if old is not None and new is not None:
            blocks.append(_compare_words(old.split(), new.split(), work))
        else:
            blocks.append(_whole(REMOVED, old) if new is None else _whole(ADDED, new))
    return blocks


def _words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _whole(kind: str, text: str) -> Block:
    return Block(kind, [Piece(kind, text)])


def _pairs(olds: list[str], news: list[str]):
    """Each old paragraph with the new one that it became, in their order; None where there is none."""
    start = 0
    for old in olds:
        likeness = [_likeness(old, new) for new in news[start:]]
        if max(likeness, default=0) < ALIKE:
            yield old, None
            continue
        found = start + likeness.index(max(likeness))
        yield from ((None, new) for new in news[start:found])
        yield old, news[found]
        start = found + 1
    yield from ((None, new) for new in news[start:])


def _likeness(old: str, new: str) -> float:
    """The share of words in common, 0 to 1."""
    before, after = Counter(old.split()), Counter(new.split())
    return 2 * (before & after).total() / (before.total() + after.total() or 1)


def _compare_words(old: list[str], new: list[str], work: Work) -> Block:
    pieces = []
    for kind, before, after in _runs(old, new, work.affords(len(old) * len(new))):
        if kind == "equal":
            pieces.append(Piece(SAME, " ".join(before)))
        else:
            pieces += [Piece(REMOVED, " ".join(before)), Piece(ADDED, " ".join(after))]
    return Block(CHANGED, [piece for piece in pieces if piece.text])


def _folded(blocks: list[Block]) -> list[Block]:
    """One unchanged paragraph stays on each side of a change, to show where it is."""
    kept, run = [], []
    for block in [*blocks, None]:
        if block and block.kind == SAME:
            run.append(block)
            continue
        before, after = (run[:1] if kept else []), (run[-1:] if block else [])
        hidden = len(run) - len(before) - len(after)
        kept += [*before, Block(FOLDED, count=hidden), *after] if hidden > 0 else run
        kept += [block] if block else []
        run = []
    return kept
