from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = _("Directory of offices")

    def ready(self):
        from .maps import check_build  # needs the models

        checks.register(check_build)
