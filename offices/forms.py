"""The only reader of the query string of lists of offices, and what it shares with that of releases."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .finding.asked import asked_for
from .finding.nearest import Origin, is_place_code, look_up
from .kinds import Kind, Mode, Service
from .models import Office
from .places import State
from .querysets import OfficeQuerySet
from .search import parse
from .text import clean_text


class WordsField(forms.CharField):
    """Words to look for: at least one that is none but signs."""

    def clean(self, value):
        text = super().clean(value)
        if text and not parse(text):
            message = _("“%(text)s” names no word to look for.")
            raise forms.ValidationError(message, params={"text": text})
        return text


class OneOf(forms.ChoiceField):
    """One of several values, or none of them, which `every` names; `refused` names what is no such value."""

    def __init__(self, label, every, choices, refused):
        super().__init__(
            label=label,
            choices=[("", every), *choices],
            required=False,
            error_messages={"invalid_choice": refused},
        )


class StateField(OneOf):
    def __init__(self, every):
        refused = _("“%(value)s” is not a state or territory.")
        super().__init__(_("State or territory"), every, State.choices, refused)


class KindField(OneOf):
    def __init__(self, choices):
        refused = _("“%(value)s” is not a kind of office.")
        super().__init__(_("Kind of office"), _("All kinds"), choices, refused)


@dataclass
class Chip:
    """One filter in force, with the query that takes it away."""

    label: str
    query: str


class QueryFilter(forms.Form):
    """What a list is narrowed by. What cannot be read is said, and the list is not narrowed by it."""

    names: tuple[str, ...]  # in one order, so that a list has one address

    def __init__(self, data: QueryDict, given: Mapping[str, str] | None = None):
        """`given` is what the address of the list already says."""
        self.query = QueryDict(mutable=True)
        self.given = given or {}
        for name in self.names:
            if name in data:
                self.query[name] = clean_text(data[name])
        for name, value in self.given.items():
            self.query[name] = value
        super().__init__(self.query, auto_id="filter-%s", label_suffix="")

    @property
    def values(self) -> dict:
        """What was given and could be read, by field."""
        self.is_valid()  # reads the query, once
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Something is asked for beyond what the address says."""
        return bool(self.errors or self.chips)

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, in the order of the form, each with the query without it."""
        labels = {name: self.label(name, value) for name, value in self.values.items()}
        return [
            Chip(label, self.query_without(name, *self.given))
            for name, label in labels.items()
            if name not in self.given
        ]

    def query_without(self, *names: str) -> str:
        """What was asked for, as a query with its question mark; nothing where nothing was."""
        rest = self.query.copy()
        for name, value in self.query.items():
            if not value or name in names:
                del rest[name]
        return f"?{rest.urlencode()}" if rest else ""

    def query_with(self, name: str, value: str) -> str:
        """What was asked for, with one filter more."""
        more = self.query.copy()
        more[name] = value
        return f"?{more.urlencode()}"

    def label(self, name: str, value) -> str:
        """One filter in force, in words."""
        if name == "q":
            return gettext("“%(words)s”") % {"words": value}
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices)[value]) if isinstance(value, str) and choices else str(value)

    @property
    def unread(self) -> str:
        """What is wrong with the filters that could not be read, in words; nothing where all could."""
        return " ".join(message for messages in self.errors.values() for message in messages)


class OfficeFilter(QueryFilter):
    """What lists, maps and files of offices are narrowed by: for `Office.objects.filtered(values)`."""

    names = ("q", "kind", "state", "city", "mode", "service")

    q = WordsField(label=_("Words"), max_length=200, required=False)
    kind = KindField([(kind.value, kind.plural) for kind in Kind])
    state = StateField(_("All states"))
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    mode = OneOf(_("Arrivals by"), _("All ways"), Mode.choices, _("“%(value)s” is not a way to arrive."))
    service = OneOf(_("Service"), _("All services"), Service.choices, _("“%(value)s” is not a service."))

    def label(self, name: str, value) -> str:
        if name == "mode":
            return gettext("Arrivals by %(mode)s") % {"mode": super().label(name, value)}
        return super().label(name, value)

    @property
    def query_string(self) -> str:
        """The filters in force, to be put behind the address of another view of the same list."""
        return self.query_without(*self.errors)

    @property
    def address(self) -> str:
        """The list without filters."""
        return reverse("offices:find")

    @property
    def list_address(self) -> str:
        """The list with the filters in force."""
        return self.address + self.query_string

    @property
    def list_name(self) -> str:
        """The list and its filters in words."""
        return ", ".join([gettext("All offices"), *(chip.label for chip in self.chips)])


class MapFilter(OfficeFilter):
    """What the map shows: the ports of entry, unless something else is asked for."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        asked = {name for name, value in self.query.items() if value or name == "kind"}
        self.is_usual = not asked - {"state"}
        if self.is_usual:
            self.query["kind"] = Kind.PORT

    @property
    def address(self) -> str:
        return reverse("offices:map")

    def address_with(self, **changes: str) -> str:
        """The same map with other filters. A blank kind is kept: it means all kinds."""
        query = self.query.dict() | dict.fromkeys(self.errors, "") | changes
        return f"{self.address}?{urlencode({n: v for n, v in query.items() if v or n == 'kind'})}"

    @property
    def without_state(self) -> str:
        return self.address_with(state="")

    @property
    def canonical_address(self) -> str:
        return self.address + self.query_without("kind") if self.is_usual else self.address_with()

    @property
    def list_name(self) -> str:
        everything = [] if "kind" in self.values else [gettext("Offices of all kinds")]
        return ", ".join(everything + [chip.label for chip in self.chips])


