"""Keeping the directory true."""

from .notice import NoticeAdmin
from .office import OfficeAdmin
from .past import FactChangeAdmin
from .saving import KeepsImported, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = [
    "FactChangeAdmin",
    "KeepsImported",
    "NoticeAdmin",
    "OfficeAdmin",
    "SavesOnce",
    "SectionAdmin",
    "refuse_itself",
]
