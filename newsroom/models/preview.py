"""Preview passes: links to what is not public yet, for people without an account (docs/adr/0018)."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.models import CleanTextModel

from ..kinds import IN_WORK, Status
from .release import Release

LONGEST = datetime.timedelta(days=30)


class PreviewPass(CleanTextModel):
    """Lets whoever has its token read one release that is in work or scheduled.

    Of the token only the hash is kept: nobody can read a link out of the database.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="preview_passes")
    name = models.CharField(
        _("for whom"),
        max_length=120,
        help_text=_("The person and the organization. Their name stands on every page, on paper too."),
    )
    token_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preview pass")
        verbose_name_plural = _("preview passes")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                name="preview_pass_token_is_unique",
                violation_error_message=_("Another pass has this token."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="preview_pass_names_somebody",
                violation_error_message=_("Say for whom the pass is."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="preview_pass_ends_after_it_is_made",
                violation_error_message=_("A pass cannot end before it is made."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="preview_pass_is_revoked_by_somebody",
                violation_error_message=_("A revoked pass says who revoked it, and when."),
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def issue(cls, **fields) -> tuple["PreviewPass", str]:
        """A new pass, and its token, which cannot be had again. Raises ValidationError, in words."""
        token = secrets.token_urlsafe(32)
        issued = cls(token_hash=hash_of(token), **fields)
        issued.full_clean()
        issued.save()
        return issued, token

    def clean(self):
        super().clean()
        if self.expires_at and self.expires_at > self.made_at + LONGEST:
            raise ValidationError({"expires_at": _("A preview pass lasts 30 days at most.")})

    def revoke(self, person) -> bool:
        """False where somebody has done it before."""
        valid = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return bool(valid.update(revoked_at=timezone.now(), revoked_by=person))

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def shows_text(self) -> bool:
        """Of a release that is not public at this moment; ask that first."""
        is_coming = self.release.status in (*IN_WORK, Status.PUBLISHED)
        return is_coming and not self.is_expired and self.revoked_at is None


def hash_of(token: str) -> str:
    """A plain hash is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


class PreviewUse(models.Model):
    """Something was read with a pass. No address or browser of the reader is kept."""

    preview_pass = models.ForeignKey(PreviewPass, models.CASCADE, related_name="uses")
    at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=80, blank=True)  # empty: the page

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("use of a preview pass")
        verbose_name_plural = _("uses of preview passes")

    def __str__(self):
        return f"{self.preview_pass}: {self.file or self.preview_pass.release}"
