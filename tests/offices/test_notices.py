"""Notices appear and end by themselves, on the pages they are about, in both languages."""

import datetime

import pytest
from django.urls import reverse

from offices.kinds import Kind
from offices.models import Notice, Office

from .. import factories
from ..admin_pages import marks_of, post_twice, words_of
from ..factories import notice_form

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 7, 1, 16, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)
ADD = "/admin/offices/notice/add/"
LIST = "/admin/offices/notice/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def stands(client, address: str) -> bool:
    return "A storm comes." in client.get(address).text


# When ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "is_shown"),
    [(NOON - SECOND, False), (NOON, True), (NOON + HOUR - SECOND, True), (NOON + HOUR, False)],
)
def test_a_notice_appears_and_ends_by_itself_to_the_second(client, time_machine, instant, is_shown):
    factories.make_notice(starts_at=NOON, ends_at=NOON + HOUR)
    time_machine.move_to(instant, tick=False)
    assert stands(client, "/") == is_shown


def test_a_page_that_was_kept_is_not_current_when_a_notice_appears(client, time_machine):
    factories.make_notice(starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    tag = client.get("/contact/")["ETag"]
    assert client.get("/contact/", headers={"If-None-Match": tag}).status_code == 304
    time_machine.move_to(NOON + HOUR, tick=False)
    assert client.get("/contact/", headers={"If-None-Match": tag}).status_code == 200


# Where -----------------------------------------------------------------------------------------


@pytest.fixture
def texas():
    """Headquarters, a field office, two ports and a crossing that does not name its state."""
    top = factories.make_office(name="Headquarters")
    field = factories.make_office(kind=Kind.FIELD_OFFICE, name="Field Office", parent=top, state="TX")
    port = factories.make_port(name="Laredo", state="TX", parent=field)
    factories.make_port(name="Calais", state="ME")
    factories.make_office(kind=Kind.CROSSING, name="Bridge", parent=port)
    return {office.name: office for office in Office.objects.all()}


def pages_with_notice(client, texas) -> set[str]:
    pages = {name: office.get_absolute_url() for name, office in texas.items()}
    pages |= {"home": "/", "ports in Texas": "/contact/ports/tx/", "nowhere": "/nowhere/"}
    return {name for name, address in pages.items() if stands(client, address)}


BELOW = {"Field Office", "Laredo", "Bridge"}
EVERYWHERE = {"Headquarters", "Calais", "home", "ports in Texas", "nowhere", *BELOW}


@pytest.mark.parametrize(
    ("about", "pages"),
    [
        ("everything", EVERYWHERE),
        ("TX", {"ports in Texas", *BELOW}),
        ("VT", set()),
        ("Laredo", {"Laredo", "Bridge"}),
        ("Bridge", {"Bridge"}),
        ("Field Office", BELOW),
        ("Headquarters", {"Headquarters", *BELOW}),
    ],
)
def test_a_notice_stands_on_the_pages_it_is_about(client, texas, about, pages):
    scope = {"office": texas[about]} if about in texas else {"state": about} if len(about) == 2 else {}
    factories.make_notice(**scope)
    assert pages_with_notice(client, texas) == pages


def test_a_notice_about_a_hidden_office_stands_nowhere(client, texas):
    factories.make_notice(office=texas["Field Office"])
    Office.objects.filter(name="Field Office").update(is_public=False)
    assert pages_with_notice(client, texas) == set()


@pytest.mark.parametrize(
    "address", ["/newsroom/", "/contact/", "/contact/press-officers/?state=TX", "/search/?q=x", "/nowhere/"]
)
def test_a_notice_about_everything_stands_on_every_page(client, address):
    factories.make_notice()
    assert stands(client, address)


def test_a_notice_about_a_state_does_not_stand_on_pages_that_merely_name_it(client):
    factories.make_notice(state="TX")
    assert not stands(client, "/contact/press-officers/?state=TX")


@pytest.mark.parametrize("page", ["find", "map", "print"])
@pytest.mark.parametrize(
    ("query", "is_shown"), [("?state=TX", True), ("?state=ME", False), ("?state=ZZ", False), ("", False)]
)
def test_a_notice_about_a_state_stands_on_its_lists_and_maps(client, page, query, is_shown):
    factories.make_notice(state="TX")
    factories.make_port(state="TX")
    assert stands(client, f"/contact/{page}/{query}") == is_shown


def test_a_request_that_cannot_be_read_costs_no_query(client, django_assert_num_queries):
    factories.make_notice()
    with django_assert_num_queries(0):
        assert client.get("/?x=%00").status_code == 400


# Hours beside it -------------------------------------------------------------------------------


def hours_of(client, texas, name: str) -> str:
    factories.make_hours(texas[name], schedule="24/7")
    text = client.get(texas[name].get_absolute_url()).text
    assert "Open 24 hours, every day" in text
    return "in doubt" if "See the notice above" in text else "open" if "Open around the clock" in text else ""


@pytest.mark.parametrize("kind", ["closure", "lapse"])
@pytest.mark.parametrize("about", ["Bridge", "Laredo", "Field Office", "Headquarters", "TX"])
def test_an_office_does_not_stand_as_open_below_a_notice_of_its_closure(client, texas, about, kind):
    factories.make_notice(kind=kind, **({"state": "TX"} if about == "TX" else {"office": texas[about]}))
    assert hours_of(client, texas, "Bridge") == "in doubt"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "storm", "state": "TX"},
        {"kind": "closure", "state": "ME"},
        {"kind": "lapse"},
        {"kind": "closure", "state": "TX", "starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR},
    ],
)
def test_other_notices_leave_the_hours_alone(client, texas, fields):
    factories.make_notice(**fields)
    assert hours_of(client, texas, "Bridge") == "open"


