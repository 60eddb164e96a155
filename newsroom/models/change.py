"""What a version says of itself."""

import datetime
from dataclasses import dataclass

from django.utils import formats, timezone

from ..kinds import ChangeKind


@dataclass
class Change:
    """What a version says of itself."""

    number: int
    kind: str
    note: str
    at: str

    @property
    def made_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.at)

    @property
    def label(self) -> str:
        return ChangeKind(self.kind).label

    @property
    def is_substantive(self) -> bool:
        return ChangeKind(self.kind).is_substantive

    @property
    def is_correction(self) -> bool:
        return self.kind == ChangeKind.CORRECTION

    @property
    def is_original(self) -> bool:
        return self.kind == ChangeKind.ORIGINAL

    @property
    def line(self) -> str:
        """“Correction, May 4, 2026: The number was wrong.”"""
        day = formats.date_format(timezone.localtime(self.made_at))
        return f"{self.label}, {day}: {self.note}"
