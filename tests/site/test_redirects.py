"""Redirects lead on where there is no page: never in a circle, never off the site, never over a page."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cbpsite.models import Redirect
from offices.models import Deletion

from .. import factories
from ..constraints import Case, constraints_of

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:cbpsite_redirect_changelist"), reverse("admin:cbpsite_redirect_add")


def make(old: str, new: str = "/newsroom/") -> Redirect:
    redirect = Redirect(old_path=old, new_path=new)
    redirect.full_clean()
    redirect.save()
    return redirect


def refusal(old: str, new: str = "/newsroom/") -> str:
    with pytest.raises(ValidationError) as error:
        make(old, new)
    return " ".join(error.value.messages)


@pytest.mark.parametrize(
    "asked", ["/document/facts", "/document/facts/", "/Document/FACTS", "/document/facts?utm=1"]
)
def test_an_address_without_a_page_forwards_however_it_is_written(client, asked):
    make("/document/facts/")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, "/newsroom/")
    assert response["Cache-Control"] == "public, no-cache"


def test_where_something_was_removed_readers_are_told(client):
    make("/document/facts", "")
    response = client.get("/document/facts")
    assert response.status_code == 410
    assert "This page was removed" in response.text


def test_an_address_inside_the_newsroom_forwards_too(client):
    make("/newsroom/local-media-release/old-one/", "/contact/ports/")
    assert client.get("/newsroom/local-media-release/old-one/")["Location"] == "/contact/ports/"


def test_an_address_in_other_letters_is_kept_as_it_is_read(client):
    make("/noticias/a%C3%B1o/", "/newsroom/")
    assert client.get("/noticias/año")["Location"] == "/newsroom/"


def test_a_page_that_appears_later_is_shown(client):
    make("/newsroom/spotlights/coming/")
    release = factories.make_release(type="spotlights", slug="coming")
    assert client.get(release.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("address", "looks"), [("/newsroom/", 0), ("/document/facts", 1)])
def test_redirects_are_looked_up_only_where_there_is_no_page(client, address, looks):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len([query for query in queries if "cbpsite_redirect" in query["sql"]]) == looks


HOSTILE = [
    *(
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
    ),
    *(
        "/%0d%0aLocation:%20https://evil.example",
        "/%2fevil.example",
        "/%5cevil.example",
        "/a b",
        "evil.example",
    ),
    *("/a/../admin/", "/./a", "/a//b", "/%00", "/a\tb", "/%e2%80%ae", "/%0a/evil.example"),
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("side", ["old", "new"])
def test_nothing_but_a_path_of_this_site_is_taken(path, side):
    words = refusal(path) if side == "old" else refusal("/document/facts", path)
    assert "that begins with one slash" in words


@pytest.mark.parametrize("path", ["/document?id=5", "/document#top", "/?", "/document?next=//evil.example"])
def test_a_query_is_left_out_and_the_editor_told(path):
    assert "Leave out" in refusal(path)
    assert "Leave out" in refusal("/document/facts", path)


@pytest.mark.parametrize("path", ["/admin/", "/ADMIN", "/admin/newsroom/", "/accounts/login/", "/%61dmin/x"])
def test_the_staff_area_neither_forwards_nor_is_forwarded_to(path):
    assert "staff area" in refusal(path)
    assert "staff area" in refusal("/document/facts", path)


@pytest.mark.parametrize("path", ["/preview/", "/preview/a-token/", "/Preview/a-token/files/a.jpg"])
def test_a_preview_neither_forwards_nor_is_forwarded_to(path):
    assert "or of a preview" in refusal(path)
    assert "or of a preview" in refusal("/document/facts", path)


MADE_WITH_THE_NAME_OF_THE_SITE = [
    "/newsroom/feed/",
    "/newsroom/feed.json",
    "/newsroom/spotlights/feed/",
    "/newsroom/spotlights/feed.json",
    "/contact/changes/feed/",
    "/sitemap.xml",
    "/sitemap-lists.xml",
    "/news-sitemap.xml",
]


@pytest.mark.parametrize("path", MADE_WITH_THE_NAME_OF_THE_SITE)
def test_a_feed_or_sitemap_is_a_page_too(browse, path):
    root = factories.make_staff(is_superuser=True)
    assert "There is a page at this address" in refusal(path, "/search/")
    response = browse(root).post(
        ADD, {"old_path": "/document/facts", "new_path": path, "note": ""}, follow=True
    )
    assert "There is no page at" not in response.text
    assert Redirect.objects.get().new_path == path


@pytest.mark.parametrize(
    "old", ["/", "/newsroom", "/newsroom/", "/NEWSROOM/", "/contact/ports/", "/robots.txt"]
)
def test_an_address_with_a_page_is_refused(old):
    assert "There is a page at this address" in refusal(old, "/search/")


def test_a_release_that_the_public_reads_is_not_led_away_from():
    release = factories.make_release()
    assert "There is a page" in refusal(release.get_absolute_url())


def test_neither_is_one_that_was_withdrawn_or_moved():
    withdrawn, moved = factories.make_withdrawn(), factories.make_release()
    old = moved.get_absolute_url()
    moved.slug = "moved-away"
    moved.save()
    assert "There is a page" in refusal(withdrawn.get_absolute_url())
    assert "There is a page" in refusal(old)


@pytest.mark.parametrize("make_release", [factories.make_draft, factories.make_scheduled])
def test_an_unpublished_release_is_as_if_it_were_not_there(make_release):
    assert make(make_release().get_absolute_url()).pk


@pytest.mark.parametrize("new", ["/one", "/one/", "/ONE", "/%6fne"])
def test_an_address_does_not_lead_to_itself(new):
    assert "cannot lead to itself" in refusal("/one", new)


@pytest.mark.parametrize("new", ["/one", "/one/", "/One"])
def test_a_circle_is_refused_and_the_end_named(new):
    make("/one", "/two")
    assert "leads on itself: /two" in refusal("/two", new)


def test_a_chain_is_refused_and_its_end_named():
    make("/two", "/newsroom/")
    assert "leads on itself: /newsroom/" in refusal("/one", "/two")


def test_what_leads_to_a_removed_page_is_refused():
    make("/two", "")
    assert "the page was removed" in refusal("/one", "/two")


@pytest.mark.parametrize("middle", ["/two", "/two/", "/Two"])
def test_who_was_led_to_an_address_that_moves_is_led_on(client, middle):
    make("/one", middle)
    make("/two", "/contact/")
    assert client.get("/one")["Location"] == "/contact/"


def test_two_that_were_saved_at_one_moment_do_not_send_readers_in_a_circle(client):
    Redirect.objects.bulk_create(
        [Redirect(old_path="/one", new_path="/two"), Redirect(old_path="/two", new_path="/one")]
    )
    assert client.get("/one").status_code == 404


@pytest.mark.parametrize("path", ["/%256fne", "/%25256fne", "/one%", "/%256"])
def test_an_escape_of_an_escape_which_browsers_would_read_as_another_address_is_refused(path):
    for old, new in (("/one", path), (path, "/newsroom/")):
        assert "Write an address of this site" in refusal(old, new)


def test_letters_that_grow_when_they_are_no_capitals_are_counted():
    assert "Write an address of this site" in refusal("/" + "İ" * 300)


@pytest.fixture
def recover(browse, admin_user):
    """Delete a redirect, do something, and try to recover it; gives what is said."""
    client = browse(admin_user)

    def tried(redirect, meanwhile) -> str:
        client.post(reverse("admin:cbpsite_redirect_delete", args=[redirect.pk]), {"post": "yes"})
        meanwhile()
        data = {"action": "recover", "_selected_action": [Deletion.objects.get().pk]}
        return client.post(reverse("admin:offices_deletion_changelist"), data, follow=True).text

    return tried


def test_a_recovered_redirect_makes_no_chain(client, recover):
    words = recover(make("/one", "/two"), lambda: make("/two", "/newsroom/"))
    assert "leads on itself: /newsroom/" in words
    assert client.get("/two")["Location"] == "/newsroom/"
    assert client.get("/one").status_code == 404
    assert Deletion.objects.exists()


def test_a_recovered_redirect_leads_on_who_leads_to_it_by_now(client, recover):
    recover(make("/two", "/newsroom/"), lambda: make("/one", "/two"))
    assert client.get("/one")["Location"] == "/newsroom/"


def test_a_redirect_can_be_saved_again():
    redirect = make("/one")
    redirect.note = "Asked for by the field office."
    redirect.full_clean()
    redirect.save()
    assert Redirect.objects.get().note == "Asked for by the field office."


def test_a_second_redirect_from_one_address_is_refused():
    make("/one")
    assert "has a redirect already" in refusal("/ONE/", "/contact/")


def unsaved() -> Redirect:
    return Redirect(old_path="/one", new_path="/newsroom/")


CASES = [
    Case("redirect_stays_on_this_site", unsaved, {"old_path": "one"}, "begin"),
    Case("redirect_stays_on_this_site", unsaved, {"new_path": "https://evil.example"}, "begin"),
    Case("redirect_leads_elsewhere", unsaved, {"new_path": "/one"}, "itself"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses_what_forms_refuse(case):
    assert case.constraint in case.refusal_by_the_database()
    assert case.words in case.refusal_by_a_form()
    assert case.is_accepted_when_legal()


def test_every_constraint_has_its_case():
    assert constraints_of("cbpsite") == {case.constraint for case in CASES}


# In the admin


def test_a_publisher_adds_one_and_the_log_knows_who(browse, client, publisher):
    browse(publisher).post(
        ADD, {"old_path": "/document/facts/", "new_path": "/newsroom/", "note": "Old site"}
    )
    assert client.get("/document/facts/")["Location"] == "/newsroom/"
    assert LogEntry.objects.get().user == publisher


def test_a_goal_without_a_page_is_taken_with_a_warning(browse, manager):
    form = {"old_path": "/document/facts", "new_path": "/contact/ports/not-yet-9999/"}
    page = browse(manager).post(ADD, form, follow=True)
    assert "There is no page at /contact/ports/not-yet-9999/ yet" in page.text
    assert Redirect.objects.exists()


@pytest.mark.parametrize("role", ["editor", "approver", "auditor"])
def test_nobody_else_adds_changes_or_deletes_one(browse, role, request):
    client, redirect = browse(request.getfixturevalue(role)), make("/one")
    form = {"old_path": "/two", "new_path": "/contact/"}
    addresses = [
        ADD,
        *(reverse(f"admin:cbpsite_redirect_{act}", args=[redirect.pk]) for act in ("change", "delete")),
    ]
    assert [client.post(address, form | {"post": "yes"}).status_code for address in addresses] == [403] * 3
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/one", "/newsroom/")]


@pytest.mark.parametrize("path", ["//evil.example", "javascript:alert(1)", "/?x=1", "x" * 5000, "/\x00"])
def test_hostile_input_comes_back_with_words(browse, publisher, path):
    response = browse(publisher).post(ADD, {"old_path": path, "new_path": path})
    assert response.status_code == 200
    assert not Redirect.objects.exists()


def test_the_list_says_where_each_leads(browse, publisher):
    make("/one", "")
    make("/two", "/contact/")
    page = browse(publisher).get(LIST, {"q": "o"}).text
    assert "removed" in page
    assert "/contact/" in page
