"""The import of offices: what it writes, what it leaves to editors, and what it refuses."""

import datetime

import pytest

from offices import importing
from offices.importer import import_offices
from offices.kinds import Kind
from offices.models import Alias, ContactPoint, FormerParent, Hours, Office, OfficeService

from .. import factories
from ..importing import (
    NASTY,
    import_nasty_cells,
    office_content,
    office_row,
    places_of,
    problems_of,
    snapshot,
    write_csv,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path):
    return office_content(tmp_path)


@pytest.fixture
def imported(content):
    """The content after a first import."""
    import_offices(content.write())
    return content


def office(key: str = "port:2304") -> Office:
    return Office.objects.get(import_key=key)


def counts(report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def conflicts(report) -> list[tuple[str, str]]:
    return [(conflict.key, conflict.field) for conflict in report.conflicts]


# The repository's own content --------------------------------------------------------------------


@pytest.fixture
def real_content(content):
    return content.origin


def test_the_content_of_the_repository_has_every_field_office_sector_and_port(real_content):
    import_offices(real_content)
    current = Office.objects.current()
    kinds = [current.filter(kind=kind).count() for kind in (Kind.FIELD_OFFICE, Kind.SECTOR, Kind.PORT)]
    assert kinds == [20, 20, 448]


def test_the_content_of_the_repository_imports_a_second_time_without_a_change(real_content):
    first = import_offices(real_content)
    before = snapshot()
    assert counts(import_offices(real_content)) == (0, 0, first.created)
    assert snapshot() == before


# What it writes ----------------------------------------------------------------------------------


def test_a_first_import_creates_each_office_with_all_that_belongs_to_it(content):
    assert counts(import_offices(content.write())) == (5, 0, 0)
    laredo = office()
    assert [str(contact) for contact in laredo.contact_points.all()] == [
        "(956) 523-7300", "laredo@example.gov",
    ]  # fmt: skip
    assert [str(hours) for hours in laredo.hours.all()] == ["Cargo: Daily, 8 a.m. to 8 p.m."]
    assert [str(alias) for alias in laredo.aliases.all()] == ["LRD"]
    assert (laredo.parent.import_key, laredo.by_rail, laredo.by_sea) == ("field-office:laredo", True, False)


def test_hours_come_as_data_in_their_normal_form(content):
    content.row("hours.csv", 2)["schedule"] = "mo-su 8:00 - 20:00"
    import_offices(content.write())
    assert office().hours.get().schedule == "Mo-Su 08:00-20:00"
    assert counts(import_offices(content.folder)) == (0, 0, 5)


def test_hours_that_nobody_can_parse_are_refused_in_words(content):
    content.row("hours.csv", 2)["schedule"] = "Mo-Fr 25:00-26:00"
    (problem,) = problems_of(import_offices, content.write())
    assert str(problem) == "hours.csv, row 2, schedule: “25:00” is not a time. Write 00:00 to 24:00."


def test_hours_imported_before_there_were_schedules_get_theirs_without_a_conflict(imported):
    imported.row("hours.csv", 2)["schedule"] = "08:00-20:00"
    report = import_offices(imported.write())
    assert (counts(report), report.conflicts) == ((0, 1, 4), [])
    assert office().hours.get().schedule == "08:00-20:00"


def test_a_file_of_hours_may_leave_schedules_out(content):
    rows = content["hours.csv"]
    write_csv(content.write() / "hours.csv", ["note", "source", *rows[0]], rows)
    import_offices(content.folder)
    assert office().hours.get().schedule == ""


def test_a_schedule_that_an_editor_wrote_survives(imported):
    office().hours.update(schedule="08:00-20:00")
    assert import_offices(imported.folder).conflicts == []
    assert office().hours.get().schedule == "08:00-20:00"


def test_a_second_import_changes_nothing_at_all(imported):
    before = snapshot()
    report = import_offices(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 5), [])
    assert snapshot() == before


def test_a_dry_run_reports_and_changes_nothing(content):
    before = snapshot()
    assert counts(import_offices(content.write(), dry_run=True)) == (5, 0, 0)
    assert snapshot() == before


def test_a_dry_run_over_existing_offices_changes_nothing(imported):
    imported.row("offices.csv", 5)["city"] = "Laredo"
    imported["contacts.csv"].pop(0)
    imported["hours.csv"].clear()
    before = snapshot()
    assert counts(import_offices(imported.write(), dry_run=True)) == (0, 1, 4)
    assert snapshot() == before


def test_a_dry_run_finds_the_problems_too(content):
    content.row("offices.csv", 6)["state"] = "ZZ"
    folder = content.write()
    problems = problems_of(lambda folder: import_offices(folder, dry_run=True), folder)
    assert places_of(problems) == [("offices.csv", 6, "state")]


