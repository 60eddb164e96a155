"""What a comparison of two texts shows, and that a huge one stays bounded."""

import pytest
from django.utils import translation

from newsroom.comparison import MOST_WORK, Work, compare, compare_blocks
from newsroom.kinds import ChangeKind
from newsroom.models import Version

from .. import factories

pytestmark = pytest.mark.django_db


def shown(blocks) -> list[str]:
    """Blocks on one line each: [-removed-], {+added+}, and … for what is folded."""
    marks = {"added": "{{+{}+}}", "removed": "[-{}-]", "same": "{}"}
    return [
        f"…{block.count}"
        if block.kind == "folded"
        else " ".join(marks[piece.kind].format(piece.text) for piece in block.pieces)
        for block in blocks
    ]


def words(old: str, new: str, work: int = MOST_WORK) -> list[str]:
    return shown(compare_blocks(old.splitlines(), new.splitlines(), Work(work)))


def version(**fields) -> Version:
    return Version(**{"kind": ChangeKind.UPDATE, "headline": "Same", "summary": "Same", "body": ""} | fields)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("74 parrots", "47 parrots", ["[-74-] {+47+} parrots"]),
        ("", "A parrot", ["{+A parrot+}"]),
        ("A parrot", "", ["[-A parrot-]"]),
        ("Quite other words", "Nothing alike here", ["[-Quite other words-]", "{+Nothing alike here+}"]),
        ("one two three", "one three", ["one [-two-] three"]),
        ("a\nb\nc\nd\nnew x y\ne", "a\nb\nc\nd\nold x y\ne", ["…3", "d", "[-new-] {+old+} x y", "e"]),
        ("a\nb\nc", "a\nb\nc\nlast", ["…2", "c", "{+last+}"]),
        ("x a b c\n1 2 3 4", "new one\nx a b d\n1 2 3 4", ["{+new one+}", "x a b [-c-] {+d+}", "1 2 3 4"]),
        ("same", "same", []),
    ],
)
def test_the_words_that_changed_are_shown_in_their_place(old, new, expected):
    assert words(old, new) == expected


def test_nothing_of_either_text_is_lost():
    old = [f"paragraph {number} of the old text" for number in range(30)]
    new = [text.replace("old", "new") if int(text.split()[1]) % 3 else text for text in reversed(old)]
    blocks = [block for block in compare_blocks(old, new, Work()) if block.kind != "folded"]
    removed = [" ".join(p.text for p in block.pieces if p.kind != "added") for block in blocks]
    added = [" ".join(p.text for p in block.pieces if p.kind != "removed") for block in blocks]
    assert {text for text in old if text not in new} <= set(removed)
    assert {text for text in new if text not in old} <= set(added)


def test_a_huge_text_is_compared_by_whole_paragraphs():
    sentence = "Officers found a parrot in a trailer at the bridge. " * 10
    old = [f"{number} {sentence}" for number in range(4_000)]
    new = [old[0], *(f"{text} more" for text in old[1:-1]), old[-1]]
    work = Work()
    blocks = compare_blocks(old, new, work)
    assert sum(map(len, old)) > 2_000_000
    assert work.left == MOST_WORK
    assert [block.kind for block in blocks if block.kind not in ("added", "removed")] == ["same", "same"]


def test_one_huge_paragraph_is_not_compared_word_by_word():
    old = " ".join(f"word{number}" for number in range(20_000))
    work = Work()
    (block,) = compare_blocks([old], [f"first {old} last"], work)
    assert [piece.kind for piece in block.pieces] == ["removed", "added"]
    assert work.left > 0


def test_many_short_paragraphs_are_not_each_sought_in_a_few_huge_ones():
    huge = [f"{number} " + "parrot " * 35_000 for number in range(10)]
    work = Work()
    blocks = compare_blocks([f"line {number}" for number in range(2_000)], huge, work)
    assert {block.kind for block in blocks} == {"removed", "added"}
    assert work.left == MOST_WORK - 2_000 * 10


def test_work_that_is_used_up_is_not_spent_again():
    work = Work(10)
    assert work.affords(8)
    assert not work.affords(8)
    assert work.left == 2


def test_a_beginning_and_an_end_in_common_are_kept_where_work_is_short():
    assert words("a\nb\nc\nd", "a\nx\nc\nd", work=3) == ["a", "[-b-]", "{+x+}", "c", "…1"]


