"""Lists of very many releases; the commands that fill a newsroom and make the words of its search anew."""

import pytest
from django.core.management import CommandError, call_command

from newsroom import querysets
from newsroom.kinds import Status
from newsroom.models import Release, Topic
from offices.models import Office
from offices.search import parse

from .. import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    Topic.objects.create(name="Parrots", slug="parrots")
    factories.make_port()
    return factories.make_release(body="<p>Officers found a parrot. It sang.</p>")


def made():
    return Release.objects.filter(import_key__startswith="sample-")


def test_made_up_releases_are_public_found_linked_and_different(content, client):
    call_command("generate_releases", "600")
    assert made().published().count() == 600
    assert made().filter(topics__slug="parrots").count() == 600
    assert made().values("headline").distinct().count() > 5
    assert made().matching(parse("parrots")).exists()
    assert client.get(made().last().get_absolute_url()).status_code == 200


def test_the_same_seed_gives_the_same_releases(content):
    texts = []
    for seed in (5, 5, 6):
        call_command("generate_releases", "20", seed=seed)
        texts.append(list(made().order_by("import_key").values_list("headline", "body")))
        call_command("generate_releases", remove=True)
    assert texts[0] == texts[1] != texts[2]


def test_they_go_away_and_real_ones_stay(content):
    call_command("generate_releases", "20")
    call_command("generate_releases", remove=True)
    assert list(Release.objects.all()) == [content]


def test_they_are_not_made_twice(content):
    call_command("generate_releases", "5")
    with pytest.raises(CommandError, match="--remove first"):
        call_command("generate_releases", "5")


def test_how_many_must_be_said(content):
    with pytest.raises(CommandError, match="Say how many"):
        call_command("generate_releases")


def test_an_empty_newsroom_can_be_filled_too():
    call_command("generate_releases", "3")
    assert made().filter(status=Status.PUBLISHED).count() == 3


def test_the_words_of_the_search_are_made_anew(content, capsys):
    Release.objects.update(search_text="stale", search_title="stale")
    Office.objects.update(search_text="stale", search_title="stale")
    call_command("reindex")
    assert Release.objects.matching(parse("parrot")).get() == content
    assert Office.objects.matching(parse("laredo")).exists()
    assert "Releases: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "query",
    [
        "?state=TX",
        "?topic=parrots",
        "?office=2304",
        "?topic=parrots&state=TX&type=local-media-release",
        "?lang=en",
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_page_of_very_many_releases_is_the_page_of_few(query, number, content, client, monkeypatch):
    call_command("generate_releases", "150")
    port = factories.make_port(code="2304")
    for release in made()[:90]:
        release.offices.add(port)
    shown = []
    for very_many in (1, 10**9):
        monkeypatch.setattr(querysets, "VERY_MANY", very_many)
        shown.append([row.pk for row in client.get(f"/newsroom/{query}&page={number}").context["page"]])
    assert shown[0] == shown[1]
    assert shown[0]
