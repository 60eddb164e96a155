"""Reading the pages of the admin."""

import html
import re


def words_of(response) -> str:
    """Everything the forms of a page complain about."""
    errors = list(response.context["adminform"].form.errors.values())
    for formset in response.context["inline_admin_formsets"]:
        errors += formset.formset.non_form_errors()
        errors += [error for form in formset.formset.forms for error in form.errors.values()]
    return " ".join(str(error) for error in errors)


def marks_of(response) -> dict[str, str]:
    """What a form posts in addition once its days and hours were read in words."""
    found = re.findall(r'name="((?:[\w-]+-)?said)" value="([^"]*)"', response.text)
    return {name: html.unescape(words) for name, words in found}


def post_twice(client, address: str, data: dict, **more):
    """Save, read the days and hours in words, and save again."""
    return client.post(address, data | marks_of(client.post(address, data)), **more)
