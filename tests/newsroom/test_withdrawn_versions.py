"""What was withdrawn stays withdrawn when another text is published at its address."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from newsroom.kinds import Status
from newsroom.models import Release

from .. import factories
from ..factories import take

pytestmark = pytest.mark.django_db

NAME = "TOPSECRETNAME"
WHY = "It named a child."


def publish(copy) -> Release:
    return take("emergency", copy, factories.make_staff("Newsroom publishers"), note="A flood.")


def withdraw(release) -> Release:
    return take("withdraw", release, factories.make_staff("Newsroom publishers"), note=WHY)


def change(release, **fields) -> Release:
    said = {"change_kind": "correction", "change_note": "A name was removed."}
    return publish(factories.make_copy(release, **said | fields))


def come_back(release, **fields) -> Release:
    withdraw(release)
    return change(release, **{"body": "<p>A child was found.</p>"} | fields)


def version(release, number: int) -> str:
    return reverse("newsroom:version", args=[release.type, release.slug, number])


def changes(release) -> str:
    return reverse("newsroom:changes", args=[release.type, release.slug])


@pytest.fixture
def release():
    """Published, withdrawn for a name in it, and published again without."""
    return come_back(factories.make_release(body=f"<p>{NAME} was found.</p>"))


def test_the_withdrawn_text_is_gone_and_its_address_says_why(client, release):
    response = client.get(version(release, 1))
    assert response.status_code == 410
    assert NAME not in response.text
    assert WHY in response.text
    assert release.get_absolute_url() in response.text


def test_the_comparison_keeps_the_note_and_leaves_out_the_words(client, release):
    page = client.get(changes(release)).text
    assert NAME not in page
    assert "A name was removed." in page
    assert "was withdrawn, and is no longer shown" in page


@pytest.mark.parametrize("kind", ["correction", "minor"])
def test_no_public_address_has_the_withdrawn_words(client, kind):
    release = come_back(factories.make_release(body=f"<p>{NAME} was found.</p>"), change_kind=kind)
    names = ("feed", "json_feed", "json", "csv", "releases")
    addresses = [reverse(f"newsroom:{name}") for name in names]
    addresses += [release.get_absolute_url(), reverse("newsroom:wire", args=[release.type, release.slug])]
    addresses += [changes(release), version(release, 1), version(release, 2), f"/search/?q={NAME}"]
    texts = [client.get(address).getvalue().decode() for address in addresses]
    assert "A child was found." in texts[5]
    assert [address for address, text in zip(addresses, texts, strict=True) if f"{NAME} was" in text] == []


def test_the_new_text_and_what_follows_it_can_be_read_and_compared(client, release):
    change(release, body="<p>A girl was found.</p>", change_note="Said more plainly.")
    assert [client.get(version(release, number)).status_code for number in (1, 2, 3)] == [410, 200, 200]
    page = client.get(changes(release)).text
    assert "girl" in page
    assert NAME not in page


def test_links_lead_only_to_versions_that_can_be_read(client, release):
    for address in (release.get_absolute_url(), changes(release), version(release, 2)):
        page = client.get(address).text
        assert f'href="{version(release, 1)}"' not in page
        assert f'href="{version(release, 2)}"' in page


def test_every_text_that_stood_there_before_is_withdrawn(client):
    release = change(factories.make_release(body=f"<p>{NAME} was found.</p>"), body="<p>Somebody.</p>")
    come_back(release)
    assert [client.get(version(release, number)).status_code for number in (1, 2, 3)] == [410, 410, 200]


def test_the_same_text_again_is_public_and_those_before_it_are_not(client):
    release = change(factories.make_release(body=f"<p>{NAME} was found.</p>"), body="<p>Somebody.</p>")
    withdraw(release)
    change(release, change_note="Withdrawn by mistake.")
    assert [client.get(version(release, number)).status_code for number in (1, 2, 3)] == [410, 200, 200]
    assert NAME not in client.get(changes(release)).text


def test_withdrawn_by_mistake_and_published_again_unchanged_it_says_so_and_hides_nothing(client):
    release = factories.make_release()
    withdraw(release)
    change(release, change_note="Withdrawn by mistake.")
    assert [client.get(version(release, number)).status_code for number in (1, 2)] == [200, 200]
    assert "Withdrawn by mistake." in client.get(changes(release)).text


def test_a_second_withdrawal_takes_the_text_between_as_well(client, release):
    come_back(release, body="<p>Nobody was found.</p>")
    assert [client.get(version(release, number)).status_code for number in (1, 2, 3)] == [410, 410, 200]


def test_what_an_import_changed_meanwhile_does_not_bring_the_first_text_back(client):
    release = factories.make_withdrawn(body=f"<p>{NAME} was found.</p>")
    factories.correct(release, body="<p>Somebody.</p>")
    factories.correct(release, status=Status.PUBLISHED)
    assert client.get(version(release, 1)).status_code == 410
    assert NAME not in client.get(changes(release)).text


def test_a_text_never_withdrawn_keeps_all_its_versions(client):
    release = change(factories.make_release(body=f"<p>{NAME} was found.</p>"), body="<p>Somebody.</p>")
    assert client.get(version(release, 1)).status_code == 200
    assert NAME in client.get(changes(release)).text


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_version_that_never_was_is_not_called_withdrawn(client, release, number):
    assert client.get(version(release, number)).status_code == 404


def test_staff_get_no_other_answer_at_a_public_address(browse, publisher, release):
    assert browse(publisher).get(version(release, 1)).status_code == 410


def test_an_old_address_leads_to_the_words_about_the_version(client, release):
    old = version(release, 1)
    release.slug = "elsewhere-by-now"
    release.save()
    assert client.get(old, follow=True).status_code == 410


def test_the_new_column_has_not_cost_the_table_its_triggers():
    if connection.vendor == "sqlite":
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'newsroom_release'"
    else:
        query = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'newsroom_release'::regclass"
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone()[0] > 0


def test_what_came_back_before_this_was_known_is_withdrawn_by_the_migration(client, release):
    again, never = factories.make_release(), change(factories.make_release(), body="<p>Better.</p>")
    withdraw(again)
    change(again, change_note="Withdrawn by mistake.")
    Release.objects.update(withdrawn_versions=None)
    import_module("newsroom.migrations.0022_withdrawn_versions").withdraw_what_came_back(apps, None)
    numbers = dict(Release.objects.values_list("pk", "withdrawn_versions"))
    assert numbers == {release.pk: 1, again.pk: 1, never.pk: None}
