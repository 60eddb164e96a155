"""What people did with releases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..kinds import NEEDS_REASON, Action
from .release import Release


class WorkflowEvent(models.Model):
    """One step of a release, by whom and when. The database refuses to change it.

    What is done to a working copy stands with the release that the copy changes.
    """

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="workflow_events", verbose_name=_("release")
    )
    action = models.CharField(_("action"), max_length=10, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)
    instant = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    text = models.CharField(max_length=64, blank=True)  # `workflow.text_token` of what the actor saw

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("step of a release")
        verbose_name_plural = _("steps of releases")
        indexes = [models.Index(fields=["action", "release"], name="workflow_event_by_action")]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values),
                name="workflow_action_is_known",
                violation_error_message=_("This action is not known."),
            ),
            models.CheckConstraint(
                condition=~Q(action__in=NEEDS_REASON) | ~Q(note=""),
                name="workflow_event_says_why",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.release}"
