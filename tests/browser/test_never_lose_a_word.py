"""What staff type survives: another editor, the end of the sign-in, leaving the page and coming back."""

import pytest
from playwright.sync_api import expect

from .conftest import COLLEAGUE, STAFF, give_password
from .test_desk import real_faults

pytestmark = pytest.mark.browser

TICK = 21_000  # milliseconds: the script looks every twenty seconds
ADD = "/admin/newsroom/release/add/"
GONE = "Failed to load resource: the server responded with a status of 403"


@pytest.fixture
def sign_in(browser, site):
    """A browser of its own for each member of staff, with a clock that the test moves."""
    contexts = []

    def signed_in(name: str = STAFF):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda text: text.type == "error" and page.faults.append(text.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        enter(page, name)
        page.clock.install()
        return page

    yield signed_in
    for context in contexts:
        context.close()


def enter(page, name: str = STAFF) -> None:
    page.goto("/admin/")
    give_password(page, name)
    page.wait_for_url("**/admin/")


def write(page, headline: str, text: str) -> None:
    page.locator("[name=headline]").fill(headline)
    page.locator("[name=summary]").fill("A dog that had crossed the bridge alone was given back.")
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.type(text)


def write_and_save(page, headline: str, text: str) -> None:
    """A new release, open after its first save."""
    page.goto(ADD)
    write(page, headline, text)
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/")


def tick(page) -> None:
    with page.expect_response("**/keep/"):
        page.clock.run_for(TICK)


def faults_of(page) -> list[str]:
    return [fault for fault in real_faults(page) if not fault.startswith(GONE)]


def test_what_was_typed_survives_the_end_of_the_sign_in(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "Officers rescue a second dog", "It was found at noon.")
    page.context.clear_cookies(name="sessionid")
    tick(page)
    page.get_by_text("You are signed out.").wait_for()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible()
    enter(other := page.context.new_page())
    other.close()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You signed in again")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert page.locator(".ProseMirror[contenteditable]").inner_text().strip() == "It was found at noon."
    assert faults_of(page) == []


def test_a_form_goes_on_where_it_was_after_signing_in_in_another_tab(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "Officers rescue a third dog", "It was found at night.")
    page.context.clear_cookies(name="sessionid")
    tick(page)
    enter(other := page.context.new_page())
    other.close()
    tick(page)
    expect(page.get_by_text("You are signed out.")).to_be_hidden()
    tick(page)
    page.get_by_text("Unsaved text kept at").wait_for()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert faults_of(page) == []


def test_who_leaves_the_page_and_comes_back_finds_the_text(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "Officers rescue a fourth dog", "It was found at dusk.")
    tick(page)
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url("**/admin/")
    page.go_back()
    page.get_by_role("heading", name="Unsaved text").wait_for()
    page.get_by_role("button", name="Take it up").first.click()
    assert page.locator("[name=headline]").input_value() == "Officers rescue a fourth dog"
    assert page.locator(".ProseMirror[contenteditable]").inner_text().strip() == "It was found at dusk."
    assert faults_of(page) == []


def test_two_editors_see_each_other_and_both_texts(sign_in):
    first, second = sign_in(), sign_in(COLLEAGUE)
    write_and_save(first, "Officers rescue a fifth dog", "It was found at the old bridge.")
    second.goto(first.url)
    expect(second.get_by_text(f"{STAFF} has this open since")).to_be_visible()
    tick(first)
    first.get_by_text("Maria Lopez (maria) has this open since").wait_for()

    second.locator("[name=headline]").fill("Officers rescue two dogs")
    second.get_by_role("button", name="Save and continue editing").click()
    expect(second.locator(".messagelist")).to_contain_text("was changed successfully")
    first.locator("[name=headline]").fill("Officers rescue three dogs")
    first.get_by_role("button", name="Save and continue editing").click()
    expect(first.get_by_text("What is stored was last saved by Maria Lopez (maria)")).to_be_visible()
    assert "two" in first.locator(".differences del").first.inner_text()
    assert "three" in first.locator(".differences ins").first.inner_text()
    first.get_by_role("button", name="Save mine in its place").click()
    expect(first.locator(".messagelist")).to_contain_text("was changed successfully")
    expect(first.locator("[name=headline]")).to_have_value("Officers rescue three dogs")
    assert faults_of(first) == faults_of(second) == []


def test_the_editor_shows_what_a_save_would_store_after_leaving_and_coming_back(sign_in):
    page = sign_in()
    write_and_save(page, "Officers rescue a sixth dog", "It was found at sea.")
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.type("Nobody knows whose it is. ")
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url("**/admin/")
    page.go_back()
    page.get_by_role("heading", name="Unsaved text").wait_for()
    assert page.locator(".ProseMirror[contenteditable]").inner_text().strip() == "It was found at sea."
    assert page.locator("[name=body]").input_value() == "<p>It was found at sea.</p>"
    assert faults_of(page) == []


def test_a_step_waits_once_for_what_is_typed_and_not_saved(sign_in):
    page = sign_in()
    write_and_save(page, "Officers rescue a seventh dog", "It was found on a roof.")
    page.locator("[name=headline]").fill("Officers rescue seven dogs")
    submit = page.get_by_role("button", name="Submit for approval")
    submit.click()
    assert "You have typed something that is not saved." in page.get_by_role("alert").inner_text()
    page.get_by_text("Unsaved text kept at").wait_for()
    submit.click()
    page.get_by_role("heading", name="State: Submitted").wait_for()
    expect(page.get_by_text("There is unsaved text of")).to_be_visible()
    assert faults_of(page) == []


def test_a_step_is_taken_at_once_where_nothing_was_typed(sign_in):
    page = sign_in()
    write_and_save(page, "Officers rescue an eighth dog", "It was found in a boat.")
    page.locator(".ProseMirror[contenteditable]").click()
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_role("heading", name="State: Submitted").wait_for()
    assert faults_of(page) == []


OFFLINE = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"


def test_a_form_stays_open_while_the_server_cannot_be_reached(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "Officers rescue a ninth dog", "It was found in the snow.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("The server cannot be reached, and nothing was saved.")).to_be_visible()
    assert page.url.endswith(ADD)
    page.context.set_offline(False)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert page.locator(".ProseMirror[contenteditable]").inner_text().strip() == "It was found in the snow."
    assert [fault for fault in faults_of(page) if fault != OFFLINE] == []


def test_what_was_sent_in_vain_is_offered_on_coming_back(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "Officers rescue a tenth dog", "It was found in a well.")
    page.route(f"**{ADD}", lambda route: route.fulfill(status=413, body="Too large"))
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("Too large").wait_for()
    page.unroute(f"**{ADD}")
    page.go_back()
    page.get_by_role("button", name="Take it up").first.click()
    expect(page.locator("[name=headline]")).to_have_value("Officers rescue a tenth dog")
    assert page.locator(".ProseMirror[contenteditable]").inner_text().strip() == "It was found in a well."


def test_a_form_that_came_back_with_an_error_keeps_what_is_typed_on(sign_in):
    page = sign_in()
    page.goto(ADD)
    write(page, "", "It was found in a barn.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".errornote").first).to_be_visible()
    write(page, "Officers rescue an eleventh dog", "It was a red barn. ")
    tick(page)
    page.get_by_text("Unsaved text kept at").wait_for()
    assert "red barn" in page.locator("[name=body]").input_value()
