"""What an import brings beside the text: key facts, event, speaker, incident, versions."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.importer import import_releases
from newsroom.kinds import Status
from newsroom.models import Event, Incident, KeyFact, Release, Version
from offices.importer import import_offices

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

COCAINE = {
    "what": "Cocaine seized", "where": "Caribbean", "starts": "2022-11-01", "ends": "2022-12-31",
    "quantity": 37887, "unit": "pounds", "value": 77300000,
}  # fmt: skip
CEREMONY = {
    "name": "Ribbon cutting", "starts": "2026-05-05T10:00-06:00", "ends": "2026-05-05T11:00-06:00",
    "timezone": "America/Denver", "place": "El Paso, Texas", "note": "Bring a press card.",
}  # fmt: skip
INCIDENTS = [{"slug": "boats", "name": "Boats, 2023"}, {"slug": "cars", "name": "Cars, 2023"}]


def content_of(folder, releases: str):
    """The small content, in which row 4 has a speaker, an incident, two facts and an event."""
    content = release_content(folder, releases)
    content["incidents.csv"] = [dict(row) for row in INCIDENTS]
    for row in content[releases]:
        row.update(speaker="", speaker_title="", incident="", facts=None, event=None)
    content[releases][2].update(
        speaker="Jo Doe", speaker_title="Acting Commissioner", incident="boats",
        facts=[dict(COCAINE), {"what": "Arrests", "quantity": "3"}], event=dict(CEREMONY),
    )  # fmt: skip
    return content


@pytest.fixture
def content(tmp_path):
    factories.make_port(code="2304", import_key="port:2304")
    return content_of(tmp_path, "releases.json")


@pytest.fixture
def imported(content):
    import_releases(content.write())
    return content


def row(content) -> dict:
    """The row that has every part."""
    return content["releases.json"][2]


def car() -> Release:
    return Release.objects.get(import_key="car")


def counts(report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def conflicts(report) -> list[tuple[str, str]]:
    return [(conflict.key, conflict.field) for conflict in report.conflicts]


# Bad cells ----------------------------------------------------------------------------------------

# The new cells of a fact, its field that is to blame, and words of the reason.
BAD_FACTS = [
    ({"what": ""}, ", what", "blank"),
    ({"what": "x" * 121}, ", what", "at most 120"),
    ({"what": ["Cocaine"]}, ", what", "text or a number"),
    ({"quantity": -1}, "", "cannot be negative"),
    ({"value": "-0.01"}, "", "cannot be negative"),
    ({"quantity": None}, "", "A unit needs a quantity"),
    ({"quantity": "37,887"}, ", quantity", "decimal"),
    ({"quantity": "many"}, ", quantity", "decimal"),
    ({"quantity": "NaN"}, ", quantity", "NaN"),
    ({"quantity": 1e300}, ", quantity", "digits"),
    ({"quantity": 0.0001}, ", quantity", "3 decimal places"),
    ({"quantity": True}, ", quantity", "text or a number"),
    ({"value": 0.001}, ", value", "2 decimal places"),
    ({"starts": "Nov. 2022", "ends": ""}, ", starts", "not a date"),
    ({"starts": "2022-02-30"}, ", starts", "not a date"),
    ({"starts": ""}, "", "needs its first day"),
    ({"ends": "2022-10"}, ", ends", "before it begins"),
    ({"ends": "2021"}, ", ends", "before it begins"),
    ({"color": "white"}, ", color", "not known"),
]
BAD_EVENTS = [
    ({"timezone": ""}, ", timezone", "blank"),
    ({"timezone": None}, ", timezone", "blank"),
    ({"timezone": "America/Atlantis"}, ", timezone", "not a time zone"),
    ({"timezone": "GMT+25"}, ", timezone", "not a time zone"),
    ({"starts": ""}, ", starts", "null"),
    ({"starts": "2026-05-05T10:00"}, ", starts", "not an instant"),
    ({"starts": "2026-05-05"}, ", starts", "not an instant"),
    ({"starts": "2026-05-05T25:00-06:00"}, ", starts", "not an instant"),
    ({"starts": "10 a.m."}, ", starts", "not an instant"),
    ({"ends": "9999-12-31T23:59-05:00"}, ", ends", "not an instant"),
    ({"ends": "2026-05-05T09:00-06:00"}, "", "cannot end before it begins"),
    ({"ends": "2026-05-05T10:00-06:00"}, "", "cannot end before it begins"),
    ({"ends": "2126-05-05T10:00-06:00"}, "", "between 1900 and 2100"),
    ({"place": ""}, ", place", "blank"),
    ({"note": {"en": "Bring a card."}}, ", note", "text or a number"),
    ({"price": "free"}, ", price", "not known"),
]


@pytest.mark.parametrize(("cells", "field", "reason"), BAD_FACTS)
def test_a_bad_fact_is_named_by_its_place_in_the_row(content, cells, field, reason):
    row(content)["facts"][0].update(cells)
    (problem,) = problems_of(import_releases, content.write())
    assert (problem.file, problem.column) == ("releases.json", f"facts 1{field}")
    assert reason in problem.reason


@pytest.mark.parametrize(("cells", "field", "reason"), BAD_FACTS)
def test_a_bad_fact_is_found_in_an_update_too(imported, cells, field, reason):
    row(imported)["facts"].append(COCAINE | cells)
    (problem,) = problems_of(import_releases, imported.write())
    assert problem.column == f"facts 3{field}"


@pytest.mark.parametrize(("cells", "field", "reason"), BAD_EVENTS)
def test_a_bad_event_is_named_by_its_field(content, cells, field, reason):
    row(content)["event"].update(cells)
    (problem,) = problems_of(import_releases, content.write())
    assert problem.column == f"event{field}"
    assert reason in problem.reason


@pytest.mark.parametrize(("cells", "field", "reason"), BAD_EVENTS)
def test_a_bad_event_is_found_in_an_update_too(imported, cells, field, reason):
    row(imported)["event"].update(cells)
    (problem,) = problems_of(import_releases, imported.write())
    assert problem.column == f"event{field}"


BAD_CELLS = [
    ({"facts": {"what": "Cocaine"}}, "facts", "list of facts"),
    ({"facts": 12}, "facts", "list of facts"),
    ({"facts": "37,887 pounds of cocaine"}, "facts", "not valid JSON"),
    ({"facts": '[{"what": "Cocaine",}]'}, "facts", "not valid JSON"),
    ({"facts": "[" * 100_000}, "facts", "not valid JSON"),
    ({"facts": ["Cocaine"]}, "facts 1", "Write an object"),
    ({"facts": [None]}, "facts 1", "Write an object"),
    ({"event": [CEREMONY]}, "event", "Write an object"),
    ({"event": "10 a.m."}, "event", "not valid JSON"),
    ({"incident": "planes"}, "incident", "planes"),
    ({"speaker": ""}, "", "Name the person"),
    ({"speaker": "x" * 121}, "speaker", "at most 120"),
    ({"change_kind": "original"}, "change_kind", "correction, update or minor"),
    ({"change_kind": "big"}, "change_kind", "correction, update or minor"),
    ({"change_kind": "correction"}, "change_note", "what changed"),
    ({"change_kind": "update", "change_note": " "}, "change_note", "what changed"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_by_its_column(content, cells, column, reason):
    row(content).update(cells)
    (problem,) = problems_of(import_releases, content.write())
    assert (problem.file, problem.column) == ("releases.json", column)
    assert reason in problem.reason


def test_every_bad_fact_of_a_row_is_named(content):
    row(content)["facts"] = [{"what": ""}, COCAINE, {"what": "Arrests", "starts": "soon"}]
    columns = [problem.column for problem in problems_of(import_releases, content.write())]
    assert columns == ["facts 1, what", "facts 3, starts"]


@pytest.mark.parametrize("cells", [{"slug": "boats"}, {"name": "Boats, 2023"}, {"slug": ""}, {"name": ""}])
def test_a_bad_incident_is_named_by_its_row(content, cells):
    content["incidents.csv"][1].update(cells)
    ((file, line, _column),) = places_of(problems_of(import_releases, content.write()))
    assert (file, line) == ("incidents.csv", 3)


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_no_cell_breaks_the_import_or_passes_for_an_editors_change(tmp_path, content, value):
    folder = tmp_path / "csv"
    folder.mkdir()
    csv = release_content(folder)
    columns = ["facts", "event", "speaker", "incident", "change_kind", "change_note"]
    for cells in csv["releases.csv"]:
        cells |= dict.fromkeys(columns, "")
    import_releases(csv.write())
    import_nasty_cells(import_releases, csv, "releases.csv", columns, value)


@pytest.mark.parametrize("value", ["a\x00b", "\u202ea\u202c", "a\x1b[2J", "a\u200b", " a ", 5, "e\u0301"])
def test_no_text_of_a_fact_or_an_event_passes_for_an_editors_change(content, value):
    row(content)["facts"][0].update(what=value, where=value, unit=value)
    row(content)["event"].update(name=value, place=value, note=value)
    import_releases(content.write())
    row(content)["facts"][0].update(where="Atlantic")
    row(content)["event"].update(place="Laredo")
    assert (import_releases(content.write()).conflicts, car().event.place) == ([], "Laredo")


# What it writes -----------------------------------------------------------------------------------


def test_facts_are_written_in_their_order(imported):
    assert [fact.line for fact in car().facts.all()] == [
        "Cocaine seized: 37,887 pounds, $77,300,000, Caribbean, November 1, 2022 to December 31, 2022",
        "Arrests: 3",
    ]


def test_an_event_is_shown_on_the_clock_of_its_place(imported):
    assert car().event.line == (
        "Ribbon cutting: Tuesday, May 5, 2026, 10 a.m. to 11 a.m. MDT, El Paso, Texas, Bring a press card."
    )


def test_speaker_and_incident_are_written(imported):
    assert car().attribution == "Jo Doe, Acting Commissioner"
    assert [release.import_key for release in Incident.objects.get(slug="boats").releases.all()] == ["car"]


def test_a_first_import_makes_no_version(imported):
    assert not Version.objects.exists()


def test_a_second_import_changes_nothing_at_all(imported):
    before = snapshot()
    report = import_releases(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 3), [])
    assert snapshot() == before


def test_csv_with_json_in_its_cells_gives_the_same(tmp_path, imported):
    before = car().details
    folder = tmp_path / "csv"
    folder.mkdir()
    csv = content_of(folder, "releases.csv")
    for cells in csv["releases.csv"]:
        cells.update({name: json.dumps(cells[name]) if cells[name] else "" for name in ("facts", "event")})
    assert counts(import_releases(csv.write())) == (0, 0, 3)
    assert car().details == before


@pytest.mark.parametrize("written", [37887, 37887.0, "37887", "37887.000", " 37887 ", "3.7887e4"])
def test_a_number_is_the_same_however_it_is_written(imported, written):
    row(imported)["facts"][0]["quantity"] = written
    assert counts(import_releases(imported.write())) == (0, 0, 3)


def test_a_number_keeps_its_decimals_and_a_nought_is_a_number(content):
    row(content)["facts"] = [{"what": "Cocaine", "quantity": 16.04, "value": 0}]
    import_releases(content.write())
    assert car().facts.get().line == "Cocaine: 16.04, $0"


def test_an_event_may_have_no_end_and_begin_in_any_offset(imported):
    row(imported)["event"].update(starts="2026-05-05T16:00Z", ends=None)
    assert counts(import_releases(imported.write())) == (0, 1, 2)
    assert car().event.when == "Tuesday, May 5, 2026, 10 a.m. MDT"


def test_a_period_may_end_in_the_month_in_which_it_begins(content):
    row(content)["facts"] = [{"what": "Arrests", "starts": "2022-11-05", "ends": "2022-11"}]
    assert counts(import_releases(content.write())) == (3, 0, 0)


def test_a_folder_without_incidents_may_name_old_ones(imported):
    (imported.write() / "incidents.csv").unlink()
    assert counts(import_releases(imported.folder)) == (0, 0, 3)


def test_incidents_that_exist_belong_to_the_editors(imported):
    Incident.objects.filter(slug="boats").update(name="The boats")
    import_releases(imported.folder)
    assert Incident.objects.get(slug="boats").name == "The boats"


def queries(run) -> int:
    with CaptureQueriesContext(connection) as asked:
        run()
    return len(asked)


def test_more_facts_cost_no_more_queries(content):
    few = queries(lambda: import_releases(content.write(), dry_run=True))
    row(content)["facts"] *= 10
    assert queries(lambda: import_releases(content.write(), dry_run=True)) == few


def test_a_second_import_asks_the_same_however_many_releases_have_parts(imported):
    one = queries(lambda: import_releases(imported.folder))
    for cells in imported["releases.json"]:
        cells.update({name: row(imported)[name] for name in ("facts", "event", "speaker", "incident")})
    import_releases(imported.write())
    assert queries(lambda: import_releases(imported.folder)) == one


# What a changed file does, and what editors changed -------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"facts": [COCAINE | {"quantity": 37888}]}, "37,888 pounds"),
        ({"event": CEREMONY | {"place": "Laredo, Texas"}}, "Laredo, Texas"),
        ({"speaker_title": "Commissioner"}, "Jo Doe, Commissioner"),
    ],
)
def test_a_change_in_the_file_reaches_the_release(imported, cells, line):
    row(imported).update(cells)
    assert counts(import_releases(imported.write())) == (0, 1, 2)
    assert line in "; ".join(car().details)


def test_what_the_file_blanks_is_gone(imported):
    row(imported).update(facts=[], event=None, speaker=None, speaker_title="", incident="")
    import_releases(imported.write())
    assert (car().details, car().incident) == ([], None)


def test_columns_that_are_left_out_say_nothing(imported):
    for name in ("speaker", "speaker_title", "incident", "facts", "event"):
        del row(imported)[name]
    before = car().details
    assert counts(import_releases(imported.write())) == (0, 0, 3)
    assert car().details == before != []


EDITS = {
    "facts": lambda release: release.facts.filter(order=1).update(quantity=1),
    "event": lambda release: Event.objects.filter(release=release).update(place="Somewhere else"),
    "speaker": lambda release: Release.objects.filter(pk=release.pk).update(speaker="Al Roe"),
    "incident": lambda release: Release.objects.filter(pk=release.pk).update(
        incident=Incident.objects.get(slug="cars")
    ),
}
CELLS = {
    "facts": {"facts": [{"what": "Nothing"}]},
    "event": {"event": None},
    "speaker": {"speaker": "Sam Poe"},
    "incident": {"incident": ""},
}


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_change_survives_silently(imported, name):
    EDITS[name](car())
    before = snapshot()
    report = import_releases(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 3), [])
    assert snapshot() == before


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_change_stays_and_is_reported_when_the_file_changed_too(imported, name):
    EDITS[name](car())
    details, incident = car().details, car().incident
    row(imported).update(CELLS[name])
    assert conflicts(import_releases(imported.write())) == [("car", name)]
    assert (car().details, car().incident) == (details, incident)


def test_the_title_of_the_file_does_not_go_to_the_speaker_of_an_editor(imported):
    EDITS["speaker"](car())
    row(imported)["speaker_title"] = "Commissioner"
    assert conflicts(import_releases(imported.write())) == [("car", "speaker_title")]
    assert car().attribution == "Al Roe, Acting Commissioner"


def test_a_fact_that_staff_wrote_before_the_file_had_any_is_kept(imported):
    boat = Release.objects.get(import_key="boat")
    KeyFact.objects.create(release=boat, what="Boats", quantity=1)
    imported["releases.json"][1]["facts"] = [COCAINE]
    assert conflicts(import_releases(imported.write())) == [("boat", "facts")]
    assert boat.facts.get().what == "Boats"


@pytest.mark.parametrize("cells", [{"language": "xx"}, {"facts": [COCAINE | {"quantity": -1}]}])
def test_one_bad_row_leaves_facts_and_versions_as_they_were(imported, cells):
    imported["releases.json"][1]["facts"] = [COCAINE]
    row(imported).update(event=None, **cells)
    assert len(problems_of(import_releases, imported.write())) == 1


def test_a_dry_run_makes_no_version(imported):
    row(imported).update(facts=[], event=None, headline="Changed")
    before = snapshot()
    assert counts(import_releases(imported.write(), dry_run=True)) == (0, 1, 2)
    assert snapshot() == before


# Versions of what the public could read -------------------------------------------------------------


def log(key: str = "car") -> list[tuple[str, str]]:
    """The changes of a release since it was published."""
    return [(change.kind, change.note) for change in Release.objects.get(import_key=key).change_log[1:]]


BY_IMPORT = ("minor", "Brought in line with the content files.")


@pytest.mark.parametrize(
    "cells",
    [
        {"headline": "Another headline"},
        {"body": "<p>Another text.</p>"},
        {"facts": [COCAINE]},
        {"event": None},
        {"speaker": "Al Roe"},
    ],
)
def test_a_changed_public_text_is_a_minor_edit_unless_the_row_says_more(imported, cells):
    row(imported).update(cells)
    import_releases(imported.write())
    assert (log(), log("boat")) == ([BY_IMPORT], [])


@pytest.mark.parametrize("kind", ["correction", "update", "minor"])
def test_the_row_says_what_kind_of_change_it_is(imported, kind):
    row(imported).update(facts=[COCAINE], change_kind=kind, change_note="37,887 pounds, not 37,878.")
    import_releases(imported.write())
    assert log() == [(kind, "37,887 pounds, not 37,878.")]
    assert (car().updated_at is None) == (kind == "minor")


def test_both_texts_are_kept(imported):
    row(imported).update(facts=[COCAINE | {"quantity": 1}], event=None)
    import_releases(imported.write())
    first, second = car().versions.all()
    assert any("37,887 pounds" in line for line in first.details)
    assert second.details == car().details != first.details


@pytest.mark.parametrize("kind", ["correction", "update", "minor", ""])
def test_after_a_change_a_second_import_changes_nothing(imported, kind):
    row(imported).update(headline="Changed", change_kind=kind, change_note="It was wrong.")
    import_releases(imported.write())
    before = snapshot()
    report = import_releases(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 3), [])
    assert snapshot() == before


@pytest.mark.parametrize("cells", [{"topics": "travel"}, {"staff_note": "Looked at."}, {"incident": "cars"}])
def test_what_is_no_text_makes_no_version(imported, cells):
    row(imported).update(cells, change_kind="correction", change_note="It was wrong.")
    assert counts(import_releases(imported.write())) == (0, 1, 2)
    assert not Version.objects.exists()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"published_at": "2100-01-01"}])
def test_what_was_never_public_makes_no_version(content, fields):
    row(content).update(fields)
    import_releases(content.write())
    row(content).update(headline="Changed", facts=[])
    import_releases(content.write())
    assert (car().headline, Version.objects.count()) == ("Changed", 0)


def test_a_withdrawn_release_stays_withdrawn_and_keeps_what_was_public(imported):
    Release.objects.filter(import_key="car").update(
        status=Status.WITHDRAWN, withdrawn_at="2024-01-01T00:00Z", withdrawal_note="It was wrong."
    )
    headline = car().headline
    row(imported)["headline"] = "Changed"
    import_releases(imported.write())
    assert (car().status, log()) == (Status.WITHDRAWN, [])
    assert car().versions.get().headline == headline


PARTS = ("speaker", "speaker_title", "facts", "event")


@pytest.fixture
def without_parts(content):
    """An installation from before there were these columns."""
    parts = {name: row(content).pop(name) for name in PARTS}
    import_releases(content.write())
    row(content).update(parts)
    return content


def test_columns_that_are_new_to_an_installation_make_no_version(without_parts):
    import_releases(without_parts.write())
    assert (log(), len(car().details)) == ([], 4)
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "cells", [{"headline": "Changed"}, {"change_kind": "correction", "change_note": "The figures are new."}]
)
def test_new_columns_with_another_change_are_a_version(without_parts, cells):
    row(without_parts).update(cells)
    import_releases(without_parts.write())
    assert len(log()) == 1


def test_new_columns_of_a_text_that_has_versions_are_one_more(without_parts):
    factories.correct(car(), summary="Better.")
    import_releases(without_parts.write())
    assert log()[1:] == [BY_IMPORT]
    assert car().versions.last().details == car().details


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "draft"}, "status"),
        ({"status": "withdrawn"}, "status"),
        ({"published_at": "2099-01-01"}, "published_at"),
        ({"published_at": "", "status": "draft"}, "status"),
        ({"slug": "elsewhere"}, "slug"),
        ({"type": "spotlights"}, "type"),
    ],
)
def test_a_file_does_not_take_away_what_the_public_could_read(imported, cells, column):
    before = snapshot()
    row(imported).update(cells)
    problems = problems_of(import_releases, imported.write())
    assert [(problem.column, "The public could read this" in problem.reason) for problem in problems] == [
        (column, True)
    ]
    assert snapshot() == before


def test_an_import_waits_for_other_writers_before_it_reads(content):
    with CaptureQueriesContext(connection) as queries:
        import_releases(content.write())
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert "newsroom_revision" in asked[0]


# The repository's own content -----------------------------------------------------------------------


def test_the_content_of_the_repository_brings_all_its_parts_once_and_without_versions(tmp_path):
    import_offices(office_content(tmp_path).origin)
    for _again in range(2):
        import_releases(release_content(tmp_path).origin)
        with_part = {
            name: Release.objects.exclude(**{name: None}).distinct().count()
            for name in ("facts", "event", "incident", "translation_of", "contacts")
        }
        assert with_part == {"facts": 84, "event": 1, "incident": 19, "translation_of": 5, "contacts": 1}
        assert Release.objects.exclude(speaker="").count() == 7
        assert (KeyFact.objects.count(), Incident.objects.count()) == (272, 9)
    assert not Version.objects.exists()