def test_a_notice_about_a_hidden_office_or_one_below_leaves_the_hours_alone(client, texas):
    Office.objects.filter(name="Field Office").update(is_public=False)
    for name in ("Field Office", "Bridge"):
        factories.make_notice(kind="closure", office=texas[name])
    assert hours_of(client, texas, "Laredo") == "open"


def test_a_list_refers_to_the_notice_of_an_office_that_may_be_closed(client, texas):
    factories.make_hours(texas["Laredo"], schedule="24/7")
    assert "Open around the clock" in client.get("/contact/ports/tx/").text
    factories.make_notice(kind="closure", office=texas["Laredo"])
    text = client.get("/contact/ports/tx/").text
    assert ("See the notice on its page" in text, "Open around the clock" in text) == (True, False)


# What ------------------------------------------------------------------------------------------


def test_both_languages_are_marked_as_such(client):
    factories.make_notice()
    text = client.get("/").text
    assert text.index('lang="en">') < text.index("A storm comes.") < text.index('lang="es">')
    assert text.index('lang="es">') < text.index("Viene una tormenta.")


def test_a_notice_says_when_it_was_written(client):
    factories.make_notice()
    text = client.get("/").text
    assert "As of July 1, 2026, noon EDT" in text
    assert "1 de julio de 2026" in text


def test_a_notice_is_a_landmark_with_a_name_and_no_alarm(client):
    factories.make_notice()
    text = client.get("/").text
    assert 'aria-label="Notices / Avisos"' in text
    assert 'role="alert"' not in text


def test_several_notices_share_one_box(client):
    for _number in range(3):
        factories.make_notice()
    assert client.get("/").text.count('<section class="usa-site-alert') == 1


def test_in_a_lapse_of_funding_pages_say_that_they_are_not_updated(client):
    factories.make_notice(kind="lapse")
    text = client.get("/").text
    assert "This page is not being updated" in text
    assert "Esta página no se actualiza" in text


def test_a_notice_about_a_place_names_it(client):
    port = factories.make_port(name="Laredo", state="TX")
    factories.make_notice(office=port, kind="closure")
    assert "Closure: Laredo, Texas" in client.get(port.get_absolute_url()).text


def test_what_staff_wrote_is_text_and_nothing_else(client):
    factories.make_notice(text="<script>alert(1)</script>", text_es="<b>negrita</b>")
    text = client.get("/").text
    assert "&lt;script&gt;alert(1)" in text
    assert "<b>negrita" not in text


