"""Full-text search over anything that has a `SearchField`: one vocabulary, two engines, equal hits.

`words` turns texts and queries into the same plain stems, so that SQLite (FTS5) and PostgreSQL
(tsvector) only have to compare; `engines` does that; `answers` marks what was found and guesses
what was meant. Decision: docs/adr/0010-search.md.
"""

from .answers import Excerpt, Vocabulary, excerpt
from .engines import SearchField, Words, drop_index, make_index
from .words import NAMES, Query, index_text, parse

__all__ = [
    "NAMES", "Excerpt", "Query", "SearchField", "Vocabulary", "Words", "drop_index", "excerpt", "index_text",
    "make_index", "parse",
]  # fmt: skip
