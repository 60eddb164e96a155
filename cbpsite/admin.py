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

    def get_app_list(self, request, app_label=None):
        """The daily work first: accounts last, and each app’s models as their admins stand in its file."""
        apps = super().get_app_list(request, app_label)
        order = list(self._registry)
        for app in apps:
            app["models"].sort(key=lambda entry: order.index(entry["model"]))
        return sorted(apps, key=lambda app: app["app_label"] in ("auth", "admin"))

    def index(self, request, extra_context=None):
        """What waits for this person stands above the list of everything."""
        tasks = [
            task
            for model_admin in self._registry.values()
            if hasattr(model_admin, "tasks") and _has_tasks(model_admin, request)
            for task in model_admin.tasks(request)
        ]
        return super().index(request, {"tasks": tasks, **(extra_context or {})})


def _has_tasks(model_admin, request) -> bool:
    return getattr(model_admin, "has_tasks_permission", model_admin.has_change_permission)(request)
