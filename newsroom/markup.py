"""Rich text: what editors may write, and the one place that makes it safe."""

import re
from collections import Counter
from html import escape, unescape
from itertools import count

import nh3
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from offices.text import clean_text

# The editor offers these (django-prose-editor's names); `clean_html` allows what they write.
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    # Cleaning takes the target of a link away, so nobody is asked for one.
    "Link": {"protocols": ["http", "https", "mailto", "tel"], "enableTarget": False},
    "HardBreak": True,
    "HorizontalRule": True,
    "Subscript": True,
    "Superscript": True,
    # The editor does not start when it knows tables but not their parts.
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
}

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "sub", "sup",
    "a", "abbr", "cite", "span", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href", "hreflang"},
        "abbr": {"title"},
        "ol": {"start"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
        "*": {"lang"},
    },
    clean_content_tags={
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
    },
    url_schemes={"http", "https", "mailto", "tel"},
    strip_comments=True,
    link_rel=None,
)

# Tags that end a line of text become tags we keep, so that words never run together.
_BLOCKS = re.compile(
    r"<(/?)(?:address|article|aside|button|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|header|legend|listing|main|nav|option|plaintext|pre|section|select|summary|textarea|xmp)\b",
    re.I,
)
_HIGH_HEADING = re.compile(r"<(/?)h1\b", re.I)
_LOW_HEADING = re.compile(r"<(/?)h[56]\b", re.I)
_TAG = re.compile(r"<[^>]*>")

MOST_TYPED = 1_000_000  # characters with the markup of whatever they were pasted from
MOST_KEPT = 200_000  # characters after cleaning: some 30,000 words

# The parser's work grows with the square of how deep tags lie in each other. No text lies so deep.
MOST_DEEP = 300
_NESTING = re.compile(r"<(/?)([a-z][^\s/>]*)", re.I)
_NOT_NESTED = {
    "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "br", "hr", "img", "input",
    "col", "wbr", "area", "base", "embed", "link", "meta", "param", "source", "track",
}  # fmt: skip
_RAW_TAG = re.compile(r"<[^<>]*>")

_BLOCK_TAG = re.compile(r"(</?(?:p|h2|h3|h4|ul|ol|li|blockquote)>)")
_BLANK = re.compile(r"(?:\s|&nbsp;|<br>)*")
# Word writes the items of a list as paragraphs: a bullet, then a row of spaces.
_WORD_ITEM = re.compile(
    r"<p>(?:<span>)*[·•▪§o\uf0b7\uf0a7](?:<span>|\s)*&nbsp;(?:&nbsp;|\s)+(?:&nbsp;|\s|</span>)*(.*?)</p>",
    re.S,
)
_BETWEEN_LISTS = re.compile(r"</ul>\s*<ul>")


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes above; the words are kept.

    Cleaning twice gives the same text as cleaning once.
    """
    if _is_too_deep(html):
        html = _RAW_TAG.sub(" ", html)
    previous = None
    while html != previous:
        previous, html = html, _clean_once(html)
    return html


def _clean_once(html: str) -> str:
    html = _BLOCKS.sub(r"<\1p", clean_text(html))
    html = _HIGH_HEADING.sub(r"<\1h2", _LOW_HEADING.sub(r"<\1h4", html))
    return _with_lists(_without_empty_blocks(_CLEANER.clean(html))).strip()


def _is_too_deep(html: str) -> bool:
    opened = Counter()
    depth = 0
    for end, name in _NESTING.findall(html):
        name = name.lower()
        if name in _NOT_NESTED or (end and not opened[name]):
            continue
        step = -1 if end else 1
        opened[name] += step
        depth += step
        if depth > MOST_DEEP:
            return True
    return False


def _without_empty_blocks(html: str) -> str:
    """`html` without blocks that hold nothing, or nothing but such blocks."""
    kept: list[str] = []
    empty: list[int] = []  # where the blocks begin that are open and hold nothing so far
    for piece in _BLOCK_TAG.split(html):
        if piece.startswith("</") and empty and kept[empty[-1]] == piece.replace("/", ""):
            del kept[empty.pop() :]
            continue
        if _BLOCK_TAG.fullmatch(piece) and piece[1] != "/":
            empty.append(len(kept))
        elif not _BLANK.fullmatch(piece):
            empty.clear()
        kept.append(piece)
    return "".join(kept)


def _with_lists(html: str) -> str:
    """`html` with the bullets of Word made a list."""
    html, number = _WORD_ITEM.subn(r"<ul><li>\1</li></ul>", html)
    return _BETWEEN_LISTS.sub("", html) if number else html


def trusted(html: str) -> SafeString:
    """Text that `clean_html` has cleaned, marked safe for templates."""
    return mark_safe(html)


_FIRST_PARAGRAPH = re.compile(r'<p(?: lang="[^"]*")?>')


def with_dateline(html: str, dateline: str) -> SafeString:
    """Cleaned `html` with its dateline run in before the first words."""
    if not dateline:
        return trusted(html)
    opening = format_html('<span class="dateline">{}</span> — ', dateline)
    if first := _FIRST_PARAGRAPH.match(html):
        return trusted(f"{first[0]}{opening}{html[first.end() :]}")
    return trusted(f"<p>{opening}</p>{html}")


_PARAGRAPH = re.compile(r"<p(?=[ >])")


def with_anchors(html: SafeString) -> SafeString:
    """`html` with its paragraphs numbered, so that an address can point at one: #p3."""
    numbers = count(1)
    return trusted(_PARAGRAPH.sub(lambda _tag: f'<p id="p{next(numbers)}"', html))


def plain_words(html: str) -> str:
    """The words of cleaned `html`, without tags and entities, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.S)
_CELL = re.compile(r"</t[dh]>")
_ITEM = re.compile(r"<li\b[^>]*>(?:\s*<p\b[^>]*>)?")
_BLOCK = re.compile(r"</?(?:p|h[2-4]|ul|ol|li|blockquote|table|caption|thead|tbody|tfoot|hr)\b[^>]*>")
_BREAK = re.compile(r"<br\b[^>]*>")


def plain_blocks(html: str) -> list[str]:
    """The words of cleaned `html` by paragraph, heading, list item (with a bullet) and table row."""
    text = _ROW.sub(lambda row: f"\n\n{_cells(row[1])}\n\n", " ".join(html.split()))
    text = _BREAK.sub("\n", _BLOCK.sub("\n\n", _ITEM.sub("\n\n• ", text)))
    blocks = (_lines(block) for block in unescape(_TAG.sub("", text)).split("\n\n"))
    return [block for block in blocks if block.strip("•")]


def _cells(row: str) -> str:
    return " | ".join(filter(None, (escape(plain_words(cell)) for cell in _CELL.split(row))))


def _lines(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.splitlines())
    return "\n".join(line for line in lines if line)


def linked_data(data: dict) -> SafeString:
    """`data` as a JSON-LD element: escaped by Django's json_script, whose type cannot be chosen."""
    return trusted(json_script(data).replace("application/json", "application/ld+json", 1))
