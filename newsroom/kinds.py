"""The fixed vocabularies of the newsroom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseType(models.TextChoices):
    """The value is the address of the type's list."""

    NATIONAL = "national-media-release", _("National Media Release")
    LOCAL = "local-media-release", _("Local Media Release")
    SPEECH = "speeches-and-statements", _("Speeches and Statements")
    SPOTLIGHT = "spotlights", _("Spotlights")
    ADVISORY = "media-advisory", _("Media Advisory")

    @property
    def plural(self) -> str:
        return _PLURALS[self]


_PLURALS = {
    ReleaseType.NATIONAL: _("National media releases"),
    ReleaseType.LOCAL: _("Local media releases"),
    ReleaseType.SPEECH: _("Speeches and statements"),
    ReleaseType.SPOTLIGHT: _("Spotlights"),
    ReleaseType.ADVISORY: _("Media advisories"),
}


class Status(models.TextChoices):
    """A published release is public from its publication instant on; until then it is scheduled."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")  # put away; the public never read it


IN_WORK = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED)  # the text can be edited
SCHEDULED = "scheduled"  # the state of what is published at an instant to come


class Action(models.TextChoices):
    """What people do with a release, as the log says it. `workflow.STEPS` says who may, and when."""

    EDIT = "edit", _("Edited the text")
    SUBMIT = "submit", _("Submitted for approval")
    RETURN = "return", _("Requested changes")
    APPROVE = "approve", _("Approved")
    PUBLISH = "publish", _("Published")
    SCHEDULE = "schedule", _("Scheduled")
    UNSCHEDULE = "unschedule", _("Took off the schedule")
    EMERGENCY = "emergency", _("Published without approval")
    REVIEW = "review", _("Reviewed after publication")
    WITHDRAW = "withdraw", _("Withdrew from the public")
    ARCHIVE = "archive", _("Put into the archive")
    RECALL = "recall", _("Took back to draft")
    AMEND = "amend", _("Began a change of the public text")
    DISCARD = "discard", _("Discarded the change")


NEEDS_REASON = (Action.RETURN, Action.EMERGENCY, Action.WITHDRAW)


class DatePrecision(models.TextChoices):
    """How much of the publication instant is known: old releases may lack the day."""

    MINUTE = "minute", _("Day and time")
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Not recorded")


class ChangeKind(models.TextChoices):
    """What kind of version a public text became. Corrections and updates are substantive."""

    ORIGINAL = "original", _("First published")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")
    MINOR = "minor", _("Minor edit")

    @property
    def is_substantive(self) -> bool:
        return self in (ChangeKind.CORRECTION, ChangeKind.UPDATE)


class Language(models.TextChoices):
    """BCP 47 tags; each name in its own language."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"
    VIETNAMESE = "vi", "Tiếng Việt"
    FRENCH = "fr", "Français"
