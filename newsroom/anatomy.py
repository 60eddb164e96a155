"""What a text is made of: headings, links, tables. Reads what `markup.clean_html` has cleaned."""

import re
from dataclasses import dataclass
from html import unescape

from .markup import plain_words

_HEADING = re.compile(r"<h([2-4])\b[^>]*>(.*?)</h\1>", re.S)
_LINK = re.compile(r'<a\b(?:\s+(?!href=)[a-z]+="[^"]*")*\s+href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_ROW = re.compile(r"<tr\b")
_HEADER = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Hyperlink:
    address: str
    text: str


def headings(html: str) -> list[Heading]:
    return [Heading(int(level), plain_words(inside)) for level, inside in _HEADING.findall(html)]


def hyperlinks(html: str) -> list[Hyperlink]:
    return [
        Hyperlink(unescape(address).strip(), plain_words(inside)) for address, inside in _LINK.findall(html)
    ]


def headerless_tables(html: str) -> list[str]:
    """The first words of each table of several rows in which no cell is a header that says something."""
    return [
        plain_words(table)[:60]
        for table in _TABLE.findall(html)
        if len(_ROW.findall(table)) > 1 and not any(plain_words(cell) for cell in _HEADER.findall(table))
    ]
