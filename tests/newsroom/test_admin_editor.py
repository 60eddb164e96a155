"""The rich-text editor on the form of a release: there, allowed by the policy, and nowhere else."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from .. import factories

pytestmark = pytest.mark.django_db

ADD = "/admin/newsroom/release/add/"
LIST = "/admin/newsroom/release/"
PRESET = "data-django-prose-editor-configurable"


def change(release) -> str:
    return reverse("admin:newsroom_release_change", args=[release.pk])


def policy(response) -> dict[str, str]:
    """The directives of the response's policy by name."""
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().partition(" ")[::2] for directive in directives)


def nonces(text: str) -> set[str]:
    return set(re.findall(r"nonce-([\w+/=-]+)", text))


@pytest.fixture(params=["add", "change"])
def form(request, browse, publisher):
    address = ADD if request.param == "add" else change(factories.make_draft())
    return browse(publisher).get(address)


def test_the_form_carries_the_editor(form):
    assert PRESET in form.text
    assert '<script type="importmap" nonce=' in form.text


def test_the_nonce_of_the_page_is_the_nonce_of_the_policy(form):
    in_page = set(re.findall(r'nonce="([^"]+)"', form.text))
    assert len(in_page) == 1
    assert nonces(policy(form)["script-src"]) == nonces(policy(form)["style-src"]) == in_page


def test_every_script_and_style_in_the_page_bears_the_nonce(form):
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style[^>]*>", form.text)
    runnable = [tag for tag in inline if 'type="application/json"' not in tag]
    assert len(runnable) == 2
    assert all("nonce=" in tag for tag in runnable)


def test_the_page_has_no_inline_handler_or_style_attribute(form):
    assert not re.search(r"<[^>]+\son\w+=", form.text)
    assert not re.search(r"<[^>]+\sstyle=", form.text)


def test_the_policy_stays_strict_apart_from_the_nonce(form):
    directives = policy(form)
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in form["Content-Security-Policy"]


def test_the_nonce_is_new_for_every_page(browse, publisher):
    client = browse(publisher)
    assert nonces(policy(client.get(ADD))["script-src"]) != nonces(policy(client.get(ADD))["script-src"])


def test_a_form_sent_back_with_errors_still_has_its_editor(browse, publisher):
    response = browse(publisher).post(ADD, factories.release_form(headline="", body="<p>Kept</p>"))
    assert nonces(policy(response)["script-src"]) == set(re.findall(r'nonce="([^"]+)"', response.text))
    assert "&lt;p&gt;Kept&lt;/p&gt;" in response.text


def errors(response) -> list[str]:
    return response.context["adminform"].form.errors.get("body", [])


@pytest.mark.parametrize(
    ("body", "most"),
    [
        ("<p>Word </p>" * 450_000, "1,000,000"),
        ("<ul><li>" * 600_000, "1,000,000"),
        ("Word " * 50_000, "200,000"),
    ],
    ids=["5 MB of words", "5 MB of lists in lists", "250,000 characters of words"],
)
def test_a_text_of_no_sensible_length_comes_back_whole_with_words(browse, editor, body, most):
    response = browse(editor).post(ADD, factories.release_form(body=body))
    assert f"more than {most} characters" in errors(response)[0]
    assert response.text.count(body[:8].replace("<", "&lt;").replace(">", "&gt;")) >= len(body) // 12


def test_a_change_of_no_sensible_length_leaves_the_stored_text(browse, editor):
    draft = factories.make_draft(body="<p>Kept</p>")
    form = factories.release_form(slug=draft.slug, body="<p>Word </p>" * 450_000)
    assert "more than 1,000,000 characters" in errors(browse(editor).post(change(draft), form))[0]
    draft.refresh_from_db()
    assert draft.body == "<p>Kept</p>"


def test_the_markup_of_word_does_not_count(browse, editor):
    body = "<p class=MsoNormal style='margin-top:0in;mso-margin-top-alt:auto'>Word</p>" * 8_000
    assert browse(editor).post(ADD, factories.release_form(body=body)).status_code == 302


def editor_settings(form) -> dict:
    widget = form.context["adminform"].form["body"].field.widget
    return json.loads(widget.get_context("body", "", {})["widget"]["attrs"][PRESET])["extensions"]


def test_the_editor_knows_the_parts_of_a_table_without_which_it_does_not_start(form):
    assert {"Table", "TableRow", "TableHeader", "TableCell"} <= set(editor_settings(form))


def test_the_editor_offers_no_link_into_a_new_window_which_would_be_cleaned_away(form):
    assert editor_settings(form)["Link"]["enableTarget"] is False


@pytest.mark.parametrize("kind", ["boilerplate", "topic"])
def test_other_forms_of_the_newsroom_have_no_editor_and_no_nonce(browse, publisher, kind):
    response = browse(publisher).get(f"/admin/newsroom/{kind}/add/")
    assert "prose" not in response.text
    assert "nonce" not in response["Content-Security-Policy"] + response.text


@pytest.mark.parametrize("address", [LIST, "/admin/", "/admin/offices/office/", "/admin/offices/office/add/"])
def test_other_pages_of_the_admin_have_no_editor_and_no_nonce(browse, address):
    root = User.objects.create_superuser("root", password="a long password")
    factories.make_release()
    response = browse(root).get(address)
    assert "prose" not in response.text
    assert "nonce" not in response["Content-Security-Policy"] + response.text


def test_who_may_only_read_a_release_gets_a_page_without_the_editor(browse, editor):
    response = browse(editor).get(change(factories.make_release(body="<p>Some words</p>")))
    assert response.status_code == 200
    assert PRESET not in response.text
    assert "Some words" in response.text


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_a_stored_picture_is_linked_where_staff_may_read_it(request, browse, role):
    release = factories.make_draft()
    image = factories.make_image(release)
    page = browse(request.getfixturevalue(role)).get(change(release)).text
    assert f'<a href="{image.get_absolute_url()}"><img' in page
    assert f'href="{image.image.url}"' not in page


def test_who_only_reads_a_text_is_shown_it_in_the_style_of_its_page(browse, auditor):
    release = factories.make_draft(body="<h2>Found</h2>")
    assert '<div class="as-read" lang="en"><h2>Found</h2>' in browse(auditor).get(change(release)).text
