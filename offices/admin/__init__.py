"""Keeping the directory true. The front page of the admin lists the models in the order of these lines."""

from .office import OfficeAdmin
from .saving import KeepsImported, SavesOnce, refuse_itself
from .section import SectionAdmin

__all__ = ["KeepsImported", "OfficeAdmin", "SavesOnce", "SectionAdmin", "refuse_itself"]
