"""What the admin does when two requests save at once, and what it does not delete."""

from unittest import mock

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom import versions
from newsroom.admin.changelist import Searched
from newsroom.models import Boilerplate, Release
from newsroom.workflow import text_token
from offices.admin import FewWords, OfficeAdmin
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

LIST = reverse("admin:newsroom_release_changelist")
ADD = reverse("admin:newsroom_release_add")


def test_the_second_of_two_equal_requests_is_told_and_changes_nothing(browse, publisher):
    """Both passed the checks before either was saved, so only the database notices."""
    first = factories.make_release(slug="seizure")
    with mock.patch.object(Release, "full_clean"):
        response = browse(publisher).post(ADD, factories.release_form(type=first.type, slug="seizure"))
    assert response.status_code == 302
    assert response["Location"] == LIST
    (message,) = get_messages(response.wsgi_request)
    assert "saved by another request" in str(message)
    assert Release.objects.get() == first


@pytest.mark.parametrize("how", ["page", "action"])
def test_what_content_files_hold_is_not_deleted(browse, publisher, how):
    release = factories.make_release(import_key="seizure-2023")
    if how == "page":
        address, data = reverse("admin:newsroom_release_delete", args=[release.pk]), {"post": "yes"}
    else:
        data = {"action": "delete_selected", "_selected_action": [release.pk], "post": "yes"}
        address = LIST
    response = browse(publisher).post(address, data)
    assert Release.objects.filter(pk=release.pk).exists()
    assert "kept by the content files" in response.text


def test_what_staff_made_can_be_deleted(browse, manager):
    office = factories.make_office()
    address = reverse("admin:offices_office_delete", args=[office.pk])
    assert browse(manager).post(address, {"post": "yes"}).status_code == 302
    assert not Office.objects.exists()


@pytest.mark.parametrize("how", ["page", "action"])
def test_a_boilerplate_that_releases_end_with_is_not_deleted(browse, publisher, how):
    boilerplate = Boilerplate.objects.create(component="Field", slug="field", text="Us.")
    factories.make_release(boilerplate=boilerplate)
    if how == "page":
        address, data = reverse("admin:newsroom_boilerplate_delete", args=[boilerplate.pk]), {"post": "yes"}
    else:
        address = reverse("admin:newsroom_boilerplate_changelist")
        data = {"action": "delete_selected", "_selected_action": [boilerplate.pk], "post": "yes"}
    assert "releases end with it" in browse(publisher).post(address, data).text
    assert Boilerplate.objects.exists()


def test_a_boilerplate_that_nothing_ends_with_is_deleted(browse, publisher):
    boilerplate = Boilerplate.objects.create(component="Field", slug="field", text="Us.")
    address = reverse("admin:newsroom_boilerplate_delete", args=[boilerplate.pk])
    assert browse(publisher).post(address, {"post": "yes"}).status_code == 302
    assert not Boilerplate.objects.exists()


def test_a_database_that_was_too_busy_to_save_is_said_in_words(browse, publisher):
    with mock.patch.object(Release, "save", side_effect=OperationalError("deadlock detected")):
        response = browse(publisher).post(ADD, factories.release_form())
    (message,) = get_messages(response.wsgi_request)
    assert "yours was not saved" in str(message)


def test_a_database_that_fails_while_reading_is_not_called_busy(browse, publisher):
    failing = mock.patch.object(versions, "stored", side_effect=OperationalError("no such table"))
    with failing, pytest.raises(OperationalError):
        browse(publisher).get(ADD)


@pytest.mark.parametrize(
    "query",
    [
        {"published_at__year": "9999"},
        {"published_at__year": "9999", "published_at__month": "12"},
        {"published_at__year": "9999", "published_at__month": "12", "published_at__day": "31"},
        {"published_at__year": "1"},
        {"published_at__year": "0"},
        {"published_at__year": "9" * 400},
        {"published_at__year": "2026", "published_at__month": "13"},
        {"q": "x " * 1900},
        {"q": "'x " * 600},
    ],
)
def test_no_query_breaks_the_list_of_releases(browse, publisher, query):
    factories.make_release()
    assert browse(publisher).get(LIST, query, follow=True).status_code == 200


SEARCHED = [model_admin for model_admin in admin.site._registry.values() if model_admin.search_fields]


@pytest.mark.parametrize("model_admin", SEARCHED, ids=str)
def test_no_number_of_words_makes_a_search_dear(model_admin):
    """The other two cut the question as the public search does."""
    assert isinstance(model_admin, (FewWords, Searched, OfficeAdmin))


