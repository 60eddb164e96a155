"""What our own pages answered when they were asked for a release."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .release import Release


class Proof(models.Model):
    """Each page that was asked, when, and whether it carried the text; `newsroom.proof` writes it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="proofs", verbose_name=_("release"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    is_public = models.BooleanField(_("the public may read the text"))
    is_complete = models.BooleanField(_("every page answered as it should"))
    answers = models.JSONField(_("answers"), default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proof of publication")
        verbose_name_plural = _("proofs of publication")

    def __str__(self):
        return str(self.release)
