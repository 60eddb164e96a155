"""Words as the search knows them: folded and stemmed here, so that no database has its own opinion."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import snowballstemmer

from ..text import SHORT, clean_text, fold

STEMMERS = {
    language: snowballstemmer.stemmer(name)
    for language, name in {"en": "english", "es": "spanish", "fr": "french"}.items()
}
# What PostgreSQL keeps of a text; the same limits hold on SQLite, so that both find the same.
MAX_POSITIONS = 16_000
MAX_POSITIONS_OF_A_WORD = 255
MAX_LETTERS = 40
MAX_CHARACTERS = 1_000_000
MAX_TERMS = 10

# Words that say nothing alone. Within quotation marks they count.
STOP_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or"),
        *("the", "to", "was", "were", "with"),
        *("de", "del", "el", "en", "la", "las", "los", "o", "que", "un", "una", "y"),
    }
)
_POSSESSIVE = re.compile("['’]s\\b")
_TOKEN = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Ten digits, or eleven of which the first is 1: a telephone number, however it is punctuated.
_PHONE = re.compile(r"\W*1?(?:\W*\d){10}\W*\Z")


def tokens(text: str) -> list[str]:
    """The words of a text in order: lower case, without accents, of letters and digits only."""
    return [_ascii(token) for token in _TOKEN.findall(_POSSESSIVE.sub("", fold(text[:MAX_CHARACTERS])))]


_EXPONENT = re.compile(r"\d+e\d")


def _ascii(token: str) -> str:
    """What the parsers of the databases may not take for one word becomes one: 2e10xyz, other scripts."""
    is_plain = token.isascii() and not _EXPONENT.match(token)
    return (token if is_plain else f"u{token.encode().hex()}")[:MAX_LETTERS]


NAMES = "names"  # what names are stemmed in: “officer” shall not find every “Field Office”


# In names, what is typed in short finds what is written out, and the other way about.
SPELLINGS = {long: (long, short) for short, long in SHORT.items()}
SPELLINGS |= {short: (short, long) for short, long in SHORT.items()} | {"pt": ("pt", "point", "port")}


@lru_cache(100_000)
def stem(token: str, language: str) -> str:
    if language == NAMES:
        return token[:-1] if token.endswith("s") and len(token) > 3 else token
    stemmer = STEMMERS.get(language)
    return stemmer.stemWord(token) if stemmer and token.isalpha() else token


def index_text(text: str, language: str = "en") -> str:
    """What is stored to be searched: the stems of `text`, in order."""
    counts: Counter = Counter()
    stems = []
    for token in tokens(text):
        word = stem(token, language)
        counts[word] += 1
        if counts[word] <= MAX_POSITIONS_OF_A_WORD:
            stems.append(word)
    return " ".join(stems[:MAX_POSITIONS])


@dataclass(frozen=True)
class Term:
    """A word, or several that must stand side by side."""

    words: tuple[str, ...]
    is_excluded: bool = False
    is_prefix: bool = False
    languages: tuple[str, ...] = (*STEMMERS, NAMES)

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The stems to look for: texts are stemmed in their own language, which a query does not tell."""
        forms = {
            tuple(stem(word, language) for word in words): None
            for language in self.languages
            for words in (self._spellings if language == NAMES else [self.words])
        }
        return tuple(forms | {self.words: None} if self.is_prefix else forms)

    @property
    def _spellings(self) -> Iterator[tuple[str, ...]]:
        """As typed, and with every word in its next spelling: not each with each, which could be millions."""
        spellings = [SPELLINGS.get(word, (word,)) for word in self.words]
        for number in range(max(map(len, spellings))):
            yield tuple(words[min(number, len(words) - 1)] for words in spellings)

    def begins(self, form: tuple[str, ...]) -> bool:
        """Whether the last word of `form` may be the beginning of a word: as typed, not its stem."""
        return self.is_prefix and form == self.words


@dataclass(frozen=True)
class Query:
    """What somebody typed, understood."""

    text: str
    terms: tuple[Term, ...]
    newest: int = 0  # enough is found when the newest so many are; 0: all. An engine may find more.

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_excluded)

    @property
    def in_names(self) -> "Query":
        """The same for names: the Spanish stem of “Paso” is that of “Pass”."""
        terms = tuple(replace(term, languages=(NAMES,)) for term in self.terms)
        return replace(self, terms=terms)

    def __bool__(self):
        """Something is looked for; a query that only excludes looks for nothing."""
        return bool(self.wanted)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem that may be marked in what was found."""
        return frozenset(stem for term in self.wanted for form in term.forms for stem in form)


def parse(typed: str, *, complete: bool = True) -> Query:
    """Words, “phrases” and -exclusions; a telephone number is one phrase.

    Every word must be found. With `complete=False` the last word may be the beginning of one,
    as while somebody types. Whatever else is typed is just words: there is no syntax error.
    """
    text = clean_text(typed)
    if _PHONE.match(text):
        digits = re.sub(r"\D", "", text)[-10:]
        return Query(text, (Term((digits[:3], digits[3:6], digits[6:])),))
    terms = [term for match in _TERM.finditer(text) if (term := _term(match))]
    telling = [term for term in terms if len(term.words) > 1 or term.words[0] not in STOP_WORDS]
    terms = (telling if any(not term.is_excluded for term in telling) else terms)[:MAX_TERMS]
    if terms and not complete:
        terms[-1] = Term(terms[-1].words, terms[-1].is_excluded, is_prefix=True)
    return Query(text, tuple(terms))


def _term(match: re.Match) -> Term | None:
    words = tokens(match["phrase"] or match["word"] or "")
    return Term(tuple(words), bool(match["minus"])) if words else None
