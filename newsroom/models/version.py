"""Every text that the public could read."""

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..kinds import ChangeKind
from ..markup import with_anchors, with_dateline
from .change import Change
from .release import Release


class Version(models.Model):
    """What the public could read from one instant to the next. The database refuses to change it.

    `versions.record` makes these; a release that was never changed after its publication has none.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    headline = models.CharField(max_length=250)
    subtitle = models.CharField(max_length=250, blank=True)
    summary = models.TextField()
    dateline = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    details = models.JSONField(default=list, blank=True)  # speaker, event and key facts, a line each

    class Meta:
        ordering = ["number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number"],
                name="version_is_numbered_once",
                violation_error_message=_("This release already has a version with this number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[ChangeKind.CORRECTION, ChangeKind.UPDATE]) | ~Q(note=""),
                name="version_of_substance_says_what_changed",
                violation_error_message=_("Tell the public what changed."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values),
                name="version_kind_is_known",
                violation_error_message=_("This kind of change is not known."),
            ),
        ]

    def __str__(self):
        return gettext("Version %(number)d") % {"number": self.number}

    @property
    def change(self) -> Change:
        return Change(self.number, self.kind, self.note, self.made_at.isoformat())

    @property
    def safe_body(self) -> SafeString:
        return with_dateline(self.body, self.dateline)

    @property
    def numbered_body(self) -> SafeString:
        return with_anchors(self.safe_body)
