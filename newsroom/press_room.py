"""Whom a reporter calls: the question, and the answer in its fixed order."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django import forms
from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from offices.forms import OneOf, StateField
from offices.kinds import Kind
from offices.models import ContactPoint, Office
from offices.places import State, label_of

from .kinds import Language
from .models import Coverage, Topic

BLANK = {"state": "", "topic": None, "language": ""}  # coverage that names nothing; the first counts most


class Question(forms.Form):
    """What a reporter asks. What cannot be read is said, and left out of account."""

    state = StateField(_("Any state"))
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("Any topic"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of the topics.")},
    )
    lang = OneOf(
        _("Language"),
        _("Any language"),
        Language.choices,
        _("“%(value)s” is not one of the languages."),
    )

    def __init__(self, data: QueryDict):
        if "language" in data and "lang" not in data:  # as addresses of this page had it once
            data = data.copy()
            data["lang"] = data["language"]
        super().__init__(data, auto_id="call-%s", label_suffix="")
        self.is_asked = any(name in data for name in self.fields)
        self.is_valid()

    @property
    def values(self) -> dict:
        """What was asked and could be read, by field of `Coverage`."""
        names = {"lang": "language"}
        return {names.get(name, name): value for name, value in self.cleaned_data.items() if value}

    @property
    def words(self) -> str:
        return _words(self.values)

    @property
    def news_query(self) -> str:
        """The query that narrows lists and feeds of releases to what was asked."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        query = {name: getattr(value, "slug", value) for name, value in asked.items()}
        return f"?{urlencode(query)}" if query else ""


