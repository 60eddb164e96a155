"""A text with which public releases end is changed by nobody outside the workflow."""

import pytest
from django.urls import reverse

from newsroom.models import Boilerplate

from .. import factories

pytestmark = pytest.mark.django_db

FORGED = {"component": "Forged", "slug": "forged", "text": "Forged."}


@pytest.fixture
def boilerplate():
    return Boilerplate.objects.create(component="Field", slug="field", text="Us.")


def form_of(boilerplate) -> str:
    return reverse("admin:newsroom_boilerplate_change", args=[boilerplate.pk])


@pytest.mark.parametrize("make", [factories.make_release, factories.make_withdrawn, factories.make_scheduled])
def test_what_the_public_could_read_or_will_is_not_changed_by_a_forged_form(
    browse, publisher, boilerplate, make
):
    make(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED)
    boilerplate.refresh_from_db()
    assert (boilerplate.component, boilerplate.slug, boilerplate.text) == ("Field", "field", "Us.")


def test_the_form_says_why_and_what_to_do_instead(browse, publisher, boilerplate):
    factories.make_release(boilerplate=boilerplate)
    page = browse(publisher).get(form_of(boilerplate)).text
    assert "Public or scheduled releases end with this text" in page
    assert 'name="text"' not in page


def test_what_nobody_has_read_or_approved_yet_can_be_changed(browse, publisher, boilerplate):
    factories.make_draft(boilerplate=boilerplate)
    browse(publisher).post(form_of(boilerplate), FORGED)
    boilerplate.refresh_from_db()
    assert (boilerplate.component, boilerplate.text) == ("Forged", "Forged.")
