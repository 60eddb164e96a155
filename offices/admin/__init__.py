"""Keeping the directory true."""

from django.contrib import admin

from ..models import Deletion
from .deleted import DeletionAdmin, KeepsDeleted
from .notice import NoticeAdmin
from .office import OfficeAdmin
from .panel import MOST, Line, Panel
from .past import FactChangeAdmin, ImportRunAdmin
from .saving import KeepsImported, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = [
    "MOST",
    "DeletionAdmin",
    "FactChangeAdmin",
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

admin.site.register(Deletion, DeletionAdmin)  # last: the daily work stands first
