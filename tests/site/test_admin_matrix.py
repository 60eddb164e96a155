"""Who gets which answer from which address of the admin, and whose posts change anything."""

import copy
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Boilerplate, Coverage, Incident, Release, Topic
from offices.models import FactChange, Notice, Office, Section

from .. import factories

pytestmark = pytest.mark.django_db

# One letter a role, in this order:
ROLES = ("anonymous", "visitor", "idle staff", "editor", "publisher", "manager", "superuser")
# L: sent to sign in; .: answers 200; r: sent elsewhere; F: 403; N: 404; X: 405;
# S: saved, that is, rows changed and sent elsewhere. “!” is rows changed in any other manner.

# fmt: off
GET = {
    "":                                               "LL.....",
    "login/":                                         "rFrrrrr",
    "logout/":                                        "rrXXXXX",
    "password_change/":                               "LLrrrrr",
    "password_change/done/":                          "LL.....",
    "autocomplete/":                                  "LLF....",
    "jsi18n/":                                        "LL.....",
    "r/<path:content_type_id>/<path:object_id>/":     "LLrrrrr",
    "auth/group/":                                    "LLFFFF.",
    "auth/group/add/":                                "LLFFFF.",
    "auth/group/<path:object_id>/":                   "LLrrrrr",
    "auth/group/<path:object_id>/change/":            "LLFFFF.",
    "auth/group/<path:object_id>/delete/":            "LLFFFF.",
    "auth/group/<path:object_id>/history/":           "LLFFFF.",
    "auth/user/":                                     "LLFFFF.",
    "auth/user/add/":                                 "LLFFFF.",
    "auth/user/<id>/password/":                       "LLFFFF.",
    "auth/user/<path:object_id>/":                    "LLrrrrr",
    "auth/user/<path:object_id>/change/":             "LLFFFF.",
    "auth/user/<path:object_id>/delete/":             "LLFFFF.",
    "auth/user/<path:object_id>/history/":            "LLFFFF.",
    "newsroom/release/":                              "LLF..F.",
    "newsroom/release/add/":                          "LLF..F.",
    "newsroom/release/<path:object_id>/":             "LLrrrrr",
    "newsroom/release/<path:object_id>/change/":      "LLF..F.",
    "newsroom/release/<path:object_id>/delete/":      "LLFF.F.",
    "newsroom/release/<path:object_id>/history/":     "LLF..F.",
    "newsroom/topic/":                                "LLF..F.",
    "newsroom/topic/add/":                            "LLFF.F.",
    "newsroom/topic/<path:object_id>/":               "LLrrrrr",
    "newsroom/topic/<path:object_id>/change/":        "LLF..F.",
    "newsroom/topic/<path:object_id>/delete/":        "LLFF.F.",
    "newsroom/topic/<path:object_id>/history/":       "LLF..F.",
    "newsroom/incident/":                             "LLF..F.",
    "newsroom/incident/add/":                         "LLFF.F.",
    "newsroom/incident/<path:object_id>/":            "LLrrrrr",
    "newsroom/incident/<path:object_id>/change/":     "LLF..F.",
    "newsroom/incident/<path:object_id>/delete/":     "LLFF.F.",
    "newsroom/incident/<path:object_id>/history/":    "LLF..F.",
    "newsroom/boilerplate/":                          "LLF..F.",
    "newsroom/boilerplate/add/":                      "LLFF.F.",
    "newsroom/boilerplate/<path:object_id>/":         "LLrrrrr",
    "newsroom/boilerplate/<path:object_id>/change/":  "LLF..F.",
    "newsroom/boilerplate/<path:object_id>/delete/":  "LLFF.F.",
    "newsroom/boilerplate/<path:object_id>/history/": "LLF..F.",
    "offices/office/":                                "LLF....",
    "offices/office/facts/":                          "LLFFF..",
    "offices/office/bulk/":                           "LLFFF..",
    "offices/office/bulk/<slug:sheet>.csv":           "LLFFF..",
    "offices/office/add/":                            "LLFFF..",
    "offices/office/<path:object_id>/":               "LLrrrrr",
    "offices/office/<path:object_id>/change/":        "LLF....",
    "offices/office/<path:object_id>/delete/":        "LLFFF..",
    "offices/office/<path:object_id>/history/":       "LLF....",
    "offices/factchange/":                            "LLFFF..",
    "offices/factchange/add/":                        "LLFFFFF",
    "offices/factchange/<path:object_id>/":           "LLrrrrr",
    "offices/factchange/<path:object_id>/change/":    "LLFFF..",
    "offices/factchange/<path:object_id>/delete/":    "LLFFF..",
    "offices/factchange/<path:object_id>/history/":   "LLFFF..",
    "offices/notice/":                                "LLFFF..",
    "offices/notice/add/":                            "LLFFF..",
    "offices/notice/<path:object_id>/":               "LLrrrrr",
    "offices/notice/<path:object_id>/change/":        "LLFFF..",
    "offices/notice/<path:object_id>/delete/":        "LLFFF..",
    "offices/notice/<path:object_id>/history/":       "LLFFF..",
    "offices/section/":                               "LLFFF..",
    "offices/section/add/":                           "LLFFFFF",
    "offices/section/<path:object_id>/":              "LLrrrrr",
    "offices/section/<path:object_id>/change/":       "LLFFF..",
    "offices/section/<path:object_id>/delete/":       "LLFFFFF",
    "offices/section/<path:object_id>/history/":      "LLFFF..",
    "newsroom/coverage/":                             "LLF....",
    "newsroom/coverage/add/":                         "LLFF...",
    "newsroom/coverage/<path:object_id>/":            "LLrrrrr",
    "newsroom/coverage/<path:object_id>/change/":     "LLF....",
    "newsroom/coverage/<path:object_id>/delete/":     "LLFF...",
    "newsroom/coverage/<path:object_id>/history/":    "LLF....",
    "<app_label>/":                                   "LLN....",
    "(?P<url>.*)$":                                   "LLNNNNN",
}

