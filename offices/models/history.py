"""What an office was before: its addresses on this site, the offices above it, and each fact that changed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..provenance import PartialDateField, Sourced, display_partial_date
from ..querysets import FactChangeQuerySet
from .base import CleanTextModel
from .office import Office, if_public


class FormerAddress(models.Model):
    """A last part of an office’s address that was used once: it forwards.

    What is the present address of any office is the former one of none: see `Office.save`.
    """

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("Last part of a page’s address that leads here: marfa-sector."),
        error_messages={"unique": _("This is a former address of an office already.")},
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug

    def clean(self):
        super().clean()
        self.slug = self.slug.lower()
        # In a form the office may be about to get this very address.
        present = self.office if self.office.slug == self.slug else None
        if present := present or Office.objects.filter(slug=self.slug).first():
            message = _("This is the present address of %(office)s, and leads there.")
            raise ValidationError({"slug": ValidationError(message, params={"office": present})})


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

    @property
    def public_parent(self) -> Office | None:
        return if_public(self.parent)

    @property
    def until_display(self) -> str:
        return display_partial_date(self.until)


class FactChange(models.Model):
    """One public fact of an office that became another: what the page and feed of changes list.

    Where the fact is another office, that one is kept too, so that the change is not shown while
    it is hidden. With it the change is deleted: a name that was hidden must not appear again.
    """

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="fact_changes")
    at = models.DateTimeField(_("changed at"), db_index=True)
    fact = models.CharField(_("fact"), max_length=120)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    named_before = models.ForeignKey("offices.Office", models.CASCADE, null=True, related_name="+")
    named_after = models.ForeignKey("offices.Office", models.CASCADE, null=True, related_name="+")

    objects = FactChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of the directory")
        verbose_name_plural = _("changes of the directory")

    def __str__(self):
        return f"{self.fact}: {self.before} → {self.after}"

    @property
    def day(self):
        return timezone.localdate(self.at)
