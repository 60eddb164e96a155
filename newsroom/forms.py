"""The only reader of the query string of lists and feeds."""

import datetime

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.forms import OneOf, QueryFilter, StateField, WordsField
from offices.models import Office
from offices.search import parse

from .dates import parse_date
from .kinds import Language, ReleaseType
from .models import Topic


class ForgivingDateField(forms.CharField):
    """A day, month or year in any common form, as a date."""

    def __init__(self, *, end: bool = False, **kwargs):
        self.end = end
        super().__init__(max_length=40, required=False, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text, end=self.end)
        except (ValueError, OverflowError):
            message = _("“%(text)s” is not a date. Write it like 5/31/2023, May 2023 or 2023.")
            raise forms.ValidationError(message, params={"text": text}) from None


class OfficeField(forms.CharField):
    """An office by code, address or name; a renumbered one leads to its successor."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = self._called(text)
        if not found:
            message = _("No office is called “%(text)s”, or has it as its code.")
            raise forms.ValidationError(message, params={"text": text})
        if len(found) > 1:
            message = _("Several offices are called that: %(names)s. Write more of the name, or a code.")
            names = "; ".join(f"{office} ({office.code})" if office.code else str(office) for office in found)
            raise forms.ValidationError(message, params={"names": names})
        return found[0].public_successor or found[0]

    @staticmethod
    def _called(text: str) -> list[Office]:
        """The office that `text` says exactly, else those that the search finds, best first."""
        offices = Office.objects.published().select_related("successor")
        exact = Q(slug=text.lower()) | Q(former_addresses__slug=text.lower()) | Q(code=text.upper())
        exact |= Q(aliases__kind__in=("code", "oldcode"), aliases__value=text)
        if found := list(offices.filter(exact)[:1]):
            return found
        query = parse(text, complete=False)
        found = list(offices.matching(query).best_first(query)[:SEVERAL])
        return [office for office in found if office.title.casefold() == text.casefold()] or found


SEVERAL = 6  # offices that an answer names


class ReleaseFilter(QueryFilter):
    """What a list, feed or file of releases is narrowed by."""

    names = ("q", "type", "topic", "state", "office", "from", "to", "lang")

    q = WordsField(label=_("Words"), max_length=200, required=False)
    type = OneOf(_("Type"), _("All types"), ReleaseType.choices, _("“%(value)s” is not a type of release."))
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("All topics"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a topic.")},
    )
    state = StateField(_("All states"))
    office = OfficeField(
        label=_("Office"), max_length=120, required=False, help_text=_("Name or code: Laredo Sector, 2304")
    )
    lang = OneOf(
        _("Language"),
        _("All languages"),
        Language.choices,
        _("There are no releases in the language “%(value)s”."),
    )

    def __init__(self, data: QueryDict, of_type: ReleaseType | None = None):
        """`of_type` is the type that the address of the list already names."""
        super().__init__(data, {"type": of_type.value} if of_type else None)
        self.of_type = of_type
        self.names_page = "page" in data
        # Not written as class attributes: “from” is a word of the language.
        forms_of_dates = _("Like 5/31/2023, May 2023 or 2023")
        self.fields["from"] = ForgivingDateField(label=_("From"), help_text=forms_of_dates)
        self.fields["to"] = ForgivingDateField(label=_("To"), help_text=forms_of_dates, end=True)
        self.order_fields(self.names)

    def clean(self):
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error("to", _("This day comes before the first one, and is not used."))

    @property
    def asks_for_type_only(self) -> bool:
        """A list that has an address of its own is asked for."""
        return not self.errors and set(self.values) == {"type"} and not self.names_page

    def label(self, name: str, value) -> str:
        if isinstance(value, datetime.date):
            text = gettext("From %(date)s") if name == "from" else gettext("To %(date)s")
            return text % {"date": formats.date_format(value)}
        return super().label(name, value)

    @property
    def address(self) -> str:
        """The list without filters."""
        if self.of_type is None:
            return reverse("newsroom:releases")
        return reverse("newsroom:releases_of_type", args=[self.of_type])

    @property
    def feed_address(self) -> str:
        """The Atom feed with the same filters."""
        return f"{self.address}feed/{self.query_without(*self.given)}"

    @property
    def json_feed_address(self) -> str:
        return f"{self.address}feed.json{self.query_without(*self.given)}"

    @property
    def csv_address(self) -> str:
        """All data of the same releases, as a table."""
        return reverse("newsroom:csv") + self.query_without()

    @property
    def json_address(self) -> str:
        return reverse("newsroom:json") + self.query_without()

    @property
    def list_address(self) -> str:
        """The list with the same filters; without those that could not be read, and do nothing."""
        return self.address + self.query_without(*self.errors, *self.given)

    @property
    def list_name(self) -> str:
        """The list and its filters in words."""
        name = self.of_type.plural if self.of_type else gettext("all releases")
        return ", ".join([str(name), *(chip.label for chip in self.chips)])