def test_the_order_of_the_rows_does_not_matter(content):
    content["offices.csv"].reverse()
    import_offices(content.write())
    assert office().parent.parent.import_key == "headquarters:cbp-headquarters"


def test_lists_may_have_spaces_after_the_semicolon(content):
    content.row("offices.csv", 5)["modes"] = "land; sea"
    import_offices(content.write())
    assert (office().by_land, office().by_sea, office().by_rail) == (True, True, False)


def test_same_place_holds_both_ways_when_one_row_says_it(content):
    content.row("offices.csv", 4)["same_place"] = "port:2304"
    import_offices(content.write())
    assert list(office("port:2301").same_place.all()) == [office()]
    assert list(office().same_place.all()) == [office("port:2301")]


def test_same_place_is_undone_by_the_file(imported):
    imported.row("offices.csv", 4)["same_place"] = "port:2304"
    import_offices(imported.write())
    imported.row("offices.csv", 4)["same_place"] = ""
    import_offices(imported.write())
    assert not office().same_place.exists()


def test_a_file_without_rows_of_hours_is_no_mistake(content):
    content["hours.csv"].clear()
    import_offices(content.write())
    assert not Hours.objects.exists()


def test_a_byte_order_mark_carriage_returns_and_blank_lines_do_no_harm(content):
    path = content.write() / "offices.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert counts(import_offices(content.folder)) == (5, 0, 0)


def test_invisible_and_reordering_characters_do_not_reach_the_directory(content):
    content.row("offices.csv", 5)["note"] = "Use the \u202eeast\u202c gate.\u200b"
    import_offices(content.write())
    assert office().note == "Use the east gate."


# What a changed file does -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "field", "expected"),
    [
        ("name", "Laredo Bridges", "name", "Laredo Bridges"),
        ("slug", "laredo-bridges-2304", "slug", "laredo-bridges-2304"),
        ("parent", "", "parent_id", None),
        ("modes", "air", "by_air", True),
        ("service_port", "yes", "is_service_port", True),
        ("general_line", "yes", "is_general_line", True),
        ("port_type", "Port of entry", "port_type", "port_of_entry"),
    ],
)
def test_a_change_in_the_file_reaches_the_office(imported, column, value, field, expected):
    imported.row("offices.csv", 5)[column] = value
    assert counts(import_offices(imported.write())) == (0, 1, 4)
    assert getattr(office(), field) == expected


@pytest.mark.parametrize("written", ["2026-12-31", "20261231"])
def test_a_closing_date_changes_with_the_file_however_it_was_written(imported, written):
    row = imported.row("offices.csv", 5)
    row |= {"status": "closed_until", "closed_until": written}
    import_offices(imported.write())
    row["closed_until"] = "2027-03-31"
    report = import_offices(imported.write())
    assert (str(office().closed_until), report.conflicts) == ("2027-03-31", [])


@pytest.mark.parametrize(
    ("file", "model", "change", "field"),
    [
        ("contacts.csv", ContactPoint, {"label": "Bridge"}, "label"),
        ("hours.csv", Hours, {"text": "Open 24 hours, every day"}, "text"),
        ("aliases.csv", Alias, {"note": "since 1990"}, "note"),
        ("services.csv", OfficeService, {"address": "1 Main St"}, "address"),
        ("former_parents.csv", FormerParent, {"until": "2022-06"}, "until"),
    ],
)
def test_a_change_in_the_other_files_reaches_the_office(imported, file, model, change, field):
    imported.row(file, 2).update(change)
    assert counts(import_offices(imported.write())) == (0, 1, 4)
    assert model.objects.filter(office=office(), **change).count() == 1


def test_what_leaves_the_other_files_leaves_the_office(imported):
    for file in FILES.values():
        imported[file].clear()
    import_offices(imported.write())
    for model in (ContactPoint, Hours, Alias, OfficeService, FormerParent):
        assert not model.objects.exists()


def test_an_office_that_leaves_the_file_stays(imported):
    imported["offices.csv"].pop()
    imported["contacts.csv"].pop()
    import_offices(imported.write())
    assert office("sector:laredo").contact_points.count() == 1


# What editors changed ------------------------------------------------------------------------------


def test_an_editors_change_survives_silently(imported):
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.", state="NM", by_sea=True)
    before = snapshot()
    report = import_offices(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 5), [])
    assert snapshot() == before


def test_an_editors_change_survives_a_change_of_another_field(imported):
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.")
    imported.row("offices.csv", 5)["city"] = "Laredo"
    report = import_offices(imported.write())
    assert (office().note, office().city) == ("Use the east gate.", "Laredo")
    assert (counts(report), report.conflicts) == ((0, 1, 4), [])


