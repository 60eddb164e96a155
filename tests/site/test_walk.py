"""Every named address answers as it should."""

import datetime
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from newsroom.models import Topic
from offices.kinds import Kind

from .. import factories
from ..sitemaps import number_of_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    """A sample address for each named pattern outside the admin and sign-in (tests/staff)."""
    field_office = factories.make_office(kind=Kind.FIELD_OFFICE, name="Laredo Field Office")
    port = factories.make_port(parent=field_office, code="2304", slug="laredo-texas-2304")
    factories.make_contact(port)
    factories.make_hours(port)
    release = factories.make_release(dateline_city="Laredo", dateline_state="TX")
    release.offices.add(port)
    factories.make_release(published_at=datetime.datetime(2019, 6, 15, 12, tzinfo=datetime.UTC))
    release.topics.add(Topic.objects.create(name="Trade", slug="trade"))
    return {
        "home": reverse("home"),
        "search": reverse("search") + "?q=laredo",
        "press_room": reverse("press_room") + "?state=TX",
        "suggest": reverse("suggest") + "?q=lar",
        "sitemap": reverse("sitemap"),
        "sitemap_lists": reverse("sitemap_lists"),
        "sitemap_file": reverse("sitemap_file", args=["releases", number_of_file(release)]),
        "news_sitemap": reverse("news_sitemap"),
        "robots": reverse("robots"),
        "security_txt": reverse("security_txt"),
        "healthz": reverse("healthz"),
        "readyz": reverse("readyz"),
        "newsroom:releases": reverse("newsroom:releases"),
        "newsroom:feed": reverse("newsroom:feed"),
        "newsroom:json_feed": reverse("newsroom:json_feed"),
        "newsroom:json_feed_of_type": reverse("newsroom:json_feed_of_type", args=[release.type]),
        "newsroom:json": reverse("newsroom:json"),
        "newsroom:csv": reverse("newsroom:csv"),
        "newsroom:data": reverse("newsroom:data"),
        "newsroom:archive": reverse("newsroom:archive"),
        "newsroom:archive_undated": reverse("newsroom:archive_undated"),
        "newsroom:archive_year": reverse("newsroom:archive_year", args=["2019"]),
        "newsroom:archive_month": reverse("newsroom:archive_month", args=["2019", "06"]),
        "newsroom:releases_of_type": reverse("newsroom:releases_of_type", args=[release.type]),
        "newsroom:feed_of_type": reverse("newsroom:feed_of_type", args=[release.type]),
        "newsroom:release": release.get_absolute_url(),
        "newsroom:reference": None,  # forwards: test_reading_visibility.py
        "newsroom:version": reverse("newsroom:version", args=[release.type, release.slug, 1]),
        "newsroom:changes": reverse("newsroom:changes", args=[release.type, release.slug]),
        "newsroom:wire": reverse("newsroom:wire", args=[release.type, release.slug]),
        "newsroom:image": None,  # a file, not a page: test_images.py
        "preview": None,  # of what is not public: tests/newsroom/test_preview_passes.py
        "preview_file": None,
        "offices:contact": reverse("offices:contact"),
        "offices:closures": reverse("offices:closures") + "?state=TX",
        "offices:find": reverse("offices:find"),
        "offices:find_csv": reverse("offices:find_csv"),
        "offices:find_json": reverse("offices:find_json"),
        "offices:find_geojson": reverse("offices:find_geojson"),
        "offices:find_vcard": reverse("offices:find_vcard"),
        "offices:print": reverse("offices:print"),
        "offices:data": reverse("offices:data"),
        "offices:changes": reverse("offices:changes"),
        "offices:changes_feed": reverse("offices:changes_feed"),
        "offices:section": reverse("offices:section", args=["field-operations-offices"]),
        "offices:map": reverse("offices:map"),
        "offices:ports_in_state": reverse("offices:ports_in_state", args=["tx"]),
        "offices:office": port.get_absolute_url(),
        "offices:office_vcard": f"{port.get_absolute_url()}card.vcf",
        "offices:office_qr": f"{port.get_absolute_url()}qr.svg",
    }


def body_of(client, address: str) -> str:
    return client.get(address).getvalue().decode()


def named_patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if str(entry.pattern) in ("admin/", "accounts/"):
            continue
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named_patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


def test_every_named_address_has_a_sample(addresses):
    assert set(named_patterns(get_resolver())) == set(addresses)


def test_every_address_answers(client, addresses):
    for name, address in addresses.items():
        if address:
            assert client.get(address).status_code == 200, name


def test_every_page_has_one_heading_a_title_a_language_and_a_description(client, addresses):
    for name, address in addresses.items():
        response = client.get(address) if address else None
        if response is None or "text/html" not in response["Content-Type"]:
            continue
        html = response.text
        assert len(re.findall(r"<h1[ >]", html)) == 1, name
        title = re.search(r"<title>(.*?)</title>", html, re.S)[1]
        assert len(title) >= 20, name
        assert '<html lang="en' in html, name
        assert '<body lang="en-us">' in html, name
        description = re.search(r'<meta name="description" content="(.*?)"', html, re.S)[1]
        assert len(description) >= 50, name


def test_titles_are_unique(client, addresses):
    titles = [
        re.search(r"<title>(.*?)</title>", response.text, re.S)[1]
        for response in (client.get(address) for address in addresses.values() if address)
        if "text/html" in response["Content-Type"]
    ]
    assert len(titles) == len(set(titles))


def test_public_pages_set_no_cookie_and_may_be_cached(client, addresses):
    for name, address in addresses.items():
        if not address or name in ("healthz", "readyz"):
            continue
        response = client.get(address)
        assert not response.cookies, name
        assert response["Cache-Control"] == "public, no-cache", name
        assert "Cookie" not in response.get("Vary", ""), name


def test_public_pages_have_a_strict_policy(client, addresses):
    for name, address in addresses.items():
        if address:
            policy = client.get(address)["Content-Security-Policy"]
            assert "default-src 'none'" in policy, name
            assert "unsafe" not in policy, name
            assert "nonce" not in policy, name


def test_no_page_has_inline_style_or_script(client, addresses):
    for name, address in addresses.items():
        html = body_of(client, address) if address else ""
        assert " style=" not in html, name
        assert "<style" not in html, name
        # Structured data are no script: no browser runs them.
        assert not re.search(r'<script(?! type="application/ld\+json">)(?![^>]*\bsrc=)', html), name
        assert not re.search(r"\son\w+=", html), name


def test_an_unchanged_page_is_not_sent_twice(client, addresses):
    first = client.get(addresses["newsroom:release"])
    again = client.get(addresses["newsroom:release"], headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