@pytest.mark.parametrize("model_admin", SEARCHED, ids=str)
def test_no_number_of_words_breaks_a_list(browse, model_admin):
    with CaptureQueriesContext(connection) as queries:
        answer = browse(factories.make_staff(is_superuser=True)).get(
            list_of(model_admin), {"q": "xyz " * 900}
        )
    assert answer.status_code == 200
    assert max(query["sql"].count("xyz") for query in queries) <= 20 * 5


LISTS = list(admin.site._registry.values())


def list_of(model_admin) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")


@pytest.mark.parametrize("model_admin", LISTS, ids=str)
def test_what_is_no_row_of_a_list_is_not_acted_on(browse, model_admin):
    client = browse(factories.make_staff(is_superuser=True))
    for key in ("x", "\0", "9" * 400):
        posted = {"action": "delete_selected", "_selected_action": [key]}
        assert client.post(list_of(model_admin), posted, follow=True).status_code == 200


SENSELESS = [
    {"id__in": "x"},
    {"id__exact": "9" * 400},
    {"id__regex": "("},
    {"note__regex": "(a+)+$"},
    {"action_time__year": "99999"},
    {"action_time__gte": "x"},
    {"at__year__gte": "99999"},
    {"content_type__id__exact": "x"},
    {"o": "99.x"},
    {"p": "x"},
]


@pytest.mark.parametrize("model_admin", LISTS, ids=str)
def test_no_query_breaks_a_list(browse, model_admin):
    client = browse(factories.make_staff(is_superuser=True))
    answers = [client.get(list_of(model_admin), query, follow=True) for query in SENSELESS]
    assert {answer.status_code for answer in answers} == {200}


def test_the_filters_of_a_list_are_followed(browse, auditor):
    query = {"action_flag__exact": "1", "action_time__gte": "2026-01-01 00:00:00-05:00"}
    answer = browse(auditor).get(reverse("admin:admin_logentry_changelist"), query)
    assert answer.context["cl"].has_active_filters


@pytest.mark.parametrize("value", ["x", "\0", "9" * 17, "9" * 20, "9" * 5000])
@pytest.mark.parametrize("name", ["translation_of", "topics", "offices", "boilerplate", "incident"])
def test_a_choice_that_is_none_is_refused_and_the_words_stay(browse, publisher, name, value):
    answer = browse(publisher).post(ADD, factories.release_form(headline="My words", **{name: value}))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[name]
    assert answer.context["adminform"].form["headline"].value() == "My words"


@pytest.mark.parametrize("part", ["facts", "event", "contacts", "images"])
def test_of_a_thousand_rows_few_are_made_and_the_words_stay(browse, publisher, part):
    rows = {f"{part}-TOTAL_FORMS": "1000", f"{part}-0-note": "x"}
    answer = browse(publisher).post(ADD, factories.release_form(headline="My words") | rows)
    shown = {inline.formset.prefix: inline.formset for inline in answer.context["inline_admin_formsets"]}
    assert "Please submit at most" in str(shown[part].non_form_errors())
    assert len(shown[part].forms) <= shown[part].max_num + 100
    assert "My words" in answer.text


def test_a_contact_that_is_no_office_is_refused_and_the_words_stay(browse, publisher):
    rows = factories.form_rows("contacts", {"office": "x", "name": "Jo Doe"})
    answer = browse(publisher).post(ADD, factories.release_form(headline="My words") | rows)
    assert answer.status_code == 200
    assert "My words" in answer.text


def test_the_list_finds_what_was_withdrawn(browse, publisher):
    factories.make_release()
    gone = factories.make_withdrawn()
    assert list(browse(publisher).get(LIST, {"state": "withdrawn"}).context["cl"].queryset) == [gone]


@pytest.mark.parametrize("act", ["save", "delete", "submit", "delete selected"])
def test_whoever_writes_waits_for_the_other_writers_first(browse, publisher, act):
    release, client = factories.make_draft(), browse(publisher)
    action = {"_selected_action": [release.pk], "post": "yes"}
    address, data = {
        "save": ("admin:newsroom_release_change", factories.release_form(slug=release.slug)),
        "delete": ("admin:newsroom_release_delete", {"post": "yes"}),
        "submit": ("admin:newsroom_release_submit", {"seen": text_token(release)}),
        "delete selected": (None, action | {"action": "delete_selected"}),
    }[act]
    with CaptureQueriesContext(connection) as queries:
        client.post(reverse(address, args=[release.pk]) if address else LIST, data)
    sql = [query["sql"] for query in queries]
    writes = [text for text in sql if text.startswith(("UPDATE", "DELETE")) and "_release" in text]
    lock = next(text for text in sql if "newsroom_revision" in text)
    assert writes
    assert sql.index(lock) < sql.index(writes[0])