def test_a_change_by_both_is_reported_and_the_editors_stays(imported):
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.")
    imported.row("offices.csv", 5).update(note="Use the west gate.", city="Laredo")
    report = import_offices(imported.write())
    assert (office().note, office().city) == ("Use the east gate.", "Laredo")
    assert list(map(str, report.conflicts)) == [
        "port:2304, note: kept “Use the east gate.”, the file says “Use the west gate.”"
    ]


def test_a_conflict_is_reported_once_and_moves_no_modification_time(imported):
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.")
    modified_at = office().modified_at
    imported.row("offices.csv", 5)["note"] = "Use the west gate."
    assert conflicts(import_offices(imported.write())) == [("port:2304", "note")]
    assert conflicts(import_offices(imported.folder)) == []
    assert office().modified_at == modified_at


def test_an_editor_and_a_file_that_agree_are_no_conflict(imported):
    Office.objects.filter(import_key="port:2304").update(note="Use the east gate.")
    imported.row("offices.csv", 5)["note"] = "Use the east gate."
    import_offices(imported.write())
    imported.row("offices.csv", 5)["note"] = "Use the west gate."
    assert conflicts(import_offices(imported.write())) == []
    assert office().note == "Use the west gate."


EDITS = {
    "contact_points": lambda port: port.contact_points.filter(kind="phone").update(phone="+12025550100"),
    "hours": lambda port: port.hours.update(text="Open 24 hours, every day"),
    "aliases": lambda port: port.aliases.update(value="KLRD"),
    "services": lambda port: port.services.update(name="Bridge Center"),
    "former_parents": lambda port: port.former_parents.update(until="2021"),
}
FILES = {
    "contact_points": "contacts.csv",
    "hours": "hours.csv",
    "aliases": "aliases.csv",
    "services": "services.csv",
    "former_parents": "former_parents.csv",
}


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_contact_hours_or_alias_survives_silently(imported, name):
    EDITS[name](office())
    before = snapshot()
    report = import_offices(imported.folder)
    assert (counts(report), report.conflicts) == ((0, 0, 5), [])
    assert snapshot() == before


@pytest.mark.parametrize("name", EDITS)
def test_an_editors_contact_hours_or_alias_stays_when_the_file_changed_too(imported, name):
    EDITS[name](office())
    before = list(getattr(office(), name).values())
    imported.row(FILES[name], 2)["note"] = "Ask for the bridge."
    imported.row("offices.csv", 5)["city"] = "Laredo"
    report = import_offices(imported.write())
    assert conflicts(report) == [("port:2304", name)]
    assert list(getattr(office(), name).values()) == before
    assert office().city == "Laredo"


@pytest.mark.parametrize("name", EDITS)
def test_what_an_editor_deleted_or_added_stays_so(imported, name):
    getattr(office(), name).all().delete()
    factories.make_contact(office("port:2301"))
    imported.row(FILES[name], 2)["note"] = "Ask for the bridge."
    assert conflicts(import_offices(imported.write())) == [("port:2304", name)]
    assert not getattr(office(), name).exists()
    assert office("port:2301").contact_points.count() == 1


def test_an_editors_new_order_of_numbers_survives(imported):
    for contact in office().contact_points.all():
        ContactPoint.objects.filter(pk=contact.pk).update(order=10 - contact.order)
    import_offices(imported.folder)
    assert [contact.kind for contact in office().contact_points.all()] == ["email", "phone"]


def test_a_conflict_about_numbers_is_written_for_people(imported):
    EDITS["contact_points"](office())
    imported.row("contacts.csv", 2)["label"] = "Bridge"
    (conflict,) = import_offices(imported.write()).conflicts
    assert "+12025550100" in str(conflict)
    assert "{" not in str(conflict)


def test_an_editors_choice_of_a_parent_that_staff_made_survives(imported):
    mine = factories.make_office(kind=Kind.FIELD_OFFICE, name="South Texas Field Office")
    imported.row("offices.csv", 5)["parent"] = ""
    import_offices(imported.write())
    Office.objects.filter(import_key="port:2304").update(parent=mine)
    imported.row("offices.csv", 5)["parent"] = "field-office:laredo"
    assert conflicts(import_offices(imported.write())) == [("port:2304", "parent")]
    assert office().parent == mine


def test_a_status_that_an_editor_changed_is_kept_with_all_that_belongs_to_it(imported):
    Office.objects.filter(import_key="port:2304").update(status="closed")
    imported.row("offices.csv", 5).update(status="closed_until", closed_until="2027-03-31", city="Laredo")
    report = import_offices(imported.write())
    assert conflicts(report) == [("port:2304", "status"), ("port:2304", "closed_until")]
    assert (office().status, office().closed_until, office().city) == ("closed", None, "Laredo")


def test_coordinates_that_an_editor_gave_are_not_changed_by_half(imported):
    Office.objects.filter(import_key="port:2301").update(latitude="25.9", longitude="-97.4")
    imported.row("offices.csv", 4).update(latitude="25.8", longitude="-97.5")
    report = import_offices(imported.write())
    assert conflicts(report) == [("port:2301", "latitude"), ("port:2301", "longitude")]
    assert (float(office("port:2301").latitude), float(office("port:2301").longitude)) == (25.9, -97.4)


