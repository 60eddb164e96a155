"""Who gets which answer from which address of the admin, and whose posts change anything."""

import copy
import datetime
import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cbpsite.models import Redirect
from newsroom import keeping
from newsroom.models import (
    Boilerplate,
    Coverage,
    Finding,
    Incident,
    Link,
    PreviewPass,
    Proof,
    Release,
    Topic,
    WorkflowEvent,
)
from newsroom.workflow import text_token
from offices.models import Deletion, FactChange, ImportRun, Notice, Office, Section

from .. import factories

pytestmark = pytest.mark.django_db

# One letter a role, in this order:
ROLES = (
    *("anonymous", "visitor", "idle staff", "editor", "publisher", "manager", "superuser"),
    *("approver", "auditor"),
)
# L: sent to sign in; .: answers 200; r: sent elsewhere; F: 403; N: 404; X: 405;
# S: saved, that is, rows changed and sent elsewhere. “!” is rows changed in any other manner.

# fmt: off
GET = {
    "":                                                 "LL.......",
    "login/":                                           "rFrrrrrrr",
    "logout/":                                          "rrXXXXXXX",
    "password_change/":                                 "LLrrrrrrr",
    "password_change/done/":                            "LL.......",
    "autocomplete/":                                    "LLF......",
    "jsi18n/":                                          "LL.......",
    "r/<path:content_type_id>/<path:object_id>/":       "LLrrrrrrr",
    "auth/group/":                                      "LLFFFF.F.",
    "auth/group/add/":                                  "LLFFFF.FF",
    "auth/group/<path:object_id>/":                     "LLrrrrrrr",
    "auth/group/<path:object_id>/change/":              "LLFFFF.F.",
    "auth/group/<path:object_id>/delete/":              "LLFFFF.FF",
    "auth/group/<path:object_id>/history/":             "LLFFFF.F.",
    "auth/user/":                                       "LLFFFF.F.",
    "auth/user/add/":                                   "LLFFFF.FF",
    "auth/user/<id>/password/":                         "LLFFFF.FF",
    "auth/user/<path:object_id>/":                      "LLrrrrrrr",
    "auth/user/<path:object_id>/change/":               "LLFFFF.F.",
    "auth/user/<path:object_id>/delete/":               "LLFFFF.FF",
    "auth/user/<path:object_id>/history/":              "LLFFFF.F.",
    "newsroom/release/":                                "LLF..F...",
    "newsroom/release/add/":                            "LLF..F.FF",
    "newsroom/release/<path:object_id>/":               "LLrrrrrrr",
    "newsroom/release/<path:object_id>/change/":        "LLF..F...",
    "newsroom/release/<path:object_id>/delete/":        "LLFF.F.FF",
    "newsroom/release/<path:object_id>/history/":       "LLF..F...",
    "newsroom/release/keep/":                           "LLF..F.FF",
    "newsroom/release/<path:object_id>/keep/":          "LLF..F.FF",
    "newsroom/release/<path:object_id>/saved/":         "LLF..F...",
    "newsroom/release/<path:object_id>/submit/":        "LLFrrFrFF",
    "newsroom/release/<path:object_id>/approve/":       "LLFFFFrrF",
    "newsroom/release/<path:object_id>/return/":        "LLFFFFrrF",
    "newsroom/release/<path:object_id>/publish/":       "LLFFrFrFF",
    "newsroom/release/<path:object_id>/schedule/":      "LLFFrFrFF",
    "newsroom/release/<path:object_id>/unschedule/":    "LLFFrFrFF",
    "newsroom/release/<path:object_id>/emergency/":     "LLFFrFrFF",
    "newsroom/release/<path:object_id>/review/":        "LLFFFFrrF",
    "newsroom/release/<path:object_id>/amend/":         "LLFrrFrFF",
    "newsroom/release/<path:object_id>/withdraw/":      "LLFFrFrFF",
    "newsroom/release/<path:object_id>/recall/":        "LLFrrFrFF",
    "newsroom/release/<path:object_id>/archive/":       "LLFrrFrFF",
    "newsroom/release/<path:object_id>/discard/":       "LLFrrFrFF",
    "newsroom/release/<path:object_id>/passes/":        "LLF..F...",
    "newsroom/release/<path:object_id>/passes/<int:key>/revoke/": "LLFrrFrrF",
    "newsroom/release/<path:object_id>/preflight/":     "LLF..F...",
    "newsroom/release/<path:object_id>/proof/":         "LLF..F...",
    "newsroom/finding/":                                "LLF..F...",
    "newsroom/finding/add/":                            "LLFFFFFFF",
    "newsroom/finding/<path:object_id>/":               "LLrrrrrrr",
    "newsroom/finding/<path:object_id>/change/":        "LLF..F...",
    "newsroom/finding/<path:object_id>/delete/":        "LLFFFFFFF",
    "newsroom/finding/<path:object_id>/history/":       "LLF..F...",
    "newsroom/release/<path:object_id>/address/":       "LLFFrFrFF",
    "cbpsite/redirect/":                                "LLFF...F.",
    "cbpsite/redirect/add/":                            "LLFF...FF",
    "cbpsite/redirect/<path:object_id>/":               "LLrrrrrrr",
    "cbpsite/redirect/<path:object_id>/change/":        "LLFF...F.",
    "cbpsite/redirect/<path:object_id>/delete/":        "LLFF...FF",
    "cbpsite/redirect/<path:object_id>/history/":       "LLFF...F.",
    "newsroom/topic/":                                  "LLF..F...",
    "newsroom/topic/add/":                              "LLFF.F.FF",
    "newsroom/topic/<path:object_id>/":                 "LLrrrrrrr",
    "newsroom/topic/<path:object_id>/change/":          "LLF..F...",
    "newsroom/topic/<path:object_id>/delete/":          "LLFF.F.FF",
    "newsroom/topic/<path:object_id>/history/":         "LLF..F...",
    "newsroom/incident/":                               "LLF..F...",
    "newsroom/incident/add/":                           "LLFF.F.FF",
    "newsroom/incident/<path:object_id>/":              "LLrrrrrrr",
    "newsroom/incident/<path:object_id>/change/":       "LLF..F...",
    "newsroom/incident/<path:object_id>/delete/":       "LLFF.F.FF",
    "newsroom/incident/<path:object_id>/history/":      "LLF..F...",
    "newsroom/boilerplate/":                            "LLF..F...",
    "newsroom/boilerplate/add/":                        "LLFF.F.FF",
    "newsroom/boilerplate/<path:object_id>/":           "LLrrrrrrr",
    "newsroom/boilerplate/<path:object_id>/change/":    "LLF..F...",
    "newsroom/boilerplate/<path:object_id>/delete/":    "LLFF.F.FF",
    "newsroom/boilerplate/<path:object_id>/history/":   "LLF..F...",
    "offices/office/":                                  "LLF......",
    "offices/office/add/":                              "LLFFF..FF",
    "offices/office/<path:object_id>/":                 "LLrrrrrrr",
    "offices/office/<path:object_id>/change/":          "LLF......",
    "offices/office/<path:object_id>/delete/":          "LLFFF..FF",
    "offices/office/<path:object_id>/history/":         "LLF......",
    "offices/section/":                                 "LLFFF....",
    "offices/section/add/":                             "LLFFFFFFF",
    "offices/section/<path:object_id>/":                "LLrrrrrrr",
    "offices/section/<path:object_id>/change/":         "LLFFF....",
    "offices/section/<path:object_id>/delete/":         "LLFFFFFFF",
    "offices/section/<path:object_id>/history/":        "LLFFF....",
    "newsroom/coverage/":                               "LLF......",
    "newsroom/coverage/add/":                           "LLFF...FF",
    "newsroom/coverage/<path:object_id>/":              "LLrrrrrrr",
    "newsroom/coverage/<path:object_id>/change/":       "LLF......",
    "newsroom/coverage/<path:object_id>/delete/":       "LLFF...FF",
    "newsroom/coverage/<path:object_id>/history/":      "LLF......",
    "newsroom/workflowevent/":                          "LLF..F...",
    "newsroom/workflowevent/add/":                      "LLFFFFFFF",
    "newsroom/workflowevent/<path:object_id>/history/": "LLF..F...",
    "newsroom/workflowevent/<path:object_id>/delete/":  "LLFFFFFFF",
    "newsroom/workflowevent/<path:object_id>/change/":  "LLF..F...",
    "newsroom/workflowevent/<path:object_id>/":         "LLrrrrrrr",
    "admin/logentry/":                                  "LLFFFF.F.",
    "admin/logentry/add/":                              "LLFFFFFFF",
    "admin/logentry/<path:object_id>/history/":         "LLFFFF.F.",
    "admin/logentry/<path:object_id>/delete/":          "LLFFFFFFF",
    "admin/logentry/<path:object_id>/change/":          "LLFFFF.F.",
    "admin/logentry/<path:object_id>/":                 "LLrrrrrrr",
    "<app_label>/":                                     "LLN......",
    "(?P<url>.*)$":                                     "LLNNNNNNN",
    "offices/office/facts/":                            "LLFFF..FF",
    "offices/office/bulk/":                             "LLFFF..FF",
    "offices/office/bulk/<slug:sheet>.csv":             "LLFFF..FF",
    "offices/factchange/":                              "LLFFF....",
    "offices/factchange/add/":                          "LLFFFFFFF",
    "offices/factchange/<path:object_id>/":             "LLrrrrrrr",
    "offices/factchange/<path:object_id>/change/":      "LLFFF....",
    "offices/factchange/<path:object_id>/delete/":      "LLFFF..FF",
    "offices/factchange/<path:object_id>/history/":     "LLFFF....",
    "offices/importrun/":                               "LLFF.....",
    "offices/importrun/add/":                           "LLFFFFFFF",
    "offices/importrun/<path:object_id>/":              "LLrrrrrrr",
    "offices/importrun/<path:object_id>/change/":       "LLFF.....",
    "offices/importrun/<path:object_id>/delete/":       "LLFFFFFFF",
    "offices/importrun/<path:object_id>/history/":      "LLFF.....",
    "offices/notice/":                                  "LLFFF....",
    "offices/notice/add/":                              "LLFFF..FF",
    "offices/notice/<path:object_id>/":                 "LLrrrrrrr",
    "offices/notice/<path:object_id>/change/":          "LLFFF....",
    "offices/notice/<path:object_id>/delete/":          "LLFFF..FF",
    "offices/notice/<path:object_id>/history/":         "LLFFF....",
    "offices/deletion/":                                "LLFF......",
    "offices/deletion/add/":                            "LLFFFFFFF",
    "offices/deletion/<path:object_id>/":               "LLrrrrrrr",
    "offices/deletion/<path:object_id>/change/":        "LLFF.r...",
    "offices/deletion/<path:object_id>/delete/":        "LLFFFFFFF",
    "offices/deletion/<path:object_id>/history/":       "LLrr.r...",
}

