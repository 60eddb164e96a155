"""The queue of facts to check: what is due, what comes first, and one click that records a check."""

import datetime
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from offices import verification
from offices.checks import Fact
from offices.kinds import Kind, Status
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

QUEUE = "/admin/offices/office/facts/"
NOON = datetime.datetime(2026, 7, 1, 16, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 7, 1)
CHECKED = {"checked_on": TODAY, "address_checked_on": TODAY}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def make_fact(kind: str, office: Office, checked_on: datetime.date | None):
    """One fact of the kind, the only one of `office` that may be due."""
    makers = {
        Fact.CONTACT: factories.make_contact, Fact.HOURS: factories.make_hours,
        Fact.SERVICE: factories.make_service,
    }  # fmt: skip
    if kind in makers:
        return makers[kind](office, checked_on=checked_on)
    before = "address_" if kind == Fact.ADDRESS else ""
    Office.objects.filter(pk=office.pk).update(street="1 Main St", **{f"{before}checked_on": checked_on})
    return office


def due() -> list[tuple[str, str]]:
    """Office and kind of each fact that the queue holds, in its order."""
    waiting = verification.queue(verification.due_facts(Office.objects.published()))
    return [(entry.office.name, str(fact.kind)) for entry in waiting for fact in entry.facts]


def shown(client, **query) -> list[str]:
    return [entry.office.name for entry in client.get(QUEUE, query).context["page"]]


def posted(client, **query) -> dict:
    """What the form of the first office in the queue holds."""
    entry = client.get(QUEUE, query).context["page"][0]
    return {"office": entry.office.pk, "next": "", "shown": [fact.token for fact in entry.facts]}


def still_right(client, kind: str | None = None, address: str = QUEUE):
    """Presses “still right” of one fact of the first office, or of all its facts."""
    entry = client.get(address).context["page"][0]
    tokens = [fact.token for fact in entry.facts if kind in (None, fact.kind)]
    answer = {"all": "yes"} if kind is None else {"fact": tokens}
    every = [fact.token for fact in entry.facts]
    data = {"office": entry.office.pk, "next": entry.following, "shown": every} | answer
    return client.post(address, data)


# What is due ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Fact)
@pytest.mark.parametrize(("late", "is_due"), [(None, True), (1, True), (0, False), (-30, False)])
def test_a_fact_is_due_when_its_interval_is_over(kind, late, is_due):
    checked = None if late is None else TODAY - kind.every - datetime.timedelta(days=late)
    make_fact(kind, factories.make_office(name="Desk", **CHECKED), checked)
    assert due() == ([("Desk", kind)] if is_due else [])
    assert sum(verification.count_due(Office.objects.published()).values()) == is_due


@pytest.mark.parametrize("kind", Fact)
def test_each_fact_says_itself_whether_it_is_due(kind):
    office = factories.make_office(**CHECKED)
    row = make_fact(kind, office, TODAY - kind.every)
    row.refresh_from_db()
    answer = row.address_is_due if kind == Fact.ADDRESS else row.is_due
    assert not answer(TODAY)
    assert answer(TODAY + datetime.timedelta(days=1))


def test_the_day_is_the_day_in_washington(time_machine):
    factories.make_office(checked_on=TODAY - Fact.ENTRY.every)
    time_machine.move_to(datetime.datetime(2026, 7, 2, 3, 59, tzinfo=datetime.UTC), tick=False)
    assert not due()
    time_machine.move_to(datetime.datetime(2026, 7, 2, 4, 1, tzinfo=datetime.UTC), tick=False)
    assert due()


def test_an_office_that_is_not_public_does_not_wait_for_a_check():
    factories.make_contact(factories.make_office(is_public=False))
    assert due() == []
    assert sum(verification.count_due(Office.objects.published()).values()) == 0


def test_an_address_that_nobody_knows_is_not_due():
    factories.make_office(checked_on=TODAY)
    assert due() == []


# What comes first -----------------------------------------------------------------------------


LONG_AGO = {"as_of": "2025", "confidence": "official"}


@pytest.mark.parametrize(
    ("riskier", "safer"),
    [
        ({"is_general_line": True}, {}),
        ({"kind": Kind.PORT, "code": "2304", "slug": "a-port-2304"}, {}),
        ({"confidence": "unconfirmed"}, {"confidence": "secondary"}),
        ({"confidence": "secondary"}, {"confidence": "official"}),
        ({"as_of": "2025"}, {"as_of": "2025-12"}),
        ({"as_of": ""}, {"as_of": "2025-12"}),
        ({"as_of": "2025"}, {"checked_on": TODAY - datetime.timedelta(days=181)}),
        ({"checked_on": datetime.date(2025, 1, 1)}, {"checked_on": datetime.date(2025, 6, 1)}),
        ({}, {"status": Status.CLOSED}),
    ],
)
def test_the_riskier_office_comes_first(riskier, safer):
    factories.make_office(name="A safer office", **LONG_AGO | safer)
    factories.make_office(name="B riskier office", **LONG_AGO | riskier)
    assert [name for name, _kind in due()] == ["B riskier office", "A safer office"]


