"""Where the setting says so, a password alone opens nothing of what staff may see or do."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from newsroom.models import Release
from staff.middleware import second_factor_for_staff

from .. import factories
from ..site.test_admin_matrix import GET
from .factors import SECRET, code, give_app, sign_in, signed_in

pytestmark = pytest.mark.django_db

ENROL = reverse("mfa_index")
CONFIRM = reverse("mfa_reauthenticate")


@pytest.fixture(autouse=True)
def forced(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def root():
    return User.objects.create_superuser("root", "root@example.gov", "a long password")


def path_of(pattern: str) -> str:
    """Any address of that kind: the middleware stands before the look-up of rows."""
    for part in ("<path:object_id>", "<path:content_type_id>", "<id>"):
        pattern = pattern.replace(part, "1")
    return "/admin/" + pattern.replace("<app_label>", "newsroom").replace("(?P<url>.*)$", "nowhere/")


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_without_a_factor_every_address_of_the_admin_leads_to_enrolling(root, method):
    client = signed_in(root)
    for pattern in set(GET) - {"logout/"}:
        response = getattr(client, method)(path_of(pattern))
        assert response.status_code == 302, pattern
        assert response["Location"].startswith(f"{ENROL}?next="), pattern


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_with_a_factor_that_was_not_shown_every_address_leads_to_showing_it(root, method):
    give_app(root)
    client = signed_in(root)
    for pattern in set(GET) - {"logout/"}:
        response = getattr(client, method)(path_of(pattern))
        assert response["Location"].startswith(f"{CONFIRM}?next="), pattern


def test_a_forged_post_changes_nothing(root):
    release = factories.make_draft()
    data = {"action": "publish_now", "_selected_action": [release.pk]}
    signed_in(root).post(reverse("admin:newsroom_release_changelist"), data)
    assert not Release.objects.published().exists()


def test_with_a_factor_that_was_shown_the_admin_opens(root):
    give_app(root)
    assert signed_in(root, "password", "mfa").get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_factor(root):
    give_app(root)
    client = signed_in(root, "password", "mfa")
    root.authenticator_set.filter(type="totp").delete()
    assert client.get("/admin/")["Location"].startswith(ENROL)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_factor_that_was_removed_closes_the_admin_at_once(root, method):
    give_app(root)
    client = signed_in(root, "password", "mfa")
    client.post(reverse("mfa_deactivate_totp"))
    assert not root.authenticator_set.exists()
    assert getattr(client, method)("/admin/newsroom/topic/add/")["Location"].startswith(ENROL)


def test_the_records_of_another_account_count_for_nothing(root):
    give_app(root)
    client = signed_in(root, "mfa")
    session = client.session
    session["account_authentication_methods_user"] = "999999"
    session.save()
    assert client.get("/admin/")["Location"].startswith(CONFIRM)


def test_a_draft_is_nothing_to_staff_before_the_second_step(root):
    give_app(root)
    draft = factories.make_draft().get_absolute_url()
    assert signed_in(root).get(draft).status_code == 404
    assert signed_in(root, "password", "mfa").get(draft).status_code == 200


def test_staff_stay_nobody_however_often_a_page_asks(root, rf):
    request = rf.get("/")
    request.session, request.user = signed_in(root).session, root

    def page(request):
        return [request.user.is_authenticated for _time in range(3)]

    assert second_factor_for_staff(page)(request) == [False, False, False]


def test_public_pages_stay_public_and_without_cookies(client):
    response = client.get("/newsroom/")
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client):
    assert client.get("/admin/")["Location"].startswith(reverse("admin:login"))


def test_signing_out_is_always_possible(root):
    client = signed_in(root)
    assert client.post(reverse("admin:logout"))["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_enrolling_leads_on_to_the_page_that_was_asked_for():
    factories.make_staff("Newsroom editors", email="jo@example.gov")
    client, asked = Client(), reverse("admin:newsroom_release_changelist")
    client.get(sign_in(client, "jo@example.gov", next=asked)["Location"], follow=True)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert f'href="{asked}"' in response.text
    assert client.get(asked).status_code == 200


def test_whoever_has_just_signed_in_enrolls_without_the_password_again():
    person = factories.make_staff()
    assert signed_in(person).get(reverse("mfa_activate_totp")).status_code == 200


def test_enrolling_later_asks_for_the_password_first():
    client = Client()
    client.force_login(factories.make_staff())
    response = client.get(reverse("mfa_activate_totp"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "name",
    [
        *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fresh_password_does_not_touch_factors_of_an_account_that_has_one(root, name, method):
    give_app(root)
    before = list(root.authenticator_set.values_list())
    response = getattr(signed_in(root), method)(reverse(name))
    assert response.status_code in (302, 405)
    assert list(root.authenticator_set.values_list()) == before


def test_the_password_does_not_confirm_where_there_is_a_factor(root):
    give_app(root)
    client = signed_in(root)
    response = client.post(reverse("account_reauthenticate"), {"password": "a long password"})
    assert response["Location"].startswith(CONFIRM)
    assert client.get("/admin/")["Location"].startswith(CONFIRM)


def test_the_code_confirms(root):
    give_app(root)
    client = signed_in(root)
    client.post(CONFIRM, {"code": code(), "next": "/admin/"})
    assert client.get("/admin/").status_code == 200


def test_nobody_removes_the_passkey_of_another(root):
    give_app(root)
    theirs = factories.make_staff().authenticator_set.create(type="webauthn", data={"name": "Phone"})
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        response = signed_in(root, "mfa").post(reverse(name, args=[theirs.pk]), {"name": "Mine"})
        assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Phone"


def test_keys_are_not_stored_as_they_are(root):
    give_app(root)
    app = root.authenticator_set.get(type="totp")
    assert SECRET not in app.data["secret"]
    assert app.data["secret"].startswith("gAAAA")
    assert root.authenticator_set.get(type="recovery_codes").data["seed"].startswith("gAAAA")


def test_after_another_secret_key_no_code_matches_and_nothing_breaks(root, settings):
    give_app(root)
    settings.SECRET_KEY = "another"
    client = Client()
    sign_in(client, "root")
    response = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert "The code is not right" in response.text


def test_a_secret_key_that_is_kept_as_fallback_still_opens(root, settings):
    give_app(root)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    client = Client()
    sign_in(client, "root")
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 302


def test_locally_no_factor_is_asked_for(root, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert signed_in(root).get("/admin/").status_code == 200
