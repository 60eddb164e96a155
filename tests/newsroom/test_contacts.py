"""Whom a release tells reporters to call."""

import datetime

import pytest
from django.utils import timezone

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


# Frozen at publication ---------------------------------------------------------------------


@pytest.fixture
def desk():
    desk = factories.make_office(kind=Kind.PRESS_OFFICE, name="Harbor desk")
    factories.make_contact(desk, "+12025550111", extension="5")
    factories.make_contact(desk, "", kind="email", email="desk@example.gov")
    return desk


def publish(publisher, release) -> None:
    after = factories.take("emergency", release, publisher, note="A flood.")
    assert after.status == "published"


def test_publishing_writes_down_how_the_press_office_is_reached(publisher, desk):
    draft = factories.make_draft()
    draft.contacts.create(office=desk)
    publish(publisher, draft)
    contact = draft.contacts.get()
    assert (contact.name, contact.number) == ("Harbor desk", "(202) 555-0111 ext. 5")
    assert contact.email == "desk@example.gov"


def test_a_name_that_was_printed_stays_beside_the_number_of_the_desk(publisher, desk):
    draft = factories.make_draft()
    draft.contacts.create(office=desk, name="Jo Doe")
    publish(publisher, draft)
    assert (draft.contacts.get().name, draft.contacts.get().number) == ("Jo Doe", "(202) 555-0111 ext. 5")


def test_what_somebody_wrote_is_left_as_it_is(publisher, desk):
    draft = factories.make_draft()
    draft.contacts.create(office=desk, phone="+12025550199")
    publish(publisher, draft)
    assert (draft.contacts.get().name, draft.contacts.get().email) == ("", "")


def test_a_hidden_press_office_is_not_written_down(publisher, desk):
    desk.is_public = False
    desk.save()
    draft = factories.make_draft()
    draft.contacts.create(office=desk)
    publish(publisher, draft)
    assert draft.contacts.get().phone == ""


def test_a_change_of_an_old_release_does_not_give_it_a_number_of_today(publisher, desk):
    old = factories.make_release(published_at=timezone.now() - datetime.timedelta(days=2))
    old.contacts.create(office=desk)
    publish(publisher, factories.make_copy(old))
    assert old.contacts.get().phone == ""


def test_a_contact_from_yesterday_and_the_desk_of_today_stand_side_by_side(client, publisher, desk):
    draft = factories.make_draft()
    draft.contacts.create(office=desk)
    publish(publisher, draft)
    desk.contact_points.filter(kind="phone").update(phone="+12025550122", extension="")
    desk.contact_points.filter(kind="email").update(email="new@example.gov")
    page = client.get(draft.get_absolute_url()).text
    for shown in ("tel:+12025550111;ext=5", "tel:+12025550122", "desk@example.gov", "new@example.gov"):
        assert shown in page, shown


@pytest.mark.parametrize("change", [{"is_public": False}, {"status": "closed"}])
def test_a_desk_that_is_gone_is_said_with_whom_to_call_instead(client, desk, change):
    line = factories.make_office(kind=Kind.PRESS_OFFICE, name="Press line", is_general_line=True)
    factories.make_contact(line, "+12025550100")
    release = factories.make_release()
    release.contacts.create(office=desk, name="Old desk", phone="+12025550199")
    type(desk).objects.filter(pk=desk.pk).update(**change)
    page = client.get(release.get_absolute_url()).text
    assert "This press office has closed or is no longer listed. Call the press line below instead." in page
    assert "tel:+12025550100" in page
    assert "Harbor desk" not in page


def test_a_desk_without_a_number_sends_nobody_nowhere(client, desk):
    desk.contact_points.all().delete()
    release = factories.make_release()
    release.contacts.create(office=desk)
    page = client.get(release.get_absolute_url()).text
    assert desk.get_absolute_url() in page
    assert "tel:" not in page


@pytest.fixture
def line():
    line = factories.make_office(kind=Kind.PRESS_OFFICE, name="Press line", is_general_line=True)
    factories.make_contact(line, "+12025550100")
    return line


def call_link(page: str) -> str:
    return page.partition('href="#press-title">')[2].partition("</a>")[0]


def test_todays_number_comes_before_the_printed_one(client, desk):
    release = factories.make_release()
    release.contacts.create(office=desk, name="Old desk", phone="+12025550199")
    page = client.get(release.get_absolute_url()).text
    assert page.index("tel:+12025550111") < page.index("As of publication:") < page.index("tel:+12025550199")
    assert call_link(page) == "Media contact: (202) 555-0111 ext. 5"


def test_a_young_release_names_the_number_printed_on_it(client, line):
    release = factories.make_release()
    release.contacts.create(name="Harbor desk", phone="+12025550199")
    assert call_link(client.get(release.get_absolute_url()).text) == "Media contact: (202) 555-0199"


def test_an_old_release_names_the_press_line_instead(client, line):
    old = timezone.now() - datetime.timedelta(days=4 * 365)
    release = factories.make_release(published_at=old)
    release.contacts.create(name="Harbor desk", phone="+12025550199")
    assert call_link(client.get(release.get_absolute_url()).text) == "Media contact: (202) 555-0100"


def test_a_release_whom_nobody_answers_for_has_no_link_to_a_number(client):
    assert 'href="#press-title"' not in client.get(factories.make_release().get_absolute_url()).text


def test_the_contact_stands_right_after_the_text(client, line):
    release = factories.make_release(body="<p>Last words.</p>")
    factories.correct(release, note="A number.", body="<p>Last words!</p>")
    page = client.get(release.get_absolute_url()).text
    assert page.index("Last words!</p>") < page.index('id="press-title"') < page.index('id="changes-title"')


def test_a_withdrawn_release_says_whom_to_call(client, line):
    release = factories.make_release(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawal_note="It was wrong."
    )
    response = client.get(release.get_absolute_url())
    assert response.status_code == 410
    assert "tel:+12025550100" in response.text


def test_a_scheduled_release_is_frozen_by_the_first_change_after_its_instant(publisher, desk, time_machine):
    release = factories.make_scheduled()
    release.contacts.create(office=desk)
    time_machine.move_to(release.published_at + datetime.timedelta(hours=1))
    publish(publisher, factories.make_copy(release))
    assert release.contacts.get().number == "(202) 555-0111 ext. 5"
