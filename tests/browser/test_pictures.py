"""Which file of a picture a browser fetches, and how large it shows it."""

import re

import pytest

from .pages import PAGES

pytestmark = pytest.mark.browser

RELEASE = PAGES["a release with pictures"]
SHOWN = (
    "img => ({shown: img.getBoundingClientRect().width, file: img.currentSrc, loaded: img.naturalWidth > 0})"
)


@pytest.mark.parametrize(("width", "column"), [(320, 288), (768, 672), (1280, 672)])
def test_the_file_is_a_light_one_as_wide_as_its_place(open_page, width, column):
    page = open_page(RELEASE, width)
    page.wait_for_load_state("networkidle")
    picture = page.locator("figure img").first.evaluate(SHOWN)
    fetched = int(re.search(r"-(\d+)\.(avif|webp)$", picture["file"])[1])
    assert picture["loaded"]
    assert picture["shown"] == column
    assert column <= fetched < 2 * column


def test_a_picture_narrower_than_the_column_is_not_blown_up(open_page):
    page = open_page(RELEASE)
    second = page.locator("figure img").nth(1)
    second.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    picture = second.evaluate(SHOWN)
    assert picture["shown"] == 600
    assert re.search(r"-600\.(avif|webp)$", picture["file"])