def test_an_office_with_others_below_it_comes_first():
    factories.make_office(name="A", **LONG_AGO)
    factories.make_office(parent=factories.make_office(name="B", **LONG_AGO), name="C", **CHECKED)
    assert [name for name, _kind in due()] == ["B", "A"]


def test_hidden_offices_below_do_not_count():
    top = factories.make_office(name="Top")
    factories.make_office(parent=top, is_public=False)
    (entry,) = verification.queue(verification.due_facts(Office.objects.published()))
    assert "below" not in entry.why()


@pytest.mark.parametrize("as_of", ["1066", "2999", "2026-07-01", "0001"])
def test_no_date_of_publication_breaks_the_queue(client_, as_of):
    factories.make_office(as_of=as_of)
    assert client_.get(QUEUE).status_code == 200


def test_the_page_says_in_words_why_something_is_due(client_):
    office = factories.make_office(is_general_line=True, **CHECKED)
    factories.make_contact(office, as_of="2011", confidence="unconfirmed")
    factories.make_hours(office, checked_on=TODAY - datetime.timedelta(days=91), confidence="official")
    text = client_.get(QUEUE).text
    assert "general line for everyone" in text
    assert "Never checked; published 2011. Not confirmed." in text
    assert "1 day late." in text
    assert "Very high risk" in text


# Filters and pages -----------------------------------------------------------------------------


@pytest.fixture
def laredo():
    port = factories.make_port(name="Laredo", state="TX", **CHECKED)
    factories.make_contact(port)
    factories.make_hours(factories.make_port(name="Calais", state="ME", **CHECKED))
    factories.make_office(name="Desk")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Calais", "Desk", "Laredo"]),
        ({"kind": "port"}, ["Calais", "Laredo"]),
        ({"state": "TX"}, ["Laredo"]),
        ({"fact": "hours"}, ["Calais"]),
        ({"fact": "hours", "state": "TX"}, []),
        ({"kind": "zoo"}, ["Calais", "Desk", "Laredo"]),
        ({"state": "'; --", "fact": "hours"}, ["Calais"]),
        ({"page": "99"}, ["Calais", "Desk", "Laredo"]),
        ({"page": "-1"}, ["Calais", "Desk", "Laredo"]),
        ({"page": "parrot"}, ["Calais", "Desk", "Laredo"]),
    ],
)
def test_the_queue_is_narrowed(client_, laredo, query, found):
    assert sorted(shown(client_, **query)) == found


@pytest.mark.parametrize(
    ("query", "choices"),
    [
        ({}, ["Any (3)", "Hours (1)", "Port of entry (2)", "Texas (1)", "Maine (1)", "Alaska (0)"]),
        ({"state": "TX"}, ["Any (1)", "Any (3)", "Hours (0)", "Port of entry (1)", "Maine (1)"]),
        ({"fact": "hours"}, ["Any (1)", "Port of entry (1)", "Texas (0)", "Maine (1)"]),
        ({"kind": "zoo"}, ["Any (3)", "Port of entry (2)", "Texas (1)"]),
    ],
)
def test_each_choice_tells_how_many_facts_it_would_leave(client_, laredo, query, choices):
    factories.make_contact(factories.make_port(state="AK", is_public=False))
    options = re.findall(r"<option[^>]*>([^<]*)</option>", client_.get(QUEUE, query).text)
    assert set(choices) <= set(options)


def test_a_filter_that_cannot_be_read_is_said_in_words(client_, laredo):
    assert "This is not one of the choices" in client_.get(QUEUE, {"kind": "zoo"}).text


def test_the_queue_is_shown_in_pages(client_):
    for _number in range(21):
        factories.make_office()
    assert len(shown(client_)) == 20
    assert len(shown(client_, page=2)) == 1


def test_810_offices_cost_as_many_queries_as_one(client_, django_assert_num_queries):
    offices = [
        Office(kind=Kind.HEADQUARTERS, name=f"Desk {number}", slug=f"desk-{number}", street="1 Main St")
        for number in range(810)
    ]
    office, *_others = Office.objects.bulk_create(offices)
    for _number in range(5):
        factories.make_contact(office)
        factories.make_hours(office)
    with django_assert_num_queries(9):
        assert client_.get(QUEUE).context["number"] == 1630


