"""Keeping the directory true."""

from .asking import CarefulList, ChoosesByKey, FewWords, KnownFilters
from .instants import WALL_CLOCK, WallClockForm
from .notice import NoticeAdmin
from .office import OfficeAdmin
from .panel import MOST, Line, Panel
from .past import FactChangeAdmin, ImportRunAdmin
from .recovery import DeletionAdmin
from .saving import KeepsDeleted, KeepsImported, ReadOnly, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = [
    "MOST",
    "WALL_CLOCK",
    "CarefulList",
    "ChoosesByKey",
    "DeletionAdmin",
    "FactChangeAdmin",
    "FewWords",
    "ImportRunAdmin",
    "KeepsDeleted",
    "KeepsImported",
    "KnownFilters",
    "Line",
    "NoticeAdmin",
    "OfficeAdmin",
    "Panel",
    "ReadOnly",
    "SavesOnce",
    "SectionAdmin",
    "WallClockForm",
    "refuse_itself",
]
