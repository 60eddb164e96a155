"""Programs ask whether the directory changed without taking it again, with GET or HEAD."""

import pytest

from offices.models import FactChange, Office

from .. import factories

pytestmark = pytest.mark.django_db

PORT = "/contact/ports/laredo-2304/"
ADDRESSES = [
    "/contact/find.csv", "/contact/find.json", "/contact/find.geojson", "/contact/find.vcf",
    "/contact/closures.ics", "/contact/closures.ics?state=TX", "/contact/changes/feed/",
    f"{PORT}card.vcf", f"{PORT}qr.svg", "/contact/", "/contact/find/?kind=port", "/contact/map/", PORT,
]  # fmt: skip
ALIKE = ["/contact/", f"{PORT}qr.svg"]  # whatever the office is called


@pytest.fixture(autouse=True)
def port(time_machine):
    time_machine.move_to("2026-11-23T18:00:00Z", tick=False)
    port = factories.make_port(name="Laredo", slug="laredo-2304", code="2304")
    factories.make_contact(port)
    factories.make_special_hours(port)
    factories.make_fact_change(port)
    return port


@pytest.mark.parametrize("accept", ["identity", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_head_gives_the_headers_of_get(client, address, accept):
    """But for the length when it is compressed: that varies, to tell nothing of what is inside."""
    taken, asked = (ask(address, headers={"Accept-Encoding": accept}) for ask in (client.get, client.head))
    told = [
        {name: value for name, value in response.items() if (accept, name) != ("gzip", "Content-Length")}
        for response in (taken, asked)
    ]
    assert (asked.status_code, asked.content) == (200, b"")
    assert told[0] == told[1]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_answered_without_it(client, address, method):
    tag = client.get(address)["ETag"]
    again = getattr(client, method)(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", [address for address in ADDRESSES if address not in ALIKE])
def test_what_changed_is_answered_with_a_new_tag(client, port, address, method):
    tag = client.get(address)["ETag"]
    Office.objects.filter(pk=port.pk).update(name="Nuevo Laredo")
    FactChange.objects.update(after="555-0199")
    again = getattr(client, method)(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again["ETag"] != tag


@pytest.mark.parametrize("address", ["/contact/find.csv?q=Laredo", "/contact/find.json?near=Laredo,+TX"])
def test_an_answer_that_nobody_may_keep_has_no_tag(client, address):
    factories.make_place()
    for response in (client.get(address), client.head(address)):
        assert not response.has_header("ETag")
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("condition", ['"', "*,", "W/", "x" * 3000, '"é"'])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_condition_that_cannot_be_read_is_none(client, method, condition):
    response = getattr(client, method)("/contact/find.csv", headers={"If-None-Match": condition})
    assert response.status_code == 200
