"""Who imported what, and when, is remembered."""

import pytest
from django.core.management import CommandError, call_command

from newsroom.models import Release
from offices.models import ImportRun

from ..importing import office_content, release_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path):
    return office_content(tmp_path)


def test_an_import_of_files_is_remembered_with_what_it_did(content, monkeypatch):
    monkeypatch.setenv("LOGNAME", "jo.doe")
    call_command("import_offices", content.write())
    run = ImportRun.objects.get()
    assert (run.what, run.who) == ("Offices, from content files", "jo.doe, on the server")
    assert run.summary == "5 created, 0 updated"


def test_a_dry_run_and_an_import_that_changes_nothing_leave_no_record(content):
    call_command("import_offices", content.write(), "--dry-run")
    assert not ImportRun.objects.exists()
    for _time in range(2):
        call_command("import_offices", content.write())
    assert ImportRun.objects.count() == 1


def test_an_import_that_is_refused_leaves_no_record(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_releases", release_content(tmp_path).write())
    assert (ImportRun.objects.count(), Release.objects.count()) == (0, 0)
