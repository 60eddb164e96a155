"""Bulk updates: facts of many offices out as a spreadsheet, corrections back in, all or nothing."""

from .reading import Refused, escape, read
from .sheets import SHEETS
from .updates import Update

__all__ = ["SHEETS", "Refused", "Update", "escape", "read"]
