"""A link dials or writes to exactly what it shows."""

import csv
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from newsroom.models import ReleaseContact
from offices.importer import import_offices
from offices.kinds import ContactKind
from offices.models import ContactPoint

from .. import factories

CONTENT = Path(settings.BASE_DIR) / "offices" / "content"
NUMBERS = {
    "Texas": "+19569835620",
    "toll-free": "+18002325378",
    "Puerto Rico": "+17877296840",
    "Guam": "+16714772600",
    "Saipan": "+16702882800",
    "Ireland": "+35318444000",
    "Canada": "+14163631234",
    "Bahamas": "+12423777125",
    "Aruba": "+2975881111",
    "Bermuda": "+14412932000",
    "United Arab Emirates": "+97125066000",
}


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def dialled_from_the_united_states(shown: str) -> str:
    """The digits of the whole number that a reader understands by `shown`."""
    return digits(shown) if shown.startswith("+") else f"1{digits(shown)}"


@pytest.mark.parametrize("kind", [ContactKind.PHONE, ContactKind.TOLL_FREE, ContactKind.FAX, ContactKind.TTY])
@pytest.mark.parametrize("extension", ["", "7", "217", "00012345"])
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_the_link_dials_the_digits_shown(number, extension, kind):
    contact = ContactPoint(kind=kind, phone=number, extension=extension)
    assert digits(contact.uri) == dialled_from_the_united_states(str(contact))
    assert digits(contact.uri) == digits(number) + extension


@pytest.mark.parametrize(
    ("number", "extension", "shown", "target"),
    [
        ("+19569835620", "", "(956) 983-5620", "tel:+19569835620"),
        ("+19569835620", "217", "(956) 983-5620 ext. 217", "tel:+19569835620;ext=217"),
        ("+17877296840", "", "(787) 729-6840", "tel:+17877296840"),
        ("+35318444000", "12", "+353 1 844 4000 ext. 12", "tel:+35318444000;ext=12"),
    ],
)
def test_the_link_is_a_global_number_of_rfc_3966(number, extension, shown, target):
    contact = ContactPoint(phone=number, extension=extension)
    assert str(contact) == shown
    assert contact.uri == target


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["(956) 983-5620", "956.983.5620", "1-956-983-5620", "+1 956 983 5620", "９５６ ９８３ ５６２０"]
)
def test_a_number_typed_in_any_form_is_one_number(typed):
    contact = factories.make_contact(factories.make_office(), typed)
    contact.refresh_from_db()
    assert contact.uri == "tel:+19569835620"
    assert str(contact) == "(956) 983-5620"


@pytest.mark.django_db
def test_a_number_in_letters_is_shown_in_digits():
    contact = factories.make_contact(factories.make_office(), "1-800-BE-ALERT")
    contact.refresh_from_db()
    assert str(contact) == "(800) 232-5378"
    assert contact.uri == "tel:+18002325378"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["956-983-5620 ext. 217", "(956) 983-5620 x217", "tel:+19569835620;ext=217"]
)
def test_an_extension_typed_behind_the_number_is_not_lost(typed):
    contact = factories.make_contact(factories.make_office(), typed)
    contact.full_clean()
    contact.refresh_from_db()
    assert str(contact) == "(956) 983-5620 ext. 217"
    assert contact.uri == "tel:+19569835620;ext=217"


@pytest.mark.django_db
def test_an_extension_on_a_release_is_not_lost():
    release = factories.make_release()
    contact = ReleaseContact.objects.create(release=release, phone="956-983-5620 x217", email="a@example.gov")
    contact.refresh_from_db()
    assert contact.number == "(956) 983-5620 ext. 217"
    assert contact.phone_uri == "tel:+19569835620;ext=217"


@pytest.mark.django_db
def test_an_extension_of_its_own_outranks_the_one_typed_behind_the_number():
    contact = factories.make_contact(factories.make_office(), "956-983-5620 x217", extension="300")
    assert contact.uri == "tel:+19569835620;ext=300"
    assert str(contact) == "(956) 983-5620 ext. 300"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["call us", "123", "956-983-562", "956-983-56201", "+999", "+1 000 000 0000"]
)
def test_what_is_no_number_is_refused_in_words(typed):
    contact = ContactPoint(office=factories.make_office(), phone=typed)
    with pytest.raises(ValidationError) as refusal:
        contact.full_clean()
    assert refusal.value.message_dict["phone"] == ["The phone number entered is not valid."]


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["x217", "2 17", "21a", "12;isub=1", "123456789"])
def test_an_extension_is_digits_only(extension):
    contact = ContactPoint(office=factories.make_office(), phone="+19569835620", extension=extension)
    with pytest.raises(ValidationError) as refusal:
        contact.full_clean()
    assert "extension" in refusal.value.message_dict


@pytest.mark.parametrize("contact", [ContactPoint(), ContactPoint(kind=ContactKind.EMAIL), ReleaseContact()])
def test_a_contact_that_is_still_empty_reads_as_nothing(contact):
    assert str(contact) == ""
    assert contact.number == ""


def test_a_mailbox_is_written_to():
    contact = ContactPoint(kind=ContactKind.EMAIL, email="CBP.Media+night@cbp.dhs.gov")
    assert str(contact) == "CBP.Media+night@cbp.dhs.gov"
    assert contact.uri == "mailto:CBP.Media+night@cbp.dhs.gov"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["a?cc=b@example.gov", "a&body=b@example.gov", "a#b@example.gov", "a%40b@example.gov", "o'b@example.gov"],
)
def test_a_mailbox_never_turns_into_a_header_of_the_message(address):
    contact = ContactPoint(office=factories.make_office(), kind=ContactKind.EMAIL, email=address)
    contact.full_clean()
    assert unquote(contact.uri.removeprefix("mailto:")) == address
    assert not set("?&#") & set(contact.uri)


@pytest.mark.parametrize(
    ("label", "heading"), [("Tip line", "Tip line"), ("", "Toll-free")], ids=["with label", "without"]
)
def test_the_heading_is_the_label_or_the_kind(label, heading):
    assert str(ContactPoint(kind=ContactKind.TOLL_FREE, label=label).heading) == heading


# The repository's own content


@pytest.fixture(scope="module")
def real_contacts(django_db_setup, django_db_blocker):
    """Every contact of the content files, as the importer saves it."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_offices(CONTENT)
        contacts = list(ContactPoint.objects.select_related("office"))
        transaction.set_rollback(True)
    return contacts


@pytest.fixture(scope="module")
def rows():
    with (CONTENT / "contacts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_real_link_dials_the_digits_shown(real_contacts):
    numbers = [contact for contact in real_contacts if contact.phone]
    assert numbers
    for contact in numbers:
        assert digits(contact.uri) == dialled_from_the_united_states(str(contact)), contact.office


def test_every_real_link_reaches_what_the_file_says(real_contacts, rows):
    found = sorted(
        (contact.office.import_key, contact.kind, contact.email or digits(contact.uri))
        for contact in real_contacts
    )
    expected = sorted(
        (
            row["office"],
            row["kind"],
            row["value"] if row["kind"] == "email" else digits(row["value"] + row["extension"]),
        )
        for row in rows
    )
    assert found == expected


def test_every_real_number_is_one_that_can_be_dialled(real_contacts):
    assert [str(contact) for contact in real_contacts if contact.phone and not contact.phone.is_valid()] == []