def test_only_fields_that_changed_are_parts():
    parts = compare(version(), version(headline="Other", details=["Parrots: 47"]), Work())
    with translation.override("en"):
        assert [str(part.label) for part in parts] == ["Headline", "Facts, event and speaker"]


def test_a_change_of_a_link_or_emphasis_is_a_part_without_words():
    old, new = version(body="<p>A <em>parrot</em></p>"), version(body='<p><a href="/x">A parrot</a></p>')
    (part,) = compare(old, new, Work())
    assert part.blocks == []


# The page ----------------------------------------------------------------------------------


def changes_page(client, release) -> str:
    return client.get(f"{release.get_absolute_url()}changes/").text


def test_a_release_never_changed_says_so(client):
    assert "has not changed since its publication" in changes_page(client, factories.make_release())


def test_changes_stand_newest_first_with_their_kind_and_note(client):
    release = factories.make_release(headline="Officers find 74 parrots")
    factories.correct(release, headline="Officers find 47 parrots")
    factories.correct(release, "minor", "", headline="Officers found 47 parrots")
    page = changes_page(client, release)
    assert page.index("Minor edit") < page.index("Correction")
    assert page.index("No change of substance.") < page.index("The number was wrong.")


def test_added_and_removed_words_are_told_without_color(client):
    release = factories.make_release(body="<p>Officers found 74 parrots.</p>")
    factories.correct(release, body="<p>Officers found 47 parrots.</p>")
    page = changes_page(client, release)
    assert '[removed: </span>74<span class="usa-sr-only">]</span></del>' in page
    assert '[added: </span>47<span class="usa-sr-only">]</span></ins>' in page


def test_a_change_of_nothing_but_a_link_is_said_in_words(client):
    release = factories.make_release(body="<p>Officers found parrots.</p>")
    factories.correct(release, "minor", "", body='<p>Officers found <a href="/x">parrots</a>.</p>')
    assert "No word changed, only links, emphasis or layout." in changes_page(client, release)


def test_hostile_words_stay_words(client):
    release = factories.make_release(headline="Safe", language="es")
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    factories.correct(release, note=attack, headline=attack, summary=attack, dateline_city=attack[:80])
    for address in ("", "changes/", "versions/2/"):
        page = client.get(f"{release.get_absolute_url()}{address}").text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_more_than_25_changes_are_shown_in_pages(client):
    release = factories.make_release(headline="Version 1")
    for number in range(2, 29):
        factories.correct(release, "minor", "", headline=f"Version {number}")
    assert 'id="change-28"' in changes_page(client, release)
    second = client.get(f"{release.get_absolute_url()}changes/?page=2").text
    assert 'id="change-2"' in second
    assert client.get(f"{release.get_absolute_url()}changes/?page=3").status_code == 404


# Versions ----------------------------------------------------------------------------------


def test_an_earlier_version_shows_the_text_of_its_time_and_leads_to_todays(client):
    release = factories.make_release(headline="74 parrots", body="<p>Seventy-four.</p>")
    factories.correct(release, headline="47 parrots", body="<p>Forty-seven.</p>")
    page = client.get(f"{release.get_absolute_url()}versions/1/").text
    assert "Seventy-four." in page
    assert "Forty-seven." not in page
    assert f'<link rel="canonical" href="https://www.example.gov{release.get_absolute_url()}">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_current_version_has_its_own_lasting_address(client):
    release = factories.make_release(headline="74 parrots")
    factories.correct(release, headline="47 parrots")
    page = client.get(f"{release.get_absolute_url()}versions/2/").text
    assert "(current)" in page
    assert "<h1" in page
    assert "47 parrots" in page


def test_what_was_never_changed_is_its_own_first_version(client):
    release = factories.make_release(headline="Parrots", dateline_city="Laredo", dateline_state="TX")
    page = client.get(f"{release.get_absolute_url()}versions/1/").text
    assert "Version 1 of 1" in page
    assert "LAREDO, Texas" in page


def test_a_minor_edit_is_folded_and_a_correction_is_not(client):
    release = factories.make_release(body="<p>One.</p>")
    factories.correct(release, "minor", "", body="<p>One!</p>")
    address = f"{release.get_absolute_url()}changes/"
    assert "Show what was edited</summary>" in client.get(address).text
    other = factories.make_release(body="<p>One.</p>")
    factories.correct(other, note="Two.", body="<p>Two.</p>")
    assert "Show what was edited" not in client.get(f"{other.get_absolute_url()}changes/").text


def test_a_page_costs_no_more_than_a_hundred_thousand_pairs():
    assert Work().left <= 100_000