class FindFilter(OfficeFilter):
    """With a place that the list is measured from: a ZIP code in the one box is one too."""

    names = (*OfficeFilter.names, "near")

    near = forms.CharField(
        label=_("Near"),
        max_length=120,
        required=False,
        help_text=_("ZIP code, city or airport code"),
    )

    def __init__(self, data: QueryDict):
        super().__init__(data)
        if is_place_code(self.query.get("q", "")) and not self.query.get("near"):
            self.query["near"] = self.query.pop("q")[-1]

    @cached_property
    def origin(self) -> Origin | None:
        """The place asked for by itself, or by the words where they are the name of one."""
        typed = self.values.get("near") or self.values.get("q")
        return look_up(typed) if typed and not self.asked_for else None

    @cached_property
    def asked_for(self) -> Service | Mode | None:
        """The service or way to arrive that the words name."""
        return None if "near" in self.values else asked_for(self.values.get("q", ""))

    @property
    def better_query(self) -> dict[str, str]:
        """The filter that means what the words name."""
        name = "service" if isinstance(self.asked_for, Service) else "mode"
        return {name: self.asked_for.value} if self.asked_for else {}

    @property
    def has_position(self) -> bool:
        return bool(self.origin and self.origin.position)

    @property
    def found(self) -> OfficeQuerySet:
        """The list: by distance where it is measured, of offices that exist now."""
        offices = Office.objects.published().filtered(self.narrowing)
        if not self.measures:
            return offices
        has_crossings = self.values.get("kind") in (None, Kind.CROSSING)
        return offices.current().by_distance(self.origin.position, has_crossings=has_crossings)

    @property
    def is_unmeasurable(self) -> bool:
        """A place is named that nobody knows, or that may be several."""
        return "near" in self.values and not self.has_position

    @property
    def measures(self) -> bool:
        """The list is wanted by distance, and can be had so."""
        return "near" in self.values and self.has_position

    @property
    def shows_list(self) -> bool:
        """Not for a place alone: the nearest of each kind are the answer."""
        return bool(self.narrowing) or "near" not in self.values

    @property
    def shows_nearest(self) -> bool:
        """A place is all that was asked for."""
        return self.has_position and set(self.values) in ({"near"}, {"q"})

    def near_query(self, place: str, **more: str) -> str:
        """What was asked for, measured from a place instead of looked for by words."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.narrowing.items() if name != "q"})
        query.update({"near": place} | more)
        return f"?{query.urlencode()}"

    @property
    def by_distance(self) -> str:
        """The query for the same offices by distance from the place that the words name, if they do."""
        return self.near_query(self.origin.query) if self.has_position else ""

    @property
    def typed(self) -> str:
        """What stands in the one box."""
        return self.values.get("q") or self.values.get("near", "")

    @property
    def meant(self) -> list[tuple[str, str]]:
        """What an ambiguous place may mean, each with the query that says so."""
        if not self.origin:
            return []
        links = [(str(place), self.near_query(place.query)) for place in self.origin.candidates]
        if state := self.origin.state:
            links.append((gettext("All of %(state)s") % {"state": state.label}, f"?state={state.value}"))
        return links

    @property
    def narrowing(self) -> dict:
        """The filters that leave some offices out."""
        return {name: value for name, value in self.values.items() if name != "near"}

    def label(self, name: str, value) -> str:
        if name == "near":
            place = self.origin.name if self.measures else value
            return gettext("Near %(place)s") % {"place": place}
        return super().label(name, value)
