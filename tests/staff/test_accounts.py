"""Accounts are made by a command or an administrator; a link that works once sets the password."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from staff.accounts import one_time_link

from .. import factories
from .factors import give_app, is_signed_in, sign_in, signed_in

pytestmark = pytest.mark.django_db

NEW = {"email": "jo@example.gov", "name": "Jo Doe"}
ACCOUNTS = reverse("admin:auth_user_changelist")


def run(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def path_in(text: str) -> str:
    return re.search(r"https://www\.example\.gov(/accounts/password/link/[^\s<]+)", text)[1]


def use(client, path: str, password: str = "correct horse battery"):
    form = client.get(path, follow=True)
    if "form" not in form.context or form.context.get("token_fail"):
        return form
    return client.post(form.wsgi_request.path, {"password1": password, "password2": password})


def test_the_first_account_is_an_administrator_without_a_password():
    run("create_account", **NEW)
    person = User.objects.get()
    assert person.is_superuser
    assert not person.has_usable_password()
    assert (person.email, person.get_full_name()) == ("jo@example.gov", "Jo Doe")


def test_the_link_sets_the_password_once():
    path = path_in(run("create_account", **NEW))
    assert use(Client(), path)["Location"] == reverse("account_reset_password_from_key_done")
    assert "does not work" in use(Client(), path, "another horse battery").text
    sign_in(client := Client(), "jo@example.gov", "correct horse battery")
    assert is_signed_in(client)


def test_a_link_expires(settings):
    path = path_in(run("create_account", **NEW))
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work" in use(Client(), path).text


def test_a_sign_in_ends_a_link():
    person = factories.make_staff(email="jo@example.gov")
    path = path_in(one_time_link(person))
    sign_in(Client(), "jo@example.gov")
    assert "does not work" in use(Client(), path).text


@pytest.mark.parametrize("password", ["short", "jo@example.gov", "password1234", "123456789012"])
def test_the_link_sets_no_weak_password(password):
    path = path_in(run("create_account", **NEW))
    response = use(Client(), path, password)
    assert response.context["form"].errors
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize("path", ["1-abc-def", "999999-a-b", "zzzzzzzzzzzzz-a-b", "1-set-password", "0--"])
def test_a_made_up_link_does_nothing_and_says_so(client, path):
    run("create_account", **NEW)
    response = client.get(f"/accounts/password/link/{path}/")
    assert response.status_code == 200
    assert "does not work" in response.text


def test_the_token_leaves_the_address_before_the_page_is_shown(client):
    path = path_in(run("create_account", **NEW))
    assert "set-password" in client.get(path)["Location"]
    assert path not in client.get(path, follow=True).text


def test_a_second_administrator_needs_to_be_meant():
    run("create_account", **NEW)
    other = {"email": "ann@example.gov", "name": "Ann Roe"}
    with pytest.raises(CommandError, match="--again"):
        run("create_account", **other)
    run("create_account", again=True, **other)
    assert User.objects.filter(is_superuser=True).count() == 2


def test_a_member_of_groups_is_no_administrator():
    run("create_account", group=["Newsroom editors", "Office managers"], **NEW)
    person = User.objects.get()
    assert person.is_staff
    assert not person.is_superuser
    assert person.groups.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"email": "JO@example.gov"}, "Another account"),
        ({"group": ["Editors"]}, "Newsroom editors"),
        ({"name": "x" * 500}, "at most 150"),
    ],
)
def test_a_mistake_is_said_and_makes_no_account(wrong, words):
    factories.make_staff(email="jo@example.gov")
    with pytest.raises(CommandError, match=words):
        run("create_account", **NEW | {"email": "ann@example.gov"} | wrong)
    assert User.objects.count() == 1


def test_an_apostrophe_in_an_address_makes_a_sound_user_name():
    run("create_account", email="Jo.O'Brien@example.gov", name="Jo O’Brien")
    person = User.objects.get()
    assert (person.username, person.email) == ("jo.obrien@example.gov", "jo.o'brien@example.gov")
    person.full_clean()


def test_nobody_there_to_answer_is_said(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: (_ for _ in ()).throw(EOFError))
    with pytest.raises(CommandError, match="--email"):
        run("create_account")


def test_what_is_not_given_is_asked_for(monkeypatch):
    answers = iter(["jo@example.gov", "Jo Doe"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    run("create_account")
    assert User.objects.get().last_name == "Doe"


def test_the_command_rescues_whoever_has_lost_everything():
    person = factories.make_staff(email="jo@example.gov")
    give_app(person)
    client = Client()
    path = path_in(run("one_time_link", "Jo@example.gov", forget_second_factors=True))
    assert not Authenticator.objects.exists()
    use(Client(), path)
    assert sign_in(client, "jo@example.gov", "correct horse battery")["Location"] == reverse("admin:index")


@pytest.mark.parametrize("account", ["nobody@example.gov", "gone@example.gov", ""])
def test_there_is_no_link_for_whoever_has_no_active_account(account):
    factories.make_staff(email="gone@example.gov", is_active=False)
    with pytest.raises(CommandError, match="no such active account"):
        run("one_time_link", account)


def act(person, action: str, *people):
    data = {"action": action, "_selected_action": [each.pk for each in people]}
    return signed_in(person).post(ACCOUNTS, data)


@pytest.fixture
def root():
    return User.objects.create_superuser("root", "root@example.gov", "a long password")


@pytest.fixture
def clerk():
    """Somebody who may change accounts, yet is no administrator."""
    clerk = factories.make_staff()
    clerk.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
    return clerk


def test_an_administrator_makes_links_for_active_accounts(root):
    person = factories.make_staff(email="jo@example.gov")
    gone = factories.make_staff(is_active=False)
    response = act(root, "make_links", person, gone)
    assert "no-store" in response["Cache-Control"]
    assert use(Client(), path_in(response.text)).status_code == 302
    assert gone.username not in response.text
    assert LogEntry.objects.get().get_change_message() == "made a one-time link"


@pytest.mark.parametrize("action", ["make_links", "sign_out", "forget_factors"])
def test_whoever_may_only_change_accounts_opens_none(root, clerk, action):
    give_app(root)
    response = act(clerk, action, root)
    assert "/password/link/" not in response.text
    assert root.authenticator_set.exists()
    assert action not in signed_in(clerk).get(ACCOUNTS).text


def test_an_administrator_removes_lost_factors_and_ends_the_sessions(root):
    person = factories.make_staff(email="jo@example.gov")
    sign_in(client := Client(), "jo@example.gov")
    give_app(person)
    act(root, "forget_factors", person)
    assert not person.authenticator_set.exists()
    assert client.get("/admin/").status_code == 302


def test_an_administrator_signs_somebody_out_everywhere(root):
    person = factories.make_staff(email="jo@example.gov")
    sign_in(client := Client(), "jo@example.gov")
    act(root, "sign_out", person)
    assert client.get("/admin/").status_code == 302


def test_a_colleague_is_added_without_a_password(root):
    group = Group.objects.get(name="Newsroom editors")
    data = {"email": "Ann@example.gov", "first_name": "Ann", "last_name": "Roe", "groups": [group.pk]}
    assert signed_in(root).post(reverse("admin:auth_user_add"), data).status_code == 302
    person = User.objects.get(email="ann@example.gov")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (True, False, False)
    assert list(person.groups.all()) == [group]


@pytest.mark.parametrize("email", ["", "nobody", "ROOT@example.gov"])
def test_a_colleague_needs_an_address_of_their_own(root, email):
    data = {"email": email, "first_name": "Ann", "last_name": "Roe"}
    response = signed_in(root).post(reverse("admin:auth_user_add"), data)
    assert response.context["adminform"].form.errors["email"]
    assert User.objects.count() == 1


def test_an_account_takes_no_address_of_another(root):
    person = factories.make_staff(email="jo@example.gov")
    data = {"username": person.username, "email": "ROOT@example.gov", "is_active": "on"}
    response = signed_in(root).post(reverse("admin:auth_user_change", args=[person.pk]), data)
    assert "Another account" in str(response.context["adminform"].form.errors["email"])


def test_a_changed_address_is_the_only_one_that_signs_in(root):
    person = factories.make_staff(email="jo@example.gov")
    use(Client(), path_in(one_time_link(person)))
    data = {"username": person.username, "email": "ann@example.gov", "is_active": "on", "is_staff": "on"}
    signed_in(root).post(reverse("admin:auth_user_change", args=[person.pk]), data)
    sign_in(old := Client(), "jo@example.gov", "correct horse battery")
    sign_in(new := Client(), "ann@example.gov", "correct horse battery")
    assert (is_signed_in(old), is_signed_in(new)) == (False, True)
    assert not EmailAddress.objects.exists()


def test_keys_and_secrets_are_not_in_the_admin(root):
    give_app(root)
    for path in ("mfa/authenticator/", "usersessions/usersession/", "socialaccount/socialapp/"):
        assert signed_in(root).get(f"/admin/{path}").status_code == 404
    page = signed_in(root).get(reverse("admin:auth_user_change", args=[root.pk])).text
    assert "TOTP Authenticator" in page
    assert "gAAAA" not in page


def test_no_mail_is_ever_sent(root):
    path = path_in(one_time_link(root))
    use(Client(), path)
    give_app(root)
    signed_in(root).post(reverse("mfa_deactivate_totp"))
    assert mail.outbox == []
