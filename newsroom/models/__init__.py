"""Press releases and what belongs to them."""

from .change import Change
from .coverage import Coverage
from .former_address import FormerAddress
from .keeping import Autosave, Presence, SavedText
from .parts import Event, KeyFact, ReleaseContact, ReleaseImage
from .preflight import Finding, Link
from .preview import PreviewPass, PreviewUse
from .proof import Proof
from .release import Release, Revision, reference_of
from .version import Version
from .vocabulary import Boilerplate, Incident, Topic
from .workflow import WorkflowEvent

__all__ = [
    "Autosave", "Boilerplate", "Change", "Coverage", "Event", "Finding", "FormerAddress", "Incident",
    "KeyFact", "Link", "Presence", "PreviewPass", "PreviewUse", "Proof", "Release", "ReleaseContact",
    "ReleaseImage", "Revision", "SavedText", "Topic", "Version", "WorkflowEvent", "reference_of",
]  # fmt: skip
