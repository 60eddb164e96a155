"""Long files of offices are made once, and again as soon as a row says something else."""

import datetime

import pytest
import time_machine

from offices.kinds import AliasKind, Kind, Status
from offices.models import Alias, ContactPoint, Hours, Office, OfficeService, SpecialHours
from offices.take_away import memory

from .. import factories

pytestmark = pytest.mark.django_db

FILES = ["/contact/find.csv", "/contact/find.json", "/contact/find.geojson"]
PRINT = "/contact/print/"
NIGHT = datetime.datetime(2026, 11, 24, 5, 59, tzinfo=datetime.UTC)  # 11:59 p.m. in Chicago


@pytest.fixture(autouse=True)
def every_list_is_long(monkeypatch):
    monkeypatch.setattr(memory, "FEW", 0)
    monkeypatch.setattr(memory, "_kept", {})


@pytest.fixture
def port():
    """Below a field office, with one of everything."""
    above = factories.make_office(kind=Kind.FIELD_OFFICE, name="Old name above")
    port = factories.make_port(parent=above, name="Old name", slug="laredo-2304", code="2304")
    factories.make_contact(port)
    factories.make_hours(port, text="Old hours")
    factories.make_special_hours(port, reason="Old reason", last_day=datetime.date(2099, 1, 1))
    factories.make_service(port, note="Old service")
    Alias.objects.create(office=port, kind=AliasKind.FORMER, value="Old alias")
    return port


@pytest.mark.parametrize("address", [*FILES, PRINT])
def test_an_unchanged_file_is_not_made_again(client, port, address, django_assert_num_queries):
    """One query for each table, and what stands around the list."""
    client.get(address)
    with django_assert_num_queries(9 if address == PRINT else 7):
        assert "Old alias" in client.get(address).text


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        (Office.objects.filter(slug="laredo-2304"), {"name": "New words"}),
        (Office.objects.filter(kind=Kind.FIELD_OFFICE), {"name": "New words"}),
        (ContactPoint.objects, {"note": "New words"}),
        (Hours.objects, {"text": "New words"}),
        (SpecialHours.objects, {"reason": "New words"}),
        (OfficeService.objects, {"note": "New words"}),
        (Alias.objects, {"value": "New words"}),
    ],
)
@pytest.mark.parametrize("address", FILES)
def test_a_change_of_any_row_shows_at_once(client, port, address, rows, change):
    """Also one that no form and no `save()` made."""
    first = client.get(address)
    rows.update(**change)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "New words" in again.text) == (200, True)


@pytest.mark.parametrize("address", [*FILES, PRINT])
def test_an_office_that_is_hidden_is_gone_at_once(client, port, address):
    assert "Old name" in client.get(address).text
    Office.objects.filter(pk=port.pk).update(is_public=False)
    assert "Old alias" not in client.get(address).text


@pytest.mark.parametrize("address", [*FILES, PRINT])
def test_a_deleted_row_is_gone_at_once(client, port, address):
    assert "Old hours" in client.get(address).text
    Hours.objects.all().delete()
    assert "Old hours" not in client.get(address).text


@pytest.mark.parametrize("address", [*FILES, PRINT])
def test_each_list_is_a_file_of_its_own(client, port, address):
    factories.make_office(kind=Kind.SECTOR, name="Del Rio Sector")
    client.get(address)
    assert "Del Rio Sector" not in client.get(address, {"kind": "port"}).text
    assert "Old name" not in client.get(address, {"kind": "sector"}).text


def test_the_pages_of_json_are_files_of_their_own(client, port, monkeypatch):
    monkeypatch.setattr("offices.take_away.exports.JSON_PAGE", 1)
    pages = [client.get("/contact/find.json", {"page": page}).json()["offices"] for page in (1, 2)]
    assert pages[0] != pages[1]


@pytest.mark.parametrize("query", [{"q": "Laredo"}, {"city": "Laredo"}])
def test_what_somebody_typed_is_not_remembered(client, port, query):
    for address in [*FILES, PRINT]:
        client.get(address, query)
    assert memory._kept == {}


def test_the_printed_directory_opens_an_office_at_its_own_midnight(client):
    reopens = {"status": Status.CLOSED_UNTIL, "closed_until": datetime.date(2026, 11, 24)}
    factories.make_port(timezone="America/Chicago", **reopens)
    with time_machine.travel(NIGHT, tick=False) as clock:
        assert "Closed until" in client.get(PRINT).text
        clock.shift(datetime.timedelta(minutes=1))
        assert "Closed until" not in client.get(PRINT).text


def test_the_memory_does_not_grow_without_end(client, port, monkeypatch):
    monkeypatch.setattr(memory, "MOST_KEPT", 2)
    for kind in ("port", "sector", "station", "crossing"):
        factories.make_office(kind=kind, name=kind, code="9999" if kind == "port" else None, slug=f"a-{kind}")
        client.get(FILES[0], {"kind": kind})
    assert len(memory._kept) <= 2
