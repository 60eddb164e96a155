"""Rich text keeps its words and loses everything that could do harm."""

import random
import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from newsroom.markup import clean_html, plain_blocks
from newsroom.models import Release

from .. import factories

ATTRIBUTES = {
    "p": {"lang"}, "br": set(), "hr": set(), "h2": {"lang"}, "h3": {"lang"}, "h4": {"lang"}, "ul": {"lang"},
    "ol": {"lang", "start"}, "li": {"lang"}, "blockquote": {"lang"}, "strong": {"lang"}, "em": {"lang"},
    "b": {"lang"}, "i": {"lang"}, "sub": {"lang"}, "sup": {"lang"}, "a": {"lang", "href", "hreflang"},
    "abbr": {"lang", "title"}, "cite": {"lang"}, "span": {"lang"}, "table": {"lang"}, "caption": {"lang"},
    "thead": {"lang"}, "tbody": {"lang"}, "tfoot": {"lang"}, "tr": {"lang"},
    "th": {"lang", "scope", "colspan", "rowspan"}, "td": {"lang", "colspan", "rowspan"},
}  # fmt: skip
BLOCK_TAGS = [
    "div", "section", "article", "aside", "main", "header", "footer", "nav", "center", "pre",
    "address", "p", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset", "figure", "details",
    "dialog", "blockquote", "button", "textarea",
]  # fmt: skip
HEAP_TAGS = [
    "p", "br", "h1", "h6", "ul", "li", "b", "a", "table", "caption", "tr", "td", "div", "svg",
    "math", "mtext", "mglyph", "style", "script", "select", "option", "form", "title", "template",
    "noscript", "iframe", "foreignObject", "desc", "textarea", "plaintext", "xmp", "frameset", "o:p",
]  # fmt: skip
INLINE = {"strong", "em", "b", "i", "sub", "sup", "a", "abbr", "cite", "span"}