@pytest.mark.parametrize("count", [0, 1, 5])
def test_notices_cost_one_query_however_many(client, texas, django_assert_num_queries, count):
    for _number in range(count):
        factories.make_notice(office=texas["Headquarters"])
    bridge = Office.objects.select_related("parent").get(name="Bridge")
    with django_assert_num_queries(1):
        assert len(Notice.objects.running().about(bridge)) == count


# The admin -------------------------------------------------------------------------------------


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def test_a_manager_puts_up_a_notice_and_reads_where_and_when_it_will_stand(client_):
    response = client_.post(ADD, notice_form(), follow=True)
    assert Notice.objects.get().starts_at == NOON + HOUR
    assert "On every page of the site. It will appear on July 1, 2026, 1 p.m. EDT" in response.text
    assert "and end on July 2, 2026, 1 p.m. EDT." in response.text


@pytest.mark.parametrize("said", ["", "It is shown today.", "\u200b", "x" * 5000])
def test_a_notice_is_saved_only_after_its_hours_were_said_in_words(client_, said):
    response = client_.post(ADD, notice_form(said=said))
    assert "You wrote: It is shown from Wednesday, July 1, 2026, 1 p.m. EDT until" in words_of(response)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("text", "is_error"), [("The bridge is closed.", False), ("", True)])
def test_hours_that_are_only_said_in_words_are_called_no_error(client_, text, is_error):
    page = client_.post(ADD, notice_form(said="", text=text))
    assert ("Please correct the error" in page.text) == is_error
    assert ("Nothing was saved yet. Read what stands below" in page.text) != is_error


def test_hours_that_were_changed_after_they_were_said_are_said_again(client_):
    response = client_.post(ADD, notice_form(ends_at_0="2026-12-02"))
    said = (
        "It is shown from Wednesday, July 1, 2026, 1 p.m. EDT until Wednesday, December 2, 2026, 1 p.m. EST."
    )
    assert marks_of(response) == {"said": said}
    assert not Notice.objects.exists()


def test_other_words_of_a_notice_are_saved_at_once(client_):
    assert client_.post(ADD, notice_form()).status_code == 302
    address = reverse("admin:offices_notice_change", args=[Notice.objects.get().pk])
    assert client_.post(address, notice_form(text="It is over soon.", said="")).status_code == 302
    assert Notice.objects.get().text == "It is over soon."


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"state": "TX"}, "On the list of ports in Texas and the pages of 3 offices there."),
        ({"office": "Laredo"}, "On the page of Laredo, Texas and of 1 office below it."),
        ({"office": "Bridge"}, "On the page of Bridge."),
        ({"office": "Hidden"}, "Nowhere: Hidden is not public."),
    ],
)
def test_the_admin_says_where_a_notice_stands(client_, texas, about, words):
    texas["Hidden"] = factories.make_office(name="Hidden", is_public=False)
    if name := about.get("office"):
        about = {"office": texas[name].pk}
    assert words in client_.post(ADD, notice_form(**about), follow=True).text
    change = reverse("admin:offices_notice_change", args=[Notice.objects.get().pk])
    assert words in client_.get(change).text


@pytest.mark.parametrize(
    ("state", "hidden"), [("TX", ""), ("TX", "Laredo"), ("TX", "Bridge"), ("ME", ""), ("VT", "")]
)
def test_the_admin_counts_the_offices_that_show_the_notice(client, client_, texas, state, hidden):
    """Each that names the state, and crossings that do not but belong to a public port there."""
    factories.make_office(kind=Kind.CROSSING, name="Pier", parent=texas["Calais"], state="TX")
    factories.make_office(kind=Kind.PRECLEARANCE, name="Dublin", country="IE", parent=texas["Field Office"])
    Office.objects.filter(name=hidden).update(is_public=False)
    notice = factories.make_notice(state=state, kind="closure")
    offices = Office.objects.published()
    shown = {office.pk for office in offices if stands(client, office.get_absolute_url())}
    assert {office.pk for office in offices.placed_in(state)} == shown
    assert {office.pk for office in offices.with_closure_notices() if office.has_closure_notice} == shown
    change = client_.get(reverse("admin:offices_notice_change", args=[notice.pk])).text
    assert f"{len(shown)} office" in change


