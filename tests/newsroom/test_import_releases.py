"""The import of releases: what it writes, what it leaves to editors, and what it refuses."""

import json

import pytest
from django.utils import timezone

from newsroom.importer import import_releases
from newsroom.models import Boilerplate, Release, Topic
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
    release_row,
    snapshot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    """The offices that the rows name."""
    factories.make_port(code="2304", import_key="port:2304")
    factories.make_office(kind=Kind.PRESS_OFFICE, name="Laredo press office", import_key="press:laredo")


@pytest.fixture
def content(tmp_path, directory):
    return release_content(tmp_path)


@pytest.fixture
def imported(content):
    """The content after a first import."""
    import_releases(content.write())
    return content


def release(key: str = "boat") -> Release:
    return Release.objects.get(import_key=key)


def counts(report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def conflicts(report) -> list[tuple[str, str]]:
    return [(conflict.key, conflict.field) for conflict in report.conflicts]


# The repository's own content --------------------------------------------------------------------


@pytest.fixture
def real_content(tmp_path):
    import_offices(office_content(tmp_path).origin)
    return release_content(tmp_path).origin


def test_the_content_of_the_repository_imports_and_a_second_time_changes_nothing(real_content):
    assert counts(import_releases(real_content)) == (115, 0, 0)
    before = snapshot()
    assert counts(import_releases(real_content)) == (0, 0, 115)
    assert snapshot() == before


def test_the_content_of_the_repository_holds_the_five_releases_it_began_with(real_content):
    import_releases(real_content)
    seeds = Release.objects.filter(source__startswith="seed file")
    assert {seed.import_key: seed.type for seed in seeds} == dict.fromkeys(
        [
            "docval-proposed-rule-2023", "nexus-interview-option-2023", "p3-20-tons-2023",
            "support-canine-program-2023", "wco-candidate-2023",
        ],
        "national-media-release",
    )  # fmt: skip


# What it writes ----------------------------------------------------------------------------------


def test_a_first_import_creates_each_release_with_all_that_belongs_to_it(content):
    assert counts(import_releases(content.write())) == (3, 0, 0)
    car = release("car")
    assert [topic.name for topic in car.topics.all()] == ["Trade", "Travel"]
    assert [office.code for office in car.offices.all()] == ["2304"]
    assert car.boilerplate.component == "Headquarters"
    assert release("boat-es").translation_of == release("boat")
    assert [str(contact.phone.as_e164) for contact in release("boat").contacts.all()] == ["+19565237300"]


@pytest.mark.parametrize(
    ("written", "eastern"),
    [
        ("2023-02-02", "2023-02-02T00:00:00-05:00"),
        ("2023-07-02", "2023-07-02T00:00:00-04:00"),
        ("2023-02-02T10:30-05:00", "2023-02-02T10:30:00-05:00"),
        ("2023-02-02T15:30Z", "2023-02-02T10:30:00-05:00"),
        ("2023-02-02T23:30-08:00", "2023-02-03T02:30:00-05:00"),
    ],
)
def test_a_day_is_midnight_eastern_and_an_instant_keeps_its_offset(content, written, eastern):
    content.row("releases.csv", 4)["published_at"] = written
    import_releases(content.write())
    assert timezone.localtime(release("car").published_at).isoformat() == eastern


def test_a_second_import_changes_nothing_at_all(imported):
    before = snapshot()
    report = import_releases(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 3), [])
    assert snapshot() == before


def test_json_and_csv_give_the_same_releases(tmp_path, imported):
    before = snapshot()
    folder = tmp_path / "json"
    folder.mkdir()
    content = release_content(folder, "releases.json")
    content["releases.json"][2]["topics"] = ["travel", "trade"]
    content["releases.json"][2]["translation_of"] = None
    assert counts(import_releases(content.write())) == (0, 0, 3)
    assert snapshot() == before


def test_columns_that_may_be_missing_may_be_missing_in_json_one_by_one(tmp_path, directory):
    content = release_content(tmp_path, "releases.json")
    del content["releases.json"][1]["subtitle"]
    del content["releases.json"][2]["translation_of"]
    assert counts(import_releases(content.write())) == (3, 0, 0)