@dataclass
class CoveringDesk:
    """A press office, and the coverage to be shown with it."""

    office: Office
    coverage: list[Coverage]

    @property
    def states(self) -> list[str]:
        return sorted({str(row.get_state_display()) for row in self.coverage if row.state})

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Tags and names."""
        return sorted({(row.language, row.get_language_display()) for row in self.coverage if row.language})

    @property
    def is_nationwide(self) -> bool:
        """It answers for every state, or sits at headquarters and belongs to it."""
        return (
            self.office.is_general_line
            or any(not row.state for row in self.coverage)
            or self._is_at_headquarters
        )

    @property
    def _is_at_headquarters(self) -> bool:
        parent = self.office.public_parent
        here = self.office.state
        return bool(here and parent and parent.kind == Kind.HEADQUARTERS and parent.state == here)

    @property
    def state_name(self) -> str:
        """The state it stands in, else that of the office it speaks for; nothing where neither is known."""
        parent = self.office.public_parent
        regional = parent if parent and parent.kind != Kind.HEADQUARTERS else None
        state = self.office.state or (regional.state if regional else "")
        return label_of(State, state) if state else ""

    @property
    def region_name(self) -> str:
        if self.is_nationwide:
            return gettext("Headquarters and nationwide")
        return self.state_name or gettext("Other press offices")

    @property
    def reaches_further(self) -> bool:
        """It covers other states than the one that it is listed under."""
        return self.states not in ([], [self.region_name])

    @property
    def rank(self) -> tuple:
        """Nationwide first, unknown places last; within a state, those that can be called first."""
        where = (False, "") if self.is_nationwide else (not self.state_name, self.state_name)
        return not self.is_nationwide, *where, not self.office.main_phone


class PressRoom:
    """Every press office the public may see, and the answer to what was `asked`."""

    def __init__(self, asked: dict):
        self.asked = asked
        self.offices = list(_offices())
        self.press_offices = [office for office in self.offices if office.kind == Kind.PRESS_OFFICE]

    @cached_property
    def press_line(self) -> Office | None:
        return self._general_line(Kind.PRESS_OFFICE)

    @cached_property
    def line(self) -> Office | None:
        """Whom everybody may call: the press line, or headquarters where that has no number."""
        lines = (self.press_line, self._general_line(Kind.HEADQUARTERS))
        return next((line for line in lines if line and line.main_phone), None)

    def _general_line(self, kind: Kind) -> Office | None:
        lines = (office for office in self.offices if office.is_general_line and office.kind == kind)
        return next((line for line in lines if line.is_open), None)

    @cached_property
    def desks(self) -> list[CoveringDesk]:
        """First: press offices whose coverage answers, the closest coverage first, then by name."""
        desks = [
            CoveringDesk(office, [row for row in office.coverage.all() if _answers(row, self.asked)])
            for office in self.press_offices
            if office.is_open
        ]
        for desk in desks:
            desk.coverage.sort(key=lambda row: (_distance(row, self.asked), row.scope, row.language))
        found = (desk for desk in desks if desk.coverage)
        return sorted(
            found,
            key=lambda desk: (_distance(desk.coverage[0], self.asked), desk.office.name, desk.office.pk),
        )

    @property
    def unlisted_language(self) -> str:
        """The name of the language asked for, where none of the desks lists it; all answer in English."""
        tag = self.asked.get("language", Language.ENGLISH)
        is_listed = any(row.language == tag for desk in self.desks for row in desk.coverage)
        return "" if is_listed or tag == Language.ENGLISH else str(get_language_info(tag)["name_translated"])

    @property
    def subject(self) -> str:
        """What the answer is about, in words: what was asked, less a language that no desk lists."""
        left_out = "language" if self.unlisted_language else None
        return _words({name: value for name, value in self.asked.items() if name != left_out})

    @property
    def has_numbers(self) -> bool:
        """One of the desks can be called."""
        return any(desk.office.main_phone for desk in self.desks)

    @property
    def line_comes_first(self) -> bool:
        """The first step names the line already: it is one of the desks, or stands in for their numbers."""
        offered = any(desk.office == self.line for desk in self.desks)
        return bool(self.line and self.asked and (offered or not self.has_numbers))

    @property
    def after_hours(self) -> list[ContactPoint]:
        """Second: what answers at night at those offices, else at the press line."""
        numbers = [number for desk in self.desks for number in desk.office.after_hours_phones]
        return numbers or (self.press_line.after_hours_phones if self.press_line else [])

    @cached_property
    def regions(self) -> list[tuple[str, list[CoveringDesk]]]:
        """All press offices that exist now: nationwide, then state by state."""
        current = [office for office in self.press_offices if office.is_current]
        desks = [CoveringDesk(office, list(office.coverage.all())) for office in current]
        desks.sort(key=attrgetter("rank"))
        return [(name, list(group)) for name, group in groupby(desks, attrgetter("region_name"))]

    @property
    def lists_desks_without_number(self) -> bool:
        return any(not desk.office.main_phone for _name, desks in self.regions for desk in desks)

    @property
    def former(self) -> list[Office]:
        return [office for office in self.press_offices if not office.is_current]


def _offices():
    """Press offices, and the headquarters desk that everybody may call, with all that is shown of them."""
    wanted = Q(kind=Kind.PRESS_OFFICE) | Q(kind=Kind.HEADQUARTERS, is_general_line=True)
    coverage = Prefetch("coverage", Coverage.objects.published().select_related("topic"))
    offices = Office.objects.published().filter(wanted).with_listing().by_name()
    return offices.prefetch_related(coverage)


def _words(asked: dict) -> str:
    """What was asked: “Texas, Trade, Español”."""
    labels = dict(State.choices) | dict(Language.choices)
    return ", ".join(str(labels.get(value, value)) for value in asked.values())


def _answers(row: Coverage, asked: dict) -> bool:
    """The row contradicts nothing of what was asked, and names some of it, or covers everything.

    Asked about a state alone, the office for its trade is an answer; the one for trade anywhere is not.
    """
    said = {name: getattr(row, name) for name in BLANK}
    contradicts = any(said[name] not in (value, BLANK[name]) for name, value in asked.items())
    names = any(said[name] == value for name, value in asked.items())
    return bool(asked) and not contradicts and (names or said == BLANK)


def _distance(row: Coverage, asked: dict) -> tuple[bool, ...]:
    """How far the row is from exactly what was asked; the state counts most, the language least."""
    return tuple(getattr(row, name) != asked.get(name, blank) for name, blank in BLANK.items())
