"""The map of offices under keyboard and finger."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAP = "/contact/map/"
FOCUSED = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"


def test_the_skip_link_leads_past_every_point(open_page):
    page = open_page(MAP)
    page.get_by_role("link", name="Skip the map").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.map-list') !== null")


def test_the_keyboard_meets_the_states_by_name_and_then_the_offices(open_page):
    page = open_page(MAP)
    page.get_by_role("button", name="Show", exact=True).focus()
    met = []
    for _ in range(3):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED).split(":")[0])
    assert met == ["Alabama", "Arizona", "Arkansas"]
    page.locator(".map-panel").first.get_by_role("link", name="Wisconsin:").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED).startswith("Birmingham, Alabama")


def test_what_has_the_focus_looks_different(open_page):
    page = open_page(MAP)
    texas = page.get_by_role("link", name="Texas:")
    fill = "link => getComputedStyle(link.querySelector('path')).fill"
    before = texas.evaluate(fill)
    page.keyboard.press("Tab")  # the focus shows to those who use keys
    texas.focus()
    assert texas.evaluate(fill) != before


def test_a_state_opens_its_own_map_where_each_number_is_a_link(open_page):
    page = open_page(MAP, 320)
    page.get_by_role("link", name="Texas:").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Map of Texas")
    laredo = page.locator(".map-state").get_by_role("link", name="Laredo, Texas")
    number = laredo.locator("text").text_content()
    entry = page.locator(".map-numbers > li").nth(int(number) - 1)
    expect(entry).to_contain_text("Laredo")


def test_a_finger_finds_the_state_below_a_point_and_large_points_on_its_map(open_page):
    page = open_page(MAP, 320)
    page.emulate_media(forced_colors="none")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    hit = (
        "mark => { const box = mark.getBoundingClientRect();"
        " return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).className.baseVal }"
    )
    assert page.locator(".map-panel .mark").first.evaluate(hit) == "land"
    page = open_page(MAP + "?state=TX", 320)
    assert page.locator(".pin").first.evaluate("pin => pin.getBoundingClientRect().width") >= 24


@pytest.mark.parametrize("query", ["", "?state=TX"])
def test_points_are_seen_in_chosen_colors(open_page, query):
    page = open_page(MAP + query)
    page.emulate_media(forced_colors="active")
    colors = page.evaluate(
        "() => [document.querySelector('.map a use'), document.querySelector('.land')]"
        ".map(shape => getComputedStyle(shape).fill)"
    )
    page.emulate_media(forced_colors="none")
    assert len(set(colors)) == 2