# Lists are posted the action “delete”; who has no action at all just sees the list again.
POST = {
    "":                                                 "LL.......",
    "login/":                                           "rFrrrrrrr",
    "logout/":                                          "rrrrrrrrr",
    "password_change/":                                 "LLrrrrrrr",
    "password_change/done/":                            "LLXXXXXXX",
    "autocomplete/":                                    "LLXXXXXXX",
    "jsi18n/":                                          "LLXXXXXXX",
    "r/<path:content_type_id>/<path:object_id>/":       "LLrrrrrrr",
    "auth/group/":                                      "LLFFFFSF.",
    "auth/group/add/":                                  "LLFFFFSFF",
    "auth/group/<path:object_id>/":                     "LLrrrrrrr",
    "auth/group/<path:object_id>/change/":              "LLFFFFSFF",
    "auth/group/<path:object_id>/delete/":              "LLFFFFSFF",
    "auth/group/<path:object_id>/history/":             "LLFFFF.F.",
    "auth/user/":                                       "LLFFFFSF.",
    "auth/user/add/":                                   "LLFFFFSFF",
    "auth/user/<id>/password/":                         "LLFFFFSFF",
    "auth/user/<path:object_id>/":                      "LLrrrrrrr",
    "auth/user/<path:object_id>/change/":               "LLFFFFSFF",
    "auth/user/<path:object_id>/delete/":               "LLFFFFSFF",
    "auth/user/<path:object_id>/history/":              "LLFFFF.F.",
    "newsroom/release/":                                "LLF.SFS..",
    "newsroom/release/add/":                            "LLFSSFSFF",
    "newsroom/release/<path:object_id>/":               "LLrrrrrrr",
    "newsroom/release/<path:object_id>/change/":        "LLFSSFSFF",
    "newsroom/release/<path:object_id>/delete/":        "LLFFSFSFF",
    "newsroom/release/<path:object_id>/history/":       "LLF..F...",
    "newsroom/release/keep/":                           "LLF..F.FF",
    "newsroom/release/<path:object_id>/keep/":          "LLF..F.FF",
    "newsroom/release/<path:object_id>/saved/":         "LLFSSFSFF",
    "newsroom/release/<path:object_id>/submit/":        "LLFSSFSFF",
    "newsroom/release/<path:object_id>/approve/":       "LLFFFFrrF",
    "newsroom/release/<path:object_id>/return/":        "LLFFFFrrF",
    "newsroom/release/<path:object_id>/publish/":       "LLFFrFrFF",
    "newsroom/release/<path:object_id>/schedule/":      "LLFFrFrFF",
    "newsroom/release/<path:object_id>/unschedule/":    "LLFFrFrFF",
    "newsroom/release/<path:object_id>/emergency/":     "LLFFSFSFF",
    "newsroom/release/<path:object_id>/review/":        "LLFFFFrrF",
    "newsroom/release/<path:object_id>/amend/":         "LLFrrFrFF",
    "newsroom/release/<path:object_id>/withdraw/":      "LLFFrFrFF",
    "newsroom/release/<path:object_id>/recall/":        "LLFrrFrFF",
    "newsroom/release/<path:object_id>/archive/":       "LLFSSFSFF",
    "newsroom/release/<path:object_id>/discard/":       "LLFrrFrFF",
    "newsroom/release/<path:object_id>/passes/":        "LLF!!F!!F",  # the answer shows the link, once
    "newsroom/release/<path:object_id>/passes/<int:key>/revoke/": "LLFSSFSSF",
    "newsroom/release/<path:object_id>/preflight/":     "LLFrrFrFF",
    "newsroom/release/<path:object_id>/proof/":         "LLFFSFSFF",
    "newsroom/finding/":                                "LLF..F...",
    "newsroom/finding/add/":                            "LLFFFFFFF",
    "newsroom/finding/<path:object_id>/":               "LLrrrrrrr",
    "newsroom/finding/<path:object_id>/change/":        "LLFFFFFFF",
    "newsroom/finding/<path:object_id>/delete/":        "LLFFFFFFF",
    "newsroom/finding/<path:object_id>/history/":       "LLF..F...",
    "newsroom/release/<path:object_id>/address/":       "LLFFrFrFF",
    "cbpsite/redirect/":                                "LLFFSSSF.",
    "cbpsite/redirect/add/":                            "LLFFSSSFF",
    "cbpsite/redirect/<path:object_id>/":               "LLrrrrrrr",
    "cbpsite/redirect/<path:object_id>/change/":        "LLFFSSSFF",
    "cbpsite/redirect/<path:object_id>/delete/":        "LLFFSSSFF",
    "cbpsite/redirect/<path:object_id>/history/":       "LLFF...F.",
    "newsroom/topic/":                                  "LLF.SFS..",
    "newsroom/topic/add/":                              "LLFFSFSFF",
    "newsroom/topic/<path:object_id>/":                 "LLrrrrrrr",
    "newsroom/topic/<path:object_id>/change/":          "LLFFSFSFF",
    "newsroom/topic/<path:object_id>/delete/":          "LLFFSFSFF",
    "newsroom/topic/<path:object_id>/history/":         "LLF..F...",
    "newsroom/incident/":                               "LLF.SFS..",
    "newsroom/incident/add/":                           "LLFFSFSFF",
    "newsroom/incident/<path:object_id>/":              "LLrrrrrrr",
    "newsroom/incident/<path:object_id>/change/":       "LLFFSFSFF",
    "newsroom/incident/<path:object_id>/delete/":       "LLFFSFSFF",
    "newsroom/incident/<path:object_id>/history/":      "LLF..F...",
    "newsroom/boilerplate/":                            "LLF.SFS..",
    "newsroom/boilerplate/add/":                        "LLFFSFSFF",
    "newsroom/boilerplate/<path:object_id>/":           "LLrrrrrrr",
    "newsroom/boilerplate/<path:object_id>/change/":    "LLFFSFSFF",
    "newsroom/boilerplate/<path:object_id>/delete/":    "LLFFSFSFF",
    "newsroom/boilerplate/<path:object_id>/history/":   "LLF..F...",
    "offices/office/":                                  "LLF..SS..",
    "offices/office/add/":                              "LLFFFSSFF",
    "offices/office/<path:object_id>/":                 "LLrrrrrrr",
    "offices/office/<path:object_id>/change/":          "LLFFFSSFF",
    "offices/office/<path:object_id>/delete/":          "LLFFFSSFF",
    "offices/office/<path:object_id>/history/":         "LLF......",
    "offices/section/":                                 "LLFFF....",
    "offices/section/add/":                             "LLFFFFFFF",
    "offices/section/<path:object_id>/":                "LLrrrrrrr",
    "offices/section/<path:object_id>/change/":         "LLFFFSSFF",
    "offices/section/<path:object_id>/delete/":         "LLFFFFFFF",
    "offices/section/<path:object_id>/history/":        "LLFFF....",
    "newsroom/coverage/":                               "LLF.SSS..",
    "newsroom/coverage/add/":                           "LLFFSSSFF",
    "newsroom/coverage/<path:object_id>/":              "LLrrrrrrr",
    "newsroom/coverage/<path:object_id>/change/":       "LLFFSSSFF",
    "newsroom/coverage/<path:object_id>/delete/":       "LLFFSSSFF",
    "newsroom/coverage/<path:object_id>/history/":      "LLF......",
    "newsroom/workflowevent/":                          "LLF..F...",
    "newsroom/workflowevent/add/":                      "LLFFFFFFF",
    "newsroom/workflowevent/<path:object_id>/history/": "LLF..F...",
    "newsroom/workflowevent/<path:object_id>/delete/":  "LLFFFFFFF",
    "newsroom/workflowevent/<path:object_id>/change/":  "LLFFFFFFF",
    "newsroom/workflowevent/<path:object_id>/":         "LLrrrrrrr",
    "admin/logentry/":                                  "LLFFFF.F.",
    "admin/logentry/add/":                              "LLFFFFFFF",
    "admin/logentry/<path:object_id>/history/":         "LLFFFF.F.",
    "admin/logentry/<path:object_id>/delete/":          "LLFFFFFFF",
    "admin/logentry/<path:object_id>/change/":          "LLFFFFFFF",
    "admin/logentry/<path:object_id>/":                 "LLrrrrrrr",
    "<app_label>/":                                     "LLN......",
    "(?P<url>.*)$":                                     "LLNNNNNNN",
    "offices/office/facts/":                            "LLFFFrrFF",
    "offices/office/bulk/":                             "LLFFF..FF",
    "offices/office/bulk/<slug:sheet>.csv":             "LLFFF..FF",
    "offices/factchange/":                              "LLFFFSS..",
    "offices/factchange/add/":                          "LLFFFFFFF",
    "offices/factchange/<path:object_id>/":             "LLrrrrrrr",
    "offices/factchange/<path:object_id>/change/":      "LLFFFFFFF",
    "offices/factchange/<path:object_id>/delete/":      "LLFFFSSFF",
    "offices/factchange/<path:object_id>/history/":     "LLFFF....",
    "offices/importrun/":                               "LLFF.....",
    "offices/importrun/add/":                           "LLFFFFFFF",
    "offices/importrun/<path:object_id>/":              "LLrrrrrrr",
    "offices/importrun/<path:object_id>/change/":       "LLFFFFFFF",
    "offices/importrun/<path:object_id>/delete/":       "LLFFFFFFF",
    "offices/importrun/<path:object_id>/history/":      "LLFF.....",
    "offices/notice/":                                  "LLFFFSS..",
    "offices/notice/add/":                              "LLFFFSSFF",
    "offices/notice/<path:object_id>/":                 "LLrrrrrrr",
    "offices/notice/<path:object_id>/change/":          "LLFFFSSFF",
    "offices/notice/<path:object_id>/delete/":          "LLFFFSSFF",
    "offices/notice/<path:object_id>/history/":         "LLFFF....",
    "offices/deletion/":                                "LLFFrrr..",
    "offices/deletion/add/":                            "LLFFFFFFF",
    "offices/deletion/<path:object_id>/":               "LLrrrrrrr",
    "offices/deletion/<path:object_id>/change/":        "LLFFFFFFF",
    "offices/deletion/<path:object_id>/delete/":        "LLFFFFFFF",
    "offices/deletion/<path:object_id>/history/":       "LLrr.r...",
}
# fmt: on


