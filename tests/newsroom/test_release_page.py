"""What the page of a release shows besides its text."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from newsroom.models import Event, Incident, KeyFact, Topic

from .. import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def hours_ago(hours: float) -> datetime.datetime:
    return NOW - datetime.timedelta(hours=hours)


def page(client, release) -> str:
    return client.get(release.get_absolute_url()).text


def section(html: str, heading: str) -> str:
    """The words of the section under an id, tags taken out."""
    found = re.search(rf'<(section|div|aside)[^>]*aria-labelledby="{heading}".*?</\1>', html, re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split()) if found else ""


# Notices -----------------------------------------------------------------------------------


def test_a_correction_stands_on_top_with_its_note_and_a_way_to_the_words(client):
    release = factories.make_release()
    factories.correct(release, headline="Better", note="It was 47, not 74.")
    factories.correct(release, "minor", "", headline="Better still")
    html = page(client, release)
    assert "It was 47, not 74." in section(html, "corrected")
    assert html.index('id="corrected"') < html.index("<h1")
    assert f'href="{release.get_absolute_url()}changes/"' in html


def test_an_update_is_a_quieter_notice(client):
    release = factories.make_release()
    factories.correct(release, "update", "The bridge is open again.", body="<p>Open.</p>")
    html = page(client, release)
    assert "The bridge is open again." in html
    assert 'id="corrected"' not in html


def test_minor_edits_are_listed_but_give_no_notice(client):
    release = factories.make_release()
    factories.correct(release, "minor", "", headline="Better")
    html = page(client, release)
    assert "Minor edit" in section(html, "changes-title")
    assert "usa-alert" not in html


def test_an_old_release_says_that_things_may_have_changed(client):
    old = factories.make_release(published_at=hours_ago(24 * 365 * 9))
    assert "may have changed since" in page(client, old)
    assert "may have changed since" not in page(client, factories.make_release())


def test_lists_and_search_mark_a_corrected_release(client):
    release = factories.make_release(headline="Parrots")
    factories.correct(release, headline="Better parrots")
    factories.correct(factories.make_release(), "minor", "", headline="Other parrots")
    for address in ("/newsroom/", "/search/?q=parrots", "/"):
        assert client.get(address).text.count(">Corrected</span>") == 1, address


def test_the_instant_of_an_update_is_the_same_for_readers_and_machines(client):
    release = factories.make_release(published_at=datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC))
    with time_machine.travel(datetime.datetime(2026, 11, 1, 6, 30, tzinfo=datetime.UTC), tick=False):
        factories.correct(release, headline="Better")
    shown = '<time datetime="2026-11-01T01:30-05:00">November 1, 2026, 1:30 a.m. EST</time>'
    assert f"Updated {shown}" in page(client, release)


# Facts, event, speaker ---------------------------------------------------------------------


def test_key_facts_show_what_is_known_and_no_empty_place(client):
    release = factories.make_release()
    KeyFact.objects.create(release=release, what="Cocaine", quantity=37887, unit="pounds", value=77_300_000)
    KeyFact.objects.create(release=release, what="Parrots", where="Caribbean", starts="2022-11")
    html = page(client, release)
    words = section(html, "key-facts-title")
    assert words == "Key facts Cocaine 37,887 pounds $77,300,000 Parrots Caribbean November 2022"
    assert '<data value="37887.000">37,887 pounds</data>' in html
    assert "<dd></dd>" not in html


def test_a_release_without_facts_event_or_speaker_has_no_box_for_them(client):
    html = page(client, factories.make_release())
    assert "key-facts" not in html
    assert "event-title" not in html
    assert "release__speaker" not in html


@pytest.mark.parametrize(("hours", "ends", "is_over"), [(2, None, False), (-2, -1, True), (-50, None, True)])
def test_an_event_says_when_it_is_over(client, hours, ends, is_over):
    release = factories.make_release()
    now = timezone.now()
    ends_at = now + datetime.timedelta(hours=ends) if ends else None
    begins = now + datetime.timedelta(hours=hours)
    Event.objects.create(release=release, name="Briefing", place="Gate 3", starts_at=begins, ends_at=ends_at)
    words = section(page(client, release), "event-title")
    assert "Gate 3" in words
    assert ("This event is over." in words) == is_over


def test_the_time_of_an_event_is_that_of_its_place(client):
    release = factories.make_release()
    begins = datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
    Event.objects.create(
        release=release, name="Briefing", place="El Paso", starts_at=begins, timezone="America/Denver"
    )
    shown = '<time datetime="2026-05-05T10:00-06:00">Tuesday, May 5, 2026, 10 a.m. MDT</time>'
    assert shown in page(client, release)


def test_a_statement_names_who_made_it(client):
    release = factories.make_release(speaker="Jo <Doe>", speaker_title="Acting Commissioner")
    html = page(client, release)
    assert "Statement by" in html
    assert "<strong>Jo &lt;Doe&gt;</strong>, Acting Commissioner</span>" in html


# The incident ------------------------------------------------------------------------------


def test_an_incident_is_one_line_of_time_newest_first(client):
    flood = Incident.objects.create(name="Flood at the bridge", slug="flood")
    first, second, third = (
        factories.make_release(headline=headline, incident=flood, published_at=hours_ago(hours))
        for headline, hours in (("First word", 9), ("Second word", 6), ("Last word", 3))
    )
    html = page(client, second)
    words = section(html, "timeline-title")
    assert words.index(third.headline) < words.index(second.headline) < words.index(first.headline)
    assert html.count('timeline__entry" aria-current="true"') == 1
    assert "Second word (this release)" in words


def test_an_earlier_statement_leads_to_the_latest(client):
    flood = Incident.objects.create(name="Flood at the bridge", slug="flood")
    first = factories.make_release(incident=flood, published_at=hours_ago(9))
    last = factories.make_release(incident=flood)
    assert "There is a later statement:" in page(client, first)
    assert "There is a later statement:" not in page(client, last)


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_scheduled, factories.make_withdrawn])
def test_what_is_not_public_is_on_no_line_of_time(client, make):
    flood = Incident.objects.create(name="Flood at the bridge", slug="flood")
    release = factories.make_release(incident=flood)
    make(headline="Not for everybody", incident=flood)
    html = page(client, release)
    assert "Not for everybody" not in html
    assert "Flood at the bridge" not in html


def test_a_draft_shows_staff_the_line_of_time(browse, editor):
    flood = Incident.objects.create(name="Flood at the bridge", slug="flood")
    factories.make_release(headline="First word", incident=flood)
    draft = factories.make_draft(incident=flood)
    assert "First word" in section(page(browse(editor), draft), "timeline-title")


# Related releases --------------------------------------------------------------------------


def test_related_are_the_four_newest_that_share_a_topic_or_an_office(client):
    port, trade = factories.make_port(), Topic.objects.create(name="Trade", slug="trade")
    release = factories.make_release(headline="This very one")
    release.offices.add(port)
    release.topics.add(trade)
    for number in range(6):
        other = factories.make_release(headline=f"Like it {number}", published_at=hours_ago(number + 2))
        other.offices.add(port) if number % 2 else other.topics.add(trade)
        if number == 2:
            other.offices.add(port)
    factories.make_release(headline="Nothing in common")
    words = section(page(client, release), "related-title")
    assert re.findall(r"Like it (\d)", words) == ["0", "1", "2", "3"]
    assert "Nothing in common" not in words


@pytest.mark.parametrize(
    "fields", [{"language": "es"}, {"status": "draft"}, {"published_at": NOW + datetime.timedelta(days=1)}]
)
def test_what_is_foreign_or_not_public_is_not_related(client, fields):
    trade = Topic.objects.create(name="Trade", slug="trade")
    release, other = factories.make_release(), factories.make_release(**fields)
    for each in (release, other):
        each.topics.add(trade)
    assert section(page(client, release), "related-title") == ""


def test_translations_and_statements_on_the_incident_are_not_related_too(client):
    trade = Topic.objects.create(name="Trade", slug="trade")
    flood = Incident.objects.create(name="Flood", slug="flood")
    release = factories.make_release(incident=flood)
    others = [factories.make_release(incident=flood), factories.make_release(translation_of=release)]
    for each in (release, *others):
        each.topics.add(trade)
    assert section(page(client, release), "related-title") == ""


# Citing and sharing ------------------------------------------------------------------------


def test_a_release_is_cited_with_its_number_version_and_lasting_address(client):
    release = factories.make_release(
        pk=117, headline="Parrots & co.", published_at=datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
    )
    assert (
        "U.S. Customs and Border Protection, “ Parrots & co. ,” National Media Release, May 5, 2026, "
        "CBP-000117, version 1, https://www.example.gov/newsroom/CBP-000117/"
    ) in section(page(client, release), "cite-title")


def test_links_for_sharing_carry_the_headline_whole(client):
    release = factories.make_release(pk=117, headline='100% "sure"? A&B #1 / <x>')
    html = page(client, release)
    headline = "100%25%20%22sure%22%3F%20A%26B%20%231%20%2F%20%3Cx%3E"
    address = "https%3A%2F%2Fwww.example.gov%2Fnewsroom%2FCBP-000117%2F"
    assert f'href="mailto:?subject={headline}&amp;body={headline}%0A%0A{address}"' in html
    assert f'href="https://www.facebook.com/sharer/sharer.php?u={address}"' in html


def test_citing_and_sharing_stand_outside_the_text_that_search_engines_read(client):
    html = page(client, factories.make_release())
    assert html.index("</main>") < html.index("cite-title")


def test_a_paragraph_can_be_pointed_at_in_every_version(client):
    release = factories.make_release(body='<p>One</p><h2>Two</h2><p lang="es">Tres</p><pre>x</pre>')
    for address in ("", "versions/1/"):
        html = client.get(f"{release.get_absolute_url()}{address}").text
        assert '<p id="p1">One</p>' in html
        assert '<p id="p2" lang="es">Tres</p>' in html


def test_a_year_that_nobody_knows_is_not_told(client):
    old = factories.make_release(published_at=hours_ago(24 * 365 * 9), date_precision="unknown")
    assert "An old release." in page(client, old)
    assert str(old.published_at.year) not in page(client, old)


def test_nobody_shares_a_draft(browse, editor):
    assert "cite-title" not in page(browse(editor), factories.make_draft())


def test_every_part_in_another_language_says_which(client):
    release = factories.make_release(
        language="es",
        headline="Hallan loros",
        subtitle="Setenta",
        speaker="Jo Doe",
        summary="Loros hallados.",
    )
    KeyFact.objects.create(release=release, what="Loros", quantity=47)
    factories.correct(release, body="<p>Mejor.</p>", note="Eran 47.")
    html = page(client, release)
    for part in (
        '<html lang="es">', '<body lang="en-us">', '<h1 lang="es">Hallan',
        'lang="es">Setenta', 'lang="es">Eran 47.', '<span lang="es"><strong>Jo Doe',
        'release__body" lang="es"',
        'usa-summary-box__text" lang="es"', '“<span lang="es">Hallan loros</span>',
    ):  # fmt: skip
        assert part in html, part
