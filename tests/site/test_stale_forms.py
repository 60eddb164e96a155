"""Nobody saves a form of the admin over what somebody else saved after it was opened, unseen."""

import pytest
from django.urls import reverse

from cbpsite.models import Redirect
from newsroom.models import Topic
from offices.models import Office

from .. import factories
from ..admin_pages import words_of
from ..factories import notice_form, office_form

pytestmark = pytest.mark.django_db


def address_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(client, row) -> str:
    """What the form of a row says of the moment in which it was opened."""
    page = client.get(address_of(row))
    mark = page.context["adminform"].form["opened"].value()
    assert page.text.count(f'value="{mark}"') == 1
    return mark


ROWS = {
    "notice": (factories.make_notice, "text", lambda text: notice_form(text=text)),
    "redirect": (
        lambda: Redirect.objects.create(old_path="/old", new_path="/newsroom/"),
        "note",
        lambda text: {"old_path": "/old", "new_path": "/newsroom/", "note": text},
    ),
    "topic": (lambda: Topic.objects.create(slug="t", name="T"), "name", lambda text: {"name": text}),
    "office": (
        factories.make_office,
        "status_note",
        lambda text: office_form(status_note=text),
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_what_was_saved_meanwhile_is_shown_and_stays_until_the_form_is_saved_again(browse, admin_user, kind):
    make, field, form = ROWS[kind]
    row, client = make(), browse(admin_user)
    data = form("Mine") | {"opened": opened(client, row)}
    type(row).objects.filter(pk=row.pk).update(**{field: "Theirs"})
    page = client.post(address_of(row), data)
    assert "This was saved after you opened it. Yours is not saved yet." in words_of(page)
    assert "is now: Theirs" in words_of(page)
    assert getattr(type(row).objects.get(), field) == "Theirs"
    again = data | {"opened": page.context["adminform"].form["opened"].value()}
    if "said" in data:
        again["said"] = factories.SAID_OF_NOTICE
    assert client.post(address_of(row), again).status_code == 302
    assert getattr(type(row).objects.get(), field) == "Mine"


def test_a_number_that_somebody_else_corrected_makes_the_form_of_its_office_stale(browse, manager):
    office, client = factories.make_office(), browse(manager)
    contact = factories.make_contact(office)
    mark = opened(client, office)
    row = {"id": contact.pk, "office": office.pk, "kind": contact.kind, "phone": "+12025550199"}
    row |= {"order": "0", "confidence": contact.confidence}
    form = office_form(**factories.form_rows("contact_points", row, saved=1), opened=mark)
    assert client.post(address_of(office), form).status_code == 302
    assert "This was saved after you opened it" in words_of(client.post(address_of(office), form))
    assert Office.objects.get().contact_points.get().phone == "+12025550199"


def test_a_form_that_nobody_else_touched_is_saved_at_once(browse, manager):
    office, client = factories.make_office(), browse(manager)
    form = office_form(status_note="Mine", opened=opened(client, office))
    assert client.post(address_of(office), form).status_code == 302
    assert Office.objects.get().status_note == "Mine"
