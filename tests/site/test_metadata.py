"""What the head of a page tells search engines and other sites, compared with what the page shows."""

import datetime
import html
import json
import re

import pytest
from django.utils import timezone

from newsroom.models import Topic
from offices.kinds import Kind, Status
from offices.models import Section

from .. import factories

pytestmark = pytest.mark.django_db

SITE = "https://www.example.gov"


def eastern(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


def linked_data(page: str) -> list[dict]:
    """The described things of a page."""
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert data.pop("@context") == "https://schema.org"
    return data.get("@graph", [data])


def described(client, address: str, kind: str) -> dict:
    return next(thing for thing in linked_data(client.get(address).text) if thing["@type"] == kind)


def meta(page: str) -> dict[str, list[str]]:
    """Values of the meta elements of a page, by name or property."""
    found = {}
    for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def visible(page: str) -> str:
    """The words of the main part of a page."""
    main = re.search(r"<main.*?</main>", page, re.S)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(page: str, relation: str) -> dict[str, str]:
    """Addresses of the links of a page, by language."""
    found = re.findall(rf'<link rel="{relation}" hreflang="([^"]+)" href="([^"]+)">', page)
    return dict(found)


@pytest.fixture
def release():
    release = factories.make_release(
        headline="Officers find a </script><b>parrot</b> & “friends”", subtitle="It spoke",
        dateline_city="Laredo", dateline_state="TX", published_at=eastern(2026, 5, 1, 9, 30),
    )  # fmt: skip
    release.topics.add(Topic.objects.create(name="Trade & travel", slug="trade"))
    release.offices.add(
        factories.make_port(code="2304"), factories.make_port(name="Hidden", code="2305", is_public=False)
    )
    factories.make_image(release, caption="The parrot")
    factories.correct(release, body="<p>Ten parrots.</p>", note="The number </script> was wrong.")
    return release


def test_what_machines_read_of_a_release_is_what_people_read(client, release):
    page = client.get(release.get_absolute_url()).text
    article = next(thing for thing in linked_data(page) if thing["@type"] == "NewsArticle")
    text = visible(page)
    for shown in (article["headline"], article["alternativeHeadline"], article["articleSection"]):
        assert shown in text
    assert article["image"][0]["caption"] in text
    assert [office["name"] for office in article["mentions"]] == ["Laredo, Texas"]
    assert all(topic in text for topic in article["keywords"])
    address = article["contentLocation"]["address"]
    assert (address["addressLocality"], address["addressRegion"]) == ("Laredo", "TX")


def test_a_release_says_when_it_was_published_updated_and_corrected(client, release):
    article = described(client, release.get_absolute_url(), "NewsArticle")
    assert article["datePublished"] == "2026-05-01T09:30-04:00"
    assert datetime.datetime.fromisoformat(article["dateModified"]) == release.updated_at.replace(
        microsecond=0
    )
    comment = article["correction"][0]
    assert comment["@type"] == "CorrectionComment"
    assert comment["text"] == "The number </script> was wrong."


def test_the_publisher_is_the_agency_that_the_home_page_describes(client, release):
    article = described(client, release.get_absolute_url(), "NewsArticle")
    agency = described(client, "/", "GovernmentOrganization")
    assert article["publisher"]["@id"] == article["author"]["@id"] == agency["@id"]


@pytest.mark.parametrize(
    ("precision", "told"), [("day", "2026-05-01"), ("month", "2026-05"), ("year", "2026"), ("unknown", None)]
)
def test_a_date_is_no_more_exact_than_it_is_known(client, precision, told):
    release = factories.make_release(published_at=eastern(2026, 5, 1), date_precision=precision)
    page = client.get(release.get_absolute_url()).text
    assert described(client, release.get_absolute_url(), "NewsArticle").get("datePublished") == told
    assert meta(page).get("article:published_time") == ([told] if precision == "day" else None)


def test_an_update_is_no_correction(client):
    release = factories.make_release()
    factories.correct(release, kind="update", body="<p>Two more.</p>", note="Two more were found.")
    assert "correction" not in described(client, release.get_absolute_url(), "NewsArticle")


def test_the_head_of_a_release_holds_what_indexers_read(client, release):
    found = meta(client.get(release.get_absolute_url()).text)
    image = release.images.get()
    assert found["og:title"] == [release.headline]
    assert found["og:description"] == found["description"] == [release.summary]
    assert found["og:type"] == ["article"]
    assert found["og:url"] == [SITE + release.get_absolute_url()]
    assert found["og:locale"] == ["en_US"]
    assert found["og:image"] == [SITE + image.get_absolute_url()]
    assert found["og:image:alt"] == [image.alt]
    assert found["article:published_time"] == ["2026-05-01T09:30-04:00"]
    modified = datetime.datetime.fromisoformat(found["article:modified_time"][0])
    assert modified == release.updated_at
    assert found["article:section"] == found["searchgov_custom1"] == ["National Media Release"]
    assert found["article:tag"] == found["keywords"] == ["Trade & travel"]
    assert found["searchgov_custom2"] == ["TX"]
    assert found["searchgov_custom3"] == ["2304"]
    assert found["dcterms.identifier"] == [release.reference]


def test_a_plain_release_claims_nothing(client):
    found = meta(client.get(factories.make_release().get_absolute_url()).text)
    empty = ("og:image", "article:modified_time", "article:tag", "keywords", "searchgov_custom2")
    assert not found.keys() & set(empty)


def test_every_page_says_what_it_is_and_where(client):
    found = meta(client.get("/contact/").text)
    assert found["og:type"] == ["website"]
    assert found["og:url"] == [f"{SITE}/contact/"]


def test_a_preview_describes_nothing(browse, editor):
    page = browse(editor).get(factories.make_draft().get_absolute_url()).text
    assert "ld+json" not in page
    assert "noindex" in page


def test_the_page_of_a_spanish_release_is_spanish_and_its_frame_english(client):
    release = factories.make_release(headline="Hallan un loro", language="es")
    page = client.get(release.get_absolute_url()).text
    assert '<html lang="es">' in page
    assert '<body lang="en-us">' in page
    assert '<h1 lang="es">Hallan un loro</h1>' in page
    assert meta(page)["og:locale"] == ["es_US"]


def test_translations_name_each_other_and_themselves(client):
    english = factories.make_release()
    spanish = factories.make_release(language="es", translation_of=english)
    factories.make_draft(language="fr", translation_of=english)
    expected = {"en": SITE + english.get_absolute_url(), "es": SITE + spanish.get_absolute_url()}
    for release in (english, spanish):
        assert links(client.get(release.get_absolute_url()).text, "alternate") == expected
    alone = factories.make_release(language="vi")
    assert links(client.get(alone.get_absolute_url()).text, "alternate") == {}


def canonical(client, address: str) -> str:
    page = client.get(address).text
    found = html.unescape(re.search(r'<link rel="canonical" href="([^"]+)">', page)[1])
    assert meta(page)["og:url"] == [found]
    return found.removeprefix(SITE)


CANONICAL = [
    ("/newsroom/", "/newsroom/"),
    ("/newsroom/?utm_source=x&page=1", "/newsroom/"),
    ("/newsroom/?page=2", "/newsroom/?page=2"),
    ("/newsroom/?state=&q=officers&utm_source=x&page=2", "/newsroom/?q=officers&page=2"),
    ("/newsroom/?lang=en&q=officers", "/newsroom/?q=officers&lang=en"),
    ("/newsroom/?q=officers&from=someday", "/newsroom/?q=officers"),
    ("/newsroom/national-media-release/?q=officers", "/newsroom/national-media-release/?q=officers"),
    ("/contact/headquarters/?page=2&x=y", "/contact/headquarters/?page=2"),
    ("/contact/ports/tx/?page=2", "/contact/ports/tx/?page=2"),
]


@pytest.mark.parametrize(("asked", "told"), CANONICAL)
def test_a_list_has_one_address_for_each_page_and_set_of_filters(client, asked, told):
    for _number in range(26):
        factories.make_release()
        factories.make_office(kind=Kind.HEADQUARTERS)
        factories.make_port()
    assert canonical(client, asked) == told


def crumbs(page: str) -> list[tuple[str, str]]:
    """The titles of the visible way to a page, with their addresses; none for the page itself."""
    found = re.findall(r'<li class="usa-breadcrumb.*?</li>', page, re.S)
    return [
        (
            html.unescape(re.search(r"<span>(.*?)</span>", crumb)[1]),
            "".join(re.findall(r'href="(.*?)"', crumb)),
        )
        for crumb in found
    ]


def make_crossing():
    return factories.make_office(
        kind=Kind.CROSSING, name="Bridge I", parent=factories.make_port(), state="TX", slug="bridge-one"
    )


@pytest.mark.parametrize(
    "make", [factories.make_release, factories.make_port, make_crossing, factories.make_office]
)
def test_the_way_that_machines_read_is_the_way_that_people_see(client, make):
    here = make()
    page = client.get(here.get_absolute_url()).text
    told = next(thing for thing in linked_data(page) if thing["@type"] == "BreadcrumbList")
    steps = [(step["name"], step["item"].removeprefix(SITE)) for step in told["itemListElement"]]
    shown = [(title, address or here.get_absolute_url()) for title, address in crumbs(page)]
    assert steps == shown
    assert [step["position"] for step in told["itemListElement"]] == list(range(1, len(shown) + 1))


def test_only_confirmed_facts_of_an_office_are_told_to_machines(client):
    port = factories.make_port(street="1 Bridge Road", postal_code="78040")
    factories.make_contact(port, "+12025550100")
    assert "1 Bridge Road" in visible(client.get(port.get_absolute_url()).text)
    told = described(client, port.get_absolute_url(), "GovernmentOffice")
    assert told.keys() == {"@type", "name", "url", "parentOrganization"}


def test_confirmed_facts_of_an_office_are_those_of_its_page(client):
    port = factories.make_port(
        street="1 Bridge Road", postal_code="78040", confidence="official", address_confidence="official"
    )
    factories.make_contact(port, "+12025550100", extension="7", label="Cargo", confidence="official")
    factories.make_contact(port, "+12025550101", kind="fax", confidence="secondary")
    factories.make_contact(port, "", kind="email", email="port@example.gov", confidence="official")
    told = described(client, port.get_absolute_url(), "GovernmentOffice")
    assert told["identifier"] == port.code
    assert told["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Bridge Road",
        "addressLocality": "Laredo",
        "addressRegion": "TX",
        "postalCode": "78040",
        "addressCountry": "US",
    }
    cargo, fax, mail = told["contactPoint"]
    assert (cargo["contactType"], cargo["telephone"]) == ("Cargo", "+12025550100;ext=7")
    assert fax["faxNumber"] == "+12025550101"
    assert mail["email"] == "port@example.gov"


def test_an_office_belongs_to_a_public_office_or_to_the_agency(client):
    above = factories.make_office(kind=Kind.FIELD_OFFICE, name="Laredo Field Office")
    below = factories.make_port(parent=above)
    told = described(client, below.get_absolute_url(), "GovernmentOffice")
    assert told["parentOrganization"]["name"] == "Laredo Field Office"
    above.is_public = False
    above.save()
    told = described(client, below.get_absolute_url(), "GovernmentOffice")
    assert told["parentOrganization"]["name"] == "U.S. Customs and Border Protection"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.UNLISTED])
def test_an_office_that_is_no_more_is_not_described_as_one(client, status):
    page = client.get(factories.make_port(status=status).get_absolute_url()).text
    assert [thing["@type"] for thing in linked_data(page)] == ["BreadcrumbList"]


def test_the_agency_is_described_with_its_confirmed_lines(client):
    line = factories.make_office(kind=Kind.PRESS_OFFICE, is_general_line=True)
    factories.make_contact(line, "+12025550100", confidence="official")
    factories.make_contact(line, "+12025550101")
    told = described(client, "/", "GovernmentOrganization")
    assert [point["telephone"] for point in told["contactPoint"]] == ["+12025550100"]
    assert told["url"] == f"{SITE}/"


def test_words_of_staff_cannot_leave_the_data(client):
    Section.objects.filter(slug="ports").update(title="</script><script>alert(1)</script>")
    page = client.get(factories.make_port().get_absolute_url()).text
    assert "<script>alert" not in page
    told = next(thing for thing in linked_data(page) if thing["@type"] == "BreadcrumbList")
    assert told["itemListElement"][2]["name"] == "</script><script>alert(1)</script>"