SCRIPTS = {
    "script": ("<p>safe</p><script>alert(1)</script>", "safe"),
    "script in capitals": ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>safe", "safe"),
    "script inside a script": (
        "<scr<script>ipt>alert(1)</scr</script>ipt>safe",
        "ipt&gt;alert(1)ipt&gt;safe",
    ),
    "script that never ends": ("safe<script>alert(1)", "safe"),
    "script with a slash": ("<script/x>alert(1)</script>safe", "safe"),
    "style": ("<style>p{background:url(javascript:alert(1))}</style>safe", "safe"),
    "template": ("<template><p onclick=alert(1)>x</p></template>safe", "safe"),
    "iframe": ("<iframe src='javascript:alert(1)'></iframe>safe", "safe"),
    "iframe with a document": ("<iframe srcdoc='<script>alert(1)</script>'></iframe>safe", "safe"),
    "object and embed": ("<object data=x.swf><embed src=x.swf></object>safe", "safe"),
    "base, link and meta": (
        "<base href=//evil.example><link rel=stylesheet href=x><meta http-equiv=refresh>safe",
        "safe",
    ),
    "svg": ("<svg onload=alert(1)><circle r=1 /></svg>safe", "safe"),
    "svg that leads out": ("<svg><desc><img src=x onerror=alert(1)></desc></svg>safe", "safe"),
    "svg with an animated link": (
        "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>safe",
        "safe",
    ),
    "svg and style": ("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>", "'&gt;"),
    "math": ("<math><mi xlink:href='javascript:alert(1)'>x</mi></math>safe", "safe"),
    "math and table": (
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=alert(1)&gt;'>",
        "",
    ),
    "form and math": ("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", ""),
    "noscript": ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", "'&gt;"),
    "comment that ends early": ("<!--><img src=x onerror=alert(1)>-->safe", "--&gt;safe"),
    "comment that never ends": ("safe<!-- <img src=x onerror=alert(1)>", "safe"),
    "CDATA": ("<![CDATA[<img src=x onerror=alert(1)>]]>safe", "]]&gt;safe"),
    "processing instruction": ("<?xml version='1.0'?><?php system('x') ?>safe", "safe"),
    "doctype": ("<!DOCTYPE html><html><head><title>x</title></head><body onload=alert(1)>safe", "safe"),
    "handler": ("<p onclick=alert(1)>safe</p>", "safe"),
    "handler after a slash": ("<p/onclick=alert(1)>safe</p>", "safe"),
    "handler after a line end": ("<p\nonclick\n=\nalert(1)>safe</p>", "safe"),
    "handler with a bidirectional override": ("<p on\u202eclick=alert(1)>safe</p>", "safe"),
    "handler with NUL": ("<p on\0click=alert(1)>safe</p>", "safe"),
    "handler in a broken attribute": ('<a href="x"onclick="alert(1)">safe</a>', "safe"),
    "handler behind a quote": ("<abbr title='x\" onmouseover=alert(1) \"'>safe</abbr>", "safe"),
    "image": ("<img src=x onerror=alert(1)>safe", "safe"),
    "video and audio": ("<video onerror=alert(1)><source></video><audio src=x></audio>safe", "safe"),
    "style attribute": ("<p style='position:fixed;inset:0'>safe</p>", "safe"),
    "names that shadow the page": ("<p id=body name=forms class=usa-banner>safe</p>", "safe"),
    "escaped script": ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    "script escaped twice": ("&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;"),
    "a tag cut apart by what is removed": ("<scr\u200bipt>alert(1)</scr\u200bipt>safe", "safe"),
    "a tag cut apart by an escaped character": (
        "<p>&lt;scr&#x200b;ipt&gt;</p>",
        "&lt;script&gt;",
    ),
}
BROKEN = {
    "never closed": ("<p>one<p>two<ul><li>three<li>four", "one two three four"),
    "closed twice": ("<p>one</p></p></div></div>two", "one two"),
    "crossed": ("<b>one<i>two</b>three</i>", "onetwothree"),
    "no tag at all": ("<", "&lt;"),
    "half a tag": ("one <p", "one"),
    "a quote that never ends": ("one <a href='x>two</a>", "one"),
    "less than": ("1 < 2 and 3 > 2", "1 &lt; 2 and 3 &gt; 2"),
    "ampersands": (
        "AT&T &amp; R&D &copy; &nosuch; &#65; &#x41;",
        "AT&amp;T &amp; R&amp;D © &amp;nosuch; A A",
    ),
    "entity of a surrogate": ("a&#xd800;b", "a\ufffdb"),
    "entity of NUL": ("a&#0;b", "a\ufffdb"),
    "entity of a control character": ("a&#1;b&#x7f;c", "abc"),
    "entity of an override": ("a&#x202e;b&#8238;c&rlm;d", "abcd"),
    "entity of a zero-width space": ("Lar&#8203;edo&ZeroWidthSpace;", "Laredo"),
    "entity of an accent": ("Jose&#x301;", "José"),
    "entity of Word's line end": ("one&#x0c;two", "one two"),
    "override itself": ("<p>\u202eodeLar</p>", "odeLar"),
    "line end of Word": ("<p>one\x0btwo</p>", "one two"),
    "void tags in pairs": ("one<br></br>two<hr></hr>three", "one two three"),
    "lists in paragraphs": ("<p>one<ul><li>two</ul>three</p>", "one two three"),
    "tags of no language": ("<foo>one</foo><bar-baz>two</bar-baz>", "onetwo"),
    "empty blocks": ("<p></p><h2>&nbsp;</h2><blockquote><p><br></p></blockquote><ul><li></li></ul>x", "x"),
    "no words": ("<p>&nbsp;</p><p></p>", ""),
    "nothing": ("", ""),
    "an accent behind a tag": ("<strong>\u0301a</strong>", "\u0301a"),
}
BLOCKS = {tag: (f"one<{tag}>two</{tag}>three", "one two three") for tag in BLOCK_TAGS} | {
    "divisions side by side": ("<div>one</div><div>two</div>", "one two"),
    "divisions in capitals": ("<DIV CLASS=x>one</DIV><DIV>two</DIV>", "one two"),
    "definitions": ("<dl><dt>one</dt><dd>two</dd><dt>three<dd>four</dl>", "one two three four"),
    "caption of a figure": ("<figure>one<figcaption>two</figcaption></figure>three", "one two three"),
    "summary": ("<details><summary>one</summary>two</details>", "one two"),
    "legend": ("<fieldset><legend>one</legend>two</fieldset>", "one two"),
    "options": ("<select><option>one<option>two</select>", "one two"),
    "cells": ("<table><tr><td>one<td>two<tr><td>three</table>four", "one two three four"),
    "text lost in a table": ("<table>one<tr>two<td>three</table>", "onetwo three"),
    "lines": ("one<br>two<br/>three<hr>four", "one two three four"),
    "items": ("<li>one</li><li>two</li>", "one two"),
    "inline tags": ("<b>o</b><i>n</i><u>e</u> <font color=red>t</font><code>wo</code>", "one two"),
}
OFFICE = {
    "Word paragraph": ("<p class=MsoNormal style='mso-margin-top-alt:auto'>one<o:p></o:p></p>", "one"),
    "Word empty paragraph": ("<p class=MsoNormal><o:p>&nbsp;</o:p></p><p>one</p>", "one"),
    "Word conditional": (
        "<!--[if gte mso 9]><xml><w:WordDocument>x</w:WordDocument></xml><![endif]-->one",
        "one",
    ),
    "Word downlevel conditional": ("<![if !supportEmptyParas]>one<![endif]> two", "one two"),
    "Word list": (
        "<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"
        "</span><![endif]>one<o:p></o:p></p>",
        "one",
    ),
    "Word smart tag": (
        "<st1:City w:st='on'>Laredo</st1:City>, <st1:State>Texas</st1:State>",
        "Laredo, Texas",
    ),
    "Word page": (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!-- p.MsoNormal {margin:0} -->"
        "</style><title>Release</title></head><body lang=EN-US><div class=WordSection1><p>one</p></div>",
        "one",
    ),
    "Word comment and revision": (
        "<ins cite='mailto:jo'>one</ins> <del>two</del> <a name='_GoBack'></a>",
        "one two",
    ),
    "Outlook": (
        "<div class=elementToProof style='font-family:Aptos'>one</div><div><br></div>"
        "<div id=appendonsend></div><div>two<span id='x_Signature'> three</span></div>",
        "one two three",
    ),
    "Outlook quote": ("<blockquote type=cite cite='mid:1'><div dir=ltr>one</div></blockquote>two", "one two"),
    "Google document": (
        "<b style='font-weight:normal' id='docs-guid-1'><p dir=ltr><span>one</span></p><br><p>two</p></b>",
        "one two",
    ),
    "Excel": (
        "<table border=0 style='width:90pt'><col width=64><tr height=20><td class=xl65 align=right>1</td>"
        "<td x:num>2</td></tr></table>",
        "1 2",
    ),
}
LARGE = {
    "5,000 divisions deep": ("<div>" * 5_000 + "one", "one"),
    "5,000 bold tags deep": ("<b>" * 5_000 + "one" + "</b>" * 5_000, "one"),
    "5,000 quotes deep": ("<blockquote>" * 5_000 + "one", "one"),
    "5,000 lists deep": ("<ul><li>" * 5_000 + "one", "one"),
    "1,000 empty quotes deep": ("<blockquote>" * 1_000 + "</blockquote>" * 1_000 + "one", "one"),
    "1,000 tables deep": ("<table><tr><td>" * 1_000 + "one", "one"),
    "50,000 empty quotes deep": ("<blockquote>" * 50_000 + "</blockquote>" * 50_000 + "one", "one"),
    "250 empty quotes deep": ("<blockquote>" * 250 + "</blockquote>" * 250 + "one", "one"),
    "100,000 lists deep": ("<ul><li>" * 100_000 + "one", "one"),
    "100,000 bold tags across paragraphs": ("<b><p>" * 100_000 + "one", "one"),
    "lists deep behind ends of others": ("<ul></b><li></p>" * 50_000 + "one", "one"),
    "100,000 ampersands": ("&amp;" * 100_000, "&amp;" * 100_000),
    "5,000 links": ("<a href=/x>" * 5_000 + "one", "one"),
    "a megabyte of words": ("<p>" + "one " * 250_000 + "</p>", "one " * 250_000),
    "a megabyte of paragraphs": ("<p>one</p>" * 100_000, "one " * 100_000),
    "much less than": ("<" * 50_000, "&lt;" * 50_000),
    "a wide gap": ("<p>" + "&nbsp;" * 50_000 + "one</p>", "one"),
}
CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("script", SCRIPTS), ("broken", BROKEN), ("block", BLOCKS), ("office", OFFICE), ("large", LARGE)
    )
    for name, case in cases.items()
}  # fmt: skip


