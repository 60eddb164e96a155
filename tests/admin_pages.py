"""Reading the pages of the admin."""


def words_of(response) -> str:
    """Everything the forms of a page complain about."""
    errors = list(response.context["adminform"].form.errors.values())
    for formset in response.context["inline_admin_formsets"]:
        errors += formset.formset.non_form_errors()
        errors += [error for form in formset.formset.forms for error in form.errors.values()]
    return " ".join(str(error) for error in errors)