# Lists are posted the action “delete”; who has no action at all just sees the list again.
POST = {
    "":                                               "LL.....",
    "login/":                                         "rFrrrrr",
    "logout/":                                        "rrrrrrr",
    "password_change/":                               "LLrrrrr",
    "password_change/done/":                          "LLXXXXX",
    "autocomplete/":                                  "LLXXXXX",
    "jsi18n/":                                        "LLXXXXX",
    "r/<path:content_type_id>/<path:object_id>/":     "LLrrrrr",
    "auth/group/":                                    "LLFFFFS",
    "auth/group/add/":                                "LLFFFFS",
    "auth/group/<path:object_id>/":                   "LLrrrrr",
    "auth/group/<path:object_id>/change/":            "LLFFFFS",
    "auth/group/<path:object_id>/delete/":            "LLFFFFS",
    "auth/group/<path:object_id>/history/":           "LLFFFF.",
    "auth/user/":                                     "LLFFFFS",
    "auth/user/add/":                                 "LLFFFFS",
    "auth/user/<id>/password/":                       "LLFFFFS",
    "auth/user/<path:object_id>/":                    "LLrrrrr",
    "auth/user/<path:object_id>/change/":             "LLFFFFS",
    "auth/user/<path:object_id>/delete/":             "LLFFFFS",
    "auth/user/<path:object_id>/history/":            "LLFFFF.",
    "newsroom/release/":                              "LLF.SFS",
    "newsroom/release/add/":                          "LLFSSFS",
    "newsroom/release/<path:object_id>/":             "LLrrrrr",
    "newsroom/release/<path:object_id>/change/":      "LLFSSFS",
    "newsroom/release/<path:object_id>/delete/":      "LLFFSFS",
    "newsroom/release/<path:object_id>/history/":     "LLF..F.",
    "newsroom/topic/":                                "LLF.SFS",
    "newsroom/topic/add/":                            "LLFFSFS",
    "newsroom/topic/<path:object_id>/":               "LLrrrrr",
    "newsroom/topic/<path:object_id>/change/":        "LLFFSFS",
    "newsroom/topic/<path:object_id>/delete/":        "LLFFSFS",
    "newsroom/topic/<path:object_id>/history/":       "LLF..F.",
    "newsroom/incident/":                             "LLF.SFS",
    "newsroom/incident/add/":                         "LLFFSFS",
    "newsroom/incident/<path:object_id>/":            "LLrrrrr",
    "newsroom/incident/<path:object_id>/change/":     "LLFFSFS",
    "newsroom/incident/<path:object_id>/delete/":     "LLFFSFS",
    "newsroom/incident/<path:object_id>/history/":    "LLF..F.",
    "newsroom/boilerplate/":                          "LLF.SFS",
    "newsroom/boilerplate/add/":                      "LLFFSFS",
    "newsroom/boilerplate/<path:object_id>/":         "LLrrrrr",
    "newsroom/boilerplate/<path:object_id>/change/":  "LLFFSFS",
    "newsroom/boilerplate/<path:object_id>/delete/":  "LLFFSFS",
    "newsroom/boilerplate/<path:object_id>/history/": "LLF..F.",
    "offices/office/":                                "LLF..SS",
    "offices/office/facts/":                          "LLFFFrr",
    "offices/office/bulk/":                           "LLFFF..",
    "offices/office/bulk/<slug:sheet>.csv":           "LLFFF..",
    "offices/office/add/":                            "LLFFFSS",
    "offices/office/<path:object_id>/":               "LLrrrrr",
    "offices/office/<path:object_id>/change/":        "LLFFFSS",
    "offices/office/<path:object_id>/delete/":        "LLFFFSS",
    "offices/office/<path:object_id>/history/":       "LLF....",
    "offices/factchange/":                            "LLFFFSS",
    "offices/factchange/add/":                        "LLFFFFF",
    "offices/factchange/<path:object_id>/":           "LLrrrrr",
    "offices/factchange/<path:object_id>/change/":    "LLFFFFF",
    "offices/factchange/<path:object_id>/delete/":    "LLFFFSS",
    "offices/factchange/<path:object_id>/history/":   "LLFFF..",
    "offices/notice/":                                "LLFFFSS",
    "offices/notice/add/":                            "LLFFFSS",
    "offices/notice/<path:object_id>/":               "LLrrrrr",
    "offices/notice/<path:object_id>/change/":        "LLFFFSS",
    "offices/notice/<path:object_id>/delete/":        "LLFFFSS",
    "offices/notice/<path:object_id>/history/":       "LLFFF..",
    "offices/section/":                               "LLFFF..",
    "offices/section/add/":                           "LLFFFFF",
    "offices/section/<path:object_id>/":              "LLrrrrr",
    "offices/section/<path:object_id>/change/":       "LLFFFSS",
    "offices/section/<path:object_id>/delete/":       "LLFFFFF",
    "offices/section/<path:object_id>/history/":      "LLFFF..",
    "newsroom/coverage/":                             "LLF.SSS",
    "newsroom/coverage/add/":                         "LLFFSSS",
    "newsroom/coverage/<path:object_id>/":            "LLrrrrr",
    "newsroom/coverage/<path:object_id>/change/":     "LLFFSSS",
    "newsroom/coverage/<path:object_id>/delete/":     "LLFFSSS",
    "newsroom/coverage/<path:object_id>/history/":    "LLF....",
    "<app_label>/":                                   "LLN....",
    "(?P<url>.*)$":                                   "LLNNNNN",
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
        "superuser": User.objects.create_superuser("root", password="a long password"),
    }


