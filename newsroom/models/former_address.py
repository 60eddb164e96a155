"""Where a release was before: its old addresses forward."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..kinds import ReleaseType
from .release import Release


class FormerAddress(models.Model):
    """An address at which the public could read a release; `Release.save` keeps it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="former_addresses")
    type = models.CharField(_("type"), max_length=24, choices=ReleaseType)
    slug = models.SlugField(_("address"), max_length=120)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "slug"],
                name="former_address_is_of_one_release",
                violation_error_message=_("This is a former address of a release already."),
            )
        ]

    def __str__(self):
        return f"{self.type}/{self.slug}"
