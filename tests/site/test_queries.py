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

QUERIES = {
    "home": 5,
    "contact": 6,
    "find": 5,
    "filtered offices": 7,
    "nearest to a ZIP code": 3,
    "nearest of a kind": 6,
    "nearest to a place that offices are called by": 6,
    "section": 8,
    "press room": 6,
    "whom to call": 7,
    "ports": 2,
    "ports in state": 6,
    "map": 3,
    "map of a state": 2,
    "office": 10,
    "releases": 4,
    "releases of type": 4,
    "filtered releases": 6,
    "release": 8,
    "version": 3,
    "changes": 2,
    "wire": 5,
    "suggestions": 1,
    "feed": 5,
    "JSON feed": 5,
    "releases as JSON": 8,
    "releases as CSV": 8,
    "about the data": 1,
    "archive": 2,
    "year of the archive": 4,
    "month of the archive": 5,
    "undated releases": 3,
    "search": 5,
    "sitemap": 4,
    "sitemap of lists": 2,
    "sitemap of releases": 1,
    "sitemap of offices": 1,
    "news sitemap": 2,
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
            factories.make_hours(office)
    return {
        "home": reverse("home"),
        "contact": reverse("offices:contact"),
        "find": reverse("offices:find"),
        "filtered offices": reverse("offices:find") + "?q=laredo&kind=port&state=TX&city=laredo",
        "nearest to a ZIP code": reverse("offices:find") + "?q=78040",
        "nearest of a kind": reverse("offices:find") + "?near=78040&kind=port",
        "nearest to a place that offices are called by": reverse("offices:find") + "?q=laredo",
        "section": reverse("offices:section", args=["headquarters"]),
        "press room": reverse("press_room"),
        "whom to call": reverse("press_room") + "?state=TX&topic=topic-1&language=es",
        "ports": reverse("offices:section", args=["ports"]),
        "ports in state": reverse("offices:ports_in_state", args=["tx"]),
        "map": reverse("offices:map"),
        "map of a state": reverse("offices:map") + "?state=TX",
        "office": field_office.get_absolute_url(),
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


@pytest.mark.parametrize("rows", [2, 30])
def test_each_page_costs_its_number_of_queries(client, django_assert_num_queries, rows):
    for name, address in fill(rows).items():
        memory._kept.clear()  # the first request after a change costs most
        with django_assert_num_queries(QUERIES[name], info=name):
            response = client.get(address)
            assert response.status_code == 200
            assert not response.streaming or response.getvalue()


def test_no_public_page_costs_more_than_eight_but_that_of_an_office():
    assert max(number for name, number in QUERIES.items() if name != "office") <= 8
    assert QUERIES["office"] <= 12


@pytest.mark.parametrize("name", ["office", "release"])
def test_a_page_with_little_costs_no_more(client, django_assert_max_num_queries, name):
    page = factories.make_port() if name == "office" else factories.make_release()
    with django_assert_max_num_queries(QUERIES[name]):
        client.get(page.get_absolute_url())