def test_wrong_leads_to_the_form_of_the_office(client_):
    contact = factories.make_contact(factories.make_office(**CHECKED))
    address = reverse("admin:offices_office_change", args=[contact.office_id])
    assert f'href="{address}#contact_points-group"' in client_.get(QUEUE).text


# Still right -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Fact)
def test_one_click_records_the_day_and_the_person(client_, manager, kind):
    office = factories.make_office(**CHECKED)
    row = make_fact(kind, office, None)
    still_right(client_, kind)
    row.refresh_from_db()
    before = "address_" if kind == Fact.ADDRESS else ""
    assert getattr(row, f"{before}checked_on") == TODAY
    assert getattr(row, f"{before}checked_by") == manager


def test_one_click_leaves_the_other_facts_of_the_office_alone(client_):
    office = factories.make_office(name="Desk", street="1 Main St")
    factories.make_contact(office)
    still_right(client_, Fact.CONTACT)
    assert sorted(due()) == [("Desk", "address"), ("Desk", "entry")]


def test_one_click_is_enough_for_all_facts_of_an_office(client_):
    office = factories.make_office(street="1 Main St")
    factories.make_contact(office)
    factories.make_hours(office)
    factories.make_service(office)
    still_right(client_)
    assert due() == []


def test_each_check_stands_in_the_history_of_the_office(client_, manager):
    office = factories.make_office()
    factories.make_contact(office, "+19569835620")
    still_right(client_)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (manager, str(office.pk))
    assert "(956) 983-5620" in entry.get_change_message()


def test_the_same_click_twice_is_recorded_once(client_):
    factories.make_contact(factories.make_office(**CHECKED))
    data = posted(client_) | {"all": "yes"}
    assert client_.post(QUEUE, data).status_code == 302
    assert client_.post(QUEUE, data).status_code == 302
    assert LogEntry.objects.count() == 1


def test_what_was_changed_since_the_page_was_opened_is_not_taken_for_checked(client_):
    contact = factories.make_contact(factories.make_office(**CHECKED), "+12025550100")
    data = posted(client_) | {"all": "yes"}
    contact.phone = "+12025550199"
    contact.save()
    response = client_.post(QUEUE, data, follow=True)
    contact.refresh_from_db()
    assert contact.checked_on is None
    assert "changed or deleted since you opened this page" in response.text


def test_the_click_returns_to_the_same_place(client_):
    for _number in range(23):
        factories.make_office(street="1 Main St")
    address = f"{QUEUE}?page=2&kind=headquarters"
    entry = client_.get(address).context["page"][0]
    assert still_right(client_, Fact.ENTRY, address)["Location"] == f"{address}#office-{entry.office.pk}"


def test_the_click_that_finishes_an_office_goes_on_at_the_next(client_):
    factories.make_office(is_general_line=True)
    following = factories.make_office()
    assert still_right(client_)["Location"] == f"{QUEUE}#office-{following.pk}"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"office": "parrot"},
        {"office": "999999", "fact": "entry-999999-x"},
        {"office": "9" * 500},
        {"office": "²"},
        {"office": "1", "fact": ["contact-1", "'; --", "\u0000"]},
        {"office": "1", "all": "yes", "shown": ["zoo-1-ff"], "next": "https://evil.example/"},
    ],
)
def test_a_forged_click_changes_nothing_and_is_answered_in_words(client_, data):
    factories.make_contact(factories.make_office())
    response = client_.post(QUEUE, data)
    assert response.status_code == 302
    assert response["Location"].startswith(f"{QUEUE}#office-")
    assert not LogEntry.objects.exists()


def test_facts_of_another_office_are_not_checked_along(client_):
    hidden = factories.make_contact(factories.make_office(is_public=False))
    factories.make_office(**CHECKED | {"checked_on": None})
    (fact,) = [
        fact for fact in verification.facts_of(Office.objects.filter(pk=hidden.office_id))
        if fact.kind == Fact.CONTACT
    ]  # fmt: skip
    client_.post(QUEUE, posted(client_) | {"fact": [fact.token]})
    hidden.refresh_from_db()
    assert hidden.checked_on is None


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_who_may_only_read_offices_checks_nothing(browse, manager, request, role):
    factories.make_office()
    data = posted(browse(manager)) | {"all": "yes"}
    client = browse(request.getfixturevalue(role))
    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, data).status_code == 403
    assert not LogEntry.objects.exists()


def test_a_click_without_its_token_against_forgery_is_refused(manager):
    factories.make_office()
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    assert client.post(QUEUE, posted(client) | {"all": "yes"}).status_code == 403
    assert not LogEntry.objects.exists()