def test_a_dry_run_reports_and_changes_nothing(content):
    before = snapshot()
    assert counts(import_releases(content.write(), dry_run=True)) == (3, 0, 0)
    assert snapshot() == before


def test_a_dry_run_over_existing_releases_changes_nothing(imported):
    imported.row("releases.csv", 4).update(topics="", headline="A car", contact_phone="+1 956-523-7301")
    imported["topics.csv"].append({"slug": "canine", "name": "Canine"})
    before = snapshot()
    assert counts(import_releases(imported.write(), dry_run=True)) == (0, 1, 2)
    assert snapshot() == before


def test_an_office_may_be_named_by_its_code_and_only_counts_once(content):
    content.row("releases.csv", 4).update(offices="2304; port:2304", topics="trade; trade;")
    import_releases(content.write())
    content.row("releases.csv", 4).update(offices="", topics="travel")
    assert import_releases(content.write()).conflicts == []
    assert (release("car").offices.count(), release("car").topics.get().slug) == (0, "travel")


def test_an_office_that_staff_made_is_named_by_its_code(content):
    factories.make_port(code="2301")
    content.row("releases.csv", 4).update(offices="2301")
    import_releases(content.write())
    assert release("car").offices.get().code == "2301"
    assert counts(import_releases(content.folder)) == (0, 0, 3)


def test_a_translation_may_come_in_a_later_file_than_its_original(imported):
    french = release_row("boat-fr", language="fr", translation_of="boat")
    imported["releases.csv"] = [french]
    assert counts(import_releases(imported.write())) == (1, 0, 0)
    assert release("boat-fr").translation_of == release("boat")


def test_topics_and_boilerplates_that_exist_belong_to_the_editors(imported):
    Topic.objects.filter(slug="trade").update(name="Commerce")
    imported.row("boilerplates.csv", 2)["text"] = "Something else."
    import_releases(imported.write())
    assert Topic.objects.get(slug="trade").name == "Commerce"
    assert Boilerplate.objects.get().text == "CBP guards."


# Text that is made harmless ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>A boat.</p><script>alert(1)</script>", "<p>A boat.</p>"),
        ('<p onclick="steal()" class="x">A boat.</p>', "<p>A boat.</p>"),
        ('<p><a href="javascript:steal()">A boat.</a></p>', "<p><a>A boat.</a></p>"),
        ('<p class="MsoNormal" style="mso-x:1">A <o:p>boat</o:p>.</p>', "<p>A boat.</p>"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>A boat.</p>", "<p>A boat.</p>"),
        ("<p>A \u202eboat\u202c.\u200b</p>", "<p>A boat.</p>"),
        ("<div><b>A boat.</b></div>", "<p><b>A boat.</b></p>"),
        ("<p>A boat.", "<p>A boat.</p>"),
    ],
)
def test_a_body_is_cleaned_and_its_words_are_kept(content, written, kept):
    content.row("releases.csv", 4)["body"] = written
    import_releases(content.write())
    assert release("car").body == kept


def test_cleaning_does_not_pass_for_an_editors_change(content):
    content.row("releases.csv", 4)["body"] = '<p class="MsoNormal">A boat.</p>'
    import_releases(content.write())
    content.row("releases.csv", 4)["body"] = '<p class="MsoNormal">Two boats.</p>'
    assert import_releases(content.write()).conflicts == []
    assert release("car").body == "<p>Two boats.</p>"


def test_a_headline_has_no_reordering_characters(content):
    content.row("releases.csv", 4)["headline"] = "A \u202ecar\u202c\ufeff"
    import_releases(content.write())
    assert release("car").headline == "A car"


@pytest.mark.parametrize("body", ["", "<script>alert(1)</script>", "<p> </p>"])
def test_a_body_without_words_is_refused(content, body):
    content.row("releases.csv", 4)["body"] = body
    assert places_of(problems_of(import_releases, content.write())) == [("releases.csv", 4, "body")]


