"""How the search understands what people type."""

import pytest

from offices.models import Office
from offices.search import Vocabulary, excerpt, index_text, parse
from offices.search.words import MAX_POSITIONS, MAX_POSITIONS_OF_A_WORD, MAX_TERMS, tokens

from .. import factories


def words_of(typed: str) -> list[str]:
    """The terms as `-word` and `two words`."""
    return [f"{'-' if term.is_excluded else ''}{' '.join(term.words)}" for term in parse(typed).terms]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("cocaine bridge", ["cocaine", "bridge"]),
        ('"support canine" program', ["support canine", "program"]),
        ("parrot -monkey", ["parrot", "-monkey"]),
        ('parrot -"blue macaw"', ["parrot", "-blue macaw"]),
        ("P-3", ["p 3"]),
        ("AT&T", ["at t"]),
        ("Mayagüez COCAÍNA", ["mayaguez", "cocaina"]),
        ("CBP’s officer's", ["cbp", "officer"]),
        ("37,887", ["37 887"]),
        ("the port of entry", ["port", "entry"]),
        ('"port of entry"', ["port of entry"]),
        ("of the", ["of", "the"]),
        ('"never closed', ["never closed"]),
        ("- -- --- \" ' * : ( ) ^ ~ { } NEAR(", ["near"]),
        ("a OR b AND NOT c", ["b", "not", "c"]),
        ("well -known", ["well", "-known"]),
        ("well-known", ["well known"]),
    ],
)
def test_words_phrases_and_exclusions_are_told_apart(typed, terms):
    assert words_of(typed) == terms


@pytest.mark.parametrize("typed", ["(202) 344-1770", "202.344.1770", "+1 202 344 1770", "2023441770"])
def test_a_telephone_number_is_one_phrase_however_it_is_written(typed):
    assert words_of(typed) == ["202 344 1770"]


@pytest.mark.parametrize("typed", ["", "   ", '"', "-", "***", "\u200b", "\u202e", "-monkey", '-"a b" -c'])
def test_without_a_wanted_word_nothing_is_looked_for(typed):
    assert not parse(typed)


def test_a_thousand_words_are_ten():
    assert len(parse("word " * 1000).terms) == MAX_TERMS


def test_forms_of_a_word_are_one_in_each_language():
    assert index_text("seizures seized seizing") == "seizur seiz seiz"
    assert index_text("incautaciones", "es") in {form[0] for form in parse("incautación").terms[0].forms}


def test_text_in_any_script_becomes_letters_that_every_database_knows():
    assert all(token.isascii() and token.isalnum() for token in tokens("Привет 你好 مرحبا Đà Nẵng łódź ½"))
    assert tokens("Đà Nẵng") == ["da", "nang"]


def test_no_text_is_too_long_or_too_monotonous():
    monotonous = index_text("word " * 1000).split()
    assert len(monotonous) == MAX_POSITIONS_OF_A_WORD
    many = index_text(" ".join(f"w{number}" for number in range(20_000))).split()
    assert len(many) == MAX_POSITIONS


def marked(text: str, typed: str, **options) -> list[str]:
    return [piece for piece, is_found in excerpt(text, parse(typed), **options).pieces if is_found]


def test_found_words_are_marked_as_they_stand_in_the_text():
    assert marked("Oficiales incautan Cocaína.", "cocaina", language="es") == ["Cocaína"]
    assert marked("Officers seized it; seizures rose.", "seizure") == ["seizures"]


def test_an_excerpt_loses_no_letter_of_its_passage():
    text = "One <b>two</b> & three — “four”."
    assert "".join(piece for piece, _found in excerpt(text, parse("two four")).pieces) == text


def test_an_excerpt_of_a_long_text_stands_around_what_was_found():
    passage = excerpt("word " * 500 + "the parrot sang " + "word " * 500, parse("parrot"))
    assert passage.is_cut_before
    assert passage.is_cut_after
    assert "the parrot sang" in "".join(piece for piece, _found in passage.pieces).replace("\n", " ")


VOCABULARY = Vocabulary(["Laredo Field Office", "Nogales", "Mayagüez", "Officers seize fentanyl"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("laerdo", "Laredo"),
        ("Larredo", "Laredo"),
        ("nogalez port", "Nogales port"),
        ("mayaguex", "Mayagüez"),
        ("fentanil", "fentanyl"),
        ("laredo", ""),
        ("zzzz", ""),
        ("2304", ""),
        ("x", ""),
    ],
)
def test_a_misspelled_name_is_guessed(typed, meant):
    assert VOCABULARY.guess(parse(typed)) == meant


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Rouses Point", "rouses pt"),
        ("Port Huron", "Pt. Huron"),
        ("St. Albans", "saint albans"),
        ("Saint Albans", "st albans"),
        ("Fort Kent", "Ft Kent"),
        ("Mount Vernon", "mt vernon"),
        ("Griffiss International Airport", "griffiss intl"),
    ],
)
def test_a_name_is_found_by_its_words_in_short_and_written_out(client, name, typed):
    office = factories.make_port(name=name, city="")
    assert list(Office.objects.filtered({"q": typed})) == [office]
    assert office.get_absolute_url() in client.get("/search/", {"q": typed}).text


def test_many_words_with_two_spellings_are_not_combined_each_with_each():
    assert len(parse('"' + "st pt " * 30 + '"').in_names.terms[0].forms) == 3
