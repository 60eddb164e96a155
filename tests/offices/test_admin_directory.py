"""Keeping the directory in the admin: finding, checking, editing, and words for what is wrong."""

import datetime
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from offices.kinds import Kind, Status
from offices.models import Alias, Office, Section

from .. import factories
from ..admin_pages import words_of
from ..factories import form_rows, office_form

pytestmark = pytest.mark.django_db

ADD = "/admin/offices/office/add/"
LIST = "/admin/offices/office/"
NOON = datetime.datetime(2026, 7, 1, 16, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 7, 1)


def change(office) -> str:
    return reverse("admin:offices_office_change", args=[office.pk])


def listed(client, **query) -> list[str]:
    """Names of the offices that the list shows."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return sorted(office.name for office in response.context["cl"].queryset)


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def test_the_list_says_which_offices_only_staff_see(client_):
    factories.make_office(name="Bridge")
    factories.make_office(name="Tunnel", is_public=False)
    page = client_.get(LIST).text
    assert page.count("Open, not public") == 1


# Finding -----------------------------------------------------------------------------------


@pytest.fixture
def laredo():
    """One office to be found, among two others."""
    office = factories.make_port(name="Laredo", code="2304", city="Laredo", state="TX")
    factories.make_contact(office, "+19569835620")
    factories.make_contact(office, "+19569835621")
    Alias.objects.create(office=office, kind="former", value="Gateway of the Americas")
    factories.make_contact(factories.make_office(name="Elsewhere"), "+12025550100")
    factories.make_port(name="Calais", code="0115", city="Calais", state="ME")
    return office


@pytest.mark.parametrize(
    "words",
    [
        "laredo",
        "LAREDO texas",
        "gateway",
        "gateway of the americas",
        "2304",
        "(956) 983-5620",
        "956-983-5620",
        "956.983.5620",
        "+1 956 983 5620",
        "1 (956) 983-5620",
        "983-5620",
        "9569835620",
        "  983 5620  ",
    ],
)
def test_search_finds_by_any_name_code_or_number(client_, laredo, words):
    assert listed(client_, q=words) == ["Laredo"]


@pytest.mark.parametrize("words", ["nowhere", "laredo maine", "(956) 983-5699", "9999", "%", "'", '"', "\\"])
def test_search_finds_nothing_for_what_is_not_there(client_, laredo, words):
    assert listed(client_, q=words) == []


@pytest.mark.parametrize("words", ["", "   "])
def test_search_for_nothing_lists_everything(client_, laredo, words):
    assert len(listed(client_, q=words)) == 3


def test_search_bears_a_pasted_page_of_words(client_, laredo):
    assert listed(client_, q="laredo " * 500) == ["Laredo"]


def test_an_office_found_twice_is_listed_once_and_can_be_marked(client_, laredo):
    response = client_.post(
        f"{LIST}?q=9569835",
        {"action": "mark_checked", "index": "0", "_selected_action": [laredo.pk]},
        follow=True,
    )
    assert "1 office marked as checked." in response.text


def test_an_office_found_twice_can_be_deleted_from_the_list(client_, laredo):
    action = {"action": "delete_selected", "index": "0", "post": "yes", "_selected_action": [laredo.pk]}
    client_.post(f"{LIST}?q=9569835", action)
    assert not Office.objects.filter(pk=laredo.pk).exists()


@pytest.mark.parametrize(
    ("model", "field", "words", "found"),
    [
        ("release", "offices", "956-983-5620", "Laredo, Texas (Port of entry, 2304)"),
        ("office", "same_place", "gateway", "Laredo, Texas (Port of entry, 2304)"),
        ("office", "parent", "2304", "Laredo, Texas (Port of entry, 2304)"),
    ],
)
def test_fields_that_choose_an_office_search_alike(browse, admin_user, laredo, model, field, words, found):
    app = "newsroom" if model == "release" else "offices"
    query = {"app_label": app, "model_name": model, "field_name": field, "term": words}
    response = browse(admin_user).get("/admin/autocomplete/", query)
    assert [result["text"] for result in response.json()["results"]] == [found]


def test_offices_of_one_name_are_told_apart_where_one_is_chosen(browse, admin_user):
    port = factories.make_port(name="Roma", code="2310")
    factories.make_office(kind=Kind.CROSSING, name="Roma", parent=port)
    query = {"app_label": "offices", "model_name": "notice", "field_name": "office", "term": "roma"}
    found = browse(admin_user).get("/admin/autocomplete/", query).json()["results"]
    assert sorted(office["text"] for office in found) == [
        "Roma (Border crossing)",
        "Roma, Texas (Port of entry, 2310)",
    ]


def test_a_press_contact_is_chosen_among_press_offices_only(browse, editor):
    factories.make_office(kind=Kind.PRESS_OFFICE, name="Laredo Press")
    factories.make_office(name="Laredo Desk")
    query = {
        "app_label": "newsroom",
        "model_name": "releasecontact",
        "field_name": "office",
        "term": "laredo",
    }
    response = browse(editor).get("/admin/autocomplete/", query)
    assert [result["text"] for result in response.json()["results"]] == ["Laredo Press (Press office)"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind__exact": "port"}, ["Calais", "Laredo"]),
        ({"status__exact": "closed"}, ["Calais"]),
        ({"is_public__exact": "0"}, ["Elsewhere"]),
        ({"state__exact": "TX"}, ["Laredo"]),
        ({"is_service_port__exact": "1"}, ["Laredo"]),
        ({"confidence__exact": "official"}, ["Laredo"]),
        ({"kind__exact": "port", "q": "maine"}, ["Calais"]),
    ],
)
def test_filters_find_their_offices(client_, laredo, query, found):
    Office.objects.filter(name="Calais").update(status=Status.CLOSED)
    Office.objects.filter(name="Elsewhere").update(is_public=False)
    Office.objects.filter(name="Laredo").update(is_service_port=True, confidence="official")
    assert listed(client_, **query) == found


def test_the_list_shows_where_an_office_is(client_, laredo):
    text = client_.get(LIST).text
    assert '<td class="field-place">Laredo, Texas</td>' in text
    assert '<td class="field-code">0115</td>' in text


# Checking ----------------------------------------------------------------------------------


@pytest.fixture
def queue(time_machine):
    """Offices checked never, exactly half a year ago, a day longer ago, and today."""
    time_machine.move_to(NOON, tick=False)
    days = {"Never": None, "Last day": 180, "A day late": 181, "Today": 0}
    return {
        name: factories.make_office(
            name=name, checked_on=None if ago is None else TODAY - datetime.timedelta(days=ago)
        )
        for name, ago in days.items()
    }


def mark(*offices) -> dict:
    return {"action": "mark_checked", "index": "0", "_selected_action": [office.pk for office in offices]}


def test_marking_records_the_day_and_the_person(browse, manager, queue):
    browse(manager).post(LIST, mark(queue["Never"], queue["A day late"]))
    for name in ("Never", "A day late"):
        queue[name].refresh_from_db()
        assert (queue[name].checked_on, queue[name].checked_by) == (TODAY, manager)


def test_marking_holds_for_every_fact_of_the_office(browse, manager, queue):
    contact = factories.make_contact(queue["Today"])
    browse(manager).post(LIST, mark(queue["Today"]))
    contact.refresh_from_db()
    assert (contact.checked_on, contact.checked_by) == (TODAY, manager)


def test_marking_writes_the_log(browse, manager, queue):
    response = browse(manager).post(LIST, mark(queue["Never"], queue["A day late"]), follow=True)
    assert "2 offices marked as checked." in response.text
    assert sorted(LogEntry.objects.values_list("object_repr", flat=True)) == ["A day late", "Never"]
    assert set(LogEntry.objects.values_list("user", flat=True)) == {manager.pk}
    assert "checked by staff on" in LogEntry.objects.first().get_change_message()


def test_marking_leaves_the_other_offices_alone(browse, manager, queue):
    browse(manager).post(LIST, mark(queue["Today"]))
    queue["Never"].refresh_from_db()
    assert queue["Never"].checked_on is None


def test_marking_is_refused_without_the_right_to_change(browse, editor, queue):
    client = browse(editor)
    client.post(LIST, mark(queue["Never"]))
    queue["Never"].refresh_from_db()
    assert queue["Never"].checked_on is None
    assert "mark_checked" not in client.get(LIST).text


def test_the_form_marks_an_office_as_checked_when_told_so(browse, manager, queue):
    office = queue["Never"]
    browse(manager).post(change(office), office_form(is_checked="on"))
    office.refresh_from_db()
    assert (office.checked_on, office.checked_by) == (TODAY, manager)


def test_the_form_marks_the_facts_that_come_with_it(browse, manager, queue):
    rows = form_rows("contact_points", NUMBER)
    browse(manager).post(change(queue["Never"]), office_form(is_checked="on", **rows))
    assert queue["Never"].contact_points.get().checked_on == TODAY


def test_the_form_keeps_the_last_check_otherwise(browse, manager, queue):
    office = queue["Last day"]
    same = {"kind": office.kind, "name": office.name, "slug": office.slug, "code": office.code or ""}
    forged = {"checked_on": "2026-07-01", "checked_by": manager.pk}
    browse(manager).post(change(office), office_form(note="Ring twice.", **same, **forged))
    office.refresh_from_db()
    assert office.note == "Ring twice."
    assert (office.checked_on, office.checked_by) == (TODAY - datetime.timedelta(days=180), None)


# The way to the site -----------------------------------------------------------------------


def test_view_on_site_leads_to_the_page_of_a_public_office(client_):
    office = factories.make_office()
    assert f'href="{office.get_absolute_url()}" class="viewsitelink"' in client_.get(change(office)).text
    assert client_.get(office.get_absolute_url()).status_code == 200


def test_an_office_that_is_not_public_has_no_view_on_site(client_):
    assert "viewsitelink" not in client_.get(change(factories.make_office(is_public=False))).text


# Editing -----------------------------------------------------------------------------------


NUMBER = {"kind": "phone", "phone": "(956) 983-5620", "confidence": "official", "order": "0"}


def test_an_office_is_added_with_its_numbers_hours_and_names(client_):
    rows = form_rows("contact_points", NUMBER)
    rows |= form_rows("hours", {"text": "Monday to Friday", "confidence": "official", "order": "0"})
    rows |= form_rows("aliases", {"kind": "former", "value": "Bird Desk"})
    assert client_.post(ADD, office_form(**rows)).status_code == 302
    office = Office.objects.get(slug="parrot-desk")
    assert office.contact_points.get().phone.as_e164 == "+19569835620"
    assert office.hours.get().text == "Monday to Friday"
    assert office.aliases.get().value == "Bird Desk"


def test_a_number_is_corrected_and_another_taken_away(client_):
    office = factories.make_office()
    wrong, gone = factories.make_contact(office), factories.make_contact(office, "+12025550101")
    row = NUMBER | {"office": office.pk}
    rows = form_rows(
        "contact_points",
        row | {"id": wrong.pk, "phone": "956.983.5620", "extension": "217"},
        row | {"id": gone.pk, "phone": "+12025550101", "DELETE": "on"},
        saved=2,
    )
    client_.post(change(office), office_form(**rows))
    assert office.contact_points.get().number == "(956) 983-5620 ext. 217"


def test_an_extension_typed_behind_the_number_is_not_lost(client_):
    row = NUMBER | {"phone": "(956) 983-5620 ext. 217"}
    client_.post(ADD, office_form(**form_rows("contact_points", row)))
    assert Office.objects.get(slug="parrot-desk").contact_points.get().extension == "217"


def test_the_address_of_a_new_office_follows_its_name_and_code(client_):
    (field,) = client_.get(ADD).context["adminform"].prepopulated_fields
    assert [dependency.name for dependency in field["dependencies"]] == ["name", "code"]


PORT = {"kind": "port", "name": "Parrot Bay", "slug": "parrot-bay-2304", "code": "2304"}


def test_a_port_is_added(client_):
    assert client_.post(ADD, office_form(**PORT)).status_code == 302
    assert Office.objects.get().code == "2304"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "\u200b"}, "This field cannot be blank"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "nul\0"}, "Null characters are not allowed"),
        ({"kind": "zoo"}, "zoo is not one of the available choices"),
        ({"slug": "abc"}, "at least four small letters"),
        ({"slug": "Parrot-Desk"}, "at least four small letters"),
        (PORT | {"code": ""}, "A port of entry needs a code of four digits."),
        (PORT | {"code": "23"}, "A port of entry needs a code of four digits."),
        (PORT | {"code": "２３０４"}, "A port of entry needs a code of four digits."),
        (PORT | {"slug": "parrot-bay"}, "The address of a port ends in its code."),
        ({"code": "\u200b"}, "Leave the code out or write one."),
        ({"code": "x" * 11}, "at most 10 characters"),
        ({"status": "haunted"}, "haunted is not one of the available choices"),
        ({"status": "closed_until"}, "“Closed until a date” needs that date"),
        ({"closed_until": "2027-01-01"}, "“Closed until a date” needs that date"),
        ({"closed_until": "soon"}, "Enter a valid date"),
        ({"status": "renumbered"}, "Say which office a renumbered office became."),
        ({"timezone": "Mars/Olympus"}, "is not a time zone"),
        ({"timezone": "../../etc/passwd"}, "is not a time zone"),
        ({"country": "XX"}, "XX is not one of the available choices"),
        ({"country": "CA", "state": "TX"}, "An office abroad has a province or region, not a state."),
        ({"latitude": "27.5"}, "Give latitude and longitude of a real place, or neither."),
        ({"latitude": "0", "longitude": "0"}, "Give latitude and longitude of a real place, or neither."),
        ({"latitude": "91", "longitude": "10"}, "Give latitude and longitude of a real place, or neither."),
        ({"latitude": "north", "longitude": "10"}, "Enter a number"),
        ({"latitude": "1e999", "longitude": "10"}, "Ensure that there are no more than"),
        ({"is_service_port": "on"}, "Only a port of entry can be a service port."),
        ({"as_of": "2026-13"}, "is not a date"),
        ({"address_as_of": "long ago"}, "is not a date"),
        ({"parent": "999999"}, "not one of the available choices"),
    ],
)
def test_a_wrong_field_comes_back_as_words(client_, fields, words):
    response = client_.post(ADD, office_form(**fields))
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"code": "7000", "slug": "another"}, "Another office already has this code."),
        ({"slug": "taken-desk"}, "Office with this Address already exists."),
        ({"is_general_line": "on"}, "Another office of this kind is the general line already."),
    ],
)
def test_what_another_office_has_comes_back_as_words(client_, fields, words):
    factories.make_office(code="7000", slug="taken-desk", is_general_line=True)
    response = client_.post(ADD, office_form(**fields))
    assert words in words_of(response)
    assert Office.objects.count() == 1


def test_two_offices_may_have_no_code(client_):
    factories.make_office()
    assert client_.post(ADD, office_form(code="")).status_code == 302
    assert Office.objects.filter(code=None).count() == 2


def test_a_loop_of_parents_comes_back_as_words(client_):
    top = factories.make_office()
    below = factories.make_office(parent=factories.make_office(parent=top))
    response = client_.post(change(top), office_form(parent=below.pk))
    assert "that is a loop" in words_of(response)
    top.refresh_from_db()
    assert top.parent is None


@pytest.mark.parametrize(
    "fields", [{"parent": True}, {"successor": True}, {"successor": True, "status": "renumbered"}]
)
def test_an_office_that_points_at_itself_comes_back_as_words(client_, fields):
    office = factories.make_office()
    response = client_.post(
        change(office),
        office_form(**{name: office.pk if value is True else value for name, value in fields.items()}),
    )
    assert response.status_code == 200
    assert "This is the very one you are editing." in words_of(response)


def test_a_parent_of_the_wrong_kind_comes_back_as_words(client_):
    sector = factories.make_office(kind=Kind.SECTOR)
    response = client_.post(ADD, office_form(**PORT, parent=sector.pk))
    assert "A Port of entry cannot belong to a Border Patrol sector." in words_of(response)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"kind": "phone", "phone": "12"}, "Enter a valid phone number"),
        ({"kind": "phone", "phone": "call us"}, "Enter a valid phone number"),
        ({"kind": "phone", "label": "Cargo"}, "every other kind needs a number only"),
        ({"kind": "email", "phone": "(956) 983-5620"}, "An e-mail contact needs an address only"),
        ({"kind": "email", "email": "nobody"}, "Enter a valid email address"),
        ({"kind": "phone", "phone": "(956) 983-5620", "extension": "x1"}, "Digits only."),
        ({"kind": "phone", "phone": "(956) 983-5620", "as_of": "never"}, "is not a date"),
        ({"kind": "pigeon", "phone": "(956) 983-5620"}, "pigeon is not one of the available choices"),
    ],
)
def test_a_wrong_number_comes_back_as_words(client_, row, words):
    rows = form_rows("contact_points", row | {"confidence": "official", "order": "0"})
    response = client_.post(ADD, office_form(**rows))
    assert words in words_of(response)
    assert not Office.objects.exists()


def test_hours_without_a_text_come_back_as_words(client_):
    rows = form_rows("hours", {"label": "Cargo", "confidence": "official", "order": "0"})
    assert "This field is required" in words_of(client_.post(ADD, office_form(**rows)))


def test_a_name_given_twice_comes_back_as_words(client_):
    row = {"kind": "former", "value": "Bird Desk"}
    response = client_.post(ADD, office_form(**form_rows("aliases", row, row)))
    assert "duplicate data" in words_of(response)
    assert not Office.objects.exists()


def test_a_name_that_is_listed_already_comes_back_as_words(client_):
    office = factories.make_office()
    listed_before = Alias.objects.create(office=office, kind="former", value="Bird Desk")
    row = {"office": office.pk, "kind": "former", "value": "Bird Desk"}
    rows = form_rows("aliases", row | {"id": listed_before.pk}, row, saved=1)
    response = client_.post(change(office), office_form(**rows))
    assert response.status_code == 200
    assert words_of(response)


def test_an_office_with_offices_below_it_is_not_deleted_and_the_page_says_why(client_):
    top = factories.make_office()
    below = factories.make_office(parent=top)
    delete = reverse("admin:offices_office_delete", args=[top.pk])
    assert below.name in client_.get(delete).text
    client_.post(delete, {"post": "yes"})
    assert Office.objects.filter(pk=top.pk).exists()


def test_the_note_for_staff_is_shown_in_the_admin(browse, editor):
    office = factories.make_office(staff_note="Ask for the parrot.")
    assert "Ask for the parrot." in browse(editor).get(change(office)).text


# Sections ----------------------------------------------------------------------------------


def test_a_section_is_edited_but_keeps_its_address(client_):
    section = Section.objects.get(slug="ports")
    address = reverse("admin:offices_section_change", args=[section.pk])
    client_.post(address, {"title": "Harbors", "introduction": "New.", "order": "3", "slug": "harbors"})
    section.refresh_from_db()
    assert (section.title, section.introduction, section.slug) == ("Harbors", "New.", "ports")


def test_a_section_without_a_title_comes_back_as_words(client_):
    address = reverse("admin:offices_section_change", args=[Section.objects.get(slug="ports").pk])
    response = client_.post(address, {"title": "", "introduction": "New.", "order": "3"})
    assert "This field is required" in words_of(response)


@pytest.mark.parametrize("action", ["add", "delete"])
def test_nobody_adds_or_deletes_a_section(browse, admin_user, action):
    admin_user.user_permissions.set(Permission.objects.all())
    before = Section.objects.count()
    pk = [Section.objects.first().pk] if action == "delete" else []
    address = reverse(f"admin:offices_section_{action}", args=pk)
    data = {"post": "yes", "title": "Tenth", "introduction": "No.", "slug": "tenth", "order": "10"}
    assert browse(admin_user).post(address, data).status_code == 403
    assert Section.objects.count() == before


def test_the_list_of_sections_offers_no_deletion(browse, admin_user):
    client = browse(admin_user)
    sections = reverse("admin:offices_section_changelist")
    data = {"action": "delete_selected", "index": "0", "post": "yes"}
    client.post(sections, data | {"_selected_action": Section.objects.first().pk})
    assert Section.objects.count() == 9
    assert "delete_selected" not in client.get(sections).text


def test_what_was_changed_is_in_the_history(client_):
    office = factories.make_office(name="Old name")
    client_.post(change(office), office_form(name="New name", slug=office.slug))
    (entry,) = LogEntry.objects.all()
    assert "Name" in json.loads(entry.change_message)[0]["changed"]["fields"]
    assert "Changed Name" in client_.get(reverse("admin:offices_office_history", args=[office.pk])).text