def patterns(entries, before=""):
    """Every address of the admin, as the resolver has it, but for the one that lists all apps."""
    for entry in entries:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry.url_patterns, before + str(entry.pattern))
        else:
            yield re.sub(r"^\^\(\?P(<app_label>).*", r"\1/", before + str(entry.pattern))


@pytest.fixture
def people():
    return {
        "anonymous": None,
        "visitor": User.objects.create_user("visitor", password="a long password"),
        "idle staff": factories.make_staff(),
        "editor": factories.make_staff("Newsroom editors"),
        "publisher": factories.make_staff("Newsroom publishers"),
        "manager": factories.make_staff("Office managers"),
        "approver": factories.make_staff("Newsroom approvers"),
        "auditor": factories.make_staff("Auditors"),
        "superuser": User.objects.create_superuser("root", password="a long password"),
    }


@pytest.fixture
def samples(people):
    """The row that each kind of address is tried with."""
    office = factories.make_office()
    keeping.keep(draft := factories.make_draft(), None)
    Release.objects.update(headline="Officers find something else")
    draft.refresh_from_db()
    factories.make_pass(draft, pk=draft.pk, made_by=people["idle staff"])
    return {
        "auth/group": Group.objects.create(name="Guests"),
        "auth/user": User.objects.create_user("somebody", password="a long password"),
        "newsroom/release": draft,
        "newsroom/workflowevent": WorkflowEvent.objects.create(
            release=draft, action="edit", actor=people["idle staff"]
        ),
        "newsroom/finding": Finding.objects.create(
            release=factories.make_release(), rule="dateline", words="There is no dateline."
        ),
        "admin/logentry": LogEntry.objects.log_actions(
            people["idle staff"].pk, [draft], CHANGE, "Changed.", single_object=True
        ),
        "newsroom/topic": Topic.objects.create(name="Parrots", slug="parrots"),
        "newsroom/incident": Incident.objects.create(name="Bridge", slug="bridge"),
        "newsroom/boilerplate": Boilerplate.objects.create(component="Field", slug="field", text="Us."),
        "newsroom/coverage": factories.make_coverage(
            factories.make_press_office(checked_on=timezone.localdate())
        ),
        "offices/office": office,
        "cbpsite/redirect": Redirect.objects.create(old_path="/old", new_path="/newsroom/"),
        "offices/factchange": factories.make_fact_change(office),
        "offices/deletion": Deletion.objects.create(
            model="newsroom.release", key=9**9, name="Parrot", rows=[]
        ),
        "offices/importrun": ImportRun.objects.create(what="Offices"),
        "offices/notice": factories.make_notice(),
        "offices/section": Section.objects.get(slug="ports"),
    }


