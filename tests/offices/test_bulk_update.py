"""Bulk updates by CSV: a preview of every change, words for what is wrong, and all or nothing."""

import csv
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from offices.kinds import Kind
from offices.models import ContactPoint, Office

from .. import factories

pytestmark = pytest.mark.django_db

BULK = "/admin/offices/office/bulk/"
LIST = "/admin/offices/office/"


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


@pytest.fixture
def laredo():
    """A field office with two ports, of which one has a number and hours."""
    field = factories.make_office(
        kind=Kind.FIELD_OFFICE, name="Laredo Field Office", slug="laredo-field-office"
    )
    port = factories.make_port(
        name="Laredo", code="2304", parent=field, postal_code="78040", note="Línea\r\nDos"
    )
    factories.make_contact(port, "+19569835620", label="Office")
    factories.make_hours(port)
    factories.make_port(name="Calais", code="0115", state="ME", city="Calais")
    return port


def rows_of(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(client, name: str = "offices") -> list[dict]:
    """The rows of a whole sheet, as a spreadsheet would show them."""
    return rows_of(client.get(f"{BULK}{name}.csv").content)


def written(rows: list[dict], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def upload(client, content: str | bytes | list[dict]):
    """Uploads a sheet and gives the page that answers."""
    content = written(content) if isinstance(content, list) else content
    content = content.encode() if isinstance(content, str) else content
    response = client.post(BULK, {"file": SimpleUploadedFile("sheet.csv", content)})
    assert response.status_code == 200
    return response


def edited(client, sheet_name: str = "offices", key: str = "laredo-2304", /, **cells) -> list[dict]:
    """A sheet of one row, edited."""
    rows = [row for row in sheet(client, sheet_name) if row.get("slug", key) == key]
    return [rows[0] | cells]


def changes(response) -> list[tuple]:
    update = response.context["update"]
    assert [problem.text for problem in update.problems] == []
    return [cell for change in update.changes for cell in change.cells]


def problems(response) -> str:
    update = response.context["update"]
    assert update.changes == []
    return " ".join(f"{problem.number} {problem.column} {problem.text}" for problem in update.problems)


def refusal(response) -> str:
    return " ".join(response.context["form"].errors.get("file", []))


def confirm(client, response):
    return client.post(BULK, {"preview": response.context["preview"]})


# Out and in again ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["offices", "contacts", "hours"])
def test_a_sheet_that_comes_back_as_it_left_changes_nothing(client_, laredo, name):
    content = client_.get(f"{BULK}{name}.csv").content
    update = upload(client_, content).context["update"]
    assert (update.changes, update.problems) == ([], [])
    assert update.rows.untouched == len(rows_of(content)) > 0


@pytest.mark.parametrize(
    ("action", "keys"),
    [("export_offices", ["laredo-2304"]), ("export_contacts", ["Office"]), ("export_hours", [""])],
)
def test_the_chosen_offices_are_exported(client_, laredo, action, keys):
    response = client_.post(LIST, {"action": action, "index": "0", "_selected_action": [laredo.pk]})
    rows = rows_of(response.content)
    assert [row["slug"] if "slug" in row else row["label"] for row in rows] == keys
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-2", "@SUM(A1)", "'=1", "='x'", "'quoted'"])
def test_no_cell_is_a_formula_and_none_is_lost(client_, laredo, text):
    Office.objects.filter(pk=laredo.pk).update(access=text)
    (row,) = edited(client_)
    assert not row["access"].startswith(("=", "+", "-", "@"))
    assert changes(upload(client_, [row | {"note": "New"}])) == [("note", "Línea\nDos", "New")]


def test_a_sheet_costs_a_fixed_number_of_queries(client_, laredo, django_assert_num_queries):
    for number in range(20):
        factories.make_contact(laredo, label=f"Desk {number}")
    for name in ("offices", "contacts", "hours"):
        with django_assert_num_queries(5):
            client_.get(f"{BULK}{name}.csv")


# Preview and confirmation ----------------------------------------------------------------------


def test_the_preview_shows_each_cell_before_and_after_and_saves_nothing(client_, laredo):
    response = upload(client_, edited(client_, name="Nuevo Laredo", status="closed"))
    assert changes(response) == [("name", "Laredo", "Nuevo Laredo"), ("status", "open", "closed")]
    assert "<del>Laredo</del>" in response.text
    assert "<ins>Nuevo Laredo</ins>" in response.text
    laredo.refresh_from_db()
    assert laredo.name == "Laredo"


def test_confirmed_changes_are_saved_logged_and_found(client_, manager, laredo):
    response = confirm(client_, upload(client_, edited(client_, name="Nuevo Laredo")))
    assert response["Location"] == LIST
    assert Office.objects.get(pk=laredo.pk).name == "Nuevo Laredo"
    assert "Nuevo Laredo" in client_.get("/search/?q=nuevo").text
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (manager, str(laredo.pk))
    assert entry.get_change_message() == "Changed name."


@pytest.mark.parametrize(
    ("name", "cells", "change"),
    [
        ("offices", {"parent": ""}, ("parent", "laredo-field-office", "")),
        ("offices", {"street": " 1 Main\u200b St "}, ("street", "", "1 Main St")),
        ("offices", {"postal_code": "04401-0001"}, ("postal_code", "78040", "04401-0001")),
        ("contacts", {"phone": "956.983.5621"}, ("phone", "(956) 983-5620", "(956) 983-5621")),
        ("contacts", {"is_special": "Yes"}, ("is_special", "no", "yes")),
        ("hours", {"text": "Weekdays"}, ("text", "Open 24 hours, every day", "Weekdays")),
    ],
)
def test_each_kind_of_fact_is_changed(client_, laredo, name, cells, change):
    response = upload(client_, edited(client_, name, **cells))
    assert changes(response) == [change]
    assert confirm(client_, response).status_code == 302
    column, _old, new = change
    assert (
        next(row for row in sheet(client_, name) if row.get("slug", "laredo-2304") == "laredo-2304")[column]
        == new
    )


def test_a_changed_number_stands_in_the_history_of_its_office(client_, laredo):
    confirm(client_, upload(client_, edited(client_, "contacts", label="Cargo")))
    assert LogEntry.objects.get().object_id == str(laredo.pk)
    assert "(956) 983-5620" in LogEntry.objects.get().get_change_message()


def test_the_public_reads_which_fact_changed(client_, laredo):
    confirm(client_, upload(client_, edited(client_, note="Use lane 3.")))
    confirm(client_, upload(client_, edited(client_, note="Use lane 4.")))
    change, _first = laredo.fact_changes.all()
    assert (change.fact, change.before, change.after) == ("Note", "Use lane 3.", "Use lane 4.")


def test_a_sheet_may_leave_out_columns_and_rows(client_, laredo):
    (row,) = edited(client_, name="Nuevo Laredo")
    few = {name: row[name] for name in ("version", "name", "slug")}
    assert changes(upload(client_, [few])) == [("name", "Laredo", "Nuevo Laredo")]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_sheet_may_come_from_a_spreadsheet_that_separates_otherwise(client_, laredo, delimiter):
    text = written(edited(client_, name="Nuevo, Laredo"), delimiter)
    assert changes(upload(client_, text)) == [("name", "Laredo", "Nuevo, Laredo")]


# Conflicts -------------------------------------------------------------------------------------


def test_a_row_that_somebody_changed_since_is_refused_and_nothing_is_saved(client_, laredo):
    rows = [row | {"note": "New"} for row in sheet(client_)]
    laredo.name = "Puerto Laredo"
    laredo.save()
    words = problems(upload(client_, rows))
    assert "Somebody changed this row after the file was made: name is now “Puerto Laredo”" in words
    assert not Office.objects.filter(note="New").exists()


def test_a_row_that_was_not_edited_is_no_conflict(client_, laredo):
    rows = sheet(client_)
    laredo.name = "Puerto Laredo"
    laredo.save()
    rows = [row | ({"note": "New"} if row["slug"].startswith("calais") else {}) for row in rows]
    assert changes(upload(client_, rows)) == [("note", "", "New")]


def test_what_was_changed_between_preview_and_confirmation_is_refused(client_, laredo):
    response = upload(client_, edited(client_, note="Mine"))
    laredo.note = "Theirs"
    laredo.save()
    answer = confirm(client_, response)
    assert "note is now “Theirs”" in problems(answer)
    assert Office.objects.get(pk=laredo.pk).note == "Theirs"
    assert not LogEntry.objects.exists()


def test_the_same_confirmation_twice_saves_once(client_, laredo):
    response = upload(client_, edited(client_, note="Mine"))
    confirm(client_, response)
    assert "Somebody changed this row" in problems(confirm(client_, response))
    assert LogEntry.objects.count() == 1


# What is wrong in a row ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells", "words"),
    [
        ("offices", {"name": ""}, "2 name This field cannot be blank."),
        ("offices", {"name": "x" * 121}, "2 name Ensure this value has at most 120 characters"),
        ("offices", {"code": "304"}, "A port of entry needs a code of four digits."),
        ("offices", {"code": "0115"}, "2 code Another office already has this code."),
        ("offices", {"parent": "nowhere"}, "2 parent There is no office with the address “nowhere”."),
        ("offices", {"parent": "calais-0115"}, "2 parent A Port of entry cannot belong to a Port of entry."),
        ("offices", {"status": "haunted"}, "2 status Value 'haunted' is not a valid choice."),
        ("offices", {"status": "closed_until"}, "“Closed until a date” needs that date"),
        ("offices", {"closed_until": "someday"}, "2 closed_until Write a date such as 2026-07-01."),
        ("offices", {"postal_code": "4401"}, "2 postal_code A ZIP code has five digits"),
        ("offices", {"timezone": "Mars/Olympus"}, "2 timezone “Mars/Olympus” is not a time zone."),
        ("offices", {"slug": "laredo-9999"}, "2 slug No such row is on the site."),
        ("offices", {"kind": "station"}, "2 kind This column only tells rows apart."),
        ("offices", {"version": ""}, "Somebody changed this row"),
        ("contacts", {"phone": "12"}, "2 phone The phone number entered is not valid."),
        ("contacts", {"phone": ""}, "every other kind needs a number only"),
        ("contacts", {"is_special": "perhaps"}, "2 is_special Write yes or no."),
        ("contacts", {"contact_id": "999999"}, "2 contact_id No such row is on the site."),
        ("contacts", {"contact_id": "1 OR 1=1"}, "2 contact_id This is not the number of a row."),
        ("contacts", {"contact_id": "9" * 400}, "2 contact_id This is not the number of a row."),
        ("contacts", {"office": "calais-0115"}, "2 office This column only tells rows apart."),
        ("contacts", {"as_of": "11/22/2026"}, "2 as_of “11/22/2026” is not a date."),
        ("hours", {"text": ""}, "2 text This field cannot be blank."),
    ],
)
def test_a_wrong_cell_comes_back_with_its_line_its_column_and_words(client_, laredo, name, cells, words):
    response = upload(client_, edited(client_, name, **cells))
    assert words in problems(response)
    assert "preview" not in response.context


def test_one_wrong_row_keeps_all_rows_from_being_saved(client_, laredo):
    rows = [row | {"note": "New", "status": "haunted" if row["code"] else "open"} for row in sheet(client_)]
    response = upload(client_, rows)
    assert problems(response).count("haunted") == 2
    forged = signing.dumps(response.context["update"].as_data(), salt="bulk update of 0", compress=True)
    client_.post(BULK, {"preview": forged})
    assert not Office.objects.filter(note="New").exists()


def test_two_rows_that_claim_one_code_are_refused(client_, laredo):
    for number in (1, 2):
        factories.make_office(kind=Kind.SECTOR, slug=f"sector-{number}", code=f"S{number}")
    rows = [row | {"code": "SX"} for row in sheet(client_) if row["kind"] == "sector"]
    assert "Another office already has this code." in problems(upload(client_, rows))
    assert not Office.objects.filter(code="SX").exists()


def test_each_row_that_the_database_refuses_is_explained(client_, laredo):
    for number in range(3):
        factories.make_office(slug=f"desk-{number}")
    codes = {"desk-0": "0115", "desk-1": "2304", "desk-2": "9999"}
    rows = [row | {"code": codes.get(row["slug"], row["code"])} for row in sheet(client_)]
    words = problems(upload(client_, rows))
    assert words.count("Another office already has this code.") == 2
    assert not Office.objects.filter(code="9999").exists()


def test_a_loop_of_parents_across_rows_is_refused(client_):
    for name in ("first", "second"):
        factories.make_office(name=name, slug=f"{name}-desk")
    rows = sheet(client_)
    rows[0]["parent"], rows[1]["parent"] = "second-desk", "first-desk"
    assert "that is a loop" in problems(upload(client_, rows))
    assert not Office.objects.exclude(parent=None).exists()


def test_an_office_that_is_its_own_parent_is_refused(client_):
    factories.make_office(slug="parrot-desk")
    rows = edited(client_, "offices", "parrot-desk", parent="parrot-desk")
    assert "cannot belong to itself" in problems(upload(client_, rows))


# What is wrong with a file ---------------------------------------------------------------------


def header(client) -> str:
    return written(sheet(client)[:1]).split("\r\n")[0]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.encode("utf-16"), "not a text file in UTF-8"),
        (lambda text: text.replace("Laredo", "Larédo").encode("latin-1"), "not a text file in UTF-8"),
        (lambda text: text + "\0", "not a text file in UTF-8"),
        (lambda text: b"PK\x03\x04" + bytes(range(256)), "not a text file in UTF-8"),
        (lambda text: b"\xef\xbb\xbf", "empty"),
        (lambda text: "\n\n", "empty"),
        (lambda text: "parrots,colors\n1,2", "does not name a column"),
        (lambda text: text.replace("slug", "address", 1), "does not name a column"),
        (lambda text: text.replace("status_note", "statusnote", 1), "There is no column “statusnote”."),
        (lambda text: text.replace("status_note", "status", 1), "The column “status” stands there twice."),
        (lambda text: text.replace("version", "", 1), "There is no column “”"),
        (lambda text: "slug,name\nlaredo-2304,X", "The column “version” is missing"),
        (lambda text: text + text.split("\r\n", 1)[1], "are about the same, “"),
        (lambda text: text + "a,b\r\n", "has fewer cells than the first row has columns"),
        (lambda text: text + "a," * 40, "has more cells than the first row has columns"),
        (lambda text: text + '"never closed,', "cannot be read as CSV"),
        (lambda text: text + "x" * 200_000, "cannot be read as CSV"),
        (lambda text: text + "x" * 20_000 + "," * 19, "a cell of more than 10,000 characters"),
        (lambda text: text + "\n" * 1_000_000, "more than 5,000 rows"),
        (lambda text: text + "a,b\n" * 1_000_000, "more than 2 megabytes"),
        (lambda text: text + "x" * 50 * 1024 * 1024, "more than 2 megabytes"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(client_, laredo, spoil, words):
    response = upload(client_, spoil(written(sheet(client_))))
    assert words in refusal(response)
    assert response.context["update"] is None


def test_very_many_edited_rows_are_to_come_in_parts(client_, laredo):
    (row,) = edited(client_, note="New")
    rows = [row | {"slug": f"laredo-{number}"} for number in range(1001)]
    assert "1,001 rows were edited, and at most 1,000 can be." in refusal(upload(client_, rows))


def test_the_whole_directory_is_edited_at_once(client_):
    for number in range(810):
        factories.make_office(name=f"Desk {number}", slug=f"desk-{number}")
    response = upload(client_, [row | {"note": "New"} for row in sheet(client_)])
    assert confirm(client_, response).status_code == 302
    assert Office.objects.filter(note="New").count() == 810


def test_a_byte_order_mark_is_no_mistake(client_, laredo):
    text = "\ufeff" + written(edited(client_, name="Nuevo Laredo"))
    assert changes(upload(client_, text)) == [("name", "Laredo", "Nuevo Laredo")]


def test_no_file_at_all_comes_back_as_words(client_):
    assert "This field is required" in refusal(client_.post(BULK, {"file": ""}))


def test_what_a_cell_says_is_text_and_nothing_else(client_, laredo):
    text = upload(client_, edited(client_, name="<script>alert(1)</script>")).text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_the_preview_holds_no_style_that_the_policy_refuses(client_, laredo):
    assert not re.search(r"\sstyle=|\son[a-z]+=", upload(client_, edited(client_, name="New")).text)


# Who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_who_may_not_change_offices_has_no_sheets(browse, manager, laredo, request, role):
    preview = upload(browse(manager), edited(browse(manager), name="New")).context["preview"]
    client = browse(request.getfixturevalue(role))
    assert client.get(BULK).status_code == 403
    assert client.get(f"{BULK}offices.csv").status_code == 403
    assert client.post(BULK, {"preview": preview}).status_code == 403
    client.post(LIST, {"action": "export_offices", "index": "0", "_selected_action": [laredo.pk]})
    assert Office.objects.get(pk=laredo.pk).name == "Laredo"


@pytest.mark.parametrize("preview", ["", "parrot", "x:y:z", "signed elsewhere"])
def test_a_forged_confirmation_is_refused_in_words(client_, laredo, preview):
    if preview == "signed elsewhere":
        preview = signing.dumps({"sheet": "offices"})
    response = client_.post(BULK, {"preview": preview}, follow=True)
    assert "Upload the sheet again." in response.text
    assert not LogEntry.objects.exists()


def test_nobody_confirms_what_somebody_else_saw(browse, admin_user, client_, laredo):
    preview = upload(client_, edited(client_, name="New")).context["preview"]
    assert "not yours" in browse(admin_user).post(BULK, {"preview": preview}, follow=True).text
    assert Office.objects.get(pk=laredo.pk).name == "Laredo"


def test_a_confirmation_without_its_token_against_forgery_is_refused(manager, client_, laredo):
    response = upload(client_, edited(client_, name="New"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    assert confirm(client, response).status_code == 403
    assert Office.objects.get(pk=laredo.pk).name == "Laredo"


def test_there_are_no_other_sheets(client_):
    assert client_.get(f"{BULK}parrots.csv").status_code == 404


def test_an_extension_typed_behind_the_number_is_not_lost(client_, laredo):
    confirm(client_, upload(client_, edited(client_, "contacts", phone="(956) 983-5620 ext. 217")))
    assert ContactPoint.objects.get().extension == "217"


def test_a_sheet_may_leave_out_what_only_names_the_office(client_, laredo):
    rows = edited(client_, "contacts", label="Cargo")
    for row in rows:
        del row["office"]
    confirm(client_, upload(client_, rows))
    assert laredo.contact_points.get().label == "Cargo"
