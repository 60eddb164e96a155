"""What keeps words from being lost: saved texts, unsaved ones, and who has which release open."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.text import display_instant, display_second

from .release import Release

HERE = datetime.timedelta(minutes=2)  # without a sign of life, a person is gone


class SavedText(models.Model):
    """A release as one save left it, for staff. Those of a working copy stay with what it changes."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="saved_texts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.JSONField()  # for comparing: what `comparison.compare` reads
    rows = models.JSONField(encoder=DjangoJSONEncoder)  # for taking it back, serialized by Django

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("saved text")
        verbose_name_plural = _("saved texts")

    def __str__(self):
        return display_second(self.at)


class Autosave(models.Model):
    """What a person typed into one form and has not saved; without a release, into the form for a new one."""

    release = models.ForeignKey(Release, models.CASCADE, null=True, related_name="autosaves")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=32)  # each form that is opened has a number of its own
    data = models.JSONField()  # lists of values by name, as the form posts them
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form"],
                name="autosave_is_one_for_a_form",
                violation_error_message=_("This form has its unsaved text already."),
            )
        ]

    def __str__(self):
        return display_second(self.at)


class PresenceQuerySet(models.QuerySet):
    def here(self):
        return self.filter(seen_at__gt=timezone.now() - HERE)


class Presence(models.Model):
    """Somebody has the form of a release open."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "person"],
                name="presence_is_one_for_a_person",
                violation_error_message=_("This person has this release open already."),
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=F("since")),
                name="presence_begins_before_it_is_seen",
                violation_error_message=_("Nobody is seen before they came."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {display_instant(self.since)}"
