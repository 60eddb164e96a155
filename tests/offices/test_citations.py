"""Sources of a page as a reader cites them."""

import pytest

from offices.citations import Source, sources_of

from .. import factories


def cited(text: str) -> list[str]:
    return list(map(str, Source(text).citations))


def test_several_sources_are_cited_one_by_one():
    assert cited("Schedule D, April 2025; a list (copy; undated) | GSA") == [
        "Schedule D, April 2025",
        "A list (copy; undated)",
        "GSA",
    ]


@pytest.mark.parametrize("text", ["cbp.gov/contact/ports", "https://cbp.gov/contact/ports"])
def test_the_address_of_a_page_is_a_link(text):
    assert cited(f"See {text}.") == [
        'See <a href="https://cbp.gov/contact/ports" rel="nofollow">cbp.gov/contact/ports</a>.'
    ]


@pytest.mark.parametrize("text", ["krem.com 2018", "24 hrs/day", "a@b.gov/c", "Fort Kent / Clair"])
def test_what_is_no_address_of_a_page_stays_text(text):
    assert cited(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "javascript:alert(1)//a.gov/b",
        'A.gov/"onclick="alert(1)',
    ],
)
def test_hostile_text_stays_text(text):
    (words,) = cited(text)
    assert "<script" not in words
    assert 'href="javascript' not in words
    assert '"onclick' not in words


def test_a_day_is_written_out_and_what_is_none_stays():
    assert cited("a notice 2022-06-29; 2022-13-45") == ["A notice June 29, 2022", "2022-13-45"]


@pytest.mark.django_db
def test_facts_of_one_source_are_told_together():
    port = factories.make_port(source="A list", as_of="2025-04", confidence="secondary")
    for phone in ("+12025550100", "+12025550101"):
        factories.make_contact(port, phone, source="A list", as_of="2025-04", confidence="secondary")
    factories.make_contact(port, "+12025550102", source="A list", as_of="2024")
    assert [source.facts for source in sources_of(port)] == [
        ["This entry", "(202) 555-0100", "(202) 555-0101"],
        ["(202) 555-0102"],
    ]


def test_the_page_says_when_and_how_sure(client, db):
    port = factories.make_port(source="A list", as_of="2025-04", confidence="secondary")
    assert "As published April 2025 · Secondary source" in client.get(port.get_absolute_url()).text


@pytest.mark.django_db
def test_a_former_parent_that_is_hidden_is_not_cited():
    hidden = factories.make_office(kind="field_office", name="Secret", is_public=False)
    port = factories.make_port()
    port.former_parents.create(parent=hidden, source="A secret list")
    assert sources_of(port) == []
