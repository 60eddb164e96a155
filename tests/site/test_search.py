"""The search over offices and releases: what is found, in which order, and what is said of it."""

import datetime
import re

import pytest
from django.utils import timezone

from offices.kinds import AliasKind, Kind

from .. import factories

pytestmark = pytest.mark.django_db


def found(client, query: str) -> str:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.text


def test_every_word_must_be_found(client):
    factories.make_release(headline="Monkeys at the bridge")
    assert "Monkeys at the bridge" in found(client, "bridge monkeys")
    assert "Monkeys at the bridge" not in found(client, "bridge parrots")


def test_accents_and_capitals_do_not_matter(client):
    factories.make_release(headline="Incautan cocaína", language="es")
    assert "Incautan cocaína" in found(client, "COCAINA")
    assert "Incautan cocaína" in found(client, "cocaína")


def test_words_are_sought_in_the_text_not_in_its_markup(client):
    factories.make_release(headline="Fees explained", body="<p>AT&amp;T paid <strong>fees</strong>.</p>")
    assert "Fees explained" in found(client, "AT&T")
    assert "Fees explained" not in found(client, "strong")
    assert "Fees explained" not in found(client, "<p>")


def test_the_name_of_a_hidden_office_finds_no_release(client):
    release = factories.make_release(headline="Known news")
    release.offices.add(factories.make_office(kind=Kind.STATION, name="Undisclosed", is_public=False))
    assert "Known news" not in found(client, "undisclosed")


@pytest.mark.parametrize(
    "query", ["2304", "laredo", "(956) 555-0123", "956-555-0123", "Texas", "tx", "old gate"]
)
def test_a_port_is_found_by_code_name_number_state_and_former_name(client, query):
    port = factories.make_port(code="2304", slug="laredo-2304")
    factories.make_contact(port, "+19565550123")
    port.aliases.create(kind=AliasKind.FORMER, value="Old Gate")
    assert port.get_absolute_url() in found(client, query)


def test_nothing_found_is_said_with_ways_on(client):
    page = found(client, "zzz")
    assert "Nothing was found for “zzz”" in page
    assert "/contact/ports/" in page


def test_an_empty_search_asks_for_words(client):
    assert "Nothing was found" not in found(client, "  ")


def order(client, query: str) -> list[str]:
    return re.findall(r'release-row__headline"><a [^>]*>(.*?)</a>', found(client, query))


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def test_a_release_with_the_words_in_its_headline_comes_before_a_newer_one_without(client):
    factories.make_release(headline="About parrots", published_at=ago(900))
    factories.make_release(headline="Other news", body="<p>A parrot was there.</p>", published_at=ago(2))
    assert order(client, "parrot") == ["About parrots", "Other news"]


def test_among_equals_the_newer_release_comes_first(client):
    for days in (700, 3, 90):
        factories.make_release(headline=f"Parrot {days}", published_at=ago(days))
    assert order(client, "parrot") == ["Parrot 3", "Parrot 90", "Parrot 700"]


def test_the_passage_with_the_words_is_shown_and_marked(client):
    body = "<p>" + "Nothing here. " * 100 + "</p><p>Then a <em>parrot</em> &lt;sang&gt;.</p>"
    factories.make_release(headline="News", body=body)
    page = found(client, "parrots sang")
    assert "Then a <mark>parrot</mark> &lt;<mark>sang</mark>&gt;." in page


def test_forms_of_a_word_phrases_and_exclusions_are_understood(client):
    factories.make_release(headline="Agents seize a parrot at the north bridge")
    assert order(client, "seized parrots")
    assert order(client, '"north bridge"')
    assert not order(client, '"bridge north"')
    assert not order(client, "parrot -bridge")


@pytest.mark.parametrize("write", [str, str.lower, lambda number: number.replace("-", " ")])
def test_a_reference_number_finds_its_one_release(client, write):
    release = factories.make_release(headline="The very one")
    factories.make_release(headline=f"It mentions {release.reference}")
    assert order(client, write(release.reference)) == ["The very one"]


