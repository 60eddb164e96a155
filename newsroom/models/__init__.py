"""Press releases and what belongs to them."""

from .change import Change
from .coverage import Coverage
from .former_address import FormerAddress
from .parts import Event, KeyFact, ReleaseContact, ReleaseImage
from .release import Release, Revision, reference_of
from .version import Version
from .vocabulary import Boilerplate, Incident, Topic
from .workflow import WorkflowEvent

__all__ = [
    "Boilerplate", "Change", "Coverage", "Event", "FormerAddress", "Incident", "KeyFact", "Release",
    "ReleaseContact", "ReleaseImage", "Revision", "Topic", "Version", "WorkflowEvent", "reference_of",
]  # fmt: skip
