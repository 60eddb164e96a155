"""What is so for a time stops being said when that has passed, also on a page that stays open."""

import pytest
from playwright.sync_api import expect

from .pages import PAGES

pytestmark = pytest.mark.browser

STATE = ".hours__state .state"
CHANGED = "This may have changed. Reload the page."
COME_BACK_TO = """minutes => {
  const until = new Date(Date.now() + minutes * 60000);
  document.querySelector(".hours__state .state").dataset.validUntil = until.toISOString();
  window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


def test_a_state_that_has_passed_is_taken_back(open_page):
    page = open_page(PAGES["a port with everything"])
    assert page.locator(STATE).inner_text() == "Open around the clock"
    page.evaluate(COME_BACK_TO, -1)
    assert page.locator(STATE).inner_text() == CHANGED


def test_a_state_that_still_holds_stays_until_it_ends(open_page):
    page = open_page(PAGES["a port with everything"])
    page.evaluate(COME_BACK_TO, 0.02)
    assert page.locator(STATE).inner_text() == "Open around the clock"
    expect(page.locator(STATE)).to_have_text(CHANGED)


def test_without_a_script_the_time_of_computing_is_told(open_page):
    page = open_page(PAGES["a port with everything"], scripts=False)
    assert "As of " in page.locator("section[aria-labelledby=hours]").inner_text()
