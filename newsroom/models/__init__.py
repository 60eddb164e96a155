"""Press releases and what belongs to them."""

from .change import Change
from .coverage import Coverage
from .keeping import Autosave, Presence, SavedText
from .parts import Event, KeyFact, ReleaseContact, ReleaseImage
from .preview import PreviewPass, PreviewUse
from .release import Release, Revision, reference_of
from .version import Version
from .vocabulary import Boilerplate, Incident, Topic
from .workflow import WorkflowEvent

__all__ = [
    "Autosave", "Boilerplate", "Change", "Coverage", "Event", "Incident", "KeyFact", "Presence",
    "PreviewPass", "PreviewUse", "Release", "ReleaseContact", "ReleaseImage", "Revision", "SavedText",
    "Topic", "Version", "WorkflowEvent",
    "reference_of",
]  # fmt: skip