def test_what_staff_alone_decide_is_never_touched(imported, manager):
    Office.objects.filter(import_key="port:2304").update(
        is_public=False, checked_by=manager, checked_on="2026-11-01"
    )
    imported.row("offices.csv", 5)["city"] = "Laredo"
    import_offices(imported.write())
    assert (office().is_public, office().checked_by) == (False, manager)


# All or nothing -----------------------------------------------------------------------------------

LAST_ROWS = [
    ("offices.csv", {"state": "ZZ"}),
    ("contacts.csv", {"value": "12"}),
    ("hours.csv", {"text": ""}),
    ("aliases.csv", {"kind": "nickname"}),
]


@pytest.mark.parametrize(("file", "cells"), LAST_ROWS)
def test_one_bad_row_at_the_end_leaves_an_empty_directory_empty(content, file, cells):
    content[file][-1].update(cells)
    assert len(problems_of(import_offices, content.write())) == 1
    assert not Office.objects.exists()


@pytest.mark.parametrize(("file", "cells"), LAST_ROWS)
def test_one_bad_row_at_the_end_leaves_the_directory_as_it_was(imported, file, cells):
    imported.row("offices.csv", 2)["city"] = "Washington"
    imported.row("contacts.csv", 2)["label"] = "Bridge"
    imported["hours.csv"].append({**imported["hours.csv"][0], "label": "Bridge"})
    imported["aliases.csv"].append({"office": "port:2304", "kind": "other", "value": "Gateway"})
    imported[file][-1].update(cells)
    (problem,) = problems_of(import_offices, imported.write())
    assert (problem.file, problem.line) == (file, len(imported[file]) + 1)


def test_all_bad_rows_of_all_files_are_named_at_once(content):
    content.row("offices.csv", 4)["state"] = "ZZ"
    content.row("offices.csv", 6)["timezone"] = "Texas"
    for file, cells in LAST_ROWS[1:]:
        content.row(file, 2).update(cells)
    places = places_of(problems_of(import_offices, content.write()))
    assert sorted(places) == [
        ("aliases.csv", 2, "kind"), ("contacts.csv", 2, "value"), ("hours.csv", 2, "text"),
        ("offices.csv", 4, "state"), ("offices.csv", 6, "timezone"),
    ]  # fmt: skip


def test_the_offices_below_a_bad_one_are_not_blamed_for_it(content):
    content.row("offices.csv", 3)["state"] = "ZZ"
    assert places_of(problems_of(import_offices, content.write())) == [("offices.csv", 3, "state")]


# Bad cells ------------------------------------------------------------------------------------------

