"""What readers do: by keyboard, without scripts, on paper, on a slow line."""

import re

import pytest
from playwright.sync_api import expect

from .pages import PAGES
from .test_pages import violations

pytestmark = pytest.mark.browser

HOME_BYTES = 120_000


def test_the_home_page_is_light(browser, site):
    context = browser.new_context()
    page = context.new_page()
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 5
    assert sum(sizes) < HOME_BYTES
    context.close()


def test_static_files_come_with_brotli_and_may_be_kept_for_ever(browser, site):
    page = browser.new_page()
    with page.expect_response(re.compile(r"site\.\w+\.css")) as caught:
        page.goto(site)
    headers = caught.value.all_headers()
    assert headers["content-encoding"] == "br"
    assert "immutable" in headers["cache-control"]
    page.close()


def test_the_first_tab_skips_to_the_text(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_every_stop_of_the_keyboard_can_be_seen(open_page):
    page = open_page(PAGES["a port with everything"])
    stops = page.locator("a[href], button, input, summary").count()
    for _stop in range(stops):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "() => { const e = document.activeElement; return {tag: e.tagName,"
            " outline: parseFloat(getComputedStyle(e).outlineWidth), width: e.offsetWidth} }"
        )
        if focus["tag"] != "BODY":
            assert focus["outline"] >= 2, focus
            assert focus["width"] > 0, focus


@pytest.mark.parametrize("width", [320, 1280])
def test_a_port_is_found_from_the_home_page_without_a_script(open_page, width):
    page = open_page("/", width, scripts=False)
    page.get_by_label("Name, city, state, ZIP code, port code or airport code").fill("2304")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Laredo, Texas 2304").click()
    expect(page.locator("h1")).to_have_text("Laredo, Texas")


def test_the_banner_unfolds_without_a_script(open_page):
    page = open_page("/", scripts=False)
    told = page.get_by_text("belongs to an official government organization")
    expect(told).to_be_hidden()
    page.get_by_text("Here’s how you know").click()
    expect(told).to_be_visible()


def test_a_phone_shows_the_number_hours_and_address_of_a_port_early(open_page):
    page = open_page(PAGES["a port with everything"], 320)
    for heading in ("Phone and e-mail", "Hours", "Address"):
        assert page.get_by_role("heading", name=heading).bounding_box()["y"] < 1600


def test_every_number_dials_what_it_shows(open_page):
    for kind in ("a port with everything", "a deferred inspection site", "the press line", "sectors"):
        page = open_page(PAGES[kind])
        links = page.locator("a[href^='tel:']").all()
        assert links, kind
        for link in links:
            shown = "".join(re.findall(r"\d", link.inner_text()))
            dialled = "".join(re.findall(r"\d", link.get_attribute("href")))
            assert dialled.removeprefix("1").endswith(shown.removeprefix("1")), kind


def test_paper_gets_the_text_its_address_and_no_menus(open_page):
    page = open_page(PAGES["a national release"])
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".release__body")).to_be_visible()
    expect(page.locator(".page-address")).to_be_visible()
    for hidden in (".site-nav", ".usa-banner", ".site-footer", ".print-button", ".usa-breadcrumb"):
        expect(page.locator(hidden).first, hidden).to_be_hidden()


def test_the_print_button_is_there_only_with_a_script(open_page):
    address = PAGES["a national release"]
    expect(open_page(address).get_by_role("button", name="Print")).to_be_visible()
    assert open_page(address, scripts=False).get_by_role("button", name="Print").count() == 0


def test_the_section_pages_reach_every_office_in_three_links(open_page):
    """Contact page → section (or state) → office: each field office and sector links its own."""
    page = open_page("/contact/border-patrol-sectors/san-diego-sector/")
    expect(page.get_by_role("link", name="Brown Field Station")).to_be_visible()
    page.get_by_role("link", name="Brown Field Station").click()
    expect(page.locator("main").get_by_role("link", name="San Diego Sector").first).to_be_visible()


def test_a_correction_on_paper_is_told_without_color(open_page):
    page = open_page(PAGES["its changes"])
    page.emulate_media(media="print")
    style = "element => getComputedStyle(element)"
    removed, added = page.locator(".diff del").first, page.locator(".diff ins").first
    assert removed.evaluate(f"{style}.textDecorationLine") == "line-through"
    assert added.evaluate(f"{style}.borderBottomStyle") == "solid"


def test_offices_are_suggested_while_typing_and_reached_by_the_arrow_keys(open_page):
    page = open_page("/")
    page.get_by_label("Name, city, state, ZIP code, port code or airport code").press_sequentially("lared")
    suggestions = page.locator(".hero .suggestions a")
    suggestions.first.wait_for()
    assert "Offices suggested: " in page.locator(".hero [role=status]").inner_text()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Laredo")
    page.keyboard.press("Escape")
    assert suggestions.count() == 0
    assert page.evaluate("document.activeElement.id") == "hero-search"
    assert page.faults == []


def test_a_suggestion_is_a_plain_link(open_page):
    page = open_page("/search/", 320)
    page.locator("#page-search").press_sequentially("2304")
    page.locator(".suggestions a").first.click()
    expect(page.locator("h1")).to_have_text("Laredo, Texas")


def test_a_misspelled_place_is_put_right(open_page):
    page = open_page("/search/?q=laerdo", scripts=False)
    page.get_by_role("link", name="Laredo", exact=True).click()
    expect(page.get_by_role("heading", name="offices")).to_be_visible()


def test_a_filtered_list_on_paper_has_its_filters_as_words_and_no_form(open_page):
    page = open_page(PAGES["a filtered list"])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.locator(".chip [aria-hidden]").first).to_be_hidden()
    expect(page.locator(".chip").first).to_be_visible()
    assert "q=cocaine" in page.locator(".page-address").inner_text()


def test_a_minor_edit_is_unfolded_on_paper(open_page):
    page = open_page(PAGES["its changes"])
    expect(page.locator(".change__edit .diff").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".change__edit .diff").first).to_be_visible()


def test_the_longest_word_fits_a_phone(open_page):
    page = open_page(f"/newsroom/?q={'x' * 190}", 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".chip").bounding_box()["width"] <= 320


def test_a_citation_is_copied_and_said_to_be(open_page):
    page = open_page(PAGES["a national release"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".citation").inner_text()


def test_without_a_script_there_is_no_button_that_copies(open_page):
    assert open_page(PAGES["a national release"], scripts=False).locator(".copy-button").count() == 0


def test_a_phone_has_room_for_a_thumb_on_every_way_to_share(open_page):
    page = open_page(PAGES["a national release"], 320)
    for link in page.locator(".onward__share a").all():
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 44, link.inner_text()
