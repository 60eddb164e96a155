"""A text with which public releases end is changed by nobody outside the workflow."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from newsroom.models import Boilerplate, Release
from newsroom.workflow import Refused

from .. import factories

pytestmark = pytest.mark.django_db

FORGED = {"component": "Forged", "slug": "forged", "text": "Forged."}


@pytest.fixture
def boilerplate():
    return Boilerplate.objects.create(component="Field", slug="field", text="Us.")


def form_of(boilerplate) -> str:
    return reverse("admin:newsroom_boilerplate_change", args=[boilerplate.pk])


KNOWN = [factories.make_release, factories.make_withdrawn, factories.make_scheduled]


@pytest.mark.parametrize("make", KNOWN)
def test_what_the_public_knows_or_will_is_not_changed_by_a_forged_form(browse, publisher, boilerplate, make):
    make(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED)
    boilerplate.refresh_from_db()
    assert (boilerplate.component, boilerplate.slug, boilerplate.text) == ("Field", "field", "Us.")


def test_the_form_says_why_and_what_to_do_instead(browse, publisher, boilerplate):
    factories.make_release(boilerplate=boilerplate)
    page = browse(publisher).get(form_of(boilerplate)).text
    assert "Public or scheduled releases end with this text: add a new boilerplate" in page
    assert 'name="text"' not in page


def test_what_nobody_has_read_yet_can_be_changed(browse, publisher, boilerplate):
    factories.make_draft(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED)
    boilerplate.refresh_from_db()
    assert (boilerplate.component, boilerplate.text) == ("Forged", "Forged.")


def test_a_change_is_an_edit_of_the_releases_in_work_that_end_with_it(browse, publisher, boilerplate):
    submitted = factories.make_draft(status="submitted", boilerplate=boilerplate)
    factories.make_draft(status="submitted")
    browse(publisher).post(form_of(boilerplate), FORGED)
    publisher.groups.add(Group.objects.get(name="Newsroom approvers"))
    person = User.objects.get(pk=publisher.pk)
    assert list(Release.objects.written_by(person)) == [submitted]
    with pytest.raises(Refused, match="You edited this text"):
        factories.take("approve", submitted, person)


def test_a_change_makes_an_approval_void(browse, publisher, boilerplate):
    approved = factories.make_approved(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED)
    approved.refresh_from_db()
    assert approved.status == "draft"


def test_a_new_name_alone_is_no_edit_of_a_release(browse, publisher, boilerplate):
    approved = factories.make_approved(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED | {"text": "Us."})
    approved.refresh_from_db()
    assert approved.status == "approved"
    assert not Release.objects.written_by(publisher).exists()


def test_a_senseless_post_to_its_history_is_answered(browse, publisher, boilerplate):
    address = reverse("admin:newsroom_boilerplate_history", args=[boilerplate.pk])
    assert browse(publisher).post(address).status_code == 200