# File, row, its new cells, the column that is to blame ("": several), and words of the reason.
BAD_CELLS = [
    ("offices.csv", 4, {"key": ""}, "key", "needs a key"),
    ("offices.csv", 4, {"key": "k" * 101}, "key", "at most 100"),
    ("offices.csv", 5, {"kind": "harbor"}, "kind", "harbor"),
    ("offices.csv", 5, {"kind": ""}, "kind", "blank"),
    ("offices.csv", 5, {"status": "shut"}, "status", "shut"),
    ("offices.csv", 5, {"confidence": "certain"}, "confidence", "certain"),
    ("offices.csv", 5, {"confidence": ""}, "confidence", "blank"),
    ("offices.csv", 5, {"address_confidence": "certain"}, "address_confidence", "certain"),
    ("offices.csv", 5, {"port_type": "harbor"}, "port_type", "harbor"),
    ("offices.csv", 5, {"state": "ZZ"}, "state", "ZZ"),
    ("offices.csv", 5, {"state": "tx"}, "state", "tx"),
    ("offices.csv", 5, {"country": "XX"}, "country", "XX"),
    ("offices.csv", 5, {"country": "CA"}, "", "not a state"),
    ("offices.csv", 5, {"as_of": "2023-02-31"}, "as_of", "2023-02-31"),
    ("offices.csv", 5, {"address_as_of": "June 2022"}, "address_as_of", "June 2022"),
    ("offices.csv", 5, {"timezone": "America/Laredo"}, "timezone", "America/Laredo"),
    ("offices.csv", 5, {"timezone": "America"}, "timezone", "America/Chicago"),
    ("offices.csv", 5, {"timezone": "../../etc/passwd"}, "timezone", "not a time zone"),
    ("offices.csv", 5, {"timezone": ""}, "timezone", "blank"),
    ("offices.csv", 5, {"latitude": "91"}, "", "real place"),
    ("offices.csv", 5, {"latitude": "0", "longitude": "0"}, "", "real place"),
    ("offices.csv", 5, {"latitude": ""}, "", "or neither"),
    ("offices.csv", 5, {"latitude": "27° 30'"}, "latitude", "not a number"),
    ("offices.csv", 5, {"latitude": "NaN"}, "latitude", "number"),
    ("offices.csv", 5, {"longitude": "1e99"}, "longitude", "not a number"),
    ("offices.csv", 5, {"longitude": "-99507.1"}, "longitude", "digits"),
    ("offices.csv", 5, {"modes": "land;foot"}, "modes", "foot"),
    ("offices.csv", 5, {"service_port": "true"}, "service_port", "yes or no"),
    ("offices.csv", 5, {"general_line": "1"}, "general_line", "yes or no"),
    ("offices.csv", 6, {"service_port": "yes"}, "", "Only a port"),
    ("offices.csv", 5, {"status": "renumbered"}, "", "renumbered office became"),
    ("offices.csv", 5, {"status": "renumbered", "successor": "port:9999"}, "successor", "port:9999"),
    ("offices.csv", 5, {"successor": "port:2304"}, "successor", "itself"),
    ("offices.csv", 5, {"parent": "field-office:mars"}, "parent", "field-office:mars"),
    ("offices.csv", 5, {"parent": "field-office:laredo;sector:laredo"}, "parent", "No office"),
    ("offices.csv", 5, {"parent": "sector:laredo"}, "parent", "Border Patrol sector"),
    ("offices.csv", 5, {"parent": "port:2304"}, "parent", "itself"),
    ("offices.csv", 5, {"same_place": "port:2301;port:9999"}, "same_place", "port:9999"),
    ("offices.csv", 5, {"same_place": "port:2304"}, "same_place", "itself"),
    ("offices.csv", 5, {"status": "closed_until"}, "", "needs that date"),
    ("offices.csv", 5, {"closed_until": "2027-03-31"}, "", "no other status"),
    ("offices.csv", 5, {"status": "closed_until", "closed_until": "2027-02-31"}, "closed_until", "02-31"),
    ("offices.csv", 5, {"code": ""}, "code", "four digits"),
    ("offices.csv", 5, {"code": "304", "slug": "laredo-304"}, "", "four digits"),
    ("offices.csv", 5, {"slug": "laredo"}, "slug", "ends in its code"),
    ("offices.csv", 5, {"slug": "Laredo-Texas-2304"}, "slug", "small letters"),
    ("offices.csv", 5, {"name": ""}, "name", "blank"),
    ("offices.csv", 5, {"name": "L" * 121}, "name", "at most 120"),
    ("offices.csv", 6, {"code": "2304"}, "code", "row 5"),
    ("offices.csv", 6, {"slug": "laredo-texas-2304"}, "slug", "row 5"),
    ("contacts.csv", 3, {"office": "port:9999"}, "office", "port:9999"),
    ("contacts.csv", 3, {"office": ""}, "office", "No office"),
    ("contacts.csv", 2, {"kind": "pager"}, "kind", "pager"),
    ("contacts.csv", 2, {"value": "call the port"}, "value", "phone number"),
    ("contacts.csv", 2, {"value": "1-800-BE-ALERT"}, "value", "digits"),
    ("contacts.csv", 2, {"value": "+1 956-523-7300 ext. 217"}, "value", "no extension"),
    ("contacts.csv", 2, {"value": "956-523"}, "value", "phone number"),
    ("contacts.csv", 2, {"value": "+1 123-456-7890"}, "value", "phone number"),
    ("contacts.csv", 2, {"value": ""}, "", "needs a number"),
    ("contacts.csv", 2, {"value": "laredo@example.gov"}, "value", "phone number"),
    ("contacts.csv", 2, {"extension": "two"}, "extension", "Digits"),
    ("contacts.csv", 3, {"value": "laredo@"}, "value", "email"),
    ("contacts.csv", 3, {"value": "+1 956-523-7300"}, "value", "email"),
    ("contacts.csv", 3, {"extension": "217"}, "", "address only"),
    ("contacts.csv", 3, {"as_of": "2023-02-31"}, "as_of", "2023-02-31"),
    ("contacts.csv", 3, {"confidence": "certain"}, "confidence", "certain"),
    ("hours.csv", 2, {"office": "port:9999"}, "office", "port:9999"),
    ("hours.csv", 2, {"text": "x" * 251}, "text", "at most 250"),
    ("services.csv", 2, {"office": "port:9999"}, "office", "port:9999"),
    ("services.csv", 2, {"service": "massage"}, "service", "massage"),
    ("services.csv", 2, {"service": ""}, "service", "blank"),
    ("services.csv", 2, {"address": "x" * 251}, "address", "at most 250"),
    ("services.csv", 2, {"as_of": "2023-02-31"}, "as_of", "2023-02-31"),
    ("former_parents.csv", 2, {"office": "port:9999"}, "office", "port:9999"),
    ("former_parents.csv", 2, {"parent": "port:9999"}, "parent", "port:9999"),
    ("former_parents.csv", 2, {"parent": ""}, "parent", "No office"),
    ("former_parents.csv", 2, {"parent": "port:2304"}, "parent", "itself"),
    ("former_parents.csv", 2, {"until": "last year"}, "until", "last year"),
    ("offices.csv", 5, {"closed_on": "2006-13"}, "closed_on", "2006-13"),
    ("aliases.csv", 2, {"office": "port:9999"}, "office", "port:9999"),
    ("aliases.csv", 2, {"value": ""}, "value", "blank"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "row", "cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_by_file_row_and_column(content, file, row, cells, column, reason):
    content.row(file, row).update(cells)
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.line, problem.column) == (file, row, column)
    assert reason in problem.reason


@pytest.mark.parametrize(("file", "row", "cells", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_found_in_an_update_too(imported, file, row, cells, column, reason):
    imported.row(file, row).update(cells)
    places = places_of(problems_of(import_offices, imported.write()))
    assert (file, row, column) in places


def test_a_key_that_stands_twice_is_named(content):
    content.row("offices.csv", 4)["key"] = "sector:laredo"
    (problem,) = problems_of(import_offices, content.write())
    assert str(problem) == "offices.csv, row 6, key: “sector:laredo” already stands in row 4."


def test_parents_in_a_loop_are_named(content):
    row = office_row("headquarters:preclearance", kind="headquarters", parent="headquarters:cbp-headquarters")
    content["offices.csv"].append(row)
    content.row("offices.csv", 2)["parent"] = "headquarters:preclearance"
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.column) == ("offices.csv", "parent")
    assert "loop" in problem.reason
    assert problem.line in (2, 7)


def test_successors_in_a_loop_are_named_under_their_column(content):
    content.row("offices.csv", 4).update(status="renumbered", successor="port:2304")
    content.row("offices.csv", 5).update(status="renumbered", successor="port:2301")
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.column, "loop" in problem.reason) == ("successor", True)


def test_an_office_renumbered_to_a_bad_row_is_not_blamed_for_it(content):
    content.row("offices.csv", 4).update(status="renumbered", successor="port:2304")
    content.row("offices.csv", 5)["state"] = "ZZ"
    assert places_of(problems_of(import_offices, content.write())) == [("offices.csv", 5, "state")]


def test_an_alias_given_twice_is_named(content):
    content["aliases.csv"].append(content["aliases.csv"][0])
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.line, problem.column) == ("aliases.csv", 3, "value")