# What a changed file does, and what editors changed ---------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "field", "expected"),
    [
        ("headline", "A boat", "headline", "A boat"),
        ("body", "<p>Two boats.</p>", "body", "<p>Two boats.</p>"),
        ("boilerplate", "", "boilerplate", None),
        ("updated_at", "2023-03-01", "updated_at", "2023-03-01"),
    ],
)
def test_a_change_in_the_file_reaches_the_release(imported, column, value, field, expected):
    imported.row("releases.csv", 3)[column] = value
    assert counts(import_releases(imported.write())) == (0, 1, 2)
    actual = getattr(release(), field)
    assert (str(timezone.localtime(actual).date()) if field == "updated_at" else actual) == expected


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        ("topics", "travel", lambda boat: [topic.slug for topic in boat.topics.all()]),
        ("offices", "", lambda boat: list(boat.offices.all())),
        ("contact_name", "Public Affairs", lambda boat: [contact.name for contact in boat.contacts.all()]),
    ],
)
def test_a_change_of_what_belongs_to_a_release_reaches_it(imported, column, value, read):
    imported.row("releases.csv", 3)[column] = value
    assert counts(import_releases(imported.write())) == (0, 1, 2)
    assert read(release()) == ([value] if value else [])


EDITS = {
    "headline": lambda boat: Release.objects.filter(pk=boat.pk).update(headline="An editor's headline"),
    "body": lambda boat: Release.objects.filter(pk=boat.pk).update(body="<p>An editor's text.</p>"),
    "topics": lambda boat: boat.topics.clear(),
    "offices": lambda boat: boat.offices.set([factories.make_office()]),
    "contacts": lambda boat: boat.contacts.update(extension="217"),
    "translation_of": lambda boat: (
        boat.translations.update(translation_of=None),
        Release.objects.filter(pk=boat.pk).update(translation_of=release("car")),
    ),
}
CELLS = {
    "headline": {"headline": "Another headline"},
    "body": {"body": "<p>Another text.</p>"},
    "topics": {"topics": "travel"},
    "offices": {"offices": ""},
    "contacts": {"contact_phone": "+1 956-523-7301"},
    "translation_of": {"translation_of": "third"},
}


@pytest.fixture
def third(imported):
    """One more release to be a translation of."""
    imported["releases.csv"].append(release_row("third"))
    import_releases(imported.write())
    return imported


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_change_survives_silently(imported, name):
    EDITS[name](release())
    before = snapshot()
    report = import_releases(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 3), [])
    assert snapshot() == before


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_change_stays_and_is_reported_when_the_file_changed_too(third, name):
    third["releases.csv"].pop(0)
    EDITS[name](release())
    third.row("releases.csv", 2).update(CELLS[name], dateline_city="Eagle Pass")
    before = snapshot()
    report = import_releases(third.write())
    assert conflicts(report) == [("boat", name)]
    assert release().dateline_city == "Eagle Pass"
    after = snapshot()
    for label in ("newsroom.ReleaseContact", "newsroom.Release_topics", "newsroom.Release_offices"):
        assert after[label] == before[label]
    assert [row.get(f"{name}_id", row.get(name)) for row in after["newsroom.Release"]] == [
        row.get(f"{name}_id", row.get(name)) for row in before["newsroom.Release"]
    ]


def test_a_conflict_about_a_long_text_is_shortened(imported):
    EDITS["body"](release())
    imported.row("releases.csv", 3)["body"] = f"<p>{'word ' * 1000}</p>"
    (conflict,) = import_releases(imported.write()).conflicts
    assert len(str(conflict)) < 500


def test_a_conflict_is_reported_once_and_moves_no_modification_time(imported):
    EDITS["headline"](release())
    modified_at = release().modified_at
    imported.row("releases.csv", 3)["headline"] = "Another headline"
    assert conflicts(import_releases(imported.write())) == [("boat", "headline")]
    assert conflicts(import_releases(imported.folder)) == []
    assert release().modified_at == modified_at


def test_a_publication_that_an_editor_put_off_is_kept_with_its_update(imported):
    Release.objects.filter(import_key="boat").update(published_at="2024-01-01T00:00Z")
    imported.row("releases.csv", 3)["updated_at"] = "2023-03-01"
    assert conflicts(import_releases(imported.write())) == [("boat", "updated_at")]
    assert release().updated_at is None


def test_a_press_office_named_by_code_is_no_editors_change(content):
    Office.objects.filter(import_key="press:laredo").update(code="LPO")
    content.row("releases.csv", 3)["contact_office"] = "LPO"
    import_releases(content.write())
    content.row("releases.csv", 3)["contact_phone"] = "+1 956-523-7301"
    report = import_releases(content.write())
    assert (counts(report), report.conflicts) == ((0, 1, 2), [])
    assert release().contacts.get().office.import_key == "press:laredo"


