"""What an office was before stands on its page, and no page is the end of the way."""

import pytest

from offices.kinds import Kind, Status
from offices.models import Alias, FormerParent

from .. import factories

pytestmark = pytest.mark.django_db


def page(client, office) -> str:
    return client.get(office.get_absolute_url()).text


@pytest.fixture
def atlanta():
    return factories.make_office(kind=Kind.FIELD_OFFICE, name="Atlanta Field Office")


@pytest.fixture
def port():
    return factories.make_port(name="Norfolk", state="VA", code="1401")


# History --------------------------------------------------------------------------------------


def test_an_office_without_a_past_has_no_history(client, port):
    assert ">History<" not in page(client, port)


def test_a_former_parent_that_is_hidden_is_not_named(client, port, atlanta):
    FormerParent.objects.create(office=port, parent=atlanta, until="2022", source="Atlanta Times")
    atlanta.is_public = False
    atlanta.save()
    text = page(client, port)
    assert "Atlanta" not in text
    assert ">History<" not in text


def test_a_former_parent_is_named_with_date_age_and_source(client, port, atlanta):
    source = {"source": "wtkr.com", "as_of": "2022-07", "confidence": "secondary"}
    FormerParent.objects.create(office=port, parent=atlanta, until="2022-06", note="by decree", **source)
    text = page(client, port)
    assert f'href="{atlanta.get_absolute_url()}">Atlanta Field Office</a> until June 2022 (by decree)' in text
    assert "As published July 2022" in text
    assert "<li>wtkr.com</li>" in text
    assert "As published July 2022 · Secondary source" in text


def test_former_names_and_codes_are_history_and_other_names_are_not(client, port):
    for kind, value in (("former", "Fort Norfolk"), ("oldcode", "1400"), ("other", "Norva")):
        Alias.objects.create(office=port, kind=kind, value=value)
    about, history = page(client, port).split('id="history"')
    assert "Norva" in about
    assert "Fort Norfolk" in history
    assert "1400" in history


def test_the_office_that_took_over_says_from_whom(client, port):
    factories.make_port(name="Old Point", status=Status.RENUMBERED, successor=port, code="1402")
    text = page(client, port)
    assert "Took over from" in text
    assert "Old Point, Texas (1402)" in text


def test_an_office_that_was_a_parent_before_may_not_be_deleted(browse, admin_user, port, atlanta):
    FormerParent.objects.create(office=port, parent=atlanta)
    response = browse(admin_user).post(f"/admin/offices/office/{atlanta.pk}/delete/", {"post": "yes"})
    assert response.status_code in (200, 403)
    assert FormerParent.objects.get().parent == atlanta


# Offices that are no more ---------------------------------------------------------------------


def status(client, office) -> str:
    return page(client, office).split('role="note"')[1].split("essentials")[0]


def test_a_closed_office_says_when_it_closed(client):
    port = factories.make_port(status=Status.CLOSED, closed_on="2006-07")
    assert "Closed: July 2006." in status(client, port)


def test_a_closed_office_without_a_date_says_that_it_is_not_known(client):
    assert "When it closed is not known." in status(client, factories.make_port(status=Status.CLOSED))


def test_a_closing_date_of_an_office_that_is_open_is_not_shown(client):
    assert "2006" not in page(client, factories.make_port(closed_on="2006"))


def test_a_renumbered_office_leads_to_its_successor_with_its_number(client, port):
    factories.make_contact(port, "+17575550100")
    old = factories.make_port(status=Status.RENUMBERED, successor=port)
    text = status(client, old)
    assert f'href="{port.get_absolute_url()}">Norfolk, Virginia (1401)</a>' in text
    assert "(757) 555-0100" in text


def test_a_closed_office_leads_to_the_one_it_belonged_to_and_to_the_ports_of_its_state(client, atlanta):
    factories.make_contact(atlanta, "+14045550100")
    old = factories.make_port(status=Status.CLOSED, parent=atlanta, state="VA")
    text = status(client, old)
    assert "(404) 555-0100" in text
    assert 'href="/contact/ports/va/"' in text


@pytest.mark.parametrize("relation", ["successor", "parent"])
def test_a_hidden_office_is_no_way_on(client, relation):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden Office", is_public=False)
    factories.make_contact(hidden, "+14045550100")
    text = page(client, factories.make_port(status=Status.CLOSED, **{relation: hidden}))
    assert "Hidden" not in text
    assert "555-0100" not in text


def test_an_office_of_no_state_leads_to_its_section(client):
    old = factories.make_office(kind=Kind.PRECLEARANCE, status=Status.CLOSED)
    assert 'href="/contact/preclearance/"' in status(client, old)


# Beside it ------------------------------------------------------------------------------------


def test_crossings_of_one_port_lead_to_each_other(client, port):
    one, two = (factories.make_office(kind=Kind.CROSSING, name=f"Bridge {n}", parent=port) for n in "12")
    assert two.get_absolute_url() in page(client, one)
    assert one.get_absolute_url() in page(client, two)


def test_a_hidden_crossing_or_one_that_is_no_more_is_not_beside_another(client, port):
    one = factories.make_office(kind=Kind.CROSSING, parent=port)
    factories.make_office(kind=Kind.CROSSING, name="Hidden Bridge", parent=port, is_public=False)
    factories.make_office(kind=Kind.CROSSING, name="Fallen Bridge", parent=port, status=Status.CLOSED)
    text = page(client, one)
    assert "Hidden Bridge" not in text
    assert "Fallen Bridge" not in text


def test_crossings_of_a_hidden_port_are_not_grouped(client):
    port = factories.make_port(is_public=False)
    one, two = (factories.make_office(kind=Kind.CROSSING, name=f"Bridge {n}", parent=port) for n in "12")
    assert two.get_absolute_url() not in page(client, one)


def test_ports_of_one_field_office_are_too_many_to_name(client, atlanta):
    one, two = (factories.make_port(parent=atlanta) for _number in range(2))
    assert two.get_absolute_url() not in page(client, one)


def test_two_codes_of_one_place_lead_to_each_other(client, port):
    other = factories.make_port(name="Norfolk Airport")
    other.same_place.add(port)
    assert other.get_absolute_url() in page(client, port)
    assert port.get_absolute_url() in page(client, other)


# How sure it is -------------------------------------------------------------------------------


def test_a_fact_that_staff_checked_says_so_and_is_confirmed(client, port):
    contact = factories.make_contact(port, confidence="unconfirmed", as_of="2015", checked_on="2026-05-05")
    text = page(client, port)
    assert "Checked by staff on May 5, 2026 · As published 2015" in text
    assert contact.number in text.split("Checked by staff")[0]


def test_an_address_that_staff_checked_says_so(client):
    port = factories.make_port(street="1 Main St", address_checked_on="2026-05-05")
    assert "Checked by staff on May 5, 2026" in page(client, port)


def test_a_fact_that_nobody_checked_does_not_say_so(client, port):
    factories.make_contact(port, confidence="unconfirmed")
    text = page(client, port)
    assert "Checked by staff on" not in text
    assert "Not confirmed" in text
