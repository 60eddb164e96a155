"""The plain search over offices and releases."""

import pytest

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
