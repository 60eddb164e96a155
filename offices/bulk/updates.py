"""One upload: what it would change, what is wrong with it, and the change itself."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import tablib
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.results import Result

from ..models import ImportRun, Office
from ..recording import recorded
from .reading import Rows
from .sheets import SHEETS, Sheet

MOST_EXPLAINED = 100  # wrong rows whose every reason is asked for


@dataclass
class Problem:
    number: int
    column: str
    text: str


@dataclass
class Change:
    """A row that becomes another: pairs of old and new for each column."""

    number: int
    office: Office
    row: str
    cells: list[tuple[str, str, str]]


class Update:
    def __init__(self, rows: Rows):
        self.rows = rows
        self.problems: list[Problem] = []
        self.changes: list[Change] = []

    @cached_property
    def sheet(self) -> Sheet:
        return SHEETS[self.rows.sheet]()

    def as_data(self) -> dict:
        return asdict(self.rows)

    @classmethod
    def from_data(cls, data: dict) -> "Update":
        return cls(Rows(**data))

    def preview(self) -> None:
        """Everything is saved, to see what the database says, and taken back."""
        self._run(dry_run=True)

    def save(self, person) -> bool:
        """All rows or none; whether they were saved."""
        with transaction.atomic():
            # All at first and in one order: nobody waits in a circle, or reads what somebody is changing.
            list(self._offices.order_by("pk").select_for_update(no_key=True).values_list("pk"))
            with recorded(self._offices):
                self._run(dry_run=False)
                if not self.problems:
                    self._log(person)
        return not self.problems

    @property
    def _offices(self) -> QuerySet:
        column = self.rows.header.index(self.sheet.key())
        keys = {row[column] for row in self.rows.rows}
        if self.rows.sheet == "offices":
            return Office.objects.filter(slug__in=keys)
        rows = self.sheet._meta.model.objects.filter(pk__in=filter(str.isdecimal, keys))
        return Office.objects.filter(pk__in=rows.values("office"))

    def _run(self, *, dry_run: bool) -> None:
        result = self._import(dry_run)
        if wrong := [*result.error_rows, *result.invalid_rows]:
            result = self._import(dry_run, [row.number for row in wrong[:MOST_EXPLAINED]])
        self.problems = list(self._problems(result))
        self.changes = [] if self.problems else list(self._changes(result))

    def _import(self, dry_run: bool, refused: Iterable[int] = ()) -> Result:
        dataset = tablib.Dataset(*self.rows.rows, headers=self.rows.header)
        options = {"rollback_on_validation_errors": True, "retain_instance_in_row_result": True}
        return SHEETS[self.rows.sheet](refused).import_data(dataset, dry_run=dry_run, **options)

    def _problems(self, result) -> Iterable[Problem]:
        for invalid in result.invalid_rows:
            row = self.rows.numbers[invalid.number - 1]
            for name, messages in invalid.error_dict.items():
                column = "" if name == NON_FIELD_ERRORS else name
                yield from (Problem(row, column, message) for message in messages)
        if result.invalid_rows:
            return  # what the database says after a refusal is about nothing else
        for failed in result.error_rows[:1]:
            text = _("The database refused this row, perhaps because somebody saved at the same moment.")
            yield Problem(self.rows.numbers[failed.number - 1], "", text)
        if result.base_errors:
            yield Problem(1, "", _("This file cannot be taken as it is. Export it again."))

    def _changes(self, result) -> Iterable[Change]:
        for number, row in zip(self.rows.numbers, result.rows, strict=True):
            if not row.is_update():
                continue
            old, new = self.sheet.cells(row.original), self.sheet.cells(row.instance)
            cells = [(name, old[name], new[name]) for name in new if old[name] != new[name]]
            if cells:
                office = self.sheet.office_of(row.instance)
                yield Change(number, office, str(row.original), cells)

    def _log(self, person) -> None:
        for change in self.changes:
            fields = [column for column, _old, _new in change.cells]
            said = {"fields": fields}
            if self.rows.sheet != "offices":
                said |= {"name": str(self.sheet._meta.model._meta.verbose_name), "object": change.row}
            message = [{"changed": said}]
            LogEntry.objects.log_actions(person.pk, [change.office], CHANGE, message, single_object=True)
        if self.changes:
            what = _("%(sheet)s, from a sheet") % {"sheet": self.sheet.title}
            ImportRun.objects.create(who=str(person), what=what, updated=len(self.changes))
