"""Keeping the directory true."""

from .notice import NoticeAdmin
from .office import OfficeAdmin
from .panel import MOST, Line, Panel
from .past import FactChangeAdmin, ImportRunAdmin
from .recovery import DeletionAdmin
from .saving import FewWords, KeepsDeleted, KeepsImported, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = [
    "MOST",
    "DeletionAdmin",
    "FactChangeAdmin",
    "FewWords",
    "ImportRunAdmin",
    "KeepsDeleted",
    "KeepsImported",
    "Line",
    "NoticeAdmin",
    "OfficeAdmin",
    "Panel",
    "SavesOnce",
    "SectionAdmin",
    "refuse_itself",
]