def test_a_code_of_an_office_that_staff_made_is_not_taken(content):
    factories.make_port(code="2304", slug="laredo-bridges-2304")
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.line, problem.column) == ("offices.csv", 5, "code")
    assert problem.reason == "Another office already has this code."


def test_an_address_of_an_office_that_staff_made_is_not_taken(content):
    factories.make_office(slug="sector-laredo")
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.line, problem.column) == ("offices.csv", 6, "slug")


def test_a_second_general_line_of_a_kind_is_refused(content):
    for number in (4, 5):
        content.row("offices.csv", number)["general_line"] = "yes"
    (problem,) = problems_of(import_offices, content.write())
    assert "general line already" in problem.reason


# Folders from before there were services ----------------------------------------------------------


@pytest.fixture
def older(imported):
    """A folder without the files of services and former parents, after an import of all."""
    for file in ("services.csv", "former_parents.csv"):
        del imported[file]
        (imported.folder / file).unlink()
    return imported


def test_an_older_folder_takes_nothing_away(older):
    before = snapshot()
    assert counts(import_offices(older.write())) == (0, 0, 5)
    assert snapshot() == before


def test_the_new_files_reach_a_directory_that_an_older_folder_filled(content):
    rows = {file: content.pop(file) for file in ("services.csv", "former_parents.csv")}
    import_offices(content.write())
    content.update(rows)
    assert counts(import_offices(content.write())) == (0, 1, 4)
    assert (office().services.count(), office().former_parents.count()) == (1, 1)


def test_a_former_parent_may_stand_anywhere_in_the_file(content):
    content["offices.csv"].reverse()
    content.row("former_parents.csv", 2)["parent"] = "sector:laredo"
    import_offices(content.write())
    assert office().former_parents.get().parent == office("sector:laredo")


# What staff checked -------------------------------------------------------------------------------

CHECKED = {"checked_on": datetime.date(2026, 5, 5)}


def check_everything() -> None:
    for model in (ContactPoint, Hours, OfficeService):
        model.objects.update(**CHECKED)
    Office.objects.update(address_checked_on=CHECKED["checked_on"])


