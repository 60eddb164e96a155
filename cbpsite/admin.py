"""The admin under the site's own name."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.utils.translation import gettext_lazy as _


class SiteAdminConfig(AdminConfig):
    default_site = "cbpsite.admin.SiteAdmin"


class SiteAdmin(AdminSite):
    site_header = _("CBP newsroom and directory")
    site_title = _("CBP staff")
    index_title = _("What would you like to edit?")
