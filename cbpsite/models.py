"""Addresses that forward, as staff say (docs/adr/0021)."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from offices.models import CleanTextModel
from offices.text import clean_text

from .middleware import NOT_PUBLIC

# A second slash or a backslash at the beginning is another site to a browser. What is still escaped would
# be another address to it too.
_PATH = re.compile(r"/(?![/\\])[^\s\\?#%\x00-\x1f\x7f]*")
_DOTS = re.compile(r"/\.\.?(/|\Z)")
LONGEST = 400  # characters; there are letters that are two where they are no capitals


def key_of(path: str) -> str:
    """What old addresses are compared by: no capitals, no slash at the end."""
    return path.lower().rstrip("/") or "/"


def own_path(typed: str) -> str:
    """`typed` as a path of this site without escapes; raises ValidationError, in words, for all else."""
    path = unquote(typed)
    if "?" in typed or "#" in typed:
        raise ValidationError(_("Leave out “?” or “#” and what follows: it makes no difference here."))
    is_path = _PATH.fullmatch(path) and not _DOTS.search(path) and "//" not in path
    if not is_path or clean_text(path) != path or len(key_of(path)) > LONGEST:
        raise ValidationError(_("Write an address of this site that begins with one slash: /newsroom/"))
    if f"{key_of(path)}/".startswith(NOT_PUBLIC):
        raise ValidationError(_("This is an address of the staff area, or of a preview."))
    return path


def answers(path: str) -> bool:
    """The public gets something other than “there is no page” at `path`."""
    request = _Question(path)
    try:
        view, arguments, named = request.resolver_match = resolve(path)
        return view(request, *arguments, **named).status_code != 404
    except (Resolver404, Http404):
        return False


class _Question(HttpRequest):
    """Somebody who is not signed in asks for `path` at the public name of the site."""

    def __init__(self, path: str):
        super().__init__()
        site = urlsplit(settings.SITE_URL)
        self.method, self.path, self.path_info = "GET", path, path
        self.META = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port or 443)}
        self.user = AnonymousUser()

    def get_host(self):
        return urlsplit(settings.SITE_URL).netloc


class Redirect(CleanTextModel):
    """An address at which there is no page, and the one it leads to; without one, what stood there is gone.

    No redirect leads to another: whoever was led to an address that moves is led on to the new one.
    """

    old_path = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        help_text=_("The part after the name of the site: /document/fact-sheet"),
        error_messages={"unique": _("This address has a redirect already. Change that one.")},
    )
    new_path = models.CharField(
        _("new address"),
        max_length=LONGEST,
        blank=True,
        help_text=_("On this site: /newsroom/. Blank: readers are told that the page was removed."),
    )
    note = models.TextField(_("note for staff"), blank=True, help_text=_("Why, or who asked for it."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=Q(old_path__startswith="/") & (Q(new_path="") | Q(new_path__startswith="/")),
                name="redirect_stays_on_this_site",
                violation_error_message=_("Both addresses begin with a slash."),
            ),
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("An address cannot lead to itself."),
            ),
        ]

    def __str__(self):
        return self.old_path

    def clean(self):
        super().clean()
        self._clean_paths()
        others = Redirect.objects.exclude(pk=self.pk)
        if self.new_path and key_of(self.new_path) == self.old_path:
            raise ValidationError({"new_path": _("An address cannot lead to itself.")})
        if onward := others.filter(old_path=key_of(self.new_path)).first() if self.new_path else None:
            text = _("This address leads on itself: %(goal)s. Write where readers should end.")
            goal = onward.new_path or _("to the words that the page was removed")
            raise ValidationError({"new_path": ValidationError(text, params={"goal": goal})})
        if self.old_path and (answers(self.old_path) or answers(f"{self.old_path}/")):
            raise ValidationError({"old_path": _("There is a page at this address, which would be shown.")})

    def _clean_paths(self) -> None:
        problems = {}
        for name in ("old_path", "new_path"):
            try:
                setattr(self, name, getattr(self, name) and own_path(getattr(self, name)))
            except ValidationError as error:
                problems[name] = error
        if problems:
            raise ValidationError(problems)
        self.old_path = self.old_path and key_of(self.old_path)

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._leading_here().update(new_path=self.new_path)

    def _leading_here(self):
        """Redirects that led to the address which leads on now."""
        ends = Q(new_path__iexact=self.old_path) | Q(new_path__iexact=f"{self.old_path}/")
        return Redirect.objects.filter(ends)
