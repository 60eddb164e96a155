from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = _("Directory of offices")

    def ready(self):
        from .corrections import check_contact  # they need the models
        from .maps import check_build

        checks.register(check_build)
        checks.register(check_contact, deploy=True)
