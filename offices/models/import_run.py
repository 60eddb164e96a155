"""The imports that changed something."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One import, by whom and when. `who` is text: a command knows no account, and accounts go."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    who = models.CharField(_("by"), max_length=200, blank=True)
    what = models.CharField(_("what"), max_length=200)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    conflicts = models.PositiveIntegerField(_("conflicts"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return self.what

    @property
    def summary(self) -> str:
        words = {"created": self.created, "updated": self.updated, "conflicts": self.conflicts}
        if self.conflicts:
            return gettext("%(created)d created, %(updated)d updated, %(conflicts)d conflicts") % words
        return gettext("%(created)d created, %(updated)d updated") % words
