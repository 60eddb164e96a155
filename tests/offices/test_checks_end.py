"""A check by staff is of what they saw: it ends when the fact becomes another."""

import datetime

import pytest

from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 1)
CHECKED = {"checked_on": DAY, "address_checked_on": DAY}


@pytest.mark.parametrize("field", ["name", "status", "code"])
def test_another_entry_ends_its_check_and_no_other(field):
    office = factories.make_office(kind="sector", code="LRT", street="1 Main St", **CHECKED)
    setattr(office, field, {"name": "Del Rio", "status": "closed", "code": "DRT"}[field])
    office.save()
    office.refresh_from_db()
    assert (office.checked_on, office.address_checked_on) == (None, DAY)


def test_another_address_ends_its_check_and_no_other():
    office = factories.make_office(street="1 Main St", **CHECKED)
    office.street = "2 Main St"
    office.save()
    office.refresh_from_db()
    assert (office.checked_on, office.address_checked_on) == (DAY, None)


@pytest.mark.parametrize(
    ("make", "field", "value"),
    [
        (factories.make_contact, "phone", "+19565550101"),
        (factories.make_contact, "is_special", True),
        (factories.make_hours, "text", "Never"),
        (factories.make_hours, "schedule", "24/7"),
        (factories.make_service, "address", "2 Main St"),
    ],
    ids=["number", "purpose", "hours", "hours as data", "service"],
)
def test_another_fact_ends_its_check(make, field, value):
    fact = make(factories.make_port(), checked_on=DAY)
    setattr(fact, field, value)
    fact.save(update_fields=[field])
    fact.refresh_from_db()
    assert fact.checked_on is None


def test_a_new_source_or_another_order_is_no_other_fact():
    contact = factories.make_contact(factories.make_port(), checked_on=DAY)
    contact.source, contact.order = "cbp.gov", 7
    contact.save()
    assert contact.checked_on == DAY


def test_a_check_made_together_with_the_change_stands():
    office = factories.make_port(checked_on=DAY)
    office.name, office.checked_on = "Nuevo Laredo", DAY + datetime.timedelta(days=9)
    office.save()
    assert Office.objects.get(pk=office.pk).checked_on == DAY + datetime.timedelta(days=9)
