"""The coverage of press offices from its file: created where missing, never taken from its keepers."""

import pytest

from newsroom.importer import import_releases
from newsroom.models import Coverage, Topic
from offices.importer import import_offices
from offices.kinds import Kind
from offices.models import Office

from .. import factories
from ..importing import (
    NASTY,
    import_nasty_cells,
    office_content,
    places_of,
    problems_of,
    release_content,
    snapshot,
)

pytestmark = pytest.mark.django_db

FILE = "coverage.csv"


def coverage_row(**cells) -> dict:
    return {"office": "press:laredo", "state": "TX", "topic": "", "language": "", "note": ""} | cells


@pytest.fixture
def content(tmp_path):
    factories.make_port(code="2304", import_key="port:2304")
    factories.make_office(kind=Kind.PRESS_OFFICE, name="Laredo press office", import_key="press:laredo")
    content = release_content(tmp_path)
    content[FILE] = [coverage_row(note="South"), coverage_row(state="", topic="trade", language="es")]
    return content


@pytest.fixture
def imported(content):
    import_releases(content.write())
    return content


BAD_CELLS = [
    ({"office": ""}, "office", "“” is not known"),
    ({"office": "press:nowhere"}, "office", "“press:nowhere” is not known"),
    ({"office": "2304"}, "office", "This is not a press office"),
    ({"state": "ZZ"}, "state", "is not a valid choice"),
    ({"topic": "parrots"}, "topic", "“parrots” is not known"),
    ({"language": "tlh"}, "language", "is not a valid choice"),
    ({"note": "x" * 201}, "note", "at most 200"),
    ({"state": "TX", "topic": "", "language": ""}, "office", "already stands in row 2"),
]


@pytest.mark.parametrize(("cells", "column", "words"), BAD_CELLS)
def test_a_bad_row_is_named_and_nothing_is_changed(content, cells, column, words):
    content[FILE][-1].update(cells)
    (problem,) = problems_of(import_releases, content.write())
    assert (problem.file, problem.line, problem.column) == (FILE, 3, column)
    assert words in problem.reason


def test_bad_rows_of_this_file_are_named_with_those_of_the_others(content):
    content[FILE][0]["state"] = "ZZ"
    content.row("releases.csv", 2)["language"] = "xx"
    content.row("topics.csv", 2)["name"] = ""
    assert sorted(places_of(problems_of(import_releases, content.write()))) == [
        (FILE, 2, "state"), ("releases.csv", 2, "language"), ("topics.csv", 2, "name"),
    ]  # fmt: skip


def test_one_office_under_two_names_is_refused_as_given_twice(content):
    Office.objects.filter(import_key="press:laredo").update(code="LPO")
    content[FILE][-1] = coverage_row(office="LPO")
    (problem,) = problems_of(import_releases, content.write())
    assert (problem.line, problem.reason) == (3, "This office has this coverage already.")


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_no_cell_breaks_the_import(imported, value):
    columns = ["office", "state", "topic", "language", "note"]
    import_nasty_cells(import_releases, imported, FILE, columns, value)


def test_each_row_is_created_with_what_it_names(imported):
    texas, trade = Coverage.objects.order_by("-state")
    assert (texas.office.name, texas.state, texas.topic, texas.note) == (
        "Laredo press office", "TX", None, "South",
    )  # fmt: skip
    assert (trade.state, trade.topic.slug, trade.language) == ("", "trade", "es")


def test_a_second_import_changes_nothing(imported):
    before = snapshot()
    import_releases(imported.folder)
    assert snapshot() == before


def test_a_folder_without_the_file_is_read_as_before(content):
    del content[FILE]
    assert import_releases(content.write()).created == 3
    assert not Coverage.objects.exists()


def test_what_staff_changed_is_theirs(imported):
    Coverage.objects.filter(state="TX").update(state="NM", is_public=False)
    imported[FILE][0]["note"] = "North"
    import_releases(imported.write())
    changed = Coverage.objects.get(state="NM")
    assert (changed.note, changed.is_public, Coverage.objects.count()) == ("South", False, 2)


def test_what_staff_wrote_before_the_file_did_is_theirs(content):
    office = Office.objects.get(import_key="press:laredo")
    topic = Topic.objects.create(slug="trade", name="Commerce")
    mine = [factories.make_coverage(office, state="TX", note="Mine")]
    mine.append(factories.make_coverage(office, topic=topic, language="es", note="Mine"))
    import_releases(content.write())
    assert set(Coverage.objects.all()) == set(mine)


def test_the_content_of_the_repository_says_for_each_office_where_it_answers(tmp_path):
    import_offices(office_content(tmp_path).origin)
    import_releases(release_content(tmp_path).origin)
    detroit = Coverage.objects.filter(office__slug="detroit-sector-public-affairs")
    assert sorted(detroit.values_list("state", flat=True)) == ["IL", "IN", "MI", "OH"]
    assert not Coverage.objects.filter(state="").exists()
