"""The memory of the directory: which public fact of an office became another, and what is never kept."""

import datetime

import pytest

from offices.importer import import_offices
from offices.kinds import Kind, Status
from offices.models import Alias, FactChange, Office
from offices.recording import public_facts, recorded

from .. import factories
from ..factories import form_rows, office_form
from ..importing import office_content, office_row

pytestmark = pytest.mark.django_db

ADD = "/admin/offices/office/add/"
LIST = "/admin/offices/office/"


def kept() -> list[tuple[str, str, str]]:
    return [(change.fact, change.before, change.after) for change in FactChange.objects.order_by("pk")]


def change_with(office, body) -> list[tuple[str, str, str]]:
    """What is kept of a change that `body` makes to the office."""
    with recorded(Office.objects.filter(pk=office.pk)):
        body()
    return kept()


def update(office, **fields):
    return lambda: Office.objects.filter(pk=office.pk).update(**fields)


# What is no public fact ----------------------------------------------------------------------


def test_a_hidden_office_has_no_public_facts():
    assert public_facts(factories.make_port(is_public=False)) == {}


def test_what_is_for_staff_only_is_no_public_fact():
    port = factories.make_port(staff_note="The chief drinks.", import_key="port:1")
    assert "chief" not in str(public_facts(port))
    assert change_with(port, update(port, staff_note="The chief left.", import_key="port:2")) == []


@pytest.mark.parametrize("relation", ["parent", "successor"])
def test_a_hidden_office_is_not_named_in_the_facts_of_another(relation):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden Office", is_public=False)
    port = factories.make_port()
    assert change_with(port, update(port, **{relation: hidden})) == []
    assert "Hidden" not in str(public_facts(Office.objects.get(pk=port.pk)))


def test_a_change_of_a_hidden_office_is_not_kept():
    port = factories.make_port(is_public=False)
    assert change_with(port, update(port, name="Elsewhere")) == []


def test_hiding_an_office_tells_nothing_of_it():
    port = factories.make_port()
    assert change_with(port, update(port, is_public=False)) == []


def test_an_office_that_becomes_public_is_an_addition_without_its_past():
    port = factories.make_port(name="Laredo", is_public=False)
    assert change_with(port, update(port, is_public=True)) == [
        ("Added to the directory", "", "Laredo, Texas")
    ]


def test_another_name_of_the_office_above_is_no_change_of_those_below():
    field_office = factories.make_office(kind=Kind.FIELD_OFFICE)
    port = factories.make_port(parent=field_office)
    assert change_with(port, update(field_office, name="South Texas Field Office")) == []


def test_hiding_the_office_above_is_no_change_of_those_below():
    field_office = factories.make_office(kind=Kind.FIELD_OFFICE)
    port = factories.make_port(parent=field_office)
    assert change_with(port, update(field_office, is_public=False)) == []


def test_a_change_from_a_hidden_office_names_only_the_new_one():
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden", is_public=False)
    shown = factories.make_office(kind=Kind.FIELD_OFFICE, name="Tampa Field Office")
    port = factories.make_port(parent=hidden)
    assert change_with(port, update(port, parent=shown)) == [("Part of", "", "Tampa Field Office")]


def test_what_is_undone_again_is_no_change():
    port = factories.make_port(name="Laredo")

    def there_and_back():
        update(port, name="Elsewhere")()
        update(port, name="Laredo")()

    assert change_with(port, there_and_back) == []


def test_a_failure_keeps_nothing():
    port = factories.make_port()

    def fail_halfway():
        update(port, name="Elsewhere")()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change_with(port, fail_halfway)
    assert (kept(), Office.objects.get().name) == ([], "Laredo")


# What is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"name": "Laredo Bridges"}, ("Name", "Laredo", "Laredo Bridges")),
        ({"code": "2399"}, ("Code", "2304", "2399")),
        (
            {"status": Status.CLOSED_UNTIL, "closed_until": datetime.date(2027, 3, 31)},
            ("Status", "Open", "Closed until March 31, 2027"),
        ),
        ({"status_note": "Flooded."}, ("About the status", "", "Flooded.")),
        ({"street": "1 Main St"}, ("Address", "Laredo, TX", "1 Main St, Laredo, TX")),
        ({"mailing_address": "P.O. Box 1"}, ("Mailing address", "", "P.O. Box 1")),
        ({"by_rail": True, "by_air": True}, ("Arrivals by", "", "rail, air")),
        ({"is_service_port": True}, ("Service port", "", "Yes")),
        ({"latitude": "27.5", "longitude": "-99.5"}, ("Position", "", "27.5, -99.5")),
        ({"note": "Use the east gate."}, ("Note", "", "Use the east gate.")),
    ],
)  # fmt: skip
def test_a_changed_fact_is_kept_with_its_old_and_new_text(fields, change):
    port = factories.make_port(code="2304")
    assert change_with(port, update(port, **fields)) == [change]


