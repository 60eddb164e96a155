"""A preview as its holder sees and prints it."""

import pytest
from playwright.sync_api import expect

from .pages import PAGES
from .readings import PREVIEW_TOKEN
from .test_pages import violations

pytestmark = pytest.mark.browser


def test_paper_names_the_holder_on_every_sheet_and_the_address_on_none(open_page):
    page = open_page(PAGES["a preview"])
    mark = page.locator(".pass-mark")
    expect(mark).to_be_hidden()
    page.emulate_media(media="print")
    assert "Preview for Josefina Doe-Montgomery" in mark.inner_text()
    assert mark.evaluate("e => getComputedStyle(e).display") == "table-footer-group"  # repeated on each sheet
    assert mark.evaluate("e => getComputedStyle(e).breakInside") == "avoid"  # or else it is not
    assert PREVIEW_TOKEN not in page.locator("body").inner_text()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_preview_is_sound_and_its_pictures_come_with_the_pass(open_page, width):
    page = open_page(PAGES["a preview"], width)
    picture = page.locator(".release__figure img")
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert f"/preview/{PREVIEW_TOKEN}/files/" in picture.evaluate("image => image.currentSrc")
    assert violations(page) == []
    assert page.faults == []
