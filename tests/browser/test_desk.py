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
    desk.get_by_role("button", name="Save and continue editing").click()
    assert desk.locator(".errornote").count() == 0
    assert "was added successfully" in desk.locator(".messagelist").inner_text()
    desk.get_by_role("button", name="Publish without approval").click()
    desk.get_by_label("Reason").fill("The family looks for it.")
    desk.get_by_role("button", name="Publish without approval").click()
    assert "Published without approval: “Officers rescue" in desk.locator(".messagelist").inner_text()
    assert real_faults(desk) == []

    address = "/newsroom/national-media-release/officers-rescue-a-lost-dog-at-the-bridge/"
    page = open_page(address)
    assert page.locator(".release__body strong").inner_text() == "It was hungry."


def test_a_release_is_submitted_and_its_author_does_not_get_to_approve_it(desk):
    desk.goto("/admin/newsroom/release/add/")
    desk.locator("[name=headline]").fill("Officers find a cat at the bridge")
    desk.locator("[name=summary]").fill("A cat that had crossed the bridge alone was found.")
    desk.locator(".ProseMirror[contenteditable]").click()
    desk.keyboard.type("It was hungry.")
    desk.get_by_role("button", name="Save and continue editing").click()
    desk.get_by_role("button", name="Submit for approval").click()
    assert desk.get_by_role("heading", name="State: Submitted").is_visible()
    assert desk.get_by_text("You edited this text: somebody else approves it.").is_visible()
    assert desk.get_by_role("button", name="Approve").count() == 0
    assert real_faults(desk) == []


def test_an_instant_is_repeated_in_words_before_it_counts(desk):
    desk.goto("/admin/newsroom/release/?state=approved")
    desk.get_by_role("link", name="Officers wait for spring").click()
    desk.get_by_role("button", name="Schedule").click()
    desk.get_by_label("Day").fill("2027-03-14")
    desk.get_by_label("Time").fill("02:30")
    desk.get_by_role("button", name="Continue").click()
    assert "there is no 2:30 a.m." in desk.locator(".errorlist").inner_text()
    desk.get_by_label("Time").fill("03:30")
    desk.get_by_role("button", name="Continue").click()
    assert "Sunday, March 14, 2027, 3:30 a.m. EDT, in " in desk.locator("#content-main").inner_text()
    desk.get_by_role("button", name="Schedule").click()
    assert desk.get_by_role("heading", name="State: Scheduled").is_visible()
    assert real_faults(desk) == []


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
