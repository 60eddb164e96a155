"""What releases are sorted under and closed with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import CleanTextModel


class Topic(CleanTextModel):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name


class Boilerplate(CleanTextModel):
    """The closing paragraph about a component, kept in one place for all its releases."""

    component = models.CharField(_("component"), max_length=80, unique=True)
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["component"]
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplates")

    def __str__(self):
        return self.component


class Incident(CleanTextModel):
    """An event that several releases speak of: first statement, updates, outcome."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")

    def __str__(self):
        return self.name
