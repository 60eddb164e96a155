"""An address that an office once had leads to the one it has now, and nowhere else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from newsroom.forms import ReleaseFilter
from offices.importer import import_offices
from offices.kinds import Kind
from offices.models import FormerAddress, Office

from .. import factories
from ..admin_pages import words_of
from ..factories import form_rows, office_form
from ..importing import office_content, problems_of

pytestmark = pytest.mark.django_db


def renamed(office: Office, slug: str) -> Office:
    office.slug = slug
    office.save()
    return office


def former() -> dict[str, str]:
    """Present address by former one."""
    return dict(FormerAddress.objects.values_list("slug", "office__slug"))


def page(slug: str, section: str = "headquarters") -> str:
    return reverse("offices:office", args=[section, slug])


@pytest.fixture
def desk():
    return factories.make_office(slug="parrot-desk")


# What forwards --------------------------------------------------------------------------------


def test_an_address_that_nobody_had_is_missing(client, desk):
    renamed(desk, "owl-desk")
    assert client.get(page("goose-desk")).status_code == 404


def test_a_former_address_forwards_for_good(client, desk):
    renamed(desk, "owl-desk")
    response = client.get(page("parrot-desk"))
    assert (response.status_code, response["Location"]) == (301, page("owl-desk"))


def test_a_former_address_forwards_from_under_another_section_in_one_step(client, desk):
    renamed(desk, "owl-desk")
    response = client.get(page("parrot-desk", "ports"))
    assert (response.status_code, response["Location"]) == (301, page("owl-desk"))


def test_the_former_address_of_a_hidden_office_is_missing(client, desk):
    renamed(desk, "owl-desk")
    Office.objects.update(is_public=False)
    assert client.get(page("parrot-desk")).status_code == 404


def test_all_addresses_of_an_office_forward_to_its_last(client, desk):
    for slug in ("owl-desk", "goose-desk", "heron-desk"):
        renamed(desk, slug)
    for slug in ("parrot-desk", "owl-desk", "goose-desk"):
        assert client.get(page(slug))["Location"] == page("heron-desk")


def test_an_office_that_returns_to_an_address_does_not_forward_from_it(client, desk):
    renamed(renamed(desk, "owl-desk"), "parrot-desk")
    assert former() == {"owl-desk": "parrot-desk"}
    assert client.get(page("parrot-desk")).status_code == 200


def test_an_address_given_to_another_office_is_that_ones(client, desk):
    renamed(desk, "owl-desk")
    other = factories.make_office(slug="parrot-desk", name="Another Desk")
    assert former() == {}
    assert other.name in client.get(page("parrot-desk")).text


def test_two_offices_may_swap_their_addresses(client, desk):
    other = factories.make_office(slug="owl-desk")
    for office, slug in ((desk, "third-desk"), (other, "parrot-desk"), (desk, "owl-desk")):
        renamed(office, slug)
    assert former() == {"third-desk": "owl-desk"}
    assert all(client.get(page(slug)).status_code == 200 for slug in ("parrot-desk", "owl-desk"))


def test_forwarding_never_goes_in_a_circle_whatever_stands_in_the_table(client, desk):
    other = factories.make_office(slug="owl-desk")
    FormerAddress.objects.create(office=desk, slug="owl-desk")
    FormerAddress.objects.create(office=other, slug="parrot-desk")
    assert [client.get(page(slug)).status_code for slug in ("parrot-desk", "owl-desk")] == [200, 200]


def test_a_change_of_the_kind_forwards_by_the_section(client, desk):
    address = desk.get_absolute_url()
    Office.objects.filter(pk=desk.pk).update(kind=Kind.REVENUE)
    assert client.get(address)["Location"] == page("parrot-desk", "revenue-division")


def test_an_address_that_could_not_be_saved_forwards_nowhere(desk):
    factories.make_office(slug="owl-desk")
    with pytest.raises(IntegrityError), transaction.atomic():
        renamed(desk, "owl-desk")
    assert former() == {}


def test_a_save_of_other_fields_keeps_no_address(desk):
    desk.slug = "owl-desk"
    desk.save(update_fields=["name"])
    assert former() == {}


def test_the_filter_of_releases_understands_a_former_address(desk):
    renamed(desk, "owl-desk")
    assert ReleaseFilter({"office": "Parrot-Desk"}).values["office"] == desk


# Who keeps them -------------------------------------------------------------------------------


def test_an_import_keeps_the_address_before(tmp_path):
    content = office_content(tmp_path)
    import_offices(content.write())
    content.row("offices.csv", 5)["slug"] = "laredo-bridges-2304"
    import_offices(content.write())
    assert former() == {"laredo-texas-2304": "laredo-bridges-2304"}


def test_a_dry_run_of_an_import_keeps_none(tmp_path):
    content = office_content(tmp_path)
    import_offices(content.write())
    content.row("offices.csv", 5)["slug"] = "laredo-bridges-2304"
    import_offices(content.write(), dry_run=True)
    assert former() == {}


def test_an_import_that_would_take_an_address_in_use_is_refused_in_words(tmp_path):
    content = office_content(tmp_path)
    import_offices(content.write())
    rows = content.row("offices.csv", 2), content.row("offices.csv", 3)
    rows[0]["slug"], rows[1]["slug"] = rows[1]["slug"], rows[0]["slug"]
    problems = problems_of(import_offices, content.write())
    assert {(problem.column, problem.reason) for problem in problems} == {
        ("slug", "Office with this Address already exists.")
    }


@pytest.fixture
def client_(browse, manager):
    return browse(manager)


def change(desk, **fields):
    return f"/admin/offices/office/{desk.pk}/change/", office_form(name=desk.name, slug=desk.slug) | fields


def test_the_admin_keeps_the_address_before(client_, desk):
    client_.post(*change(desk, slug="owl-desk"))
    assert former() == {"parrot-desk": "owl-desk"}


def test_staff_may_add_an_address_that_leads_here(client_, desk):
    client_.post(*change(desk, **form_rows("former_addresses", {"slug": "Toucan-Desk"})))
    assert former() == {"toucan-desk": "parrot-desk"}


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("owl-desk", "This is the present address of Owl Desk, and leads there."),
        ("parrot-desk", "This is the present address of"),
        ("goose-desk", "This is a former address of an office already."),
        ("not an address", "Enter a valid “slug”"),
    ],
)
def test_an_address_that_cannot_lead_here_is_refused_in_words(client_, desk, slug, words):
    owl = factories.make_office(name="Owl Desk", slug="owl-desk")
    FormerAddress.objects.create(office=owl, slug="goose-desk")
    response = client_.post(*change(desk, **form_rows("former_addresses", {"slug": slug})))
    assert response.status_code == 200
    assert words in words_of(response)


def test_the_address_that_an_office_is_getting_is_not_its_former_one(client_, desk):
    rows = form_rows("former_addresses", {"slug": "owl-desk"})
    response = client_.post(*change(desk, slug="owl-desk", **rows))
    assert response.status_code == 200
    assert former() == {}


def test_a_former_address_of_an_office_not_saved_yet_is_checked_against_the_others(desk):
    address = FormerAddress(office=factories.make_office(), slug="parrot-desk")
    with pytest.raises(ValidationError):
        address.full_clean()


def test_the_bare_code_of_a_port_leads_to_it_and_to_no_hidden_one(client):
    port = factories.make_port(code="3402")
    factories.make_port(code="3403", is_public=False)
    response = client.get("/contact/ports/3402/")
    assert (response.status_code, response["Location"]) == (301, port.get_absolute_url())
    for address in ("/contact/ports/3403/", "/contact/ports/3404/", "/contact/headquarters/3402/"):
        assert client.get(address).status_code == 404