PASSWORDS = {"usable_password": "true", "password1": "quite another one", "password2": "quite another one"}
FORMS = {
    "auth/group": {"name": "Changed"},
    "auth/user": {
        "username": "changed",
        "email": "changed@example.gov",
        "first_name": "Jo",
        "last_name": "Doe",
    }
    | PASSWORDS,
    "newsroom/release": factories.release_form(),
    "newsroom/topic": {"name": "Changed", "slug": "changed"},
    "newsroom/incident": {"name": "Changed", "slug": "changed"},
    "newsroom/boilerplate": {"component": "Changed", "slug": "changed", "text": "Changed."},
    "newsroom/coverage": {"state": "TX", "is_public": "on"},
    "offices/office": factories.office_form(),
    "cbpsite/redirect": {"old_path": "/changed", "new_path": "/newsroom/"},
    "offices/factchange": {"fact": "Changed"},
    "offices/notice": factories.notice_form(),
    "offices/section": {"title": "Changed", "introduction": "Changed.", "order": "1"},
}


def address_of(pattern, samples):
    kind = "/".join(pattern.split("/")[:2])
    address = {
        "<app_label>/": "newsroom/",
        "(?P<url>.*)$": "nowhere/",
        "autocomplete/": "autocomplete/?app_label=newsroom&model_name=release&field_name=offices",
    }.get(pattern, pattern)
    if "<slug:sheet>" in pattern:
        address = pattern.replace("<slug:sheet>", "offices")
    elif pattern.startswith("r/"):
        row = samples["newsroom/release"]
        address = f"r/{ContentType.objects.get_for_model(row).pk}/{row.pk}/"
    elif "<" in address:
        address = re.sub("<.*?>", str(samples[kind].pk), address)
    return f"{reverse('admin:index')}{address}"


