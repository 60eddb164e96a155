from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..checks import Fact
from ..kinds import Service
from ..provenance import Checked, Sourced
from .base import CleanTextModel


class OfficeService(CleanTextModel, Sourced, Checked):
    """Something people can do at an office."""

    fact_kind = Fact.SERVICE
    checks = {"checked": ("service", "name", "address", "note")}

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="services")
    service = models.CharField(_("service"), max_length=24, choices=Service)
    name = models.CharField(
        _("name of the place"), max_length=120, blank=True, help_text=_("Where it differs from the office’s.")
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                condition=Q(service__in=Service.values),
                name="office_service_is_known",
                violation_error_message=_("This service is not known."),
            )
        ]

    def __str__(self):
        return self.name or self.get_service_display()
