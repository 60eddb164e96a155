"""Which press office answers reporters about what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.models import CleanTextModel, Office
from offices.places import State

from ..kinds import Language
from ..querysets import CoverageQuerySet
from .vocabulary import Topic


class Coverage(CleanTextModel):
    """What a press office answers reporters about. What is left blank covers everything."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        limit_choices_to={"kind": "press_office"},
        related_name="coverage",
        verbose_name=_("press office"),
    )
    state = models.CharField(
        _("state or territory"),
        max_length=2,
        blank=True,
        choices=State,
        help_text=_("Blank: every state. An office for two states has two rows."),
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
        help_text=_("Blank: every topic."),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=Language,
        help_text=_("A language in which reporters are answered. Blank: not limited to one."),
    )
    note = models.CharField(
        _("note for reporters"), max_length=200, blank=True, help_text=_("Which part of the state …")
    )
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Unticked: reporters are not sent to the office for this.")
    )
    import_key = models.CharField(max_length=200, blank=True, editable=False)  # the row it came from

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "state", "language", "pk"]
        verbose_name = _("press coverage")
        verbose_name_plural = _("press coverage")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "state", "topic", "language"],
                name="coverage_is_given_once",
                violation_error_message=_("This office has this coverage already."),
            ),
            models.UniqueConstraint(  # databases take two rows without a topic for different ones
                fields=["office", "state", "language"],
                condition=Q(topic=None),
                name="coverage_of_every_topic_is_given_once",
                violation_error_message=_("This office has this coverage already."),
            ),
        ]

    def __str__(self):
        parts = (self.scope, self.get_language_display())
        return f"{self.office}: {', '.join(part for part in parts if part)}"

    @property
    def scope(self) -> str:
        """Where and about what, in words; the language, which is written in itself, stands apart."""
        if not self.state and not self.topic:
            return gettext("Every state and topic")
        parts = (self.get_state_display(), self.topic.name if self.topic else "")
        return ", ".join(str(part) for part in parts if part)
