"""Staff sign in with a passkey or an app, as production asks for it, on a phone and on a desk."""

import re

import pytest
from playwright.sync_api import expect

from ..staff.factors import code
from .conftest import copy_of, give_password, manage, serving, settings_of
from .test_pages import SIDEWAYS, violations

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
EMAIL, WORDS = "jo.doe@example.gov", "correct horse battery"


@pytest.fixture(scope="module")
def strict(content, tmp_path_factory):
    """A site that forces the second factor; under the one name with which passkeys work without TLS."""
    environment = settings_of(copy_of(content, tmp_path_factory), "localhost") | {"STAFF_SECOND_FACTOR": "on"}
    manage(environment, "create_account", "--email", EMAIL, "--name", "Jo Doe", "--again")
    with serving(environment):
        yield environment


@pytest.fixture
def page(strict, browser):
    context = browser.new_context(base_url=strict["SITE_URL"], viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.faults = []
    page.on("console", lambda each: page.faults.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.keys = context.new_cdp_session(page)
    page.keys.send("WebAuthn.enable")
    page.key = page.keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    yield page
    context.close()


@pytest.fixture
def link(strict):
    """A one-time link for an account that has neither password nor second factor, printed by the command."""
    printed = manage(strict, "one_time_link", EMAIL, "--forget-second-factors")
    return re.search(r"http\S+", printed)[0]


def look(page) -> None:
    """The page is sound at both widths."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == 0, page.url
        assert violations(page) == [], page.url


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin(page, link: str) -> None:
    """From the link to the page that asks for a second factor."""
    page.goto(link)
    look(page)
    page.get_by_label("New Password", exact=True).fill(WORDS)
    page.get_by_label("New Password (again)").fill(WORDS)
    press(page, "Set password")
    page.goto("/admin/offices/office/")
    give_password(page, EMAIL, WORDS)
    page.wait_for_url("**/accounts/?next=**")
    look(page)


def give_code(page, secret: str, label: str, button: str) -> None:
    """The code of now, and once more where the half minute ended on the way."""
    for _time in range(2):
        if page.get_by_label(label).is_visible():
            page.get_by_label(label).fill(code(secret))
            with page.expect_navigation():
                press(page, button)


def sign_out(page) -> None:
    page.goto("/accounts/logout/")
    look(page)
    press(page, "Sign out")
    page.wait_for_url("**/accounts/login/")


def test_a_passkey_is_enrolled_and_then_signs_in_alone(page, link):
    begin(page, link)
    page.get_by_role("link", name="Add a passkey").click()
    look(page)
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    look(page)
    page.get_by_role("link", name="go on").click()
    page.wait_for_url("**/admin/offices/office/")

    sign_out(page)
    page.goto("/admin/newsroom/topic/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/admin/newsroom/topic/")
    expect(page.locator("h1").first).to_be_visible()
    assert page.faults == []


def test_a_passkey_without_finger_or_pin_signs_nobody_in(page, link):
    begin(page, link)
    page.get_by_role("link", name="Add a passkey").click()
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.keys.send("WebAuthn.setUserVerified", {"authenticatorId": page.key, "isUserVerified": False})
    press(page, "Sign in with a passkey")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "No passkey was used" in alert.inner_text()
    look(page)
    page.goto("/admin/")
    assert "/accounts/login/" in page.url


def test_an_app_is_enrolled_and_its_code_is_asked_for(page, link):
    begin(page, link)
    page.get_by_role("link", name="Set up an app").click()
    look(page)
    page.get_by_label("Code that the app shows").fill("no code")
    press(page, "Set up")
    expect(page.locator(".errorlist")).to_contain_text("The code is not right")
    secret = page.locator("code.key").inner_text()
    give_code(page, secret, "Code that the app shows", "Set up")
    page.wait_for_url("**/recovery-codes/")

    sign_out(page)
    give_password(page, EMAIL, WORDS)
    page.wait_for_url("**/second-step/")
    look(page)
    give_code(page, secret, "Code from your app", "Sign in")
    page.wait_for_url("**/admin/")
    page.goto("/accounts/sessions/")
    look(page)
    assert "this browser" in page.get_by_role("main").inner_text()
    assert page.faults == []


def test_without_scripts_a_password_and_a_code_still_sign_in(strict, browser):
    context = browser.new_context(java_script_enabled=False, base_url=strict["SITE_URL"])
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_label("Password")).to_be_visible()
    context.close()
