"""Both databases find what a plain reading of the stems finds, no more and no less."""

import datetime
import random

import pytest
from django.db import connection
from django.utils import timezone

from newsroom.models import Release
from offices.models import Office
from offices.search import Query, index_text, parse

from .. import factories

pytestmark = pytest.mark.django_db

TEXT = """
officers agents seize seized seizure parrot parrots border patrol of the at bridge P-3 2304 37,887 lb AT&T
cocaína cocaine kilos señal Mayagüez niño naïve Việt Nam 1e5 0x1f 007 3rd U.S. cbp.gov a@b.gov it’s don't
Привет 你好 state-of-the-art word_with_underscores 12:30 $77.3 zzz
"""
WORDS = TEXT.split()
HOSTILE = [
    '"', '""', '"""', "'", "\\", "%", "_", "*", "a*", "-", "--", "(", ")", "(a", "a)", "NEAR(a b, 3)",
    "a NEAR b", "a AND b", "a OR b",
    "NOT a", "^a", "a:b", "search_title:a", "{a b}:c", "a+b", "a & b | !c", "a <-> b",
    "'; DROP TABLE newsroom_release; --", "$$a$$", "\ud800", "\u202e", "\x00a", "a" * 5000, '"a' * 1000,
    "-a " * 500, "👩\u200d✈️", "½ ﬁ ß ı İ", "ﷺ" * 20, "a\x0bb", "\ufeff", "1" * 400, "<script>", "{{ a }}",
    "{% a %}", "a:*",
]  # fmt: skip


@pytest.fixture
def corpus():
    dice = random.Random(7)
    languages = ["en", "en", "es", "fr", "vi"]
    for _number in range(60):
        text = " ".join(dice.choices(WORDS, k=dice.randrange(3, 25)))
        factories.make_release(headline=dice.choice(WORDS), summary=text, language=dice.choice(languages))


def queries() -> list[str]:
    dice = random.Random(8)
    made = []
    for _number in range(150):
        words = dice.choices(WORDS, k=dice.randrange(1, 4))
        if dice.random() < 0.4:
            words[0] = f'"{words[0]} {dice.choice(WORDS)}"'
        if dice.random() < 0.3:
            words.append(f"-{dice.choice(WORDS)}")
        made.append(" ".join(words))
    return made + HOSTILE


def has(stems: list[str], form: tuple[str, ...]) -> bool:
    return any(tuple(stems[start : start + len(form)]) == form for start in range(len(stems)))


def expected(query: Query) -> set[int]:
    """Read without any index."""

    def meets(text: str) -> bool:
        stems = text.split()
        wanted = all(any(has(stems, form) for form in term.forms) for term in query.wanted)
        return wanted and not any(has(stems, form) for term in query.excluded for form in term.forms)

    return {key for key, text in Release.objects.values_list("pk", "search_text") if query and meets(text)}


def found(query: Query) -> set[int]:
    return set(Release.objects.matching(query).values_list("pk", flat=True))


def test_what_is_found_is_what_stands_there(corpus):
    hits = 0
    for typed in queries():
        query = parse(typed)
        assert found(query) == expected(query), typed
        hits += bool(expected(query))
    assert hits > 60, "too few queries find anything to prove something"


def test_the_newest_matches_are_enough_where_only_they_are_asked_for():
    now = timezone.now()
    for age in (3, 1, 2):  # kept in another order than published
        factories.make_release(headline=f"Parrot {age}", published_at=now - datetime.timedelta(days=age))
    two = Query("parrot", parse("parrot").terms, newest=2)
    newest = Release.objects.matching(two).newest_first()[:2]
    assert [release.headline for release in newest] == ["Parrot 1", "Parrot 2"]


def test_the_index_follows_every_change_whoever_makes_it():
    release = factories.make_release(headline="Parrot")
    Release.objects.filter(pk=release.pk).update(search_text="monkey")
    assert not found(parse("parrot"))
    assert found(parse("monkey")) == {release.pk}
    Release.objects.filter(pk=release.pk).update(published_at=timezone.now() - datetime.timedelta(days=9))
    assert found(parse("monkey")) == {release.pk}
    Release.objects.filter(pk=release.pk).delete()
    assert not found(parse("monkey"))


def test_rows_added_in_bulk_are_found():
    text = index_text("Bulk parrot")
    Release.objects.bulk_create(
        Release(headline="Bulk", slug=f"bulk-{number}", summary="S", body="<p>B</p>", search_text=text)
        for number in range(3)
    )
    assert len(found(parse("bulk parrots"))) == 3


def test_a_draft_without_a_date_is_indexed_too():
    draft = factories.make_draft(headline="Parrot")
    assert found(parse("parrot")) == {draft.pk}


def test_an_office_is_found_by_the_beginning_of_its_name_and_by_its_other_names():
    office = factories.make_port(name="Mayagüez")
    alias = office.aliases.create(value="Porto Viejo")
    for typed in ("mayag", "porto", "viejo porto"):
        assert Office.objects.matching(parse(typed, complete=False)).get() == office
    alias.delete()
    assert not Office.objects.matching(parse("viejo")).exists()


def test_indexes_and_triggers_are_intact_after_all_migrations():
    """A migration that makes SQLite copy a table loses the triggers of that table."""
    searched = ("newsroom_release", "offices_office")
    counted = (*searched, "newsroom_release_topics", "newsroom_release_offices")
    if connection.vendor == "sqlite":
        events = ("insert", "update", "delete")
        wanted = {f"{table}_fts_{event}" for table in searched for event in events}
        wanted |= {f"{table}_revises_{event}" for table in counted for event in events}
    else:
        wanted = {f"{table}_search_{part}_gin" for table in searched for part in ("title", "text")}
        wanted |= {f"{table}_revises" for table in counted}
    wanted.add("newsroom_version_stays")
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT indexname FROM pg_indexes UNION SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        assert wanted <= {name for (name,) in cursor.fetchall()}