def posted_to(pattern, samples):
    kind = "/".join(pattern.split("/")[:2])
    if pattern == f"{kind}/":
        chosen = {"_selected_action": samples[kind].pk} if kind in samples else {}
        return {"action": "delete_selected", "index": "0", "post": "yes"} | chosen
    more = {"office": samples[kind].office_id} if kind == "newsroom/coverage" else {}
    if kind == "newsroom/release":  # what any step may ask for
        more = {"seen": text_token(samples[kind]), "note": "Because.", "confirmed": "yes"}
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        more |= {"name": "Jo Doe", "day": tomorrow, "hour": "12:00"}
        more |= {"saved": samples[kind].saved_texts.get().pk, "sheet": "x"}
    return FORMS.get(kind, {}) | more | {"post": "yes"}


def stored():
    """Every row that the admin can change."""
    models = (
        *(Group, User, Release, Topic, Incident, Boilerplate, Coverage, FactChange, Notice, Office, Section),
        *(ImportRun, WorkflowEvent, LogEntry, PreviewPass, Deletion, Finding, Link, Proof, Redirect),
    )
    return [list(model.objects.order_by("pk").values_list()) for model in models]


class Writes:
    """Notices statements that may have changed rows."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, parameters, many, context):
        self.number += not sql.startswith("SELECT")
        return execute(sql, parameters, many, context)


def letter(response, changed):
    if changed and response.status_code != 302:
        return "!"
    if response.status_code in (301, 302):
        to_login = response["Location"].startswith(reverse("admin:login"))
        return "S" if changed else "L" if to_login else "r"
    return {200: ".", 403: "F", 404: "N", 405: "X"}.get(response.status_code, response.status_code)


def answers(method, person, samples, browse):
    """A letter for each address; what a request changed is undone before the next."""
    found, client = {}, browse(person)
    session, before = copy.deepcopy(client.cookies), stored()
    for pattern in patterns(admin.site.urls[0]):
        with transaction.atomic():
            client.cookies = copy.deepcopy(session)
            data = posted_to(pattern, samples) if method == "post" else None
            with connection.execute_wrapper(writes := Writes()):
                response = getattr(client, method)(address_of(pattern, samples), data)
            found[pattern] = letter(response, changed=writes.number > 0 and stored() != before)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("table", [GET, POST], ids=["GET", "POST"])
def test_every_address_of_the_admin_is_declared(table):
    assert set(table) == set(patterns(admin.site.urls[0]))


@pytest.mark.parametrize("role", ROLES)
def test_reading_answers_as_declared_and_changes_nothing(browse, people, samples, role):
    declared = {pattern: letters[ROLES.index(role)] for pattern, letters in GET.items()}
    assert answers("get", people[role], samples, browse) == declared


@pytest.mark.parametrize("role", ROLES)
def test_a_forged_post_changes_rows_only_where_declared(browse, people, samples, role):
    declared = {pattern: letters[ROLES.index(role)] for pattern, letters in POST.items()}
    assert answers("post", people[role], samples, browse) == declared


def test_a_post_without_its_token_changes_nothing(people, samples):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["superuser"])
    before = stored()
    address = reverse("admin:newsroom_topic_change", args=[samples["newsroom/topic"].pk])
    assert client.post(address, FORMS["newsroom/topic"]).status_code == 403
    assert stored() == before


def test_a_former_member_of_staff_is_sent_to_sign_in(browse, people):
    client = browse(people["superuser"])
    User.objects.filter(pk=people["superuser"].pk).update(is_staff=False)
    response = client.get(reverse("admin:newsroom_release_changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_of_the_admin_may_be_kept(browse, people, role):
    response = browse(people[role]).get(reverse("admin:index"))
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_the_front_page_has_the_daily_work_first_and_accounts_last(browse, people):
    apps = browse(people["superuser"]).get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps[:3]] == ["offices", "newsroom", "cbpsite"]
    assert {app["app_label"] for app in apps[3:]} == {"admin", "auth"}
    assert [app["models"][0]["object_name"] for app in apps[:2]] == ["Office", "Release"]


def test_an_auditor_who_reads_accounts_sees_no_password(browse, people):
    page = browse(people["auditor"]).get(reverse("admin:auth_user_change", args=[people["editor"].pk])).text
    assert people["editor"].username in page
    assert people["editor"].password not in page