@pytest.mark.parametrize(("end", "warned"), [("2026-09-29", False), ("2026-09-30", True)])
def test_a_notice_that_runs_for_more_than_90_days_is_warned_of(client_, end, warned):
    response = post_twice(client_, ADD, notice_form(ends_at_0=end), follow=True)
    assert ("People stop reading" in response.text) == warned


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text_es": ""}, "This field is required"),
        ({"text_es": "\u200b"}, "This field cannot be blank"),
        ({"text": ""}, "This field is required"),
        ({"kind": "party"}, "not one of the available choices"),
        ({"ends_at_0": "2026-07-01", "ends_at_1": "13:00"}, "The notice would end before it begins."),
        ({"ends_at_0": "2020-01-01"}, "The notice would end before it begins."),
        ({"ends_at_0": "9999-12-31", "ends_at_1": "23:59"}, "Notices lie between 2000 and 2100."),
        ({"starts_at_0": "0001-01-01"}, "Notices lie between 2000 and 2100."),
        ({"starts_at_0": "soon"}, "Enter a valid date"),
        (
            {"starts_at_0": "2026-03-08", "starts_at_1": "02:30"},
            "The clocks of this place go forward over this hour",
        ),
        ({"state": "ZZ"}, "not one of the available choices"),
        ({"office": "999999"}, "not one of the available choices"),
    ],
)
def test_a_wrong_field_comes_back_as_words(client_, fields, words):
    response = client_.post(ADD, notice_form(**fields))
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Notice.objects.exists()


def test_a_notice_about_a_state_and_an_office_comes_back_as_words(client_):
    response = client_.post(ADD, notice_form(state="TX", office=factories.make_office().pk))
    assert "Choose a state or an office, not both." in words_of(response)


@pytest.mark.parametrize(
    ("time", "found"),
    [("running", ["Now"]), ("to_come", ["Soon"]), ("over", ["Past"]), ("zoo", ["Now", "Past", "Soon"])],
)
def test_the_list_tells_what_runs_what_comes_and_what_is_over(client_, time, found):
    factories.make_notice(text="Now")
    factories.make_notice(text="Soon", starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    factories.make_notice(text="Past", starts_at=NOON - 2 * HOUR, ends_at=NOON)
    assert sorted(notice.text for notice in client_.get(LIST, {"time": time}).context["cl"].queryset) == found


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_only_office_managers_put_up_notices(browse, request, role):
    client = browse(request.getfixturevalue(role))
    assert client.post(ADD, notice_form()).status_code == 403
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("kind", "is_warned"), [("closure", True), ("storm", False)])
def test_staff_are_told_that_a_notice_of_a_closure_changes_no_hours(client_, kind, is_warned):
    page = client_.post(ADD, notice_form(kind=kind), follow=True).text
    assert ("This does not change the hours." in page) == is_warned


# Addresses -------------------------------------------------------------------------------------


def test_an_address_in_a_notice_is_a_link_in_both_languages(client):
    factories.make_notice(text="See https://example.gov/a?b=1.", text_es="Vea https://example.gov/es.")
    page = client.get("/").text
    assert '<a href="https://example.gov/a?b=1" rel="nofollow">https://example.gov/a?b=1</a>.' in page
    assert '<a href="https://example.gov/es" rel="nofollow">' in page


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "<a href='javascript:alert(1)'>here</a>",
        "<script>alert(1)</script>",
    ],
)
def test_nothing_else_in_a_notice_becomes_a_link_or_markup(client, text):
    factories.make_notice(text=text, text_es=text)
    box = client.get("/").text.split("site-notices")[1].split("</section>")[0]
    assert "<a " not in box
    assert "<script" not in box


def test_an_address_cannot_leave_its_link(client):
    factories.make_notice(text='https://example.gov/"onmouseover="alert(1)')
    assert '"onmouseover' not in client.get("/").text