def test_the_closing_of_an_office_is_kept_with_its_date():
    port = factories.make_port()
    assert change_with(port, update(port, status=Status.CLOSED, closed_on="2026-05")) == [
        ("Status", "Open", "Permanently closed or former"),
        ("Closed on", "", "May 2026"),
    ]


def test_a_number_is_told_by_its_label():
    port = factories.make_port()
    contact = factories.make_contact(port, "+19565237300", label="Cargo", extension="217")
    changes = change_with(port, lambda: port.contact_points.update(phone="+19565237301", note="Mornings."))
    assert changes == [("Cargo", "(956) 523-7300 ext. 217", "(956) 523-7301 ext. 217 (Mornings.)")]
    assert public_facts(port)[contact.label]


def test_two_numbers_under_one_label_are_one_fact():
    port = factories.make_port()
    factories.make_contact(port, "+19565237300")
    changes = change_with(port, lambda: factories.make_contact(port, "+19565237301"))
    assert changes == [("Phone", "(956) 523-7300", "(956) 523-7300; (956) 523-7301")]


def test_a_fax_is_told_from_the_phone_of_the_same_label():
    port = factories.make_port()
    for kind in ("phone", "fax"):
        factories.make_contact(port, label="Cargo", kind=kind)
    assert {"Cargo", "Cargo · Fax"} < public_facts(port).keys()


def test_hours_services_and_other_names_are_facts():
    port = factories.make_port()
    factories.make_hours(port, label="Cargo", text="Daily, 8 a.m. to 8 p.m.")
    factories.make_service(port, name="Laredo Enrollment Center", address="1 Main St")
    factories.make_special_hours(port, reason="Christmas")
    Alias.objects.create(office=port, kind="former", value="Fort Laredo", note="until 1900")
    facts = public_facts(port)
    assert facts["Hours: Cargo"] == "Daily, 8 a.m. to 8 p.m."
    assert facts["Trusted Traveler enrollment"] == "Laredo Enrollment Center, 1 Main St"
    assert facts["Closed or other hours"] == "December 24, 2026: closed (Christmas)"
    assert facts["Former name"] == "Fort Laredo (until 1900)"


@pytest.mark.parametrize(("label", "fact"), [("", "Hours as data"), ("Cargo", "Hours as data: Cargo")])
def test_another_schedule_is_kept_in_words_though_the_text_stays(label, fact):
    port = factories.make_port()
    factories.make_hours(port, label=label, schedule="24/7")
    changes = change_with(port, lambda: port.hours.update(schedule="Mo-Fr 08:00-16:00"))
    assert changes == [(fact, "Open around the clock, every day", "Monday to Friday: 8 a.m. to 4 p.m.")]


def test_a_fact_as_long_as_the_directory_takes_is_kept():
    port = factories.make_port()
    label = "x" * 80
    changes = change_with(
        port,
        lambda: (
            factories.make_contact(port, label=label, kind="tty"),
            factories.make_hours(port, label=label, text="y" * 250, note="z" * 250),
        ),
    )
    assert [len(fact) for fact, _before, _after in changes] == [103, 87]


def test_an_office_that_is_deleted_is_told_by_the_one_above_it():
    port = factories.make_port()
    crossing = factories.make_office(kind=Kind.CROSSING, name="Bridge II", parent=port)
    assert change_with(crossing, crossing.delete) == [("Removed from the directory", "Bridge II", "")]
    assert FactChange.objects.get().office == port


def test_a_hidden_office_is_deleted_without_a_word():
    crossing = factories.make_office(kind=Kind.CROSSING, parent=factories.make_port(), is_public=False)
    assert change_with(crossing, crossing.delete) == []


def test_an_office_deleted_with_the_one_above_it_is_told_by_nobody():
    port = factories.make_port()
    crossing = factories.make_office(kind=Kind.CROSSING, parent=port)
    with recorded(Office.objects.all()):
        crossing.delete()
        port.delete()
    assert kept() == []


# What is shown of it --------------------------------------------------------------------------


def shown() -> list[str]:
    return [change.fact for change in FactChange.objects.published()]