# All or nothing -----------------------------------------------------------------------------------


LAST_ROWS = [
    ("releases.csv", {"language": "xx"}),
    ("topics.csv", {"name": ""}),
    ("boilerplates.csv", {"text": ""}),
]


@pytest.mark.parametrize(("file", "cells"), LAST_ROWS)
def test_one_bad_row_at_the_end_leaves_an_empty_newsroom_empty(content, file, cells):
    content[file][-1].update(cells)
    assert len(problems_of(import_releases, content.write())) == 1
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("file", "cells"), LAST_ROWS)
def test_one_bad_row_at_the_end_leaves_the_newsroom_as_it_was(imported, file, cells):
    imported.row("releases.csv", 2).update(headline="Changed", topics="", contact_office="press:laredo")
    imported["topics.csv"] += [{"slug": "canine", "name": "Canine"}, {"slug": "rescue", "name": "Rescue"}]
    imported["boilerplates.csv"].append({"slug": "trade", "component": "Office of Trade", "text": "Trade."})
    imported[file][-1].update(cells)
    (problem,) = problems_of(import_releases, imported.write())
    assert (problem.file, problem.line) == (file, len(imported[file]) + 1)


def test_all_bad_rows_of_all_files_are_named_at_once(content):
    content.row("releases.csv", 2)["language"] = "xx"
    content.row("releases.csv", 4).update(type="memo", published_at="2023-02-02", boilerplate="")
    content.row("topics.csv", 3)["name"] = ""
    content.row("boilerplates.csv", 2)["text"] = ""
    assert sorted(places_of(problems_of(import_releases, content.write()))) == [
        ("boilerplates.csv", 2, "text"), ("releases.csv", 2, "language"), ("releases.csv", 4, "type"),
        ("topics.csv", 3, "name"),
    ]  # fmt: skip


def test_the_translation_of_a_bad_release_is_not_blamed_for_it(content):
    content.row("releases.csv", 3)["language"] = "xx"
    assert places_of(problems_of(import_releases, content.write())) == [("releases.csv", 3, "language")]


# Bad cells ------------------------------------------------------------------------------------------