@pytest.mark.parametrize("name", ["contact_points", "hours", "services"])
def test_a_changed_fact_loses_its_check_and_its_neighbors_keep_theirs(imported, name):
    file = FILES[name]
    imported[file].append(imported.row(file, 2) | {"note": "The other one."})
    import_offices(imported.write())
    check_everything()
    imported.row(file, 2)["note"] = "Ask for the bridge."
    import_offices(imported.write())
    checks = [child.checked_on for child in getattr(office(), name).all()]
    assert (checks[0], {*checks[1:]}) == (None, {CHECKED["checked_on"]})


@pytest.mark.parametrize("name", ["contact_points", "hours", "services"])
def test_a_fact_from_a_newer_source_keeps_its_check(imported, name):
    check_everything()
    imported.row(FILES[name], 2).update(source="A newer page", as_of="2026", confidence="secondary")
    import_offices(imported.write())
    child = getattr(office(), name).first()
    assert (child.source, child.checked_on) == ("A newer page", CHECKED["checked_on"])


def test_another_order_of_the_rows_keeps_every_check(imported):
    check_everything()
    rows = imported["contacts.csv"]
    rows[0], rows[1] = rows[1], rows[0]
    import_offices(imported.write())
    assert [contact.kind for contact in office().contact_points.all()] == ["email", "phone"]
    assert not ContactPoint.objects.filter(checked_on=None).exists()


def test_two_rows_that_say_the_same_stay_two(imported):
    imported["hours.csv"].append(imported.row("hours.csv", 2))
    import_offices(imported.write())
    check_everything()
    imported["hours.csv"].append(imported.row("hours.csv", 2))
    import_offices(imported.write())
    assert office().hours.count() == 3
    assert office().hours.filter(checked_on=None).count() == 1


@pytest.mark.parametrize(("column", "is_kept"), [("street", False), ("postal_code", False), ("name", True)])
def test_a_changed_address_loses_its_check(imported, column, is_kept):
    check_everything()
    imported.row("offices.csv", 5)[column] = "12345"
    import_offices(imported.write())
    assert (office().address_checked_on == CHECKED["checked_on"]) == is_kept


# Bad files ------------------------------------------------------------------------------------------

NEEDED = ["offices.csv", "contacts.csv", "hours.csv", "aliases.csv"]
ALL_FILES = [*NEEDED, "services.csv", "former_parents.csv"]


@pytest.mark.parametrize("file", ALL_FILES)
def test_a_missing_column_is_named(content, file):
    column = content.columns(file)[-1]
    for row in content[file]:
        row.pop(column, None)
    content.write()
    write_csv(content.folder / file, content.columns(file)[:-1], content[file])
    (problem,) = problems_of(import_offices, content.folder)
    assert str(problem) == f"{file}, row 1, {column}: This column is missing."


@pytest.mark.parametrize("file", ALL_FILES)
def test_an_unknown_column_is_named(content, file):
    content.row(file, 2)["shoe size"] = "44"
    (problem,) = problems_of(import_offices, content.write())
    assert str(problem) == f"{file}, row 1, shoe size: This column is not known."


def test_a_column_that_stands_twice_is_named(content):
    folder = content.spoil(
        "hours.csv", (content.write() / "hours.csv").read_bytes().replace(b"note", b"text")
    )
    assert ("hours.csv", 1, "text") in places_of(problems_of(import_offices, folder))


def test_a_column_without_a_name_is_refused(content):
    folder = content.write()
    lines = (folder / "hours.csv").read_text().splitlines()
    (folder / "hours.csv").write_text("\n".join(f"{line}," for line in lines))
    (problem,) = problems_of(import_offices, folder)
    assert str(problem) == "hours.csv, row 1: A column has no name."


@pytest.mark.parametrize(
    ("encoding", "line"), [("latin-1", 5), ("cp1252", 5), ("utf-16", 1), ("utf-16-le", 5), ("utf-32", 1)]
)
def test_another_encoding_than_utf_8_is_named(content, encoding, line):
    content.row("offices.csv", 5)["city"] = "Cañon"
    text = (content.write() / "offices.csv").read_text()
    (problem,) = problems_of(import_offices, content.spoil("offices.csv", text.encode(encoding)))
    assert (problem.file, problem.line) == ("offices.csv", line)
    assert "Save it as UTF-8" in problem.reason


def test_utf_16_without_its_mark_is_not_taken_for_utf_8(content):
    text = (content.write() / "offices.csv").read_text()
    (problem,) = problems_of(import_offices, content.spoil("offices.csv", text.encode("utf-16-le")))
    assert (problem.line, "not UTF-8" in problem.reason) == (1, True)


def test_nul_characters_are_named_by_row(content):
    content.row("offices.csv", 5)["note"] = "east\0gate"
    (problem,) = problems_of(import_offices, content.write())
    assert (problem.file, problem.line) == ("offices.csv", 5)
    assert "NUL" in problem.reason


