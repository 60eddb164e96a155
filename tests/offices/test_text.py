"""Text from people and files is harmless, whole and in one form."""

import unicodedata

import pytest
from django.db import connection

from offices.models import Alias, Hours, Office, Section
from offices.text import clean_text

from .. import factories

CASES = {
    "bidirectional override": ("Port\u202egnp.exe\u202c", "Portgnp.exe"),
    "bidirectional embedding": ("\u202aa\u202bb\u202cc\u202dd", "abcd"),
    "bidirectional isolate": ("\u2066a\u2067b\u2068c\u2069", "abc"),
    "bidirectional mark": ("a\u200eb\u200fc\u061cd", "abcd"),
    "deprecated format character": ("a\u206ab\u206fc", "abc"),
    "zero-width space": ("Lar\u200bedo", "Laredo"),
    "word joiner": ("Lar\u2060edo", "Laredo"),
    "invisible operator": ("1\u20632", "12"),
    "soft hyphen": ("cus\u00adtoms", "customs"),
    "byte-order mark": ("\ufeffLaredo", "Laredo"),
    "NUL": ("Lar\0edo", "Laredo"),
    "control": ("a\x01\x08\x0e\x1f\x7f\x80\x9fb", "ab"),
    "lone surrogate": ("Lar\ud800edo\udfff", "Laredo"),
    "decomposed accent": ("Jose\u0301", "José"),
    "decomposed Vietnamese": ("Vie\u0323\u0302t", "Việt"),
    "accent hidden behind an invisible character": ("e\u200b\u0301", "é"),
    "Word's line end": ("first\x0bsecond", "first second"),
    "form feed": ("first\x0csecond", "first second"),
    "line separator": ("first\u2028second\u2029third\x85fourth", "first second third fourth"),
    "space around": (" \t\n Laredo \u00a0\u2003\r\n", "Laredo"),
    "space behind an invisible character": ("\u200b Laredo \u200b", "Laredo"),
    "nothing but what goes": ("\u202e\u200b\0 \ufeff", ""),
}
KEPT = [
    "",
    "Laredo, Texas",
    "first line\nsecond line\n\nnew paragraph",
    "tab\tstays",
    "“Quotes” — dashes – and … dots",
    "Eagle\u00a0Pass",
    "Peñasco, Việt Nam, Åland, Łódź",
    "मैं क्\u200dष",  # a joiner this script needs
    "می\u200cخواهم",  # and a non-joiner
    "👩\u200d✈️",
    "<b>not ours to judge</b> & so on",
]


@pytest.mark.parametrize(("dirty", "clean"), CASES.values(), ids=CASES)
def test_harmful_characters_go_and_words_stay(dirty, clean):
    assert clean_text(dirty) == clean
    assert clean_text(clean) == clean


@pytest.mark.parametrize("text", KEPT)
def test_text_that_is_meant_stays_as_it_is(text):
    assert clean_text(text) == text
    assert clean_text(clean_text(text)) == clean_text(text)


def test_no_character_survives_that_a_database_or_a_feed_refuses():
    cleaned = clean_text("|".join(map(chr, range(0x110000))))
    assert cleaned.encode("utf-8")
    assert {char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs")} == {"\t", "\n", "\r"}


def test_no_character_survives_that_reorders_text():
    cleaned = clean_text("|".join(map(chr, range(0x110000))))
    reordering = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {char for char in cleaned if unicodedata.bidirectional(char) in reordering}


@pytest.mark.django_db
@pytest.mark.parametrize(("dirty", "clean"), CASES.values(), ids=CASES)
def test_every_save_cleans(dirty, clean):
    office = factories.make_office(name=f"x{dirty}x", note=dirty)
    office.refresh_from_db()
    assert office.note == clean
    assert office.name == clean_text(f"x{dirty}x")


@pytest.mark.django_db
def test_full_clean_cleans_before_it_judges():
    office = factories.make_office()
    office.city = "\u202e" * 200 + "Laredo"  # longer than the column, until it is cleaned
    office.full_clean()
    assert office.city == "Laredo"


@pytest.mark.django_db
def test_every_model_with_text_cleans_it():
    office = factories.make_office()
    saved = [
        factories.make_hours(office, text="8 a.m.\u202e"),
        Alias.objects.create(office=office, value="Marfa\u202e"),
        factories.make_contact(office, label="Tip line\u202e"),
        Section.objects.get(slug="ports"),
    ]
    saved[-1].introduction = "All ports\u202e"
    saved[-1].save()
    with connection.cursor() as cursor:
        for row in saved:
            cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])
            assert "\u202e" not in repr(cursor.fetchall()[0]), row
            assert "\\u202e" not in repr(row.__dict__), row


@pytest.mark.django_db
def test_values_that_are_no_text_are_left_alone():
    office = factories.make_office(code=None, latitude=None)
    office.refresh_from_db()
    assert office.code is None
    assert Hours(office=office, text="x", order=3).order == 3
    assert Office.objects.count() == 1
