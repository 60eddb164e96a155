"""A public page costs the same number of queries whatever its length."""

import datetime

import pytest
from django.urls import reverse

from newsroom import memory
from newsroom.kinds import DatePrecision
from newsroom.models import Boilerplate, Event, Incident, KeyFact, Topic
from offices.kinds import Kind, PlaceKind
from offices.kinds import Status as OfficeStatus

from .. import factories
from ..sitemaps import number_of_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


QUERIES = {
    "home": 6,
    "contact": 7,
    "section": 11,
    "press room": 8,
    "whom to call": 9,
    "ports": 3,
    "ports in state": 9,
    "office": 16,
    "releases": 5,
    "releases of type": 5,
    "filtered releases": 7,
    "release": 9,
    "preview": 12,
    "file of a preview": 5,
    "version": 4,
    "changes": 3,
    "wire": 5,
    "suggestions": 1,
    "feed": 5,
    "JSON feed": 5,
    "releases as JSON": 8,
    "releases as CSV": 8,
    "about the data": 2,
    "archive": 3,
    "year of the archive": 5,
    "month of the archive": 6,
    "undated releases": 4,
    "search": 8,
    "sitemap": 4,
    "sitemap of lists": 2,
    "sitemap of releases": 1,
    "sitemap of offices": 1,
    "news sitemap": 2,
    "closures": 2,
    "find": 8,
    "filtered offices": 10,
    "offices as CSV": 7,
    "offices as JSON": 7,
    "offices as GeoJSON": 7,
    "cards of offices": 6,
    "offices to print": 9,
    "about the directory's data": 1,
    "card of an office": 5,
    "code of an office": 1,
    "map": 4,
    "map of a state": 3,
    "changes of the directory": 4,
    "feed of changes of the directory": 3,
    "nearest to a ZIP code": 6,
    "nearest of a kind": 9,
    "nearest to a place that offices are called by": 11,
}


NOON = datetime.datetime(2019, 6, 15, 12, tzinfo=datetime.UTC)