@pytest.mark.parametrize("cell", ['"Port office', '"Port" office', 'Port" office,"'])
def test_a_quotation_mark_without_its_pair_is_named_by_the_row_that_has_it(content, cell):
    text = (content.write() / "contacts.csv").read_text().replace("Port office", cell)
    (problem,) = problems_of(import_offices, content.spoil("contacts.csv", text.encode()))
    assert (problem.file, problem.line) == ("contacts.csv", 2)
    assert "quotation marks" in problem.reason


@pytest.mark.parametrize(("old", "new"), [("Port office", "Port,office"), (",Trade,", ",")])
def test_a_row_with_too_many_or_too_few_cells_is_named(content, old, new):
    text = (content.write() / "contacts.csv").read_text()
    (problem,) = problems_of(import_offices, content.spoil("contacts.csv", text.replace(old, new).encode()))
    assert (problem.file, problem.line) == ("contacts.csv", 2 if old == "Port office" else 3)
    assert problem.reason == f"This row has {11 if old == 'Port office' else 9} cells, but the header has 10."


def test_all_rows_with_too_many_cells_are_named(content):
    folder = content.write()
    header, *rows = (folder / "contacts.csv").read_text().splitlines()
    content.spoil("contacts.csv", "\n".join([header, *(f"{row},x" for row in rows)]).encode())
    assert [problem.line for problem in problems_of(import_offices, folder)] == [2, 3, 4]


@pytest.mark.parametrize("file", ALL_FILES)
@pytest.mark.parametrize("content_of_file", [b"", b"\n\n", b"\xef\xbb\xbf", b"  "])
def test_an_empty_file_is_named(content, file, content_of_file):
    (problem,) = problems_of(import_offices, content.spoil(file, content_of_file))
    assert str(problem) == f"{file}: The file is empty."


@pytest.mark.parametrize("file", NEEDED)
def test_a_missing_file_is_named(content, file):
    (content.write() / file).unlink()
    (problem,) = problems_of(import_offices, content.folder)
    assert str(problem) == f"{file}: The file cannot be read: No such file or directory."


def test_a_folder_in_the_place_of_a_file_is_named(content):
    (content.write() / "hours.csv").unlink()
    (content.folder / "hours.csv").mkdir()
    (problem,) = problems_of(import_offices, content.folder)
    assert str(problem) == "hours.csv: This is not a file."


def test_a_file_too_large_to_be_right_is_not_read(content, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILE_BYTES", 300)
    problems = problems_of(import_offices, content.write())
    assert "offices.csv: The file is larger than 50 megabytes." in map(str, problems)


@pytest.mark.parametrize("name", ["nowhere", "offices.csv", "x" * 300])
def test_a_folder_that_does_not_exist_is_named(content, name):
    path = content.write() / name
    (problem,) = problems_of(import_offices, path)
    assert str(problem) == f"{path}: There is no such folder."


def test_what_is_wrong_in_several_files_is_named_at_once(content):
    (content.write() / "hours.csv").write_bytes(b"")
    (content.folder / "aliases.csv").unlink()
    problems = problems_of(import_offices, content.folder)
    assert {problem.file for problem in problems} == {"hours.csv", "aliases.csv"}


# Rows as a spreadsheet numbers them -------------------------------------------------------------------


def test_a_cell_with_line_breaks_counts_as_one_row(content):
    content.row("offices.csv", 3)["note"] = "First line.\nSecond line.\n\nThird line."
    content.row("offices.csv", 6)["state"] = "ZZ"
    assert places_of(problems_of(import_offices, content.write())) == [("offices.csv", 6, "state")]


def test_a_blank_line_counts_as_a_row(content):
    content.row("contacts.csv", 4)["value"] = "12"
    folder = content.write()
    lines = (folder / "contacts.csv").read_text().splitlines()
    content.spoil("contacts.csv", "\n".join([*lines[:2], "", *lines[2:]]).encode())
    assert places_of(problems_of(import_offices, folder)) == [("contacts.csv", 5, "value")]


@pytest.mark.parametrize(
    "junk", [b"PK\x03\x04" + bytes(range(256)), b"<html></html>", b"\xff" * 9, b",,,\n,,,"]
)
def test_a_file_of_another_kind_is_refused_in_words(content, junk):
    problems = problems_of(import_offices, content.spoil("offices.csv", junk))
    assert all(problem.reason for problem in problems)
    assert {problem.file for problem in problems} == {"offices.csv"}


@pytest.mark.parametrize("value", NASTY, ids=ascii)
@pytest.mark.parametrize("file", office_content(None))
def test_no_cell_breaks_the_import_or_passes_for_an_editors_change(imported, file, value):
    columns = imported.columns(file)
    if file == "offices.csv":
        columns.append("closed_until")
    import_nasty_cells(import_offices, imported, file, columns, value)
