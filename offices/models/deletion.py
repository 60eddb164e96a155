"""What was deleted, kept for a while."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = datetime.timedelta(days=30)


class DeletionQuerySet(models.QuerySet):
    def recoverable(self):
        return self.filter(at__gt=timezone.now() - KEPT)

    def expired(self):
        return self.filter(at__lte=timezone.now() - KEPT)

    def naming(self, file: str):
        return self.annotate(words=Cast("rows", models.TextField())).filter(words__contains=file)


class Deletion(models.Model):
    """A deleted object with everything that went with it: `offices.deleting` writes and reads it."""

    model = models.CharField(_("kind"), max_length=60)  # newsroom.release
    key = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=250)
    rows = models.JSONField(encoder=DjangoJSONEncoder)  # serialized by Django, the object itself first
    links = models.JSONField(default=list, blank=True)  # [model, key, field] of each row that pointed to it
    at = models.DateTimeField(_("deleted at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    objects = DeletionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("deleted item")
        verbose_name_plural = _("deleted")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key"],
                name="deletion_is_kept_once",
                violation_error_message=_("This was deleted already."),
            ),
            models.CheckConstraint(
                condition=~Q(model="") & Q(key__gt=0),
                name="deletion_says_of_what",
                violation_error_message=_("Say what was deleted."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ends_at(self) -> datetime.datetime:
        """From then on it cannot be recovered."""
        return self.at + KEPT

    @property
    def days_left(self) -> int:
        """Whole days, rounded up; none where it cannot be recovered any more."""
        return max(0, -((timezone.now() - self.ends_at) // datetime.timedelta(days=1)))
