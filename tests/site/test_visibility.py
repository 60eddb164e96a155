"""Who sees a release, by its state and on which surface."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import ReleaseType, Status
from offices.kinds import Kind

from .. import factories, sitemaps

pytestmark = pytest.mark.django_db

HEADLINE = "Officers find a rare orchid in a suitcase"

MAKERS = {
    "draft": factories.make_draft,
    "scheduled": factories.make_scheduled,
    "published": factories.make_release,
    "withdrawn": factories.make_withdrawn,
}


@pytest.fixture(params=["anonymous", "staff without permission", "staff with permission"])
def reader(request, browse):
    may_preview = request.param == "staff with permission"
    groups = ["Newsroom editors"] if may_preview else []
    client = browse(None if request.param == "anonymous" else factories.make_staff(*groups))
    client.may_preview = may_preview
    return client


@pytest.fixture(params=MAKERS)
def release(request):
    office = factories.make_port()
    release = MAKERS[request.param](headline=HEADLINE, type=ReleaseType.NATIONAL)
    release.offices.add(office)
    translation = factories.make_release(
        language="es", headline="Hallan una orquídea", type=ReleaseType.LOCAL
    )
    translation.translation_of = release
    translation.save()
    release.office, release.spanish = office, translation
    return release


def archive_of(release) -> str:
    """The month of its publication; that of its translation, published in this hour, where it has none."""
    month = timezone.localtime(release.published_at or release.spanish.published_at)
    return reverse("newsroom:archive_month", args=[f"{month:%Y}", f"{month:%m}"])


def surfaces(release) -> dict[str, str]:
    return {
        "home": reverse("home"),
        "all releases": reverse("newsroom:releases"),
        "releases of its type": reverse("newsroom:releases_of_type", args=[release.type]),
        "feed": reverse("newsroom:feed"),
        "feed of its type": reverse("newsroom:feed_of_type", args=[release.type]),
        "JSON feed": reverse("newsroom:json_feed"),
        "JSON feed of its type": reverse("newsroom:json_feed_of_type", args=[release.type]),
        "JSON": reverse("newsroom:json"),
        "CSV": reverse("newsroom:csv"),
        "month": archive_of(release),
        "news sitemap": reverse("news_sitemap"),
        "search": reverse("search") + "?q=orchid",
        "its office": release.office.get_absolute_url(),
        "its translation": release.spanish.get_absolute_url(),
    }


def test_lists_feeds_and_search_show_published_releases_only(reader, release):
    for name, address in surfaces(release).items():
        response = reader.get(address)
        assert (HEADLINE in response.getvalue().decode()) == release.is_published, name


def test_the_sitemap_lists_published_releases_only(reader, release):
    address = f"https://www.example.gov{release.get_absolute_url()}"
    assert (address in sitemaps.all_addresses(reader)) == release.is_published


def test_counts_leave_out_what_is_not_public(client, release):
    page = client.get(reverse("newsroom:releases_of_type", args=[ReleaseType.NATIONAL])).text
    assert ("1 release" in page) == release.is_published


def test_the_page_itself_is_for_the_public_once_published_and_for_editors_before(reader, release):
    response = reader.get(release.get_absolute_url())
    may_see = release.is_published or reader.may_preview
    gone = 410 if release.status == Status.WITHDRAWN else 404
    assert response.status_code == (200 if may_see else gone)


def test_a_preview_is_marked_and_never_kept(browse, editor):
    draft = factories.make_draft(headline=HEADLINE)
    response = browse(editor).get(draft.get_absolute_url())
    assert "Only staff see this page" in response.text
    assert 'content="noindex"' in response.text
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_a_hidden_release_looks_like_a_missing_one(client):
    draft = factories.make_draft()
    hidden = client.get(draft.get_absolute_url())
    missing = client.get(reverse("newsroom:release", args=[draft.type, "x" * len(draft.slug)]))
    assert hidden.status_code == missing.status_code == 404
    nowhere = "x" * len(draft.slug)
    assert hidden.text.replace(draft.slug, nowhere) == missing.text


def test_a_scheduled_release_appears_at_its_instant_without_any_job(client):
    noon = datetime.datetime(2026, 3, 8, 12, tzinfo=timezone.get_default_timezone())
    release = factories.make_release(published_at=noon)
    with time_machine.travel(noon - datetime.timedelta(seconds=1), tick=False):
        assert client.get(release.get_absolute_url()).status_code == 404
    with time_machine.travel(noon, tick=False):
        assert client.get(release.get_absolute_url()).status_code == 200
        assert release.headline in client.get(reverse("newsroom:feed")).text


def test_an_office_that_is_not_public_is_nowhere(client):
    field_office = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden Field Office", is_public=False)
    port = factories.make_port(name="Visibleville", parent=field_office)
    release = factories.make_release()
    release.offices.add(field_office)
    for address in (
        reverse("home"),
        reverse("offices:section", args=["field-operations-offices"]),
        port.get_absolute_url(),
        release.get_absolute_url(),
        reverse("search") + "?q=hidden",
        reverse("newsroom:json"),
        reverse("newsroom:csv"),
        reverse("newsroom:feed"),
        reverse("newsroom:json_feed"),
        reverse("sitemap_file", args=["offices", sitemaps.number_of_file(port)]),
    ):
        text = client.get(address).getvalue().decode()
        assert "Hidden Field Office" not in text, address
        assert field_office.slug not in text, address
    assert client.get(field_office.get_absolute_url()).status_code == 404


def test_a_hidden_office_is_not_counted(client):
    factories.make_office(kind=Kind.FIELD_OFFICE, is_public=False)
    factories.make_office(kind=Kind.FIELD_OFFICE)
    assert "1 listed" in client.get(reverse("offices:section", args=["field-operations-offices"])).text
