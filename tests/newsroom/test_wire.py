"""The plain-text version that newsrooms take over."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from newsroom.kinds import Language, ReleaseType
from newsroom.models import Boilerplate, Event, KeyFact
from newsroom.translations import LABELS
from offices.kinds import Kind

from .. import factories

pytestmark = pytest.mark.django_db

EASTERN = timezone.get_default_timezone()
SPOKEN = datetime.datetime(2026, 5, 5, 10, 30, tzinfo=EASTERN)
GOLDEN = """\
CORRECTED May 6, 2026, 9 a.m. EDT: The number of parrots was 47, not 74.

FOR IMMEDIATE RELEASE
National Media Release

OFFICERS FIND 47 PARROTS

Driver held

Published: May 5, 2026, 10:30 a.m. EDT
Updated: May 6, 2026, 9 a.m. EDT
Reference: CBP-000117, version 2

Statement by Jo Doe, Port Director

EL PASO, Texas — Officers at the bridge found 47 parrots & a “phoenix”
in the floor of a trailer that came from the other bank of the river.

What they did

• Called a veterinarian, who came within the hour and looked at each
  bird.
• Held the driver

Bird | Number
Parrot | 47

EVENT

Press conference: Tuesday, May 5, 2026, 10:30 a.m. MDT, North gate

KEY FACTS

• Parrots found: 47 birds

About the field offices.

MEDIA CONTACT
Bridge desk, (202) 555-0111 ext. 5, desk@example.gov
Press line, (202) 555-0100

https://www.example.gov/newsroom/CBP-000117/

# # #
"""


def read(client, release):
    return client.get(f"{release.get_absolute_url().rstrip('/')}.txt")


@pytest.fixture
def release():
    boilerplate = Boilerplate.objects.create(component="F", slug="f", text="About the field offices.")
    release = factories.make_release(
        pk=117,
        headline="Officers find 74 parrots",
        subtitle="Driver held",
        published_at=SPOKEN,
        speaker="Jo Doe",
        speaker_title="Port Director",
        dateline_city="El Paso",
        dateline_state="TX",
        body="<p>Officers at the bridge found 74 parrots &amp; a “<em>phoenix</em>” in the floor of a trailer"
        " that came from the other bank of the river.</p><h2>What they did</h2><ul><li><p>Called a "
        "veterinarian, who came within the hour and looked at each bird.</p></li>"
        "<li>Held the driver</li></ul>"
        "<table><tbody><tr><th>Bird</th><th>Number</th></tr><tr><td>Parrot</td><td>47</td></tr></tbody></table>",
        boilerplate=boilerplate,
    )
    KeyFact.objects.create(release=release, what="Parrots found", quantity=47, unit="birds")
    begins = {"starts_at": SPOKEN + datetime.timedelta(hours=2), "timezone": "America/Denver"}
    Event.objects.create(release=release, name="Press conference", place="North gate", **begins)
    contact = {"name": "Bridge desk", "phone": "+12025550111", "extension": "5", "email": "desk@example.gov"}
    release.contacts.create(**contact)
    line = factories.make_office(kind=Kind.PRESS_OFFICE, name="Press line", is_general_line=True)
    factories.make_contact(line, "+12025550100")
    return release


def test_everything_stands_in_its_place(client, release):
    with time_machine.travel(SPOKEN + datetime.timedelta(hours=22, minutes=30), tick=False):
        changes = {"headline": "Officers find 47 parrots", "body": release.body.replace("74", "47")}
        factories.correct(release, note="The number of parrots was 47, not 74.", **changes)
        assert read(client, release).text == GOLDEN


def test_machines_are_told_what_it_is_and_where_the_page_stands(client, release):
    response = read(client, release)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == f'<https://www.example.gov{release.get_absolute_url()}>; rel="canonical"'


def test_no_line_is_longer_than_72_characters_but_for_a_word_that_is(client):
    long_word = "https://www.example.gov/" + "x" * 100
    release = factories.make_release(body=f"<p>{'Officers found something. ' * 50}{long_word}</p>")
    lines = read(client, release).text.splitlines()
    assert long_word in lines
    assert all(len(line) <= 72 for line in lines if " " in line)


def test_nobody_can_write_a_line_of_ours(client):
    attack = "Words\n\n# # #\n\nFOR IMMEDIATE RELEASE"
    release = factories.make_release(headline="H", body="<p>x<script>alert(1)</script> &lt;b&gt;</p>")
    KeyFact.objects.create(release=release, what=attack)
    factories.correct(release, note=attack, headline=attack, subtitle=attack, speaker=attack, body="<p>y</p>")
    lines = read(client, release).text.splitlines()
    assert lines.count("# # #") == 1
    assert lines.count("FOR IMMEDIATE RELEASE") == 1


def test_words_that_are_not_the_original_are_not_passed_off_as_such(client):
    note = "Written for this site"
    assert note in read(client, factories.make_release(source="CBP, 2011")).text
    assert note not in read(client, factories.make_release()).text


def test_a_draft_is_not_for_release(browse, editor):
    text = read(browse(editor), factories.make_draft()).text
    assert "NOT FOR RELEASE" in text
    assert "IMMEDIATE" not in text


def test_a_release_in_another_language_keeps_its_letters(client):
    release = factories.make_release(
        language="vi", headline="Thông điệp về bão", body="<p>Người dân nên chuẩn bị.</p>"
    )
    text = read(client, release).content.decode()
    assert "THÔNG ĐIỆP VỀ BÃO" in text
    assert re.search("^Người dân nên chuẩn bị.$", text, re.M)


def translated():
    original = factories.make_release(headline="Officers find parrots", published_at=SPOKEN)
    copy = factories.make_release(
        headline="Hallan loros",
        language="es",
        translation_of=original,
        published_at=SPOKEN + datetime.timedelta(minutes=5),
        speaker="Jo Doe",
        source="CBP",
    )
    return original, copy


def test_labels_and_dates_are_in_the_language_of_the_release(client):
    text = read(client, translated()[1]).text
    for words in (
        "PARA PUBLICACIÓN INMEDIATA\nComunicado de prensa",
        "Publicado: 5 de ",
        "Declaración de Jo Doe",
        "CONTACTO PARA LA PRENSA",
        "Escrito para este sitio",
    ):
        assert words in text, words
    for english in ("RELEASE", "Published", "Statement", "MEDIA CONTACT"):
        assert english not in text, english


def test_each_language_leads_to_the_others(client):
    original, copy = translated()
    assert f"Léalo en español: {copy.permalink}\n" in read(client, original).text
    assert f"Read this in English: {original.permalink}\n" in read(client, copy).text


def test_a_translation_that_is_out_of_date_says_so_first(client):
    original, copy = translated()
    factories.correct(original, note="47.", body="<p>Better.</p>")
    assert read(client, copy).text.startswith("El texto original se modificó el ")
    assert "the translation does not" in " ".join(read(client, original).text.split())


def test_a_translation_that_is_not_public_is_not_named(client):
    original, copy = translated()
    type(copy).objects.filter(pk=copy.pk).update(status="draft")
    assert copy.reference not in read(client, original).text


@pytest.mark.parametrize("language", Language)
def test_every_type_has_its_name_in_every_language(language):
    labels = LABELS[language]
    assert set(labels.types) == set(ReleaseType.values)
    assert all(vars(labels).values())
