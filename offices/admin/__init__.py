"""Keeping the directory true."""

from .notice import NoticeAdmin
from .office import OfficeAdmin
from .saving import KeepsImported, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = ["KeepsImported", "NoticeAdmin", "OfficeAdmin", "SavesOnce", "SectionAdmin", "refuse_itself"]