# The new cells of row 4, the column that is to blame ("": several), and words of the reason.
BAD_CELLS = [
    ({"key": ""}, "key", "needs a key"),
    ({"key": "boat"}, "key", "row 3"),
    ({"key": "k" * 101}, "key", "at most 100"),
    ({"type": "memo"}, "type", "memo"),
    ({"status": "scheduled"}, "status", "scheduled"),
    ({"date_precision": "hour"}, "date_precision", "hour"),
    ({"language": "xx"}, "language", "xx"),
    ({"language": "EN"}, "language", "EN"),
    ({"headline": ""}, "headline", "blank"),
    ({"headline": "x" * 251}, "headline", "at most 250"),
    ({"subtitle": "x" * 251}, "subtitle", "at most 250"),
    ({"summary": ""}, "summary", "blank"),
    ({"slug": ""}, "slug", "blank"),
    ({"slug": "feed"}, "slug", "feed"),
    ({"slug": "A car"}, "slug", "letters"),
    ({"slug": "boat"}, "", "already has this address"),
    ({"dateline_state": "ZZ"}, "dateline_state", "ZZ"),
    ({"source_as_of": "2023-02-31"}, "source_as_of", "2023-02-31"),
    ({"published_at": "2023-02-31"}, "published_at", "2023-02-31"),
    ({"published_at": "2023-02-02T10:30"}, "published_at", "10:30-05:00"),
    ({"published_at": "2023-02-02T25:00-05:00"}, "published_at", "25:00"),
    ({"published_at": "2023-02-02T10:30-99:00"}, "published_at", "-99:00"),
    ({"published_at": "9999-12-31T23:59-05:00"}, "published_at", "9999"),
    ({"published_at": "February 2, 2023"}, "published_at", "February"),
    ({"published_at": "2023"}, "published_at", "2023"),
    ({"published_at": ""}, "", "needs its publication date"),
    ({"updated_at": "2023-13-01"}, "updated_at", "2023-13-01"),
    ({"updated_at": "2023-02-01"}, "", "before the publication"),
    ({"topics": "trade;taxes"}, "topics", "taxes"),
    ({"offices": "port:2304;port:9999"}, "offices", "port:9999"),
    ({"boilerplate": "secret-service"}, "boilerplate", "secret-service"),
    ({"boilerplate": "headquarters;headquarters"}, "boilerplate", "not known"),
    ({"translation_of": "ship"}, "translation_of", "ship"),
    ({"translation_of": "car"}, "translation_of", "Name the original"),
    ({"translation_of": "boat-es"}, "translation_of", "Name the original"),
    ({"contact_office": "press:mars"}, "contact_office", "press:mars"),
    ({"contact_office": "port:2304"}, "contact_office", "not a press office"),
    ({"contact_phone": "call us"}, "contact_phone", "phone number"),
    ({"contact_phone": "1-800-BE-ALERT"}, "contact_phone", "digits"),
    ({"contact_phone": "+1 956-523-7300 x217"}, "contact_phone", "no extension"),
    ({"contact_phone": "523-7300"}, "contact_phone", "phone number"),
    ({"contact_email": "press@"}, "contact_email", "email"),
    ({"contact_name": "x" * 121, "contact_office": "press:laredo"}, "contact_name", "at most 120"),
    ({"contact_name": "Public Affairs"}, "", "Choose a press office"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_by_row_and_column(content, cells, column, reason):
    content.row("releases.csv", 4).update(cells)
    (problem,) = problems_of(import_releases, content.write())
    assert (problem.file, problem.line, problem.column) == ("releases.csv", 4, column)
    assert reason in problem.reason


@pytest.mark.parametrize(("cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_found_in_an_update_too(imported, cells, column, reason):
    imported.row("releases.csv", 4).update(cells)
    places = places_of(problems_of(import_releases, imported.write()))
    column = "slug" if "slug" in cells else column  # no address of what is public may change at all
    assert ("releases.csv", 4, column) in places


@pytest.mark.parametrize("fields", [{}, {"status": "draft", "published_at": None}])
def test_an_address_of_a_release_that_staff_made_is_not_taken(content, fields):
    factories.make_release(**{"type": "local-media-release", "slug": "car"} | fields)
    (problem,) = problems_of(import_releases, content.write())
    assert str(problem) == "releases.csv, row 4: Another release of this type already has this address."


def test_releases_of_different_types_may_share_an_address(content):
    content.row("releases.csv", 4).update(slug="boat", type="media-advisory")
    assert counts(import_releases(content.write())) == (3, 0, 0)


@pytest.mark.parametrize(
    ("file", "cells", "column"),
    [
        ("topics.csv", {"slug": "trade"}, "slug"),
        ("topics.csv", {"slug": "Trade and travel"}, "slug"),
        ("topics.csv", {"name": "Trade"}, "name"),
        ("boilerplates.csv", {"slug": ""}, "slug"),
        ("boilerplates.csv", {"component": "x" * 81}, "component"),
    ],
)
def test_a_bad_topic_or_boilerplate_is_named(content, file, cells, column):
    for row in content["releases.csv"]:
        row.update(topics="trade", boilerplate="")
    content[file][-1].update(cells)
    places = places_of(problems_of(import_releases, content.write()))
    assert places == [(file, len(content[file]) + 1, column)]


# Bad files ------------------------------------------------------------------------------------------


@pytest.fixture
def spoiled(tmp_path, directory):
    """Names the problems of a content whose releases.json has the given text."""
    content = release_content(tmp_path, "releases.json")

    def problems(text: str):
        return problems_of(import_releases, content.spoil("releases.json", text.encode("utf-8")))

    return problems


def test_a_bad_release_in_json_is_named_by_the_line_at_which_it_begins(tmp_path, directory):
    content = release_content(tmp_path, "releases.json")
    content["releases.json"][2]["language"] = "xx"
    lines = (content.write() / "releases.json").read_text().splitlines()
    (problem,) = problems_of(import_releases, content.folder)
    assert (problem.column, lines[problem.line - 1].strip()) == ("language", "{")
    assert '"key": "car"' in lines[problem.line]


def test_releases_on_one_line_are_on_line_one(spoiled):
    rows = [release_row("boat"), release_row("car", language="xx")]
    assert places_of(spoiled(json.dumps(rows))) == [("releases.json", 1, "language")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n {"key": "boat",}\n]', 2),
        ('[\n {"key": "boat"\n', 3),
        ("key,type\n", 1),
        ("[" * 100_000, 0),
        ("[" + "9" * 5000 + "]", 0),
    ],
)
def test_broken_json_is_named_by_its_line(spoiled, text, line):
    (problem,) = spoiled(text)
    assert (problem.file, problem.line) == ("releases.json", line)
    assert problem.reason.startswith("This is not valid JSON")


@pytest.mark.parametrize("text", ['{"key": "boat"}', "[1]", '["boat"]', "null", '"boat"', "[[]]", "NaN"])
def test_json_that_is_no_list_of_objects_is_refused(spoiled, text):
    (problem,) = spoiled(text)
    assert str(problem) == "releases.json: The file must hold a list of objects."


@pytest.mark.parametrize("value", [{"en": "A boat"}, [["a"]], [{"a": 1}], [[[[[]]]]]])
def test_a_cell_in_json_is_text_or_a_list_of_texts(spoiled, value):
    problems = spoiled(json.dumps([release_row("boat") | {"headline": value}]))
    assert str(problems[0]) == "releases.json, row 1, headline: Write text, or a list of texts."


def test_a_missing_and_an_unknown_column_in_json_are_named_on_every_release(spoiled):
    rows = [release_row("boat"), release_row("car", colour="red")]
    for row in rows:
        del row["body"]
    assert places_of(spoiled(json.dumps(rows))) == [
        ("releases.json", 1, "body"), ("releases.json", 1, "body"), ("releases.json", 1, "colour"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_an_empty_json_file_is_named(spoiled, text):
    assert list(map(str, spoiled(text))) == ["releases.json: The file is empty."]


def test_lone_surrogates_and_control_characters_in_json_do_no_harm(tmp_path, directory):
    content = release_content(tmp_path, "releases.json")
    content["releases.json"][2].update(headline="A \ud800car\x00\x1b[31m", topics=["trade\x00"])
    assert counts(import_releases(content.write())) == (3, 0, 0)
    assert release("car").headline == "A car[31m"


@pytest.mark.parametrize("file", ["topics.csv", "boilerplates.csv"])
def test_a_missing_file_is_named(content, file):
    (content.write() / file).unlink()
    (problem,) = problems_of(import_releases, content.folder)
    assert str(problem) == f"{file}: The file cannot be read: No such file or directory."


def test_a_folder_without_releases_asks_for_them(content):
    (content.write() / "releases.csv").unlink()
    (problem,) = problems_of(import_releases, content.folder)
    assert str(problem) == "releases.json: The file cannot be read: No such file or directory."


def test_two_files_of_releases_are_one_too_many(content):
    problems = problems_of(import_releases, content.spoil("releases.json", b"[]"))
    assert "keep one of the two" in problems[0].reason


def test_a_folder_that_does_not_exist_is_named(content):
    problems = problems_of(import_releases, content.folder / "nowhere")
    assert [problem.reason for problem in problems] == ["There is no such folder."]


def test_a_release_over_several_lines_counts_as_one_row(content):
    content.row("releases.csv", 2)["body"] = "<p>One.</p>\n\n<p>Two.</p>\n"
    content.row("releases.csv", 4)["language"] = "xx"
    assert places_of(problems_of(import_releases, content.write())) == [("releases.csv", 4, "language")]


COLUMNS = {
    "releases.csv": [
        *release_row("car"), "updated_at", "source", "source_as_of", "staff_note",
        "contact_name", "contact_office", "contact_phone", "contact_email",
    ],
    "topics.csv": ["slug", "name"],
    "boilerplates.csv": ["slug", "component", "text"],
}  # fmt: skip


@pytest.mark.parametrize("value", NASTY, ids=ascii)
@pytest.mark.parametrize("file", COLUMNS)
def test_no_cell_breaks_the_import_or_passes_for_an_editors_change(imported, file, value):
    import_nasty_cells(import_releases, imported, file, COLUMNS[file], value)
