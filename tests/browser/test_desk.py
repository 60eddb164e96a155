"""Staff sign in, write a release with the rich-text editor, publish it and correct an office."""

import pytest

from .conftest import PASSWORD, STAFF

pytestmark = pytest.mark.browser

# The editor adds one style element of its own, which the policy refuses; nothing depends on it.
KNOWN_FAULT = "Applying inline style violates"


@pytest.fixture
def desk(open_page):
    page = open_page("/admin/")
    page.get_by_label("E-mail address or user name").fill(STAFF)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    page.faults.clear()
    return page


def real_faults(page) -> list[str]:
    return [fault for fault in page.faults if KNOWN_FAULT not in fault]


def test_a_release_is_written_published_and_read(desk, open_page):
    desk.goto("/admin/newsroom/release/add/")
    desk.locator("[name=headline]").fill("Officers rescue a lost dog at the bridge")
    desk.locator("[name=summary]").fill(
        "A dog that had crossed the bridge alone was given back to its family."
    )
    editor = desk.locator(".ProseMirror[contenteditable]")
    editor.click()
    desk.keyboard.type("Officers found the dog at dawn.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("It was hungry.")
    desk.locator("[name=status]").select_option("published")
    desk.locator("[name=published_at_0]").fill("2026-01-15")
    desk.locator("[name=published_at_1]").fill("10:30:00")
    desk.get_by_role("button", name="Save", exact=True).click()
    assert desk.locator(".errornote").count() == 0
    assert "was added successfully" in desk.locator(".messagelist").inner_text()
    assert real_faults(desk) == []

    address = "/newsroom/national-media-release/officers-rescue-a-lost-dog-at-the-bridge/"
    page = open_page(address)
    assert page.locator(".release__body strong").inner_text() == "It was hungry."
    assert "January 15, 2026, 10:30 a.m. EST" in page.locator(".release__dates").inner_text()


def test_a_wrong_number_is_corrected_and_shown(desk, open_page):
    desk.goto("/admin/offices/office/?q=amarillo")
    desk.get_by_role("link", name="Amarillo").click()
    desk.get_by_text("Add another Contact point").click()
    desk.locator("[name=contact_points-0-phone]").fill("(806) 555-0100")
    desk.get_by_role("button", name="Save", exact=True).click()
    assert "was changed successfully" in desk.locator(".messagelist").inner_text()
    assert real_faults(desk) == []

    page = open_page("/contact/ports/amarillo-texas-5502/")
    assert page.get_by_role("link", name="(806) 555-0100").get_attribute("href") == "tel:+18065550100"


def test_a_wrong_number_is_refused_in_words(desk):
    desk.goto("/admin/offices/office/?q=beaumont")
    desk.get_by_role("link", name="Beaumont").click()
    desk.get_by_text("Add another Contact point").click()
    desk.locator("[name=contact_points-0-phone]").fill("call us")
    desk.get_by_role("button", name="Save", exact=True).click()
    assert "valid phone number" in desk.locator(".errorlist").first.inner_text()
    assert desk.locator("[name=contact_points-0-phone]").input_value() == "call us"
