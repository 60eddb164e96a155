"""Whom a release tells reporters to call."""

import pytest

from offices.kinds import Kind

from .. import factories

pytestmark = pytest.mark.django_db


def test_a_contact_without_a_press_office_is_shown_with_its_number(client):
    release = factories.make_release()
    release.contacts.create(name="Harbor desk", phone="+12025550199")
    page = client.get(release.get_absolute_url()).text
    assert "Harbor desk" in page
    assert 'href="tel:+12025550199"' in page


def test_a_contact_whose_press_office_is_hidden_does_not_name_it(client):
    desk = factories.make_office(kind=Kind.PRESS_OFFICE, name="Secret desk", is_public=False)
    release = factories.make_release()
    release.contacts.create(office=desk, phone="+12025550199")
    response = client.get(release.get_absolute_url())
    assert response.status_code == 200
    assert "Secret desk" not in response.text


def test_a_number_printed_then_and_valid_today_is_shown_once(client):
    desk = factories.make_office(kind=Kind.PRESS_OFFICE, name="Harbor desk")
    factories.make_contact(desk, "+12025550199")
    release = factories.make_release()
    release.contacts.create(office=desk, phone="+12025550199")
    assert client.get(release.get_absolute_url()).text.count("tel:+12025550199") == 1


def test_a_new_number_of_the_press_office_stands_beside_the_printed_one(client):
    desk = factories.make_office(kind=Kind.PRESS_OFFICE, name="Harbor desk")
    factories.make_contact(desk, "+12025550111")
    release = factories.make_release()
    release.contacts.create(office=desk, phone="+12025550199")
    page = client.get(release.get_absolute_url()).text
    assert "tel:+12025550199" in page
    assert "tel:+12025550111" in page


def test_the_general_press_line_is_on_every_release(client):
    line = factories.make_office(kind=Kind.PRESS_OFFICE, name="Press line", is_general_line=True)
    factories.make_contact(line, "+12025550100")
    assert "tel:+12025550100" in client.get(factories.make_release().get_absolute_url()).text
