"""What is deleted can be recovered for 30 days, by those who may delete; then it is gone, files too."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cbpsite.models import Redirect
from newsroom import renditions
from newsroom.models import (
    Boilerplate,
    Coverage,
    Incident,
    Release,
    ReleaseContact,
    ReleaseImage,
    Topic,
    WorkflowEvent,
)
from newsroom.workflow import note_edit
from offices import deleting
from offices.models import Deletion, Office
from offices.search import parse

from .. import factories

pytestmark = pytest.mark.django_db

DELETED = reverse("admin:offices_deletion_changelist")
MONTH = datetime.timedelta(days=30)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "releases"


def delete(client, row) -> None:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_delete"
    assert client.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def recover(client, deletion: Deletion):
    return client.post(DELETED, {"action": "recover", "_selected_action": [deletion.pk]})


def words_of(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def make_whole_draft(**fields) -> Release:
    draft = factories.make_draft(slug="parrot", headline="A parrot", **fields)
    draft.facts.create(what="Parrots", quantity=3)
    draft.contacts.create(office=factories.make_press_office(name="Desk"), phone="+12025550100")
    draft.offices.add(factories.make_port())
    factories.make_image(draft)
    return draft


def test_who_is_about_to_delete_reads_that_there_is_a_way_back(browse, publisher):
    draft, client = make_whole_draft(), browse(publisher)
    page = client.get(reverse("admin:newsroom_release_delete", args=[draft.pk])).text
    data = {"action": "delete_selected", "_selected_action": [draft.pk]}
    question = client.post(reverse("admin:newsroom_release_changelist"), data).text
    for text in (page, question):
        assert f'recovered for 30 days under <a href="{DELETED}">' in text
        assert "A parrot" in text


OTHERS = {
    "topic": lambda: Topic.objects.create(name="Parrots", slug="parrots"),
    "incident": lambda: Incident.objects.create(name="Bridge", slug="bridge"),
    "boilerplate": lambda: Boilerplate.objects.create(component="Field", slug="field", text="Us."),
    "coverage": lambda: factories.make_coverage(state="TX"),
    "notice": factories.make_notice,
    "redirect": lambda: Redirect.objects.create(old_path="/old", new_path="/newsroom/"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_everything_else_that_is_deleted_comes_back_too(browse, admin_user, kind):
    row, client = OTHERS[kind](), browse(admin_user)
    before = type(row).objects.values().get(pk=row.pk)
    delete(client, row)
    recover(client, Deletion.objects.get())
    after = type(row).objects.values().get(pk=row.pk)
    assert {name: str(value)[:19] for name, value in after.items()} == {
        name: str(value)[:19] for name, value in before.items()
    }


def test_a_topic_comes_back_to_its_releases(browse, publisher):
    release = factories.make_release()
    release.topics.add(topic := Topic.objects.create(name="Parrots", slug="parrots"))
    client = browse(publisher)
    delete(client, topic)
    assert not release.topics.exists()
    recover(client, Deletion.objects.get())
    assert release.topics.get() == topic


@pytest.mark.parametrize("how", ["page", "action"])
def test_a_draft_comes_back_with_all_that_belongs_to_it(browse, publisher, folder, how):
    draft, client = make_whole_draft(), browse(publisher)
    files = sorted(folder.iterdir())
    if how == "page":
        delete(client, draft)
    else:
        data = {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}
        client.post(reverse("admin:newsroom_release_changelist"), data)
    assert not Release.objects.exists()
    assert "Recovered: “A parrot”." in words_of(recover(client, Deletion.objects.get()))
    back = Release.objects.get()
    assert (back.pk, back.slug) == (draft.pk, "parrot")
    assert draft.created_at - back.created_at < datetime.timedelta(milliseconds=1)
    assert [fact.line for fact in back.facts.all()] == ["Parrots: 3"]
    assert back.contacts.get().office.name == "Desk"
    assert back.offices.count() == back.images.count() == 1
    assert set(files) <= set(folder.iterdir())
    assert not Deletion.objects.exists()


def test_who_wrote_it_is_still_its_author_afterwards(browse, publisher):
    """Else a way round the rule that nobody approves their own text."""
    draft = factories.make_draft()
    note_edit(draft, publisher, None)
    delete(browse(publisher), draft)
    recover(browse(publisher), Deletion.objects.get())
    assert WorkflowEvent.objects.get().actor == publisher
    assert Release.objects.written_by(publisher).get() == draft


def test_its_translations_point_to_it_again(browse, publisher):
    draft = factories.make_draft()
    spanish = factories.make_draft(language="es", translation_of=draft)
    other = factories.make_draft()
    delete(browse(publisher), draft)
    spanish.refresh_from_db()
    assert spanish.translation_of is None
    recover(browse(publisher), Deletion.objects.get())
    spanish.refresh_from_db()
    other.refresh_from_db()
    assert spanish.translation_of == draft
    assert other.translation_of is None


def test_an_address_that_was_taken_meanwhile_gets_an_ending_and_it_is_said(browse, publisher):
    draft = factories.make_draft(slug="parrot")
    delete(browse(publisher), draft)
    factories.make_draft(slug="parrot")
    response = recover(browse(publisher), Deletion.objects.get())
    assert Release.objects.get(pk=draft.pk).slug == f"parrot-{draft.pk}"
    assert f"Its address is now parrot-{draft.pk}" in words_of(response)


def test_an_address_that_forwards_by_now_is_not_taken_from_who_left_it(browse, publisher):
    draft = factories.make_draft(slug="parrot")
    delete(browse(publisher), draft)
    other = factories.make_release(slug="parrot")
    other.slug = "macaw"
    other.save()
    response = recover(browse(publisher), Deletion.objects.get())
    assert Release.objects.get(pk=draft.pk).slug == f"parrot-{draft.pk}"
    assert f"Its address is now parrot-{draft.pk}" in words_of(response)


def test_a_rule_that_has_nothing_to_do_with_its_address_does_not_keep_a_draft_away(browse, publisher):
    original = factories.make_draft()
    draft = factories.make_draft(slug="parrot", translation_of=original)
    delete(browse(publisher), draft)
    Release.objects.filter(pk=original.pk).update(translation_of=factories.make_draft())
    recover(browse(publisher), Deletion.objects.get())
    assert Release.objects.get(pk=draft.pk).slug == "parrot"


def test_what_it_named_and_is_gone_meanwhile_does_not_stop_it(browse, publisher, manager):
    desk = factories.make_press_office()
    draft = factories.make_draft()
    draft.contacts.create(office=desk)
    draft.contacts.create(office=desk, phone="+12025550100")
    draft.offices.add(desk)
    delete(browse(publisher), draft)
    delete(browse(manager), desk)
    response = recover(browse(publisher), Deletion.objects.get(model="newsroom.release"))
    assert "Could not come back" in words_of(response)
    assert [contact.phone for contact in ReleaseContact.objects.all()] == ["+12025550100"]
    assert not Release.objects.get().offices.exists()


def test_an_office_comes_back_with_its_numbers_and_the_releases_that_name_it(browse, manager):
    office = factories.make_press_office(name="Desk", slug="desk-of-parrots")
    factories.make_contact(office, phone="+12025550123")
    factories.make_hours(office)
    factories.make_coverage(office)
    release = factories.make_release()
    release.offices.add(office)
    delete(browse(manager), office)
    assert not release.offices.exists()
    recover(browse(manager), Deletion.objects.get())
    back = Office.objects.get(pk=office.pk)
    assert back.contact_points.get().phone == "+12025550123"
    assert back.hours.count() == back.coverage.count() == Coverage.objects.count() == 1
    assert release.offices.get() == back
    assert Office.objects.published().filter(search_title__words=parse("desk")).exists()


def test_an_office_whose_code_was_given_to_another_stays_deleted_and_says_why(browse, manager):
    office = factories.make_port(code="2304")
    delete(browse(manager), office)
    factories.make_port(code="2304")
    response = recover(browse(manager), Deletion.objects.get())
    assert "Another office already has this code." in words_of(response)
    assert Deletion.objects.exists()


def test_what_belongs_to_something_deleted_waits_for_that_and_says_so(browse, admin_user):
    coverage, client = factories.make_coverage(state="TX"), browse(admin_user)
    delete(client, coverage)
    delete(client, coverage.office)
    words = words_of(recover(client, Deletion.objects.get(model="newsroom.coverage")))
    assert "recover that first" in words
    for model in ("offices.office", "newsroom.coverage"):
        recover(client, Deletion.objects.get(model=model))
    assert Coverage.objects.get().office == coverage.office


def test_an_ending_makes_no_address_too_long(browse, admin_user):
    longest = Topic._meta.get_field("slug").max_length
    topic, client = Topic.objects.create(name="Parrots", slug="p" * longest), browse(admin_user)
    delete(client, topic)
    Topic.objects.create(name="Macaws", slug=topic.slug)
    recover(client, Deletion.objects.get())
    back = Topic.objects.get(name="Parrots")
    assert back.slug.endswith(f"p-{topic.pk}")
    assert len(back.slug) == longest


def test_the_list_says_who_and_how_many_days_are_left(browse, publisher):
    draft = factories.make_draft(headline="A parrot")
    with time_machine.travel(timezone.now() - 10 * MONTH / 30, tick=False):
        delete(browse(publisher), draft)
    text = browse(publisher).get(DELETED).text
    assert "A parrot" in text
    assert publisher.username in text
    assert "20 days" in text


@pytest.mark.parametrize("group", ["Newsroom editors", "Newsroom approvers", "Auditors", "Office managers"])
def test_a_forged_post_recovers_nothing_for_those_who_may_not_delete_it(browse, publisher, group):
    delete(browse(publisher), factories.make_draft())
    recover(browse(factories.make_staff(group)), Deletion.objects.get())
    assert not Release.objects.exists()


def test_who_may_delete_offices_does_not_read_of_deleted_releases(browse, publisher, manager, auditor):
    delete(browse(publisher), factories.make_draft(headline="A parrot"))
    assert "A parrot" not in browse(manager).get(DELETED).text
    assert "A parrot" in browse(auditor).get(DELETED).text


def test_a_deleted_release_is_nowhere_for_nobody(browse, publisher, folder):
    draft = make_whole_draft()
    reader = browse(publisher)
    picture = draft.images.get().get_absolute_url()
    change = reverse("admin:newsroom_release_change", args=[draft.pk])
    delete(reader, draft)
    for address in (draft.get_absolute_url(), picture, f"/newsroom/{draft.reference}/"):
        assert reader.get(address).status_code == 404
    assert reader.get(change).status_code == 302
    reader.get(reverse("admin:index"))  # reads the messages
    assert "A parrot" not in reader.get(reverse("admin:newsroom_release_changelist")).text


def test_after_thirty_days_it_is_gone_for_good_with_its_files(
    browse, publisher, folder, django_capture_on_commit_callbacks
):
    draft = make_whole_draft()
    delete(browse(publisher), draft)
    deletion = Deletion.objects.get()
    with time_machine.travel(timezone.now() + MONTH, tick=False):
        recover(browse(publisher), deletion)
        assert not Release.objects.exists()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("forget_deleted", stdout=(said := StringIO()))
    assert said.getvalue() == "1 deleted item removed for good.\n"
    assert not Deletion.objects.exists()
    assert not list(folder.iterdir())


def test_before_that_nothing_is_forgotten(browse, publisher, folder):
    delete(browse(publisher), make_whole_draft())
    with time_machine.travel(timezone.now() + MONTH - datetime.timedelta(minutes=1), tick=False):
        call_command("forget_deleted", stdout=StringIO())
    assert Deletion.objects.exists()
    assert list(folder.iterdir())


def test_the_file_of_a_deleted_picture_survives_renditions_that_come_too_late(browse, publisher, folder):
    image = factories.make_image(factories.make_draft())
    delete(browse(publisher), image.release)
    renditions.make(image)
    assert folder.joinpath(image.image.name.rpartition("/")[2]).exists()
    assert not ReleaseImage.objects.exists()


def test_it_can_be_deleted_and_recovered_again(browse, publisher):
    draft, client = factories.make_draft(), browse(publisher)
    for _time in range(2):
        delete(client, draft)
        recover(client, Deletion.objects.get())
    assert Release.objects.get() == draft


def test_the_second_of_two_clicks_on_delete_finds_nothing_left_to_do(publisher):
    topic = Topic.objects.create(name="Parrots", slug="parrots")
    same = Topic.objects.get()
    assert deleting.delete(topic, publisher) == Deletion.objects.get()
    assert deleting.delete(same, publisher) is None
    assert Deletion.objects.count() == 1


def test_what_happened_tells_of_both(browse, publisher):
    draft, client = factories.make_draft(), browse(publisher)
    delete(client, draft)
    recover(client, Deletion.objects.get())
    text = client.get(reverse("admin:newsroom_release_history", args=[draft.pk])).text
    assert "Deleted." in text
    assert "Recovered." in text
