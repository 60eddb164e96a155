"""Every kind of page in a real browser: errors, strangers, sideways scrolling, accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .pages import PAGES
from .readings import FOLDER

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response
    assert len(found["passes"]) > 10, "axe did not look"
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_sound_on_a_phone_and_on_a_desk(open_page, kind):
    page = open_page(PAGES[kind], 320)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == 0
        assert violations(page) == []
    assert page.faults == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_needs_no_script(open_page, kind):
    page = open_page(PAGES[kind], 320, scripts=False)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator("h1")).to_be_visible()
        for area in ("Newsroom", "Contact", "Ports", "Press"):
            expect(page.locator("header").get_by_role("link", name=area, exact=True)).to_be_visible()
    assert page.faults == []


@pytest.mark.parametrize("kind", ["home", "a national release", "a port with everything", "ports"])
def test_a_page_bears_twice_the_size_and_wide_spacing(open_page, kind):
    page = open_page(PAGES[kind], 640)
    spacing = (
        "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    )
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        spacing,
    )
    assert page.evaluate(SIDEWAYS) == 0


def test_the_checks_can_fail(open_page):
    page = open_page("/")
    page.evaluate(
        "() => { document.querySelector('h1').innerHTML = '<img src=\"/favicon.ico\">';"
        " document.body.insertAdjacentHTML('beforeend', '<hr width=3000>'); }"
    )
    page.evaluate("fetch('http://192.0.2.1/').catch(() => {})")
    page.wait_for_timeout(200)
    assert any("image-alt" in violation for violation in violations(page))
    assert any("request to another machine" in fault or "192.0.2.1" in fault for fault in page.faults)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), (f"{FOLDER}/parrots-escaped/", 410), ("/preview/nobody/", 404)]
)
def test_the_page_that_is_not_there_is_sound(open_page, path, status, width):
    page = open_page(path, width, status=status)
    assert page.faults == []
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []


def test_the_error_page_is_sound_and_needs_only_its_style_sheet(browser, site):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    with open("templates/500.html", encoding="utf-8") as file:
        body = file.read()
    page.route("**/broken", lambda route: route.fulfill(status=500, body=body, content_type="text/html"))
    page.goto(f"{site}/broken")
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []
    page.close()
