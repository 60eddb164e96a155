"""Contact cards of offices, unfolded and read as an address book reads them."""

import datetime
import re

import pytest

from offices.kinds import AliasKind, ContactKind, Kind, Status
from offices.models import Alias, Office
from offices.text import clean_text

from .. import factories

pytestmark = pytest.mark.django_db

SITE = "https://www.example.gov"
PLACE = {"city": "Laredo", "state": "TX", "postal_code": "78040"}


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def fields(value: str) -> list[str]:
    """The parts of a value of several fields."""
    parts = [""]
    for token in re.findall(r"\\.|.", value):
        if token == ";":
            parts.append("")
        else:
            parts[-1] += unescaped(token)
    return parts


def read(content: bytes) -> list[dict[str, str]]:
    """The cards of a file: raw values by name and parameters, each of which stands once in a card."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    text = content.decode().replace("\r\n ", "")
    cards = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.splitlines()) == 1
        name, value = line.split(":", 1)
        if line == "BEGIN:VCARD":
            cards.append({})
        assert name not in cards[-1]
        cards[-1][name] = value
    assert all(list(card)[-1] == "END" for card in cards)
    return cards


def card_of(client, office: Office) -> dict[str, str]:
    (card,) = read(client.get(f"{office.get_absolute_url()}card.vcf").content)
    return card


def labeled(card: dict) -> dict[str, str]:
    """Numbers and mailboxes, each with its type, by their labels."""
    return {
        unescaped(card[f"{name.split('.')[0]}.X-ABLabel"]): f"{name.split('.')[1]}:{value}"
        for name, value in card.items()
        if re.match(r"item\d+\.(TEL|EMAIL)", name)
    }


def note_of(card: dict) -> str:
    return unescaped(card["NOTE"])


HOSTILE = [
    "Semi;colon, comma: colon",
    "back\\slash \\n no line",
    "ends in a backslash\\",
    "two\nlines",
    "return\rreturn\r\nboth",
    "END:VCARD\r\nBEGIN:VCARD\r\nFN:Another",
    "😀" * 30,
    "ñ" * 77,
    "👩‍👩‍👧‍👦 family",
    "separator\u2028here\x0band\x85there",
    "<b>&amp;</b>",
    '"quoted": yes',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_one_line_and_reads_back(client, name):
    office = factories.make_office()
    Office.objects.filter(pk=office.pk).update(name=name)  # as if nothing had cleaned it
    card = card_of(client, office)
    told = "\n".join(f"CBP {name}".splitlines())
    assert unescaped(card["FN"]) == told
    assert fields(card["N"]) == [told, "", "", "", ""]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_label_note_address_and_hours_read_back(client, words):
    office = factories.make_office(street=words, mailing_address=words, note=words)
    factories.make_contact(office, label=words[:80], note=words)
    factories.make_hours(office, text=words)
    card = card_of(client, office)
    told = "\n".join(clean_text(words).splitlines())
    assert "\n".join(clean_text(words[:80]).splitlines()) in labeled(card)
    assert note_of(card).count(told) >= 3
    assert fields(card["ADR;TYPE=WORK"])[2] == fields(card["ADR;TYPE=POSTAL"])[2] == told


def test_a_card_tells_agency_kind_code_and_page(client):
    card = card_of(client, factories.make_port(code="2304", slug="laredo-texas-2304"))
    assert (card["VERSION"], unescaped(card["FN"])) == ("3.0", "CBP Laredo, Texas")
    assert fields(card["ORG"]) == ["U.S. Customs and Border Protection", "Port of entry"]
    assert card["CATEGORIES"] == "Port of entry"
    assert card["URL"] == f"{SITE}/contact/ports/laredo-texas-2304/"
    assert "Code 2304" in note_of(card)


def test_numbers_and_mailboxes_keep_their_labels_and_kinds(client):
    office = factories.make_office()
    factories.make_contact(office, "+12025550101", label="Cargo")
    factories.make_contact(office, "+12025550102", kind=ContactKind.FAX)
    factories.make_contact(office, "+18005550103", kind=ContactKind.TOLL_FREE, label="Boats")
    factories.make_contact(office, "", kind=ContactKind.EMAIL, email="a+b@example.gov", label="Press")
    assert labeled(card_of(client, office)) == {
        "Cargo": "TEL;TYPE=WORK,VOICE,PREF:+12025550101",
        "Fax": "TEL;TYPE=WORK,FAX:+12025550102",
        "Boats (Toll-free)": "TEL;TYPE=WORK,VOICE:+18005550103",
        "Press": "EMAIL;TYPE=INTERNET,WORK:a+b@example.gov",
    }


def test_an_extension_is_said_and_never_dialed_as_part_of_the_number(client):
    office = factories.make_office()
    factories.make_contact(office, "+12025550101", extension="217", label="Cargo")
    card = card_of(client, office)
    assert labeled(card) == {"Cargo, ext. 217": "TEL;TYPE=WORK,VOICE,PREF:+12025550101"}
    assert "(202) 555-0101 ext. 217" in note_of(card)


def test_each_fact_says_how_old_and_sure_it_is(client):
    office = factories.make_office(street="1 Main Street", address_as_of="2019-03")
    factories.make_contact(office, as_of="2022-06-29", confidence="official", note="Ask for cargo.")
    factories.make_hours(office, text="Daily, 8 to 4", label="Cars", as_of="2020")
    note = note_of(card_of(client, office)).split("\n")
    assert "Phone: (202) 555-0100 (Ask for cargo.; as published June 29, 2022)" in note
    assert "Hours: Cars: Daily, 8 to 4 (as published 2020; not confirmed)" in note
    assert "Address (as published March 2019; not confirmed)" in note


def test_a_card_tells_where_the_office_is(client):
    place = {"latitude": "27.506000", "longitude": "-99.507500", "coordinate_basis": "town center"}
    office = factories.make_port(street="1 Main; Street", timezone="America/Chicago", **PLACE | place)
    card = card_of(client, office)
    address = ["", "", "1 Main; Street", "Laredo", "TX", "78040", "United States"]
    assert fields(card["ADR;TYPE=WORK"]) == address
    assert card["GEO"] == "27.506000;-99.507500"
    assert card["TZ;VALUE=text"] == "America/Chicago"
    assert "Position: town center" in note_of(card)


def test_what_is_not_known_is_left_out(client):
    card = card_of(client, factories.make_office())
    assert not {"GEO", "ADR;TYPE=WORK", "ADR;TYPE=POSTAL"} & set(card)
    assert note_of(card) == ""


def test_a_card_tells_when_its_office_was_last_changed(client):
    office = factories.make_office()
    at = datetime.datetime(2026, 5, 1, 23, 30, 15, 999, tzinfo=datetime.UTC)
    Office.objects.filter(pk=office.pk).update(modified_at=at)
    assert card_of(client, office)["REV"] == "2026-05-01T23:30:15Z"


def test_a_closed_office_says_so_first(client):
    office = factories.make_office(status=Status.CLOSED, status_note="Merged in 2011.", note="Old.")
    Alias.objects.create(office=office, kind=AliasKind.FORMER, value="Marfa Sector")
    note = note_of(card_of(client, office)).split("\n")
    assert note == ["Permanently closed or former. Merged in 2011.", "Former name: Marfa Sector", "Old."]


def test_a_card_is_a_file_named_after_its_office(client):
    office = factories.make_port(code="2304", slug="laredo-texas-2304")
    response = client.get("/contact/ports/laredo-texas-2304/card.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{office.slug}.vcf"'


def test_other_sites_may_read_a_card_and_search_engines_are_sent_to_the_page(client):
    response = client.get(f"{factories.make_office().get_absolute_url()}card.vcf")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Robots-Tag"] == "noindex"


def test_nothing_hidden_and_nothing_for_staff_is_on_a_card(client):
    hidden = factories.make_office(kind=Kind.FIELD_OFFICE, name="Hidden Field Office", is_public=False)
    port = factories.make_port(parent=hidden, successor=hidden, staff_note="Secret note", source="Secret")
    factories.make_contact(port, source="Secret source")
    content = client.get(f"{port.get_absolute_url()}card.vcf").content.decode()
    assert "Hidden" not in content
    assert "Secret" not in content


@pytest.mark.parametrize("name", ["card.vcf", "qr.svg"])
def test_a_hidden_office_has_no_card_and_no_code(client, name):
    office = factories.make_port(is_public=False)
    hidden = client.get(f"{office.get_absolute_url()}{name}")
    unknown = client.get(f"/contact/ports/no-such-port/{name}")
    assert hidden.status_code == unknown.status_code == 404
    assert office.name not in hidden.text


@pytest.mark.parametrize("name", ["card.vcf", "qr.svg"])
def test_a_card_stands_only_under_the_page_of_its_office(client, name):
    office = factories.make_port()
    assert client.get(f"/contact/headquarters/{office.slug}/{name}").status_code == 404
