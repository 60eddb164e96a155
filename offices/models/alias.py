from django.db import models
from django.utils.translation import gettext_lazy as _

from ..kinds import AliasKind
from .base import CleanTextModel
from .office import Office


class Alias(CleanTextModel):
    """Another name or code under which an office is or was known."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="aliases")
    kind = models.CharField(_("kind"), max_length=8, choices=AliasKind, default=AliasKind.OTHER)
    value = models.CharField(_("name or code"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "value", "pk"]
        verbose_name = _("other name or code")
        verbose_name_plural = _("other names and codes")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "value"],
                name="alias_is_given_once",
                violation_error_message=_("This name or code is already listed."),
            )
        ]

    def __str__(self):
        return self.value

    @property
    def is_past(self) -> bool:
        return AliasKind(self.kind).is_past

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._reindex()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        self._reindex()
        return deleted

    def _reindex(self) -> None:
        """People look for offices by their other names."""
        office = Office.objects.get(pk=self.office_id)
        office.save(update_fields=["search_title", "search_text"])
