"""The lists of the admin: their names, their instants, the way to what narrows them."""

import datetime

import pytest
from django.urls import reverse

from newsroom.models import WorkflowEvent

from .. import factories

pytestmark = pytest.mark.django_db

JULY = datetime.datetime(2026, 7, 1, 16, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("newsroom_release", "Releases"),
        ("newsroom_workflowevent", "Steps of releases"),
        ("cbpsite_redirect", "Redirects"),
        ("offices_office", "Offices"),
        ("offices_deletion", "Deleted"),
    ],
)
def test_a_list_is_named_after_what_it_holds(browse, admin_user, kind, name):
    page = browse(admin_user).get(reverse(f"admin:{kind}_changelist")).text
    assert f"<title>{name} | CBP staff</title>" in page
    assert f"<h1>{name}</h1>" in page


def test_an_instant_in_a_list_has_its_zone(browse, auditor):
    WorkflowEvent.objects.create(release=factories.make_draft(), actor=auditor, action="edit", at=JULY)
    page = browse(auditor).get(reverse("admin:newsroom_workflowevent_changelist")).text
    assert "July 1, 2026, 12:30 p.m. EDT" in page


@pytest.mark.parametrize(("kind", "links"), [("newsroom_release", 1), ("cbpsite_redirect", 0)])
def test_a_list_that_can_be_narrowed_leads_to_what_narrows_it(browse, admin_user, kind, links):
    page = browse(admin_user).get(reverse(f"admin:{kind}_changelist")).text
    assert page.count('href="#changelist-filter"') == page.count('id="changelist-filter"') == links
