"""The admin under the site's own name."""

from functools import update_wrapper

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from staff import held


class SiteAdminConfig(AdminConfig):
    default_site = "cbpsite.admin.SiteAdmin"


class ChoicesView(AutocompleteJsonView):
    """What is found for a field, in the words of its admin where it has some for choosing."""

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "choice_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class SiteAdmin(AdminSite):
    site_header = _("CBP newsroom and directory")
    site_title = _("CBP staff")
    index_title = _("Your desk")

    def admin_view(self, view, cacheable=False):
        """Whoever saves a form after the sign-in has ended gets it back, with all that was typed."""
        guarded = super().admin_view(view, cacheable)

        def answer(request, *args, **kwargs):
            if not request.user.is_authenticated and held.holds(request):
                return held.page(request, is_signed_in=False)
            return guarded(request, *args, **kwargs)

        return update_wrapper(answer, guarded)

    def autocomplete_view(self, request):
        return ChoicesView.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The daily work first: accounts last, and each app’s models as their admins stand in its file."""
        apps = super().get_app_list(request, app_label)
        order = list(self._registry)
        for app in apps:
            app["models"].sort(key=lambda entry: order.index(entry["model"]))
        return sorted(apps, key=lambda app: app["app_label"] in ("auth", "admin"))

    def login(self, request, extra_context=None):
        """There is one way in, and it is not here: a form of its own would know neither limits nor
        second factors, even for those who are signed in already."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, None):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login", query={REDIRECT_FIELD_NAME: wanted}))
        if not self.has_permission(request):
            return render(request, "staff/not_staff.html", status=403)
        return HttpResponseRedirect(wanted)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        """What waits for this person, and what comes, stands above the list of everything."""
        panels = [
            panel
            for model_admin in self._registry.values()
            if hasattr(model_admin, "panels")
            for panel in model_admin.panels(request)
        ]
        panels.sort(key=lambda panel: panel.rank)
        groups = [
            (_("Waiting for you"), [panel for panel in panels if panel.is_mine]),
            (_("Late, running and to come"), [panel for panel in panels if not panel.is_mine]),
        ]
        return super().index(request, {"groups": groups, **(extra_context or {})})
