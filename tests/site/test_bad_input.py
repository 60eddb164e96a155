"""Broken and hostile requests get words and the right status, never an error of ours."""

import pytest
from django.urls import reverse

from .. import factories

pytestmark = pytest.mark.django_db

LISTS = [
    *("/newsroom/", "/newsroom/spotlights/", "/newsroom/archive/undated/"),
    *("/contact/headquarters/", "/contact/ports/tx/", "/contact/find/"),
]

UNKNOWN = [
    "/nowhere/",
    "/newsroom/no-such-type/",
    "/newsroom/no-such-type/feed/",
    "/newsroom/no-such-type/feed.json",
    "/newsroom/archive/1899/",
    "/newsroom/archive/2023/13/",
    "/newsroom/spotlights/no-such-release/",
    "/newsroom/images/no-such-picture.jpg",
    "/newsroom/images/..%2f..%2fsettings.py",
    "/contact/no-such-section/",
    "/contact/ports/zz/",
    "/contact/ports/no-such-port-9999/",
    "/contact/ports/no-such-port-9999/card.vcf",
    "/contact/no-such-section/laredo/",
    "/%ff%fe/",
    "/contact/ports/%C3%A9%C3%A9/",
    "/newsroom/" + "x" * 3000 + "/",
]


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_does_not_exist_is_said_with_a_way_on(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert reverse("offices:contact") in response.text
    assert 'content="noindex"' in response.text


PAGES = [
    *("0", "-1", "2", "abc", "", "1.5", "1e100", "9" * 20, "9" * 400),
    *("1_000", "٣", "²", "inf", "None", "../../etc"),
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("address", LISTS)
def test_a_page_that_a_list_does_not_have_leads_back_to_the_first(client, address, page):
    response = client.get(address, {"page": page})
    assert response.status_code == 404
    assert f'href="{address}"' in response.text


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_list_is_a_page_with_words(client, address):
    assert client.get(address).status_code == 200


def test_unknown_parameters_are_ignored(client):
    address = "/newsroom/?utm_source=x&page=1&_connector=OR&status=draft&id__gt=0"
    assert client.get(address).status_code == 200


HOSTILE = [
    *("'", '"', '"foo', "a OR 1=1", "%", "_", "\\", "NEAR(", "*", "^", "(((((", "-", "a:b"),
    *("'; DROP TABLE x; --", "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}"),
    *("ＣＢＰ", "\u202eevil", "\u200b", "😀", "a " * 200, "é" * 500, "\t\n"),
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(client, words):
    factories.make_release()
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "49" not in response.text


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%ed%a0%80", "q=%c0%80", "q", "=", "&&&", "q=a&q=b", "q[]=a"]
)
def test_queries_that_are_not_text_are_answered(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize("address", ["/search/?q=a%00b", "/newsroom/?page=%00", "/contact/%00/"])
def test_a_null_byte_is_refused_in_words(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "cannot be read" in response.text


@pytest.mark.parametrize("address", ["/search/", "/newsroom/", "/"])
def test_a_query_of_100_kilobytes_is_refused_in_words(client, address):
    response = client.get(f"{address}?q={'a' * 100_000}")
    assert response.status_code == 414
    assert "cannot be read" in response.text


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver:evil", "", "a b", "testserver@evil.example", "[::1"]
)
def test_a_strange_host_is_refused_in_words(client, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400
    assert "cannot be read" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "javascript"},
        {"accept-language": "," * 5000},
        {"accept-encoding": "gzip;q=zzz"},
        {"if-none-match": '"' * 3000},
        {"if-modified-since": "yesterday"},
        {"range": "bytes=9-1"},
        {"cookie": "sessionid=\x01junk; csrftoken=x"},
        {"accept": "application/json"},
    ],
)
@pytest.mark.parametrize("name", ["feed/", "feed.json", "releases.json", "releases.csv"])
def test_strange_headers_change_nothing(client, headers, name):
    factories.make_release()
    response = client.get(f"/newsroom/{name}", headers=headers)
    assert response.status_code == 200
    assert b"evil.example" not in response.getvalue()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/newsroom/", "/search/", "/contact/ports/"])
def test_public_pages_only_read(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_a_port_in_the_wrong_section_forwards_to_its_own_address(client):
    port = factories.make_port()
    response = client.get(reverse("offices:office", args=["preclearance", port.slug]))
    assert response.status_code == 301
    assert response["Location"] == port.get_absolute_url()


def test_a_state_in_capitals_forwards_to_its_own_address(client):
    response = client.get("/contact/ports/TX/")
    assert response.status_code == 301
    assert response["Location"] == "/contact/ports/tx/"


def test_the_way_to_the_last_page_is_offered(client):
    for _number in range(30):
        factories.make_release()
    response = client.get("/newsroom/?page=3")
    assert response.status_code == 404
    assert "?page=2" in response.text


def test_a_null_byte_in_a_cookie_is_refused_in_words(client):
    client.cookies["sessionid"] = "x"
    response = client.get("/newsroom/spotlights/nowhere/", headers={"cookie": 'sessionid="\\000aaaa"'})
    assert response.status_code == 400


@pytest.mark.parametrize("megabytes", [65, 2048], ids=["65 MB", "2 GB"])
def test_a_body_too_large_is_refused_in_words_before_it_is_read(client, megabytes):
    response = client.generic("POST", "/admin/login/", b"x", CONTENT_LENGTH=str(megabytes * 1024 * 1024))
    assert response.status_code == 413
    assert "what you wrote is still in the form" in response.text


def test_a_length_of_thousands_of_digits_is_refused_in_words(client):
    assert client.get("/newsroom/", CONTENT_LENGTH="9" * 5000).status_code == 413


@pytest.mark.parametrize("length", ["abc", "-5", "1e9", "²", " "])
def test_a_length_that_is_no_number_is_no_error(client, length):
    assert client.get("/newsroom/", CONTENT_LENGTH=length).status_code == 200
