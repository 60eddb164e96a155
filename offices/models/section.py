from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..kinds import SectionSlug
from ..querysets import section_filter
from .base import CleanTextModel
from .office import Office


class Section(CleanTextModel):
    """One of the nine kinds of contact that the contact page lists."""

    slug = models.CharField(_("address"), max_length=30, choices=SectionSlug, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=100)
    introduction = models.TextField(
        _("introduction"), help_text=_("One or two paragraphs, separated by a blank line.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact section")
        verbose_name_plural = _("contact sections")
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__in=SectionSlug.values),
                name="section_slug_is_one_of_the_nine",
                violation_error_message=_("This is not one of the nine sections."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("offices:section", args=[self.slug])

    @classmethod
    def with_counts(cls) -> list["Section"]:
        """All sections in order, each with `office_count`, in two queries."""
        sections = list(cls.objects.all())
        offices = Office.objects.published().current()
        counts = offices.aggregate(
            **{
                section.slug.replace("-", "_"): models.Count("pk", filter=section_filter(section.slug))
                for section in sections
            }
        )
        for section in sections:
            section.office_count = counts[section.slug.replace("-", "_")]
        return sections
