"""What preflight found in what is public or scheduled, and what other sites said to our links."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .release import Release


class Finding(models.Model):
    """One thing that a rule of `preflight.RULES` found in a release on the last run over everything."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="findings", verbose_name=_("release"))
    rule = models.CharField(_("rule"), max_length=40)
    words = models.CharField(_("finding"), max_length=500)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("finding of preflight")
        verbose_name_plural = _("findings of preflight")
        indexes = [
            models.Index(fields=["-since", "-id"], name="finding_newest"),
            models.Index(fields=["rule", "-since", "-id"], name="finding_by_rule"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "rule", "words"],
                name="finding_is_listed_once",
                violation_error_message=_("This finding is listed already."),
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(rule=""),
                name="finding_says_what",
                violation_error_message=_("A finding says what was found, and by which rule."),
            ),
        ]

    def __str__(self):
        return self.words


class Link(models.Model):
    """An address on another site, and what was wrong with it when it was last asked for."""

    address = models.CharField(_("address"), max_length=2000)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="link_is_kept_once",
                violation_error_message=_("This link is kept already."),
            )
        ]

    def __str__(self):
        return self.address
