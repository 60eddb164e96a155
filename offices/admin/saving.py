"""What admins of several models share: nothing is saved twice or unseen, what files hold is not deleted."""

from itertools import chain

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, OperationalError, models, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from .. import deleting
from .asking import ChoosesByKey, FewWords
from .instants import are_only_said
from .stale import NotStale


def refuse_itself(form: forms.ModelForm, *names: str) -> None:
    """Forms leave out the key, and so every constraint that mentions it: saving would raise."""
    for name in names:
        chosen = form.cleaned_data.get(name)
        if form.instance in (chosen if isinstance(chosen, models.QuerySet) else [chosen]):
            form.add_error(name, _("This is the very one you are editing. Choose another, or none."))


MOST_ROWS = 100  # shown of those that a form has too many; each takes its time


class SavesOnce(ChoosesByKey):
    """Two requests that save the same thing at one moment (a double click): the second is told.

    So is who saves a form over what was saved meanwhile; `form` has a hidden field `opened`, as NotStale has.
    """

    form = NotStale

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != "opened"]

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.absolute_max = formset.max_num + MOST_ROWS
            yield formset, inline

    def render_change_form(self, request, context, *args, **kwargs):
        sets = [inline.formset for inline in context["inline_admin_formsets"]]
        if are_only_said([context["adminform"].form, *chain.from_iterable(sets)], sets):
            context |= {"errors": None, "is_said": True}
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            text = _(
                "This was saved by another request at the same moment. Look at the list before you try again."
            )
        except OperationalError:  # a deadlock, or a database that was locked for too long
            if request.method != "POST":
                raise
            text = _("Too many people saved at this moment, and yours was not saved. Go back and save again.")
        self.message_user(request, text, messages.WARNING)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


class KeepsImported(SavesOnce):
    """What content files hold is not deleted here: the next import would bring it back."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        reason = _("%(entry)s (kept by the content files: make it a draft, or not public, instead)")
        protected += [reason % {"entry": entry} for entry in objs if entry.import_key]
        return deleted, counts, missing, protected


class KeepsDeleted:
    """For an admin: what is deleted can be recovered for a while."""

    delete_confirmation_template = "admin/deleting/one.html"
    delete_selected_confirmation_template = "admin/deleting/several.html"

    def delete_model(self, request, obj):
        deleting.delete(obj, request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for obj in queryset:
                deleting.delete(obj, request.user)

    def recover(self, deletion):
        return deleting.recover(deletion)


class ReadOnly(FewWords, admin.ModelAdmin):
    """A log: read by whom it is shown to, written by nobody."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
