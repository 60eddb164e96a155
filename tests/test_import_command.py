"""The two import commands: what they print, and how they end."""

import io

import pytest
from django.core.management import CommandError, call_command

from newsroom.models import Release, Topic
from offices.models import Office

from . import factories
from .importing import office_content, office_row, release_content, snapshot

pytestmark = pytest.mark.django_db


class Run:
    """One run of a command: what it printed, and the sentence with which it failed."""

    def __init__(self, *words):
        out, err, self.error = io.StringIO(), io.StringIO(), ""
        try:
            call_command(*map(str, words), stdout=out, stderr=err, no_color=True)
        except CommandError as error:
            self.error = str(error)
        self.lines = out.getvalue().splitlines()
        self.complaints = err.getvalue().splitlines()


@pytest.fixture
def content(tmp_path):
    return office_content(tmp_path)


def test_without_a_folder_the_offices_of_the_repository_are_imported():
    run = Run("import_offices")
    assert run.lines[-1] == f"{Office.objects.count()} created, 0 updated, 0 unchanged, 0 conflicts"
    assert Office.objects.filter(import_key="port:2304").exists()


def test_without_a_folder_the_releases_of_the_repository_are_read():
    run = Run("import_releases", "--dry-run")
    assert {line.split(",")[0] for line in run.complaints[:50]} == {"coverage.csv", "releases.json"}
    assert all("is not known" in line for line in run.complaints[:-1])  # no office is there yet


def test_a_folder_of_offices_is_imported_and_summed_up_in_a_line(content):
    run = Run("import_offices", content.write())
    assert run.lines == ["5 created, 0 updated, 0 unchanged, 0 conflicts"]
    assert (run.error, run.complaints, Office.objects.count()) == ("", [], 5)


def test_a_folder_of_releases_is_imported_and_summed_up_in_a_line(tmp_path):
    factories.make_port(code="2304", import_key="port:2304")
    run = Run("import_releases", release_content(tmp_path).write())
    assert run.lines == ["3 created, 0 updated, 0 unchanged, 0 conflicts"]
    assert Release.objects.count() == 3


def test_a_dry_run_says_so_and_changes_nothing(content):
    before = snapshot()
    run = Run("import_offices", content.write(), "--dry-run")
    assert run.lines == ["Dry run: 5 created, 0 updated, 0 unchanged, 0 conflicts"]
    assert snapshot() == before


def test_a_dry_run_of_releases_changes_nothing(tmp_path):
    factories.make_port(code="2304", import_key="port:2304")
    run = Run("import_releases", release_content(tmp_path).write(), "--dry-run")
    assert run.lines == ["Dry run: 3 created, 0 updated, 0 unchanged, 0 conflicts"]
    assert not Topic.objects.exists()


def test_conflicts_are_printed_before_the_summary(content):
    Run("import_offices", content.write())
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.")
    content.row("offices.csv", 5)["note"] = "Use the west gate."
    assert Run("import_offices", content.write()).lines == [
        "Conflict: port:2304, note: kept “Use the east gate.”, the file says “Use the west gate.”",
        "0 created, 0 updated, 5 unchanged, 1 conflict",
    ]


def test_problems_are_printed_in_the_order_of_the_files_and_their_rows(content):
    content.row("offices.csv", 6)["state"] = "ZZ"
    content.row("offices.csv", 2)["modes"] = "foot"
    content.row("hours.csv", 2)["text"] = ""
    content.row("contacts.csv", 4)["value"] = "12"
    run = Run("import_offices", content.write())
    assert [line.split(":")[0] for line in run.complaints] == [
        "contacts.csv, row 4, value", "hours.csv, row 2, text", "offices.csv, row 2, modes",
        "offices.csv, row 6, state",
    ]  # fmt: skip
    assert (run.error, run.lines) == ("4 problems; nothing was changed.", [])


def test_rows_are_ordered_as_numbers(content):
    content["contacts.csv"] = [{"office": "port:9999"}] + content["contacts.csv"][:1] * 8 + [{"office": "x"}]
    run = Run("import_offices", content.write())
    rows = [line.split(", ")[1] for line in run.complaints if ", office:" in line]
    assert rows == ["row 2", "row 11"]


def test_a_single_problem_is_one_problem(content):
    content.row("offices.csv", 6)["state"] = "ZZ"
    assert Run("import_offices", content.write()).error == "1 problem; nothing was changed."


@pytest.mark.parametrize(
    ("number", "last"), [(50, "row 56"), (51, "... and 1 more."), (90, "... and 40 more.")]
)
def test_after_fifty_problems_the_rest_is_counted(content, number, last):
    content["offices.csv"] += [office_row(f"sector:{n}", kind="sector", state="ZZ") for n in range(number)]
    run = Run("import_offices", content.write())
    assert run.error == f"{number} problems; nothing was changed."
    assert (len(run.complaints), last in run.complaints[-1]) == (min(number, 51), True)


@pytest.mark.parametrize("command", ["import_offices", "import_releases"])
def test_a_folder_that_does_not_exist_ends_in_words(command, tmp_path):
    run = Run(command, tmp_path / "nowhere")
    assert run.complaints == [f"{tmp_path / 'nowhere'}: There is no such folder."]
    assert run.error == "1 problem; nothing was changed."
