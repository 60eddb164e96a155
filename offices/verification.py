"""The facts that staff should check, the riskiest first, and the record that they did."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.db.models import Count, Q, Value
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .checks import Fact
from .kinds import Confidence, Kind
from .models import ContactPoint, Hours, Office, OfficeService
from .provenance import display_partial_date, first_day

UNDATED = datetime.timedelta(days=3 * 365)  # as old as most of what was published without a date
MOST_INTERVALS = 10  # beyond that, older is not riskier
DOUBT = {Confidence.OFFICIAL: 1, Confidence.SECONDARY: 1.5, Confidence.UNCONFIRMED: 2}
VISITED = (Kind.PORT, Kind.CROSSING)
MANY_BELOW = 20  # offices below one: that many double what a mistake in it costs
LEVELS = [(20, _("Very high risk")), (8, _("High risk")), (3, _("Medium risk")), (0, _("Low risk"))]

_ROWS = {Fact.CONTACT: ContactPoint, Fact.HOURS: Hours, Fact.SERVICE: OfficeService}


@dataclass
class FactOfOffice:
    """One fact as the queue shows it; `row` is what holds it."""

    kind: Fact
    row: models.Model
    office: Office

    @property
    def _before(self) -> str:
        """The fields of an address stand in the row of its office."""
        return "address_" if self.kind == Fact.ADDRESS else ""

    @property
    def checked_on(self) -> datetime.date | None:
        return getattr(self.row, f"{self._before}checked_on")

    @property
    def confidence(self) -> str:
        return getattr(self.row, f"{self._before}confidence")

    @property
    def as_of(self) -> str:
        return getattr(self.row, f"{self._before}as_of")

    def is_due(self, today: datetime.date) -> bool:
        return self.kind.is_due(self.checked_on, today)

    @cached_property
    def heading(self) -> str:
        if self.kind == Fact.CONTACT:
            return self.row.heading
        if self.kind == Fact.SERVICE:
            return self.row.get_service_display()
        return getattr(self.row, "label", "") or str(self.kind.label)

    @cached_property
    def text(self) -> str:
        """What is to be right, in words."""
        return "; ".join(part for part in map(str, _PARTS[self.kind](self.row)) if part)

    @cached_property
    def token(self) -> str:
        """Names the fact and what it says: a check holds for what somebody saw."""
        seal = hashlib.blake2s(f"{self.heading}\n{self.text}".encode(), digest_size=6)
        return f"{self.kind}-{self.row.pk}-{seal.hexdigest()}"

    def risk(self, today: datetime.date) -> float:
        """Age in intervals, times how likely it is wrong, times how much that would cost."""
        known = self.checked_on or first_day(self.as_of) or today - UNDATED
        age = max((today - known) / self.kind.every, 0)
        return min(age, MOST_INTERVALS) * DOUBT[self.confidence] * importance(self.office)

    def why(self, today: datetime.date) -> str:
        """Why it is due and how sure it was, in words."""
        return f"{self._age(today)} {_DOUBTS[self.confidence]}".strip()

    def _age(self, today: datetime.date) -> str:
        if self.checked_on:
            days = (today - self.checked_on - self.kind.every).days
            late = ngettext("%(number)d day late.", "%(number)d days late.", days) % {"number": days}
            checked = gettext("Last checked on %(date)s,") % {"date": formats.date_format(self.checked_on)}
            return f"{checked} {late}"
        if self.as_of:
            return gettext("Never checked; published %(date)s.") % {"date": display_partial_date(self.as_of)}
        return gettext("Never checked, and nobody knows when it was published.")


_DOUBTS = {
    Confidence.OFFICIAL: "",
    Confidence.SECONDARY: _("From a secondary source."),
    Confidence.UNCONFIRMED: _("Not confirmed."),
}

_PARTS = {
    Fact.ENTRY: lambda office: [
        office.title, office.code or "", office.get_kind_display(), office.place, office.status_words,
        gettext("part of %(parent)s") % {"parent": office.parent} if office.parent else "",
    ],
    Fact.ADDRESS: lambda office: [office.street, office.city_line, office.mailing_address, office.access],
    Fact.CONTACT: lambda contact: [
        contact, contact.get_kind_display(), contact.note,
        _("for one purpose only") if contact.is_special else "",
        _("answers outside office hours") if contact.is_after_hours else "",
    ],
    Fact.HOURS: lambda hours: [hours.text, hours.schedule, hours.note],
    Fact.SERVICE: lambda service: [service.name, service.address, service.note],
}  # fmt: skip


@dataclass
class OfficeToCheck:
    """An office with its facts that are due, the riskiest first: one call answers them all."""

    office: Office
    facts: list[FactOfOffice] = field(default_factory=list)

    def level(self) -> str:
        risk = self.risk(timezone.localdate())
        return next(words for least, words in LEVELS if risk >= least)

    def risk(self, today: datetime.date) -> float:
        return max(fact.risk(today) for fact in self.facts)

    def why(self) -> str:
        return " · ".join(str(words) for _factor, words in _importance(self.office))


def importance(office: Office) -> float:
    """How much a mistake costs: how many people go by what this office is said to be."""
    product = 1
    for factor, _words in _importance(office):
        product *= factor
    return product


def _importance(office: Office) -> Iterable[tuple[float, str]]:
    if not office.is_current:
        yield 0.25, _("no longer in use")
    if office.is_general_line:
        yield 4, _("general line for everyone")
    if office.kind in VISITED:
        yield 2, _("people and goods go there")
    if below := getattr(office, "number_below", 0):
        words = ngettext("%(number)d office below it", "%(number)d offices below it", below)
        yield 1 + min(below, MANY_BELOW) / MANY_BELOW, words % {"number": below}


def facts_of(offices: models.QuerySet) -> list[FactOfOffice]:
    """Every fact of `offices`, in a fixed number of queries."""
    unused = ("imported", "search_title", "search_text", "staff_note", "source", "address_source")
    by_key = {office.pk: office for office in offices.select_related("parent").defer(*unused)}
    facts = [FactOfOffice(Fact.ENTRY, office, office) for office in by_key.values()]
    facts += [FactOfOffice(Fact.ADDRESS, office, office) for office in by_key.values() if office.has_address]
    for kind, model in _ROWS.items():
        for row in model.objects.filter(office__in=offices.order_by().values("pk")).defer("source"):
            row.office = by_key[row.office_id]
            facts.append(FactOfOffice(kind, row, row.office))
    return facts


def due_facts(offices: models.QuerySet) -> list[FactOfOffice]:
    """The facts of `offices` that are due, each with what its risk depends on."""
    today = timezone.localdate()
    below = Office.objects.published().order_by().exclude(parent=None).values_list("parent")
    numbers = dict(below.annotate(Count("pk")))
    due = [fact for fact in facts_of(offices) if fact.is_due(today)]
    for fact in due:
        fact.office.number_below = numbers.get(fact.office.pk, 0)
    return due


def queue(facts: Iterable[FactOfOffice]) -> list[OfficeToCheck]:
    """The offices of `facts`; the riskiest first, as the facts of each."""
    today = timezone.localdate()
    waiting: dict[int, OfficeToCheck] = {}
    for fact in facts:
        waiting.setdefault(fact.office.pk, OfficeToCheck(fact.office)).facts.append(fact)
    for entry in waiting.values():
        entry.facts.sort(key=lambda fact: -fact.risk(today))
    return sorted(
        waiting.values(), key=lambda entry: (-entry.risk(today), str(entry.office), entry.office.pk)
    )


def count_due(offices: models.QuerySet) -> dict[Fact, int]:
    """How many facts of each kind `due_facts()` gives, in one query."""
    rows = {Fact.ENTRY: offices, Fact.ADDRESS: offices.exclude(street="", mailing_address="")}
    for kind, model in _ROWS.items():
        rows[kind] = model.objects.filter(office__in=offices.order_by().values("pk"))
    counts = [_count_due(found, kind) for kind, found in rows.items()]
    numbers = dict(counts[0].union(*counts[1:], all=True))
    return {kind: numbers[kind] for kind in Fact}


def _count_due(rows: models.QuerySet, kind: Fact):
    field = "address_checked_on" if kind == Fact.ADDRESS else "checked_on"
    is_due = Q(**{field: None}) | Q(**{f"{field}__lt": timezone.localdate() - kind.every})
    named = rows.filter(is_due).order_by().annotate(fact=Value(kind.value)).values("fact")
    return named.annotate(number=Count("pk")).values_list("fact", "number")


def mark_checked(facts: Iterable[FactOfOffice], person) -> list[FactOfOffice]:
    """Record that `person` found each of `facts` right today; gives those that were not recorded so yet."""
    today = timezone.localdate()
    new = [fact for fact in facts if fact.checked_on != today]
    with transaction.atomic():
        for kind in Fact:
            rows = [fact.row for fact in new if fact.kind == kind]
            before = "address_" if kind == Fact.ADDRESS else ""
            values = {f"{before}checked_on": today, f"{before}checked_by": person}
            if rows:
                type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**values)
        _log(new, person)
    return new


def _log(facts: list[FactOfOffice], person) -> None:
    """One entry in the history of each office, naming its facts."""
    by_office: dict[Office, list] = {}
    for fact in facts:
        said = {"name": str(fact.kind.label), "object": fact.text, "fields": ["checked by staff on"]}
        by_office.setdefault(fact.office, []).append({"changed": said})
    for office, message in by_office.items():
        LogEntry.objects.log_actions(person.pk, [office], CHANGE, message, single_object=True)
