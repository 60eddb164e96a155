"""The only reader of the query string of lists and feeds."""

import datetime
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.models import Office
from offices.places import State
from offices.search import parse
from offices.text import clean_text

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


@dataclass
class Chip:
    """One filter in force, with the query that takes it away."""

    label: str
    query: str


class ReleaseFilter(forms.Form):
    """What a list is narrowed by. What cannot be read is said, and the list is not narrowed by it."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    type = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("All types")), *ReleaseType.choices],
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a type of release.")},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("All topics"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a topic.")},
    )
    state = forms.ChoiceField(
        label=_("State or territory"),
        choices=[("", _("All states")), *State.choices],
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a state or territory.")},
    )
    office = OfficeField(
        label=_("Office"), max_length=120, required=False, help_text=_("Name or code: Laredo Sector, 2304")
    )
    lang = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("All languages")), *Language.choices],
        required=False,
        error_messages={"invalid_choice": _("There are no releases in the language “%(value)s”.")},
    )

    def __init__(self, data: QueryDict, of_type: ReleaseType | None = None):
        """`of_type` is the type that the address of the list already names."""
        self.query = QueryDict(mutable=True)  # in one order, so that a list has one address
        for name in NAMES:
            if name in data:
                self.query[name] = data[name]
        if of_type:
            self.query["type"] = of_type.value
        for name, value in self.query.items():
            self.query[name] = clean_text(value)
        self.of_type = of_type
        self.names_page = "page" in data
        super().__init__(self.query, auto_id="filter-%s", label_suffix="")
        # Not written as class attributes: “from” is a word of the language.
        forms_of_dates = _("Like 5/31/2023, May 2023 or 2023")
        self.fields["from"] = ForgivingDateField(label=_("From"), help_text=forms_of_dates)
        self.fields["to"] = ForgivingDateField(label=_("To"), help_text=forms_of_dates, end=True)
        self.order_fields(NAMES)
        self.is_valid()
        self._check_order()

    def clean_q(self) -> str:
        typed = self.cleaned_data["q"]
        if typed and not parse(typed):
            message = _("“%(text)s” names no word to look for.")
            raise forms.ValidationError(message, params={"text": typed})
        return typed

    def _check_order(self) -> None:
        first, last = self.values.get("from"), self.values.get("to")
        if first and last and first > last:
            self.add_error("to", _("This day comes before the first one, and is not used."))

    @property
    def values(self) -> dict:
        """What was given and could be read, by field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Something is asked for beyond the type that the address names."""
        return bool(self.errors or self.chips)

    @property
    def asks_for_type_only(self) -> bool:
        """A list that has an address of its own is asked for."""
        return not self.errors and set(self.values) == {"type"} and not self.names_page

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, in the order of the form, each with the query without it."""
        labels = {name: self._label(name, value) for name, value in self.values.items()}
        if self.of_type:
            labels.pop("type", None)
        return [Chip(label, self._query(name, *self._in_address)) for name, label in labels.items()]

    @property
    def _in_address(self) -> tuple[str, ...]:
        """What the address names already, and its query need not."""
        return ("type",) if self.of_type else ()

    def _query(self, *without: str) -> str:
        """What was given, as a query with its question mark; nothing where nothing was."""
        rest = self.query.copy()
        for name, value in self.query.items():
            if not value or name in without:
                del rest[name]
        return f"?{rest.urlencode()}" if rest else ""

    def _label(self, name: str, value) -> str:
        if isinstance(value, datetime.date):
            text = gettext("From %(date)s") if name == "from" else gettext("To %(date)s")
            return text % {"date": formats.date_format(value)}
        if name == "q":
            return gettext("“%(words)s”") % {"words": value}
        if isinstance(value, str):
            return str(dict(self.fields[name].choices)[value])
        return str(value)

    @property
    def address(self) -> str:
        """The list without filters."""
        if self.of_type is None:
            return reverse("newsroom:releases")
        return reverse("newsroom:releases_of_type", args=[self.of_type])

    @property
    def feed_address(self) -> str:
        """The Atom feed with the same filters."""
        return f"{self.address}feed/{self._query(*self._in_address)}"

    @property
    def json_feed_address(self) -> str:
        return f"{self.address}feed.json{self._query(*self._in_address)}"

    @property
    def csv_address(self) -> str:
        """All data of the same releases, as a table."""
        return reverse("newsroom:csv") + self._query()

    @property
    def json_address(self) -> str:
        return reverse("newsroom:json") + self._query()

    @property
    def list_address(self) -> str:
        """The list with the same filters; without those that could not be read, and do nothing."""
        return self.address + self._query(*self.errors, *self._in_address)

    @property
    def unread(self) -> str:
        """What is wrong with the filters that could not be read, in words; nothing where all could."""
        return " ".join(message for messages in self.errors.values() for message in messages)

    @property
    def list_name(self) -> str:
        """The list and its filters in words."""
        name = self.of_type.plural if self.of_type else gettext("all releases")
        return ", ".join([str(name), *(chip.label for chip in self.chips)])


NAMES = ("q", "type", "topic", "state", "office", "from", "to", "lang")
