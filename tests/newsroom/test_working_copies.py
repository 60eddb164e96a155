"""The draft of a change beside a public text: complete, unseen, and gone when it is published."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from newsroom import renditions, working_copies
from newsroom.models import (
    Boilerplate,
    Event,
    Incident,
    KeyFact,
    Release,
    ReleaseContact,
    ReleaseImage,
    Topic,
    WorkflowEvent,
)
from newsroom.workflow import Refused, text_token

from .. import factories, sitemaps
from ..factories import release_form, take

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
SAID = {"change_kind": "correction", "change_note": "47, not 74."}
# What a change does not touch: where and since when the public reads it, and the records of it.
STAYS = {
    "id", "type", "slug", "status", "published_at", "date_precision", "updated_at", "changes", "amends",
    "change_kind", "change_note", "withdrawn_at", "withdrawal_note", "withdrawn_versions", "import_key",
    "imported", "created_at", "modified_at", "search_title", "search_text",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def live():
    """A public release that has everything."""
    release = factories.make_release(
        headline="74 packages", language="es", dateline_city="Laredo", dateline_state="TX", subtitle="Again",
        speaker="Jo Doe", speaker_title="Chief", source="A source", source_as_of="2026", staff_note="Call.",
        incident=Incident.objects.create(name="Bridge", slug="bridge"),
        boilerplate=Boilerplate.objects.create(component="Field", slug="field", text="Us."),
        translation_of=factories.make_release(),
    )  # fmt: skip
    release.topics.create(name="Trade", slug="trade")
    release.offices.add(factories.make_port())
    KeyFact.objects.create(release=release, what="Packages", quantity=74)
    Event.objects.create(release=release, name="Ceremony", place="Laredo", starts_at=NOON)
    release.contacts.create(name="Jo Doe", phone="+12025550100")
    picture_of(release)
    return release


def picture_of(release) -> ReleaseImage:
    image = factories.make_image(release)
    renditions.make(image)
    image.refresh_from_db()
    return image


def publish(copy):
    return take("emergency", copy, factories.make_staff("Newsroom publishers"), note="A flood.")


def discard(copy):
    return take("discard", copy, factories.make_staff("Newsroom editors"))


def content_of(release) -> dict:
    """Everything a reader gets, and what staff note, without keys."""
    release = Release.objects.get(pk=release.pk)
    content = {name: getattr(release, name) for name in (*working_copies.TEXT, *working_copies.FOR_STAFF)}
    content |= {name: list(getattr(release, name).all()) for name in working_copies.LINKS}
    for model in working_copies.PARTS:
        names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "release")]
        content[model] = list(model.objects.filter(release=release).values(*names))
    return content


def test_every_column_is_copied_or_known_to_stay():
    columns = {field.name for field in Release._meta.concrete_fields}
    assert columns == {*working_copies.TEXT, *working_copies.FOR_STAFF} | STAYS


def test_everything_that_belongs_to_a_release_is_copied_or_known_to_stay():
    links = {relation.name for relation in Release._meta.many_to_many}
    parts = {relation.related_model for relation in Release._meta.related_objects}
    assert links == set(working_copies.LINKS)
    assert {model.__name__ for model in parts - {*working_copies.PARTS, Release}} == {
        "Autosave",
        "Finding",
        "Presence",
        "PreviewPass",
        "Proof",
        "SavedText",
        "Version",
        "FormerAddress",
        "WorkflowEvent",
    }


def test_a_copy_has_everything_of_the_public_text(live):
    assert content_of(factories.make_copy(live)) == content_of(live)


def test_opening_a_copy_leaves_the_public_text_as_it_was(live, client):
    before = content_of(live), client.get(live.get_absolute_url()).content
    factories.make_copy(live)
    assert (content_of(live), client.get(live.get_absolute_url()).content) == before


def test_everything_of_the_copy_takes_the_place_of_the_public_text(live):
    copy = factories.make_copy(live, headline="47 packages", subtitle="", language="en", **SAID)
    copy.topics.set([Topic.objects.create(name="Parrots", slug="parrots")])
    copy.offices.clear()
    copy.facts.update(quantity=47)
    copy.event.delete()
    copy.contacts.create(name="Jan Roe", phone="+12025550111")
    picture_of(copy)
    wanted = content_of(copy)
    publish(copy)
    assert content_of(live) == wanted
    assert not Release.objects.filter(pk=copy.pk).exists()


def test_a_copy_without_parts_takes_those_of_the_public_text_away(live):
    copy = factories.make_copy(live, **SAID)
    for part in working_copies.parts_of(copy):
        part.delete()
    publish(copy)
    assert working_copies.parts_of(live) == []


def test_a_discarded_copy_leaves_no_trace_but_in_the_log(live):
    before = content_of(live)
    copy = factories.make_copy(live, headline="47 packages")
    discard(copy)
    assert content_of(live) == before
    assert [event.action for event in live.workflow_events.all()] == ["discard", "amend"]
    for model in working_copies.PARTS:
        assert not model.objects.exclude(release=live).exists()


def test_a_second_copy_is_refused(live):
    factories.make_copy(live)
    with pytest.raises(Refused, match="open already"):
        factories.make_copy(live)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_draft(amends=live)


def test_a_change_is_not_undone_by_an_older_copy_where_an_import_changed_the_text(live):
    copy = factories.make_copy(live, headline="47 packages", **SAID)
    factories.correct(live, summary="From the content files.")
    with pytest.raises(Refused, match="changed by an import meanwhile"):
        publish(copy)
    live.refresh_from_db()
    assert live.summary == "From the content files."


def test_what_is_not_valid_is_not_published_and_the_copy_stays(live):
    copy = factories.make_copy(live, **SAID)
    Release.objects.filter(pk=copy.pk).update(summary="")
    with pytest.raises(Refused, match="Summary: This field cannot be blank"):
        publish(copy)
    assert content_of(live)["summary"]
    assert Release.objects.filter(amends=live).exists()


# Never public ------------------------------------------------------------------------------


def surfaces(copy, live) -> list[str]:
    office = live.offices.first()
    month = f"{live.published_at:%Y}", f"{live.published_at:%m}"
    return [
        reverse("home"), reverse("newsroom:releases"), reverse("newsroom:releases_of_type", args=[live.type]),
        reverse("newsroom:feed"), reverse("newsroom:json_feed"), reverse("newsroom:json"),
        reverse("newsroom:csv"), reverse("newsroom:feed") + "?topic=trade",
        reverse("newsroom:archive_month", args=month), reverse("newsroom:archive"), reverse("news_sitemap"),
        reverse("search") + "?q=orchid", reverse("newsroom:releases") + "?q=orchid",
        reverse("newsroom:releases") + "?topic=trade&lang=es&state=TX",
        office.get_absolute_url(), live.get_absolute_url(), live.translation_of.get_absolute_url(),
        reverse("newsroom:wire", args=[live.type, live.slug]),
        reverse("newsroom:changes", args=[live.type, live.slug]),
        reverse("newsroom:version", args=[live.type, live.slug, 1]),
        reverse("newsroom:reference", args=[live.pk]),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved"])
def test_a_copy_is_on_no_public_page_in_no_list_and_no_count(client, live, status):
    counts = [
        client.get(f"/newsroom/?{query}").context["page"].paginator.count for query in ("", "topic=trade")
    ]
    copy = factories.make_copy(live, headline="A secret orchid", status=status)
    for address in surfaces(copy, live):
        text = client.get(address, follow=True).getvalue().decode()
        assert "secret orchid" not in text, address
        assert copy.slug not in text, address
    after = [
        client.get(f"/newsroom/?{query}").context["page"].paginator.count for query in ("", "topic=trade")
    ]
    assert after == counts
    assert f"https://www.example.gov{copy.get_absolute_url()}" not in sitemaps.all_addresses(client)


def test_no_address_of_a_copy_answers_the_public(client, live):
    copy = factories.make_copy(live)
    here = [copy.type, copy.slug]
    addresses = [
        copy.get_absolute_url(),
        reverse("newsroom:reference", args=[copy.pk]),
        reverse("newsroom:wire", args=here),
        reverse("newsroom:changes", args=here),
        reverse("newsroom:version", args=[*here, 1]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_a_copy_of_what_was_withdrawn_brings_nothing_back(client):
    live = factories.make_withdrawn()
    copy = factories.make_copy(live)
    assert client.get(live.get_absolute_url()).status_code == 410
    assert client.get(copy.get_absolute_url()).status_code == 404


def test_staff_preview_a_copy_under_the_number_of_the_public_text(browse, editor, live):
    copy = factories.make_copy(live, headline="A secret orchid")
    page = browse(editor).get(copy.get_absolute_url())
    assert "A secret orchid" in page.text
    assert live.reference in page.text
    assert "no-store" in page["Cache-Control"]


# Pictures ----------------------------------------------------------------------------------


def files(folder) -> set[str]:
    return {path.name for path in (folder / "releases").iterdir()}


def files_of(image) -> set[str]:
    name = image.image.name.removeprefix("releases/")
    return {name, *(f"{name}-{rendition}" for rendition in image.renditions)}


def status_of(client, image) -> int:
    response = client.get(image.get_absolute_url())
    response.getvalue()
    return response.status_code


@pytest.mark.parametrize("end", [publish, discard])
def test_a_picture_that_stays_keeps_its_files(
    tmp_path, client, live, end, django_capture_on_commit_callbacks
):
    picture = live.images.get()
    with django_capture_on_commit_callbacks(execute=True):
        end(factories.make_copy(live))
    assert files(tmp_path) == files_of(picture) == files_of(live.images.get())
    assert status_of(client, picture) == 200


def test_a_picture_taken_off_in_a_copy_is_there_until_that_is_published(
    tmp_path, client, live, django_capture_on_commit_callbacks
):
    picture, copy = live.images.get(), factories.make_copy(live)
    with django_capture_on_commit_callbacks(execute=True):
        copy.images.get().delete()
    assert status_of(client, picture) == 200
    with django_capture_on_commit_callbacks(execute=True):
        publish(copy)
    assert files(tmp_path) == set()
    assert status_of(client, picture) == 404


def test_a_new_picture_of_a_copy_is_public_only_with_it(tmp_path, client, live):
    copy = factories.make_copy(live)
    new = picture_of(copy)
    assert status_of(client, new) == 404
    publish(copy)
    assert status_of(client, new) == 200


def test_a_new_picture_of_a_discarded_copy_leaves_no_file(tmp_path, live, django_capture_on_commit_callbacks):
    copy = factories.make_copy(live)
    picture_of(copy)
    with django_capture_on_commit_callbacks(execute=True):
        discard(copy)
    assert files(tmp_path) == files_of(live.images.get())


def test_a_picture_replaced_in_a_copy_takes_the_old_one_away_when_it_is_published(
    tmp_path, live, django_capture_on_commit_callbacks
):
    old, copy = files_of(live.images.get()), factories.make_copy(live)
    image = copy.images.get()
    image.image = factories.make_upload(size=(30, 30))
    image.save()
    renditions.make(image)
    assert old < files(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        publish(copy)
    assert files(tmp_path) == files_of(live.images.get())


def test_renditions_that_were_made_meanwhile_are_known_to_the_copy_too(live):
    picture = live.images.get()
    ReleaseImage.objects.update(renditions=[])
    copy = factories.make_copy(live)
    renditions.make(picture)
    assert copy.images.get().renditions == renditions.planned(picture)


# The admin ---------------------------------------------------------------------------------


def test_a_copy_is_opened_edited_and_published_in_the_admin(browse, publisher):
    live, client = factories.make_release(), browse(publisher)
    page = client.get(reverse("admin:newsroom_release_change", args=[live.pk]))
    assert 'name="headline"' not in page.text
    opened = client.post(
        reverse("admin:newsroom_release_amend", args=[live.pk]), {"seen": page.context["seen"]}
    )
    copy = Release.objects.get(amends=live)
    assert opened["Location"] == reverse("admin:newsroom_release_change", args=[copy.pk])
    client.post(opened["Location"], release_form(headline="47 packages", **SAID))
    seen = client.get(opened["Location"]).context["seen"]
    data = {"seen": seen, "note": "A flood.", "confirmed": "yes"}
    done = client.post(reverse("admin:newsroom_release_emergency", args=[copy.pk]), data, follow=True)
    assert "Published without approval: “47 packages”" in done.text
    assert Release.objects.get().headline == "47 packages"


def test_nobody_is_asked_for_the_reason_of_a_change_that_cannot_be_published(browse, publisher):
    copy = factories.make_copy(factories.make_release(), headline="47 packages")
    address = reverse("admin:newsroom_release_emergency", args=[copy.pk])
    answer = browse(publisher).post(address, {"seen": text_token(copy)}, follow=True)
    assert "The text changes: say what kind of change this is." in answer.text
    assert answer.redirect_chain


def test_an_edit_of_a_copy_is_logged_with_the_public_text(browse, editor, publisher):
    live = factories.make_release()
    copy = factories.make_copy(live)
    browse(editor).post(
        reverse("admin:newsroom_release_change", args=[copy.pk]), release_form(headline="Better", **SAID)
    )
    event = WorkflowEvent.objects.get(action="edit")
    assert (event.release, event.actor) == (live, editor)
    publish(copy)
    story = browse(editor).get(reverse("admin:newsroom_release_history", args=[live.pk])).text
    for words in (
        "Began a change",
        "Changed Kind of change, What changed, Headline",
        "Version 2: Correction",
        "47, not 74.",
        "A flood.",
    ):
        assert words in story, words


def test_a_copy_is_discarded_not_deleted(browse, publisher):
    copy = factories.make_copy(factories.make_release())
    address = reverse("admin:newsroom_release_delete", args=[copy.pk])
    assert "discard this change instead" in browse(publisher).post(address, {"post": "yes"}).text
    assert Release.objects.filter(pk=copy.pk).exists()


def test_a_copy_is_not_offered_as_the_original_of_a_translation(browse, editor):
    copy = factories.make_copy(factories.make_release(headline="Parrot"))
    query = "?app_label=newsroom&model_name=release&field_name=translation_of&term=parrot"
    found = browse(editor).get(f"/admin/autocomplete/{query}").json()["results"]
    assert [row["id"] for row in found] == [str(copy.amends_id)]
    draft = factories.make_draft()
    form = release_form(translation_of=copy.pk)
    browse(editor).post(reverse("admin:newsroom_release_change", args=[draft.pk]), form)
    assert not Release.objects.filter(translation_of=copy).exists()


def test_the_contacts_of_a_copy_are_contacts_of_their_own(live):
    copy = factories.make_copy(live)
    copy.contacts.update(name="Jan Roe")
    assert ReleaseContact.objects.get(release=live).name == "Jo Doe"