class Reader(HTMLParser):
    """Reads cleaned text as a second, independent parser does."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, dict]] = []
        self.other: list[str] = []
        self.pieces: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.pieces.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag):
        self.pieces.append("" if tag in INLINE else " ")

    def handle_data(self, data):
        self.pieces.append(data)

    def handle_entityref(self, name):
        self.pieces.append(" " if name == "nbsp" else f"&{name};")

    def handle_comment(self, data):
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def words(self) -> str:
        return " ".join("".join(self.pieces).split())


@pytest.mark.parametrize(("html", "_words"), CASES.values(), ids=CASES)
def test_only_known_tags_and_attributes_remain(html, _words):
    reader = Reader(clean_html(html))
    assert reader.other == []
    for tag, attributes in reader.tags:
        assert attributes.keys() <= ATTRIBUTES[tag]


@pytest.mark.parametrize(("html", "words"), CASES.values(), ids=CASES)
def test_words_are_kept_and_do_not_run_together(html, words):
    assert Reader(clean_html(html)).words == words.strip()


@pytest.mark.parametrize(("html", "_words"), CASES.values(), ids=CASES)
def test_cleaning_twice_is_cleaning_once(html, _words):
    once = clean_html(html)
    assert clean_html(once) == once


def test_any_heap_of_tags_is_cleaned_once_and_for_all():
    dice = random.Random(20261121)  # the same heaps in every run
    pieces = [f"<{end}{tag}>" for end in ("", "/") for tag in HEAP_TAGS]
    pieces += [
        "word ",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<![if x]>",
        "&nbsp;",
        "&lt;div&gt;",
        "<",
        '"',
        "'",
    ]
    pieces += [
        "<abbr title='&lt;div&gt;&quot;>",
        "&#x202e;",
        "<a href='java&#115;cript:x'>",
        "<p lang=es onclick=x>",
    ]
    for _ in range(2_000):
        html = "".join(dice.choices(pieces, k=dice.randrange(1, 25)))
        once = clean_html(html)
        assert clean_html(once) == once, html
        for tag, attributes in Reader(once).tags:
            assert attributes.keys() <= ATTRIBUTES[tag], html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java\0script:alert(1)",
        "\x01javascript:alert(1)",
        "\u200bjavascript:alert(1)",
        "java\u200bscript:alert(1)",
        "java&#115;cript:alert(1)",
        "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
        "java&Tab;script:alert(1)",
        "javascript&colon;alert(1)",
        "java&#x200b;script:alert(1)",
        "javascript://www.cbp.gov/%0aalert(1)",
        "view-source:javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "DATA:image/svg+xml,<svg onload=alert(1)>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://www.cbp.gov/1",
        "ftp://ftp.example/x",
        "intent://scan/#Intent;end",
    ],
)
def test_a_link_that_runs_or_hides_something_leads_nowhere(address):
    cleaned = clean_html(f'<a href="{address}">words</a>')
    assert cleaned == "<a>words</a>"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.cbp.gov/newsroom",
        "http://example.gov/?a=1&amp;b=2#c",
        "mailto:press@cbp.dhs.gov",
        "tel:+12025550100",
        "/contact/ports/",
        "#top",
    ],
)
def test_a_link_of_use_stays_as_it_is(address):
    html = f'<p><a href="{address}">words</a></p>'
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Uno <strong>dos</strong> <em>tres</em> <b>b</b><i>i</i> H<sub>2</sub>O x<sup>2</sup><br>y</p>",
        "<h2>One</h2><h3>Two</h3><h4>Three</h4><blockquote><p>Said.</p></blockquote><hr>",
        '<ul><li><p>one</p></li><li>two</li></ul><ol start="3"><li>three</li></ol>',
        '<table><caption>Counts</caption><thead><tr><th scope="col" colspan="2">Port</th></tr></thead>'
        '<tbody><tr><th scope="row" rowspan="2">Laredo</th><td colspan="2">1</td></tr></tbody></table>',
        '<p lang="es">Hola, <span lang="vi">Việt</span> <a href="/x/" hreflang="es" lang="es">aquí</a></p>',
        '<p><abbr title="U.S. Customs and Border Protection">CBP</abbr> <cite>Register</cite></p>',
        "<table><tbody><tr><td></td><td>1</td></tr></tbody></table>",
    ],
)
def test_what_an_editor_means_stays_as_it_is(html):
    assert clean_html(html) == html


WORD_ITEM = (
    "<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:l0 level1 lfo1'>"
    "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·"
    "<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp; </span></span></span><![endif]>{}<o:p></o:p></p>\r\n"
)


def test_bullets_of_word_become_one_list():
    items = WORD_ITEM.format("one") + WORD_ITEM.format("<b>two</b>")
    html = f"<p class=MsoNormal>They found:</p>{items}<p>End</p>"
    kept = "<p>They found:</p><ul><li>one</li><li><b>two</b></li></ul><p>End</p>"
    assert "".join(clean_html(html).split("\n")).replace(" </li>", "</li>") == kept


@pytest.mark.parametrize(
    "html", ["<p>· one</p>", "<p>•&nbsp;one</p>", "<p>o uno u otro</p>", "<p>1.&nbsp;&nbsp;one</p>"]
)
def test_a_paragraph_that_is_no_item_of_word_stays_one(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(("written", "kept"), [("h1", "h2"), ("H1", "h2"), ("h5", "h4"), ("h6", "h4")])
def test_headings_fit_below_the_headline(written, kept):
    assert clean_html(f"<{written} class=x>Words</{written}>") == f"<{kept}>Words</{kept}>"


# Every way into the database cleans

HOSTILE = '<div onclick="x()">One\u202e</div><script>alert(1)</script>'
CLEAN = "<p>One</p>"


def stored(release: Release) -> str:
    return Release.objects.values_list("body", flat=True).get(pk=release.pk)


@pytest.mark.django_db
def test_creating_cleans():
    assert stored(factories.make_release(body=HOSTILE)) == CLEAN


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"update_fields": ["body"]}, {"force_update": True}])
def test_saving_cleans(options):
    release = factories.make_release()
    release.body = HOSTILE
    release.save(**options)
    assert stored(release) == release.body == CLEAN


@pytest.mark.django_db
def test_updating_or_creating_cleans():
    release = factories.make_release()
    Release.objects.update_or_create(pk=release.pk, defaults={"body": HOSTILE})
    assert stored(release) == CLEAN


@pytest.mark.django_db
def test_validating_cleans():
    release = factories.make_release()
    release.body = HOSTILE
    release.full_clean()
    assert release.body == CLEAN


@pytest.mark.django_db
def test_a_text_without_a_word_is_refused():
    release = factories.make_draft(body="<p>&nbsp;</p><script>alert(1)</script>")
    assert release.body == ""
    with pytest.raises(ValidationError) as refusal:
        release.full_clean()
    assert refusal.value.message_dict == {"body": ["This field cannot be blank."]}


@pytest.mark.django_db
def test_plain_fields_are_no_place_for_tags(client):
    release = factories.make_release(
        headline="<script>alert(1)</script>", summary="<b>x", dateline_city="<i>Laredo"
    )
    page = client.get(release.get_absolute_url()).text
    assert "<script>alert(1)" not in page
    assert re.search(r"<h1[^>]*>&lt;script&gt;alert\(1\)&lt;/script&gt;</h1>", page)


# The text with its dateline

RUN_IN = '<span class="dateline">LAREDO, Texas</span> — '


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>Officers found it.</p>", f"<p>{RUN_IN}Officers found it.</p>"),
        ("<p><strong>Officers</strong> did.</p>", f"<p>{RUN_IN}<strong>Officers</strong> did.</p>"),
        ('<p lang="es">Agentes.</p>', f'<p lang="es">{RUN_IN}Agentes.</p>'),
        ("<ul><li>One</li></ul>", f"<p>{RUN_IN}</p><ul><li>One</li></ul>"),
        ("<h2>One</h2><p>Two</p>", f"<p>{RUN_IN}</p><h2>One</h2><p>Two</p>"),
        ("Words <p>more</p>", f"<p>{RUN_IN}</p>Words <p>more</p>"),
        ("", f"<p>{RUN_IN}</p>"),
    ],
)
def test_the_dateline_stands_before_the_first_words(body, shown):
    release = Release(body=body, dateline_city="Laredo", dateline_state="TX")
    assert release.safe_body == shown
    assert release.safe_body.__html__() == shown


@pytest.mark.parametrize(
    "city",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "</span></p>", "{{ x }}"],
)
def test_a_hostile_dateline_is_text(city):
    release = Release(body="<p>Words.</p>", dateline_city=city)
    reader = Reader(release.safe_body)
    assert [tag for tag, _ in reader.tags] == ["p", "span"]
    assert reader.words.endswith("— Words.")


def test_a_text_without_a_dateline_stands_alone():
    assert Release(body="<p>Words.</p>").safe_body == "<p>Words.</p>"
    assert Release(body="<p>Words.</p>", dateline_state="TX").safe_body == "<p>Words.</p>"


@pytest.mark.parametrize(
    ("city", "state", "dateline"),
    [
        ("Laredo", "TX", "LAREDO, Texas"),
        ("Washington", "DC", "WASHINGTON"),
        ("San Juan", "PR", "SAN JUAN, Puerto Rico"),
        ("Peñasco", "", "PEÑASCO"),
        ("", "TX", ""),
    ],
)
def test_a_dateline_names_city_and_state(city, state, dateline):
    assert Release(dateline_city=city, dateline_state=state).dateline == dateline


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<p>One &amp; two</p><p>Three</p>", ["One & two", "Three"]),
        ("<h2>Head</h2><blockquote><p>Quote</p></blockquote>", ["Head", "Quote"]),
        ('<ul><li>A</li><li><p lang="es">B</p><ul><li>C</li></ul></li></ul>', ["• A", "• B", "• C"]),
        ("<table><tr><th>X</th><td><p>1 &lt; 2</p></td></tr><tr><td></td></tr></table>", ["X | 1 < 2"]),
        ("<p>Line<br>break   and\nspace</p><hr><p>&nbsp;</p>", ["Line\nbreak and space"]),
        ("<p>&lt;p&gt;not a tag&lt;/p&gt;</p>", ["<p>not a tag</p>"]),
        ('<p>Line<br lang="es">break</p><hr lang="es"><p>End</p>', ["Line\nbreak", "End"]),
        ("Bare words", ["Bare words"]),
    ],
)
def test_text_is_taken_apart_by_paragraph(html, blocks):
    assert plain_blocks(clean_html(html)) == blocks
