"""Numbers that answer outside office hours: shown with words, never as the main number."""

import pytest

from offices.importer import import_offices
from offices.kinds import ContactKind
from offices.models import ContactPoint, Office

from .. import factories
from ..importing import office_content, places_of, problems_of

pytestmark = pytest.mark.django_db

DAY, NIGHT = "+12025550101", "+12025550102"


def test_the_main_number_is_never_one_for_the_night():
    office = factories.make_office()
    factories.make_contact(office, NIGHT, is_after_hours=True)
    assert office.main_phone is None
    assert [number.phone.as_e164 for number in office.after_hours_phones] == [NIGHT]


@pytest.mark.parametrize(
    "fields",
    [
        {"is_after_hours": False},
        {"is_special": True},
        {"kind": ContactKind.FAX},
        {"kind": ContactKind.TTY},
        {"kind": ContactKind.EMAIL, "phone": "", "email": "night@example.gov"},
    ],
)
def test_only_a_number_to_talk_to_about_anything_is_one_for_the_night(fields):
    office = factories.make_office()
    factories.make_contact(office, **{"phone": NIGHT, "is_after_hours": True} | fields)
    assert office.after_hours_phones == []


def test_the_page_of_an_office_says_when_a_number_answers(client):
    office = factories.make_office()
    factories.make_contact(office, DAY)
    assert "Answers outside office hours" not in client.get(office.get_absolute_url()).text
    factories.make_contact(office, NIGHT, is_after_hours=True)
    assert "Answers outside office hours" in client.get(office.get_absolute_url()).text


def test_an_office_with_a_number_for_the_night_alone_sends_callers_elsewhere_by_day(client):
    general = factories.make_office(is_general_line=True, name="Information")
    factories.make_contact(general, DAY)
    port = factories.make_port()
    factories.make_contact(port, NIGHT, is_after_hours=True)
    page = client.get(port.get_absolute_url()).text
    assert "No number for general questions is published" in page
    assert "Information" in page.partition("Call instead")[2]


@pytest.mark.parametrize("address", ["/", "/contact/"])
def test_a_general_line_shows_its_number_for_the_night_beside_its_main_one(client, address):
    general = factories.make_office(is_general_line=True)
    factories.make_contact(general, NIGHT, is_after_hours=True)
    factories.make_contact(general, DAY)
    page = client.get(address).text
    assert page.index(f"tel:{DAY}") < page.index("Outside office hours") < page.index(f"tel:{NIGHT}")


# In content files -----------------------------------------------------------------------------------


@pytest.fixture
def content(tmp_path):
    return office_content(tmp_path)


def kept() -> list[bool]:
    points = ContactPoint.objects.filter(office__import_key="port:2304")
    return list(points.values_list("is_after_hours", flat=True))


def test_a_file_says_which_numbers_answer_at_night(content):
    content.row("contacts.csv", 2)["after_hours"] = "yes"
    import_offices(content.write())
    assert kept() == [True, False]
    assert import_offices(content.folder).updated == 0


def test_a_word_that_is_neither_yes_nor_no_is_named(content):
    content.row("contacts.csv", 2)["after_hours"] = "at night"
    assert places_of(problems_of(import_offices, content.write())) == [("contacts.csv", 2, "after_hours")]


def test_what_staff_ticked_is_kept(content):
    import_offices(content.write())
    ContactPoint.objects.filter(office__import_key="port:2304").update(is_after_hours=True)
    assert import_offices(content.folder).conflicts == []
    assert kept() == [True, True]


def test_what_was_imported_before_there_was_the_column_is_no_change_of_staff(content):
    import_offices(content.write())
    remembered = Office.objects.get(import_key="port:2304").imported["contact_points"]
    assert not any("is_after_hours" in point for point in remembered)
    content.row("contacts.csv", 2)["after_hours"] = "yes"
    report = import_offices(content.write())
    assert (report.updated, report.conflicts) == (1, [])
