"""Each version of a release says, in both languages, that there is another and whether it is out of date."""

import datetime

import pytest
from django.utils import timezone

from newsroom.kinds import Language, Status
from newsroom.translations import PHRASES, is_stale

from .. import factories

pytestmark = pytest.mark.django_db


def page(client, release) -> str:
    return client.get(release.get_absolute_url()).text


@pytest.fixture
def pair():
    """An English release, and its Spanish translation of the hour after."""
    english = factories.make_release(headline="Parrots found", published_at=long_ago(5))
    spanish = factories.make_release(
        headline="Hallan loros", language="es", translation_of=english, published_at=long_ago(4)
    )
    return english, spanish


def long_ago(hours: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=hours)


def test_every_language_has_its_phrases_with_a_place_for_the_date():
    assert set(PHRASES) == set(Language)
    for phrases in PHRASES.values():
        assert "{date}" in phrases.original_changed
        assert "{date}" in phrases.translation_behind


def test_each_leads_to_the_other_in_the_language_of_the_other(client, pair):
    english, spanish = pair
    assert 'hreflang="es">Léalo en español: Hallan loros</a>' in page(client, english)
    assert 'hreflang="en">Read this in English: Parrots found</a>' in page(client, spanish)
    assert 'lang="es">También en otro idioma:' in page(client, spanish)


def test_nothing_is_out_of_date_where_nothing_changed(client, pair):
    for release in pair:
        assert "translations__stale" not in page(client, release)


def test_both_say_in_both_languages_that_the_original_changed(client, pair):
    english, spanish = pair
    factories.correct(english, body="<p>47 parrots.</p>")
    for release in pair:
        html = page(client, release)
        assert html.count("translations__stale") == 2
        assert '<li class="translations__stale" lang="es">El texto original se modificó el ' in html
        assert '<li class="translations__stale" lang="en">Th' in html
    assert " de " in page(client, spanish).partition("se modificó el ")[2][:40]


def test_a_minor_edit_leaves_the_translation_as_good_as_it_was(client, pair):
    factories.correct(pair[0], "minor", "", headline="Parrots are found")
    assert "translations__stale" not in page(client, pair[1])


def test_a_translation_that_followed_is_up_to_date_again(client, pair):
    english, spanish = pair
    factories.correct(english, body="<p>47 parrots.</p>")
    factories.correct(spanish, body="<p>47 loros.</p>")
    assert not is_stale(english, spanish)
    assert "translations__stale" not in page(client, spanish)


def test_a_change_of_the_translation_alone_makes_nothing_stale(client, pair):
    factories.correct(pair[1], body="<p>47 loros.</p>")
    assert "translations__stale" not in page(client, pair[0])


@pytest.mark.parametrize("hidden", [0, 1])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_half_that_is_not_public_is_not_mentioned(client, pair, hidden, status):
    factories.correct(pair[0], body="<p>47 parrots.</p>")
    pair[hidden].status, pair[hidden].withdrawal_note = status, "Wrong."
    pair[hidden].withdrawn_at = timezone.now()
    pair[hidden].save()
    html = page(client, pair[1 - hidden])
    assert pair[hidden].headline not in html
    assert "translations" not in html


def test_two_translations_of_one_original_lead_to_each_other(client, pair):
    french = factories.make_release(headline="Des perroquets", language="fr", translation_of=pair[0])
    html = page(client, french)
    assert "Léalo en español: Hallan loros" in html
    assert "Read this in English: Parrots found" in html
