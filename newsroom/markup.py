"""Rich text: what editors may write, and the one place that makes it safe."""

import re

import nh3
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
    "Link": {"protocols": ["http", "https", "mailto", "tel"]},
    "HardBreak": True,
    "HorizontalRule": True,
    "Subscript": True,
    "Superscript": True,
    "Table": True,
    "HTML": True,
}

_TAGS = set(
    "p br hr h2 h3 h4 ul ol li blockquote strong em b i sub sup a abbr cite span "
    "table caption thead tbody tfoot tr th td".split()
)
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
    r"<(/?)(?:div|section|article|main|header|footer|aside|center|dd|dt|pre|address)\b", re.I
)
_HIGH_HEADING = re.compile(r"<(/?)h1\b", re.I)
_LOW_HEADING = re.compile(r"<(/?)h[56]\b", re.I)
_EMPTY_BLOCK = re.compile(r"<(p|h2|h3|h4|li|blockquote)>(?:\s|&nbsp;|\xa0|<br>)*</\1>", re.I)


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes above; the words are kept.

    Cleaning twice gives the same text as cleaning once.
    """
    html = _HIGH_HEADING.sub(r"<\1h2", _LOW_HEADING.sub(r"<\1h4", _BLOCKS.sub(r"<\1p", clean_text(html))))
    previous = None
    while html != previous:
        previous, html = html, _EMPTY_BLOCK.sub("", _CLEANER.clean(html)).strip()
    return html


def trusted(html: str) -> SafeString:
    """Text that `clean_html` has cleaned, marked safe for templates."""
    return mark_safe(html)


def plain_words(html: str) -> str:
    """The words of `html` without any tag, on one line."""
    spaced = re.sub(r"</?(?:p|h\d|li|tr|td|th|br|ul|ol|blockquote)\b", r" \g<0>", html)
    return " ".join(nh3.clean(spaced, tags=set()).split())
