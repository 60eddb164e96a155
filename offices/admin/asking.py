"""What is asked of the lists and choices of the admin is answered in words, however senseless it is."""

from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models.constants import LOOKUP_SEP
from django.forms import ModelMultipleChoiceField
from django.shortcuts import redirect
from django.utils.translation import gettext

from ..text import clean_text

MOST_WORDS = 20
# What the filters of Django ask for. Others would be dear, or end in a year that Python does not know.
ENDINGS = ("", "__exact", "__id__exact", "__isnull", "__gte", "__lt")


def is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 18


class KnownFilters(ChangeList):
    def get_filters(self, request):
        """What is no filter of the list is said in words, not in a bare 400."""
        try:
            return super().get_filters(request)
        except DisallowedModelAdminLookup as error:
            raise IncorrectLookupParameters(error) from error


class CarefulList:
    """For an admin whose rows have numbers for keys."""

    def get_changelist(self, request, **kwargs):
        return KnownFilters

    def lookup_allowed(self, lookup, value, request):
        names = (entry[0] if isinstance(entry, tuple) else entry for entry in self.get_list_filter(request))
        known = {f"{name}{ending}" for name in names for ending in ENDINGS}
        is_known = LOOKUP_SEP not in lookup or lookup in known
        return is_known and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        if all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return super().changelist_view(request, extra_context)
        text = gettext("What was chosen is not in this list. Choose again.")
        self.message_user(request, text, messages.ERROR)
        return redirect(request.get_full_path())


class FewWords(CarefulList):
    """Every word that is sought makes the query deeper, and databases go only so deep."""

    def get_search_results(self, request, queryset, search_term):
        words = " ".join(clean_text(search_term).split()[:MOST_WORDS])
        return super().get_search_results(request, queryset, words)


class _OfKeys:
    """Django looks up whatever was posted, and raises where it is no number."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if is_key(str(key))], attr)


class ChoiceOfOne(_OfKeys, AutocompleteSelect):
    pass


class ChoiceOfMany(_OfKeys, AutocompleteSelectMultiple):
    pass


class ManyByKey(ModelMultipleChoiceField):
    """Django looks up numbers of any length, which databases do not."""

    def clean(self, value):
        for key in value or ():
            if not is_key(str(key)):
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": key})
        return super().clean(value)


class ChoosesByKey:
    """For an admin or an inline with `autocomplete_fields`: what is no choice is said in words."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self._widget(ChoiceOfOne, db_field, request), **kwargs
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= self._widget(ChoiceOfMany, db_field, request) | {"form_class": ManyByKey}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _widget(self, kind, db_field, request) -> dict:
        is_sought = db_field.name in self.get_autocomplete_fields(request)
        return {"widget": kind(db_field, self.admin_site)} if is_sought else {}