@pytest.fixture
def samples(people):
    """The row that each kind of address is tried with."""
    office = factories.make_office()
    return {
        "auth/group": Group.objects.create(name="Guests"),
        "auth/user": User.objects.create_user("somebody", password="a long password"),
        "newsroom/release": factories.make_draft(),
        "newsroom/topic": Topic.objects.create(name="Parrots", slug="parrots"),
        "newsroom/incident": Incident.objects.create(name="Bridge", slug="bridge"),
        "newsroom/boilerplate": Boilerplate.objects.create(component="Field", slug="field", text="Us."),
        "newsroom/coverage": factories.make_coverage(
            factories.make_press_office(checked_on=timezone.localdate())
        ),
        "offices/office": office,
        "offices/factchange": factories.make_fact_change(office),
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
    office = {"office": samples[kind].office_id} if kind == "newsroom/coverage" else {}
    return FORMS.get(kind, {}) | office | {"post": "yes"}


def stored():
    """Every row that the admin can change."""
    models = (
        Group, User, Release, Topic, Incident, Boilerplate, Coverage, FactChange, Notice, Office, Section,
    )  # fmt: skip
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


@pytest.mark.parametrize(
    ("role", "tasks"),
    [
        ("idle staff", []),
        ("editor", ["Drafts", "Scheduled releases"]),
        ("manager", ["Facts to check"]),
        ("superuser", ["Facts to check", "Drafts", "Scheduled releases"]),
    ],
)
def test_the_front_page_says_what_waits_for_whom(browse, people, samples, role, tasks):
    response = browse(people[role]).get(reverse("admin:index"))
    assert [str(label) for label, _number, _address in response.context["tasks"]] == tasks
    assert [number for _label, number, _address in response.context["tasks"]] == [
        {"Drafts": 1, "Scheduled releases": 0, "Facts to check": 1}[task] for task in tasks
    ]


def test_each_task_leads_to_a_list_of_that_many_rows(browse, people, samples):
    client = browse(people["superuser"])
    factories.make_scheduled()
    for _label, number, address in client.get(reverse("admin:index")).context["tasks"]:
        context = client.get(address).context
        assert (context["cl"].result_count if "cl" in context else context["number"]) == number, address
        assert number == 1


def test_the_front_page_has_the_daily_work_first_and_accounts_last(browse, people):
    apps = browse(people["superuser"]).get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps] == ["offices", "newsroom", "auth"]
    assert [app["models"][0]["object_name"] for app in apps[:2]] == ["Office", "Release"]
