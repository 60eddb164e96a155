"""Whom a reporter calls: the question, and the answer in its fixed order."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django import forms
from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.kinds import Kind
from offices.models import ContactPoint, Office
from offices.places import State

from .kinds import Language
from .models import Coverage, Topic

BLANK = {"state": "", "topic": None, "language": ""}  # coverage that names nothing; the first counts most
REGIONS = (Kind.FIELD_OFFICE, Kind.SECTOR, Kind.HEADQUARTERS, None)


class Question(forms.Form):
    """What a reporter asks. What cannot be read is said, and left out of account."""

    state = forms.ChoiceField(
        label=_("State or territory"),
        choices=[("", _("Any state")), *State.choices],
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of the states and territories.")},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("Any topic"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of the topics.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Any language")), *Language.choices],
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of the languages.")},
    )

    def __init__(self, data: QueryDict):
        super().__init__(data, auto_id="call-%s", label_suffix="")
        self.is_asked = any(name in data for name in self.fields)
        self.is_valid()

    @property
    def values(self) -> dict:
        """What was asked and could be read, by field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def words(self) -> str:
        """What was asked: “Texas, Trade, Español”."""
        labels = dict(State.choices) | dict(Language.choices)
        return ", ".join(str(labels.get(value, value)) for value in self.values.values())

    @property
    def news_query(self) -> str:
        """The query that narrows lists and feeds of releases to what was asked."""
        names = {"state": "state", "topic": "topic", "language": "lang"}
        query = {names[name]: getattr(value, "slug", value) for name, value in self.values.items()}
        return f"?{urlencode(query)}" if query else ""


@dataclass
class Desk:
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
    def region(self) -> Kind | None:
        """The kind of office it speaks for; None where that one is not public, or of an unlikely kind."""
        parent = self.office.public_parent
        return Kind(parent.kind) if parent and parent.kind in REGIONS else None

    @property
    def region_name(self) -> str:
        return self.region.plural if self.region else gettext("Other press offices")


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
    def desks(self) -> list[Desk]:
        """First: press offices whose coverage answers, the closest coverage first, then by name."""
        desks = [
            Desk(office, [row for row in office.coverage.all() if _answers(row, self.asked)])
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
    def after_hours(self) -> list[ContactPoint]:
        """Second: what answers at night at those offices, else at the press line."""
        numbers = [number for desk in self.desks for number in desk.office.after_hours_phones]
        return numbers or (self.press_line.after_hours_phones if self.press_line else [])

    @property
    def regions(self) -> list[tuple[str, list[Desk]]]:
        """All press offices that exist now, by the kind of office they speak for."""
        current = [office for office in self.press_offices if office.is_current]
        desks = [Desk(office, list(office.coverage.all())) for office in current]
        desks.sort(key=lambda desk: REGIONS.index(desk.region))
        return [(name, list(group)) for name, group in groupby(desks, lambda desk: desk.region_name)]

    @property
    def former(self) -> list[Office]:
        return [office for office in self.press_offices if not office.is_current]


def _offices():
    """Press offices, and the headquarters desk that everybody may call, with all that is shown of them."""
    wanted = Q(kind=Kind.PRESS_OFFICE) | Q(kind=Kind.HEADQUARTERS, is_general_line=True)
    coverage = Prefetch("coverage", Coverage.objects.published().select_related("topic"))
    offices = Office.objects.published().filter(wanted).with_listing().by_name()
    return offices.prefetch_related("hours", coverage)


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
