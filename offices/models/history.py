"""What an office was before: its addresses on this site, the offices above it, and each fact that changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..provenance import PartialDateField, Sourced
from .base import CleanTextModel


class FormerAddress(models.Model):
    """A last part of an office’s address that was used once: it forwards."""

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


class FormerParent(CleanTextModel, Sourced):
    """The office that another one belonged to before."""

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="former_parents")
    parent = models.ForeignKey(
        "offices.Office", models.PROTECT, related_name="former_children", verbose_name=_("belonged to")
    )
    until = PartialDateField(_("until"), help_text=_("2022, 2022-06 or 2022-06-29. Blank: not known."))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["-until", "pk"]
        verbose_name = _("former parent")
        verbose_name_plural = _("former parents")

    def __str__(self):
        return str(self.parent)


class FactChange(models.Model):
    """One public fact of an office that became another: what the page and feed of changes list."""

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="fact_changes")
    at = models.DateTimeField(_("changed at"), db_index=True)
    fact = models.CharField(_("fact"), max_length=120)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of the directory")
        verbose_name_plural = _("changes of the directory")

    def __str__(self):
        return f"{self.fact}: {self.before} → {self.after}"
