"""What the admin does when two requests save at once, and what it does not delete."""

from unittest import mock

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from newsroom.models import Release
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

LIST = reverse("admin:newsroom_release_changelist")
ADD = reverse("admin:newsroom_release_add")


def test_the_second_of_two_equal_requests_is_told_and_changes_nothing(browse, publisher):
    """Both passed the checks before either was saved, so only the database notices."""
    first = factories.make_release(slug="seizure")
    with mock.patch.object(Release, "full_clean"):
        response = browse(publisher).post(ADD, factories.release_form(type=first.type, slug="seizure"))
    assert response.status_code == 302
    assert response["Location"] == LIST
    (message,) = get_messages(response.wsgi_request)
    assert "saved by another request" in str(message)
    assert Release.objects.get() == first


@pytest.mark.parametrize("how", ["page", "action"])
def test_what_content_files_hold_is_not_deleted(browse, publisher, how):
    release = factories.make_release(import_key="seizure-2023")
    if how == "page":
        address, data = reverse("admin:newsroom_release_delete", args=[release.pk]), {"post": "yes"}
    else:
        data = {"action": "delete_selected", "_selected_action": [release.pk], "post": "yes"}
        address = LIST
    response = browse(publisher).post(address, data)
    assert Release.objects.filter(pk=release.pk).exists()
    assert "kept by the content files" in response.text


def test_what_staff_made_can_be_deleted(browse, manager):
    office = factories.make_office()
    address = reverse("admin:offices_office_delete", args=[office.pk])
    assert browse(manager).post(address, {"post": "yes"}).status_code == 302
    assert not Office.objects.exists()