def fill(rows: int) -> dict[str, str]:
    """A directory and newsroom with `rows` of everything, and the address of each kind of page."""
    place = {"kind": Kind.FIELD_OFFICE, "latitude": 27.5, "longitude": -99.5}
    field_office = factories.make_office(name="Laredo Field Office", **place)
    factories.make_office(**place)
    for kind in (Kind.HEADQUARTERS, Kind.PRESS_OFFICE):
        factories.make_contact(factories.make_office(kind=kind, is_general_line=True))
    boilerplate = Boilerplate.objects.create(component="Field", slug="field", text="About us.")
    incident = Incident.objects.create(name="Flood", slug="flood")
    release = factories.make_release(headline="Laredo news", boilerplate=boilerplate, incident=incident)
    spoken = {"starts_at": release.published_at, "name": "Ceremony", "place": "Laredo"}
    Event.objects.create(release=release, **spoken)
    factories.make_place("Laredo")
    factories.make_place("Laredo", kind=PlaceKind.ZIP, key="78040")
    for number in range(rows):
        factories.make_port(latitude=number, longitude=-99)
        factories.make_office(kind=Kind.SECTOR, latitude=number, longitude=-99)
        factories.make_office(kind=Kind.HEADQUARTERS, status=OfficeStatus.CLOSED)
        factories.make_press_office(status=OfficeStatus.CLOSED)
        factories.make_port(status=OfficeStatus.CLOSED)
        port = factories.make_port(parent=field_office)
        crossing = factories.make_office(kind=Kind.CROSSING, parent=port)
        release.offices.add(port)
        topic = Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        release.topics.add(topic)
        desk = factories.make_press_office(parent=field_office)
        release.contacts.create(office=desk)
        factories.make_coverage(desk, state="TX", topic=topic)
        factories.make_coverage(desk, state="TX", language="es")
        factories.make_hours(desk)
        factories.make_fact_change(field_office)
        factories.make_service(field_office)
        field_office.former_parents.create(parent=port)
        KeyFact.objects.create(release=release, what=f"Fact {number}", quantity=number)
        factories.make_release(language="es", translation_of=release)
        factories.make_release(incident=incident)
        factories.correct(release, body=f"<p>Text {number}.</p>")
        factories.make_release(headline=f"Laredo news {number}").offices.add(port)
        release.facts.create(what="Parrots found", quantity=number)
        factories.make_release(headline="Noticias", language="es", translation_of=release)
        for precision in (DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.UNKNOWN):
            factories.make_release(headline="Old", published_at=NOON, date_precision=precision)
        for office in (port, crossing):
            factories.make_contact(office)
            factories.make_hours(office, schedule="Mo-Fr 08:00-16:00")
            factories.make_special_hours(office)
    waiting, token = preview_of(release, rows)
    return {
        "preview": reverse("preview", args=[token]),
        "file of a preview": reverse("preview_file", args=[token, waiting.images.first().image.name[9:]]),
        "home": reverse("home"),
        "contact": reverse("offices:contact"),
        "find": reverse("offices:find"),
        "filtered offices": reverse("offices:find") + "?q=laredo&kind=port&state=TX&city=laredo",
        "offices as CSV": reverse("offices:find_csv") + "?q=laredo&kind=port",
        "offices as JSON": reverse("offices:find_json") + "?state=TX",
        "offices as GeoJSON": reverse("offices:find_geojson"),
        "cards of offices": reverse("offices:find_vcard"),
        "offices to print": reverse("offices:print"),
        "about the directory's data": reverse("offices:data"),
        "nearest to a ZIP code": reverse("offices:find") + "?q=78040",
        "nearest of a kind": reverse("offices:find") + "?near=78040&kind=port",
        "nearest to a place that offices are called by": reverse("offices:find") + "?q=laredo",
        "section": reverse("offices:section", args=["headquarters"]),
        "press room": reverse("press_room"),
        "whom to call": reverse("press_room") + "?state=TX&topic=topic-1&language=es",
        "ports": reverse("offices:section", args=["ports"]),
        "ports in state": reverse("offices:ports_in_state", args=["tx"]),
        "closures": reverse("offices:closures"),
        "map": reverse("offices:map"),
        "map of a state": reverse("offices:map") + "?state=TX",
        "office": field_office.get_absolute_url(),
        "card of an office": f"{field_office.get_absolute_url()}card.vcf",
        "code of an office": f"{field_office.get_absolute_url()}qr.svg",
        "changes of the directory": reverse("offices:changes") + f"?office={field_office.slug}",
        "feed of changes of the directory": reverse("offices:changes_feed") + f"?office={field_office.slug}",
        "releases": reverse("newsroom:releases"),
        "releases of type": reverse("newsroom:releases_of_type", args=[release.type]),
        "filtered releases": reverse("newsroom:releases")
        + f"?q=laredo&type={release.type}&topic=topic-1&office={field_office.slug}&from=2020&to=2100&lang=en",
        "release": release.get_absolute_url(),
        "version": reverse("newsroom:version", args=[release.type, release.slug, 2]),
        "changes": reverse("newsroom:changes", args=[release.type, release.slug]),
        "wire": reverse("newsroom:wire", args=[release.type, release.slug]),
        "feed": reverse("newsroom:feed"),
        "search": reverse("search") + "?q=laredo",
        "suggestions": reverse("suggest") + "?q=lar",
        "JSON feed": reverse("newsroom:json_feed"),
        "releases as JSON": reverse("newsroom:json"),
        "releases as CSV": reverse("newsroom:csv"),
        "about the data": reverse("newsroom:data"),
        "archive": reverse("newsroom:archive"),
        "year of the archive": reverse("newsroom:archive_year", args=["2019"]),
        "month of the archive": reverse("newsroom:archive_month", args=["2019", "06"]),
        "undated releases": reverse("newsroom:archive_undated"),
        "sitemap": reverse("sitemap"),
        "sitemap of lists": reverse("sitemap_lists"),
        "sitemap of releases": reverse("sitemap_file", args=["releases", number_of_file(release)]),
        "sitemap of offices": reverse("sitemap_file", args=["offices", number_of_file(field_office)]),
        "news sitemap": reverse("news_sitemap"),
    }


def preview_of(release, rows: int):
    """A draft with what `release` has and with pictures, and the token of a pass to it."""
    fields = {"boilerplate": release.boilerplate, "incident": release.incident}
    draft = factories.make_draft(headline="Laredo tomorrow", **fields)
    Event.objects.create(release=draft, starts_at=NOON, name="Ceremony", place="Laredo")
    draft.topics.set(release.topics.all())
    draft.offices.set(release.offices.all())
    for contact in release.contacts.all():
        draft.contacts.create(office=contact.office)
    for number in range(rows):
        KeyFact.objects.create(release=draft, what=f"Fact {number}", quantity=number)
        factories.make_image(draft)
    return draft, factories.make_pass(draft)[1]


@pytest.mark.parametrize("rows", [2, 30])
def test_each_page_costs_its_number_of_queries(client, django_assert_num_queries, rows):
    for name, address in fill(rows).items():
        memory._kept.clear()  # the first request after a change costs most
        with django_assert_num_queries(QUERIES[name], info=name):
            response = client.get(address)
            assert response.status_code == 200
            assert not response.streaming or response.getvalue()


def test_few_queries_make_a_page_and_that_of_an_office_costs_most():
    most, *others = sorted(QUERIES.values(), reverse=True)
    assert most == QUERIES["office"] <= 16
    assert max(others) <= 12


@pytest.mark.parametrize("name", ["office", "release"])
def test_a_page_with_little_costs_no_more(client, django_assert_max_num_queries, name):
    page = factories.make_port() if name == "office" else factories.make_release()
    with django_assert_max_num_queries(QUERIES[name]):
        client.get(page.get_absolute_url())
