"""Two confirmations of one upload at the same moment: one is saved, the other is told what changed."""

import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from offices.models import FactChange, Office

from .. import factories

BULK = "/admin/offices/office/bulk/"


def preview_of(client: Client, sheet: str, **cells) -> str:
    content = client.get(f"{BULK}{sheet}.csv").content.decode("utf-8-sig")
    rows = [row | cells for row in csv.DictReader(io.StringIO(content))]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    upload = SimpleUploadedFile("sheet.csv", file.getvalue().encode())
    return client.post(BULK, {"file": upload}).context["preview"]


def confirmed(client: Client, preview: str, start: threading.Barrier):
    try:
        start.wait()
        return client.post(BULK, {"preview": preview})
    finally:
        connections.close_all()


def both_confirmed(client: Client, previews: list[str]) -> list:
    """The answers to two people, at once where the database lets several in."""
    if connection.vendor != "postgresql":
        return [client.post(BULK, {"preview": preview}) for preview in previews]
    start = threading.Barrier(2, timeout=30)
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(confirmed, client, preview, start) for preview in previews]
        return [answer.result(60) for answer in answers]


@pytest.fixture
def client_(browse, transactional_db, django_user_model):
    for number in range(5):
        office = factories.make_office(name=f"Desk {number}", slug=f"desk-{number}")
        factories.make_contact(office)
    return browse(django_user_model.objects.create_superuser("chief"))


@pytest.mark.parametrize("sheet", ["offices", "contacts"])
def test_the_same_upload_confirmed_twice_at_once_is_saved_once(client_, sheet):
    preview = preview_of(client_, sheet, note="Mine")
    saved, told = sorted(both_confirmed(client_, [preview, preview]), key=lambda answer: -answer.status_code)
    assert (saved.status_code, told.status_code) == (302, 200)
    assert "Somebody changed this row" in told.text
    assert (LogEntry.objects.count(), FactChange.objects.count()) == (5, 5)


def test_of_two_different_uploads_confirmed_at_once_one_is_saved_as_a_whole(client_):
    previews = [preview_of(client_, "offices", note=words) for words in ("Mine", "Theirs")]
    told = next(answer for answer in both_confirmed(client_, previews) if answer.status_code == 200)
    notes = set(Office.objects.values_list("note", flat=True))
    assert len(notes) == 1
    assert f"note is now “{notes.pop()}”" in told.text
