"""The directory: offices of every kind, how to reach them, and the sections that list them."""

from .alias import Alias
from .base import CleanTextModel
from .contact import ContactPoint, Reachable, general_number
from .deletion import Deletion
from .history import FactChange, FormerAddress, FormerParent
from .hours import Hours, SpecialHours
from .import_run import ImportRun
from .notice import Notice
from .office import Office, if_public, validate_timezone
from .place import Place
from .section import Section
from .service import OfficeService

__all__ = [
    "Alias", "CleanTextModel", "ContactPoint", "Deletion", "FactChange", "FormerAddress", "FormerParent",
    "Hours", "ImportRun", "Notice", "Office", "OfficeService", "Place", "Reachable", "Section",
    "SpecialHours", "general_number", "if_public", "validate_timezone",
]  # fmt: skip
