"""Keeping the coverage of press offices in the admin."""

import pytest
from django.urls import reverse

from newsroom.models import Coverage, Topic

from .. import factories
from ..admin_pages import words_of

pytestmark = pytest.mark.django_db

ADD = "/admin/newsroom/coverage/add/"


def posted(office, **fields) -> dict:
    return {"office": office.pk, "state": "TX", "is_public": "on"} | fields


def test_a_coverage_given_twice_is_refused_in_words(browse, manager):
    row = factories.make_coverage(state="TX")
    response = browse(manager).post(ADD, posted(row.office))
    assert words_of(response).count("This office has this coverage already.") == 1
    assert Coverage.objects.count() == 1


def test_an_office_that_is_no_press_office_is_refused(browse, manager):
    response = browse(manager).post(ADD, posted(factories.make_port()))
    assert "Select a valid choice" in words_of(response)


def test_only_press_offices_are_proposed(browse, manager):
    factories.make_press_office(name="Laredo press office")
    factories.make_port(name="Laredo")
    query = "?app_label=newsroom&model_name=coverage&field_name=office&term=laredo"
    found = browse(manager).get(f"/admin/autocomplete/{query}").json()["results"]
    assert [office["text"] for office in found] == ["Laredo press office (Press office)"]


def test_what_the_content_files_hold_is_not_deleted_but_made_not_public(browse, publisher):
    row = factories.make_coverage(import_key="press:laredo|TX||")
    address = reverse("admin:newsroom_coverage_delete", args=[row.pk])
    assert "not public, instead" in browse(publisher).get(address).text
    browse(publisher).post(address, {"post": "yes"})
    assert Coverage.objects.exists()


def test_a_topic_that_a_press_office_covers_is_not_deleted(browse, publisher):
    topic = Topic.objects.create(name="Trade", slug="trade")
    factories.make_coverage(topic=topic)
    browse(publisher).post(reverse("admin:newsroom_topic_delete", args=[topic.pk]), {"post": "yes"})
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_the_list_says_every_where_nothing_is_named(browse, manager):
    factories.make_coverage(state="TX")
    page = browse(manager).get("/admin/newsroom/coverage/").text
    assert page.count(">every<") == 2
