"""The directory as a printer gets it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIST = "/contact/print/?state=ME"
MILLIMETER = 96 / 25.4  # pixels of a style sheet


def test_paper_shows_the_list_in_two_columns_and_nothing_to_click(open_page):
    page = open_page(LIST, 800)
    page.emulate_media(media="print")
    for shown in (".wordmark", "h1", ".directory__address", ".qr", ".printed"):
        expect(page.locator(shown).first, shown).to_be_visible()
    for hidden in (".site-nav", ".usa-banner", ".site-footer", ".print-button", ".usa-breadcrumb", "search"):
        expect(page.locator(hidden).first, hidden).to_be_hidden()
    assert page.locator(".directory__columns").evaluate("e => getComputedStyle(e).columnCount") == "2"


@pytest.mark.parametrize("address", [LIST, "/contact/ports/houlton-maine-0106/"])
def test_a_printed_code_is_large_enough_to_scan(open_page, address):
    page = open_page(address, 800)
    page.emulate_media(media="print")
    box = page.locator("img.qr").bounding_box()
    assert box["width"] == pytest.approx(box["height"])
    assert box["width"] >= 30 * MILLIMETER
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")


def test_the_policy_of_the_site_lets_a_code_be_seen_on_its_own(open_page):
    page = open_page("/contact/ports/houlton-maine-0106/qr.svg", 800)
    assert page.locator("path").count() == 2
    assert page.faults == []
