from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WholeSiteConfig(AppConfig):
    name = "cbpsite"
    verbose_name = _("Whole site")

    def ready(self):
        """Not in `admin.py`: that is read before there are models."""
        from . import redirects  # noqa: F401
