from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ..kinds import NoticeKind
from ..places import State, label_of
from ..querysets import NoticeQuerySet
from ..text import display_instant
from .base import CleanTextModel


class Notice(CleanTextModel):
    """A sentence on top of pages that appears and ends by itself: about an office, a state or everything."""

    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind, default=NoticeKind.OTHER)
    text = models.TextField(_("text in English"))
    text_es = models.TextField(_("text in Spanish"))
    starts_at = models.DateTimeField(_("shown from"), help_text=_("Eastern time"))
    ends_at = models.DateTimeField(_("shown until"), help_text=_("Eastern time"))
    state = models.CharField(_("state or territory"), max_length=2, blank=True, choices=State)
    office = models.ForeignKey(
        "offices.Office",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("office"),
        help_text=_("It and what is below it. Without office and state: every page."),
    )
    modified_at = models.DateTimeField(_("last modified"), auto_now=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["ends_at"], name="notice_end")]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="notice_ends_after_it_begins",
                violation_error_message=_("The notice would end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(office=None),
                name="notice_has_one_scope",
                violation_error_message=_("Choose a state or an office, not both."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values),
                name="notice_kind_is_known",
                violation_error_message=_("This kind is not known."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def place(self) -> str:
        """What it is about where that is not everything; the same in both languages."""
        return str(self.office) if self.office_id else label_of(State, self.state) if self.state else ""

    @property
    def heading_es(self) -> str:
        return _SPANISH[self.kind]

    @property
    def is_lapse(self) -> bool:
        return self.kind == NoticeKind.LAPSE

    @property
    def as_of(self) -> str:
        """When it was last written, on the clock of Washington: “July 1, 2026, 12:30 p.m. EDT”."""
        return display_instant(self.modified_at)

    @property
    def as_of_es(self) -> str:
        with translation.override("es"):
            return self.as_of

    @property
    def is_running(self) -> bool:
        return self.starts_at <= timezone.now() < self.ends_at


_SPANISH = {
    NoticeKind.CLOSURE: "Cierre",
    NoticeKind.STORM: "Tormenta o desastre",
    NoticeKind.LAPSE: "Interrupción de fondos",
    NoticeKind.OTHER: "Aviso",
}