def test_a_draft_is_not_found_by_its_reference_number(client):
    draft = factories.make_draft(headline="Not yet")
    assert "Not yet" not in found(client, draft.reference)


def test_a_telephone_number_in_a_release_is_found_however_it_is_written(client):
    factories.make_release(headline="Call us", body="<p>Call 202.344.1770 now.</p>")
    assert order(client, "(202) 344-1770") == ["Call us"]


def test_the_port_with_the_very_code_comes_first(client):
    factories.make_port(name="Aardvark 2304", code="1111", slug="aardvark-1111")
    factories.make_port(name="Laredo", code="2304", slug="laredo-2304")
    page = found(client, "2304")
    assert page.index("/contact/ports/laredo-2304/") < page.index("/contact/ports/aardvark-1111/")


def test_a_misspelled_name_is_guessed_only_where_nothing_was_found(client):
    factories.make_port(name="Laredo")
    assert '<a href="?q=Laredo">Laredo</a>' in found(client, "laerdo")
    assert "Did you mean" not in found(client, "laredo")


def test_names_of_hidden_offices_and_drafts_are_never_guessed_or_suggested(client):
    factories.make_office(kind=Kind.STATION, name="Undisclosed", is_public=False)
    factories.make_draft(headline="Unpublishable news")
    for typed in ("undisclosd", "unpublishble"):
        assert "Did you mean" not in found(client, typed)
    assert client.get("/search/suggest/?q=undis").json() == {"suggestions": []}


def test_suggestions_name_offices_by_the_beginning_of_their_names(client):
    port = factories.make_port(name="Laredo", code="2304", slug="laredo-2304")
    factories.make_port(name="Laredo Gone", status="closed")
    (suggestion,) = client.get("/search/suggest/?q=lared").json()["suggestions"]
    assert suggestion == {
        "title": "Laredo, Texas", "note": "Port of entry 2304", "address": port.get_absolute_url(),
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["", " ", '"', "-", "zzz", '"' * 300, "\u202e"])
def test_nothing_is_suggested_for_nothing(client, typed):
    factories.make_port()
    assert client.get("/search/suggest/", {"q": typed}).json() == {"suggestions": []}


def test_very_many_releases_are_more_than_a_thousand(client, monkeypatch):
    monkeypatch.setattr("newsroom.querysets.MOST_COUNTED", 20)
    monkeypatch.setattr("cbpsite.views.MOST_COUNTED", 20)
    for number in range(25):
        factories.make_release(headline=f"Parrot {number}")
    page = found(client, "parrot")
    assert "More than 20 releases" in page
    assert "/newsroom/?q=parrot" in page


@pytest.mark.parametrize("character", ['"', "'", "(", "*", "-", "\\", "%", "{", "a ", '" OR '])
def test_thousands_of_quotes_and_operators_are_only_a_string(client, character):
    factories.make_release()
    for address in ("/search/", "/newsroom/", "/newsroom/feed/", "/search/suggest/"):
        assert client.get(address, {"q": character * 1000}).status_code in (200, 414)
        assert client.get(address, {"q": character * 10_000}).status_code == 414


def test_an_exclusion_holds_for_the_whole_text(client):
    factories.make_release(headline="Parrot news", body="<p>And a monkey.</p>")
    assert not order(client, "parrot -monkey")


def test_a_word_that_offices_have_in_common_does_not_stand_before_releases(client):
    factories.make_office(kind=Kind.FIELD_OFFICE, name="Laredo Field Office", area_served="parrots")
    factories.make_release(headline="Officers and parrots")
    assert "Field Office</a>" not in found(client, "officers")
    page = found(client, "parrots")
    assert page.index("Officers and parrots") < page.index("Laredo Field Office")


def test_a_spanish_word_finds_no_office_that_only_begins_like_its_stem(client):
    factories.make_port(name="Lorain")
    assert "Lorain" not in found(client, "loros")


def test_a_far_fetched_guess_is_not_made(client):
    factories.make_port(name="Carrizo")
    assert "Did you mean" not in found(client, "carril")