def test_changes_of_an_office_that_is_hidden_now_are_not_shown():
    port = factories.make_port()
    change_with(port, update(port, name="Elsewhere"))
    assert shown() == ["Name"]
    update(port, is_public=False)()
    assert shown() == []


@pytest.mark.parametrize("hidden", [0, 1])
def test_a_change_that_names_an_office_hidden_now_is_not_shown(hidden):
    parents = [factories.make_office(kind=Kind.FIELD_OFFICE) for _number in range(2)]
    port = factories.make_port(parent=parents[0])
    change_with(port, update(port, parent=parents[1]))
    assert shown() == ["Part of"]
    update(parents[hidden], is_public=False)()
    assert shown() == []


def test_a_name_that_was_hidden_does_not_appear_again_when_its_office_is_deleted():
    old, new = (factories.make_office(kind=Kind.FIELD_OFFICE) for _number in range(2))
    port = factories.make_port(parent=old)
    change_with(port, update(port, parent=new))
    update(old, is_public=False)()
    old.delete()
    assert shown() == []


# Who keeps it ---------------------------------------------------------------------------------


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def address(office) -> str:
    return f"{LIST}{office.pk}/change/"


def test_the_admin_keeps_what_a_form_changes_with_all_that_belongs_to_the_office(client_):
    desk = factories.make_office(name="Parrot Desk", slug="parrot-desk")
    contact = {"kind": "phone", "phone": "+12025550100", "order": 0, "confidence": "official"}
    form = office_form(name="Owl Desk") | form_rows("contact_points", contact)
    assert client_.post(address(desk), form).status_code == 302
    assert kept() == [("Name", "Parrot Desk", "Owl Desk"), ("Phone", "", "(202) 555-0100")]


def test_the_admin_keeps_the_addition_of_an_office_in_one_line(client_):
    client_.post(ADD, office_form())
    assert kept() == [("Added to the directory", "", "Parrot Desk")]


def test_the_admin_keeps_nothing_of_a_form_with_a_mistake_or_without_a_change(client_):
    client_.post(ADD, office_form(slug="x"))
    desk = factories.make_office(name="Parrot Desk", slug="parrot-desk")
    client_.post(address(desk), office_form(staff_note="Squawks.", is_checked="on"))
    assert kept() == []


def test_the_admin_keeps_a_deletion_however_it_is_asked_for(client_):
    port = factories.make_port()
    one, two = (factories.make_office(kind=Kind.CROSSING, name=n, parent=port) for n in ("One", "Two"))
    client_.post(f"{LIST}{one.pk}/delete/", {"post": "yes"})
    action = {"action": "delete_selected", "index": "0", "post": "yes", "_selected_action": [two.pk]}
    client_.post(LIST, action)
    assert [before for _fact, before, _after in kept()] == ["One", "Two"]


def test_the_first_import_into_an_empty_directory_is_no_change(tmp_path):
    import_offices(office_content(tmp_path).write())
    assert kept() == []


@pytest.fixture
def imported(tmp_path):
    content = office_content(tmp_path)
    import_offices(content.write())
    return content


def test_importing_again_without_a_change_keeps_nothing(imported):
    import_offices(imported.folder)
    assert kept() == []


def test_an_import_keeps_what_the_files_changed(imported):
    imported.row("offices.csv", 5)["street"] = "1 Bridge St"
    imported.row("contacts.csv", 2)["value"] = "+1 956-523-7301"
    import_offices(imported.write())
    assert kept() == [
        ("Address", "TX", "1 Bridge St, TX"),
        ("Port office", "(956) 523-7300", "(956) 523-7301"),
    ]


def test_an_import_keeps_one_line_for_a_new_office(imported):
    imported["offices.csv"].append(office_row("sector:tucson", kind="sector", name="Tucson Sector"))
    import_offices(imported.write())
    assert kept() == [("Added to the directory", "", "Tucson Sector")]


def test_a_dry_run_keeps_nothing(imported):
    imported.row("offices.csv", 5)["name"] = "Elsewhere"
    import_offices(imported.write(), dry_run=True)
    assert kept() == []


def test_an_import_that_leaves_an_editors_fact_alone_keeps_nothing(imported):
    update(Office.objects.get(import_key="port:2304"), note="Use the east gate.")()
    imported.row("offices.csv", 5)["note"] = "Use the west gate."
    import_offices(imported.write())
    assert kept() == []


def test_all_changes_of_one_import_have_one_instant(imported):
    for number in (4, 5):
        imported.row("offices.csv", number)["note"] = "New."
    import_offices(imported.write())
    assert FactChange.objects.count() == 2
    assert len(set(FactChange.objects.values_list("at"))) == 1
