"""What the database itself refuses about releases, and the words in which forms refuse it."""

import datetime

import pytest

from newsroom.kinds import ReleaseType, Status
from newsroom.models import (
    Autosave,
    Event,
    Finding,
    FormerAddress,
    KeyFact,
    Link,
    Presence,
    ReleaseContact,
    Topic,
    Version,
    WorkflowEvent,
)

from .. import factories
from ..constraints import Case, constraints_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


FAR = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(1899, 12, 31, tzinfo=datetime.UTC)


def beside_another():
    factories.make_release(type=ReleaseType.LOCAL, slug="seizure")
    return factories.make_release(type=ReleaseType.NATIONAL, slug="seizure")


def another_former_address():
    release = factories.make_release()
    FormerAddress.objects.create(release=release, type=release.type, slug="first")
    return FormerAddress(release=release, type=release.type, slug="second")


def updated_at_once():
    release = factories.make_release()
    release.updated_at = release.published_at
    release.save()
    return release


def contact_by_number():
    return ReleaseContact.objects.create(release=factories.make_release(), phone="+12025550100")


def contact_by_mail():
    return ReleaseContact.objects.create(release=factories.make_release(), email="press@example.gov")


def contact_by_office():
    desk = factories.make_office(kind="press_office")
    return ReleaseContact.objects.create(release=factories.make_release(), office=desk)


def withdrawn():
    return factories.make_withdrawn(withdrawal_note="It named the wrong port.")


def working_copy():
    copy = factories.make_copy(factories.make_release())
    copy.slug = "a-draft"  # its own is refused to everybody who types it
    return copy


def step():
    """Not saved: the database refuses to change a step once it is."""
    release, actor = factories.make_release(), factories.make_staff()
    return WorkflowEvent(release=release, action="withdraw", actor=actor, note="It was wrong.")


OTHER = "0" * 64


def preview_pass():
    other, _token = factories.make_pass()
    other.token_hash = OTHER
    other.save()
    return factories.make_pass()[0]


def revoked_pass():
    given = preview_pass()
    given.revoke(given.made_by)
    given.refresh_from_db()
    return given


def finding(words: str = "There is no dateline.", **fields):
    fields.setdefault("release", factories.make_release())
    return Finding.objects.create(rule="dateline", words=words, **fields)


def second_finding():
    return finding("Another one.", release=finding().release)


def second_link():
    Link.objects.create(address="https://other.example/")
    return Link.objects.create(address="https://another.example/")


def statement():
    return factories.make_release(speaker="Jo Doe", speaker_title="Acting Commissioner")


def fact():
    fields = {"what": "Cocaine", "quantity": 5, "unit": "pounds", "starts": "2022-11", "ends": "2022-12"}
    return KeyFact.objects.create(release=factories.make_release(), value=9, **fields)


def event():
    begins = datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
    fields = {"starts_at": begins, "ends_at": begins + datetime.timedelta(hours=1)}
    return Event.objects.create(release=factories.make_release(), name="Ceremony", place="Laredo", **fields)


def version(number: int = 1, release=None, **fields):
    """Not saved: the database refuses to change a version once it is."""
    texts = {"headline": "A parrot", "summary": "A parrot.", "body": "<p>A parrot.</p>"}
    fields = {"kind": "correction", "note": "It was a parrot.", "made_at": FAR} | texts | fields
    return Version(release=release or factories.make_release(), number=number, **fields)


def second_version():
    first = version()
    first.save()
    return version(number=2, release=first.release)


def coverage_beside_others(topic=None):
    office = factories.make_press_office()
    factories.make_coverage(office, state="TX", topic=topic)
    factories.make_coverage(office, state="NM", topic=topic, language="es")
    return factories.make_coverage(office, state="TX", topic=topic, language="es")


def coverage_of_trade():
    return coverage_beside_others(Topic.objects.create(name="Trade", slug="trade"))


def autosave_beside_another():
    release, person = factories.make_draft(), factories.make_staff()
    fields = {"release": release, "person": person, "data": {"headline": ["A parrot"]}}
    Autosave.objects.create(form="a", **fields)
    return Autosave.objects.create(form="b", **fields)


def presence_beside_another():
    first = Presence.objects.create(release=factories.make_draft(), person=factories.make_staff())
    return Presence.objects.create(
        release=first.release, person=factories.make_staff(), since=NOON, seen_at=NOON
    )


COVERED = "This office has this coverage already."
NOT_REACHED = "Choose a press office, or write a number or an e-mail address."
BLANK = "This field cannot be blank."

CASES = [
    Case(
        "release_address_is_unique",
        beside_another,
        {"type": ReleaseType.LOCAL},
        "Another release of this type already has this address.",
    ),
    Case("former_address_is_of_one_release", another_former_address, {"slug": "first"}, "already"),
    Case("release_type_is_known", factories.make_release, {"type": "rumor"}, "is not a valid choice"),
    Case("release_status_is_known", factories.make_draft, {"status": "secret"}, "is not a valid choice"),
    Case(
        "release_published_has_an_instant",
        factories.make_draft,
        {"status": Status.PUBLISHED},
        "A published release needs its publication date and time.",
    ),
    Case(
        "release_updated_after_publication",
        updated_at_once,
        {"updated_at": lambda release: release.published_at - datetime.timedelta(seconds=1)},
        "An update cannot come before the publication.",
    ),
    *(
        Case(
            "release_dates_are_sensible",
            factories.make_release,
            {name: far},
            "Dates lie between 1900 and 2100.",
        )
        for name, far in (("updated_at", FAR), ("published_at", FAR), ("published_at", LONG_AGO))
    ),
    Case(
        "release_does_not_translate_itself",
        lambda: factories.make_release(translation_of=factories.make_release()),
        {"translation_of": lambda release: release},
        "A release cannot be a translation of itself.",
    ),
    Case("release_withdrawn_says_why", withdrawn, {"withdrawal_note": ""}, "Tell the public why"),
    Case("release_withdrawn_says_why", withdrawn, {"withdrawn_at": None}, "Tell the public why"),
    *(
        Case(
            "release_working_copy_is_never_public",
            working_copy,
            illegal,
            "A draft of a change is never public",
        )
        for illegal in (
            {"status": Status.PUBLISHED, "published_at": NOON},
            {"status": Status.WITHDRAWN, "withdrawn_at": NOON, "withdrawal_note": "It was wrong."},
            {"status": Status.ARCHIVED},
            {"withdrawn_at": NOON},
        )
    ),
    Case("release_change_kind_is_known", working_copy, {"change_kind": "secret"}, "is not a valid choice"),
    Case("workflow_action_is_known", step, {"action": "steal"}, "is not a valid choice"),
    Case("workflow_event_says_why", step, {"note": ""}, "Say why."),
    Case(
        "preview_pass_token_is_unique", preview_pass, {"token_hash": "0" * 64}, "Another pass has this token."
    ),
    Case("preview_pass_names_somebody", preview_pass, {"name": "\u200b "}, BLANK),
    Case(
        "preview_pass_ends_after_it_is_made",
        preview_pass,
        {"expires_at": lambda row: row.made_at},
        "before it",
    ),
    Case("preview_pass_is_revoked_by_somebody", preview_pass, {"revoked_at": NOON}, "says who revoked it"),
    Case("preview_pass_is_revoked_by_somebody", revoked_pass, {"revoked_by": None}, "says who revoked it"),
    Case("finding_says_what", finding, {"words": ""}, BLANK),
    Case("finding_says_what", finding, {"rule": ""}, BLANK),
    Case("finding_is_listed_once", second_finding, {"words": "There is no dateline."}, "listed already"),
    Case("link_is_kept_once", second_link, {"address": "https://other.example/"}, "kept already"),
    Case("release_speaker_title_needs_a_speaker", statement, {"speaker": " "}, "Name the person"),
    Case("key_fact_says_what", fact, {"what": " "}, BLANK),
    Case("key_fact_amounts_are_not_negative", fact, {"quantity": -1}, "cannot be negative"),
    Case("key_fact_amounts_are_not_negative", fact, {"value": -1}, "cannot be negative"),
    Case("key_fact_unit_needs_a_quantity", fact, {"quantity": None}, "A unit needs a quantity."),
    Case("key_fact_end_needs_a_start", fact, {"starts": ""}, "A period needs its first day too."),
    Case("event_ends_after_it_begins", event, {"ends_at": lambda row: row.starts_at}, "before it begins"),
    Case("event_dates_are_sensible", event, {"ends_at": FAR}, "Dates lie between 1900 and 2100."),
    Case("event_dates_are_sensible", event, {"starts_at": LONG_AGO}, "Dates lie between 1900 and 2100."),
    Case("version_is_numbered_once", second_version, {"number": 1}, "already has a version"),
    Case("version_of_substance_says_what_changed", version, {"note": ""}, "Tell the public what changed."),
    Case("version_kind_is_known", version, {"kind": "secret"}, "is not a valid choice"),
    Case("image_has_alternative_text_and_credit", factories.make_image, {"alt": " "}, BLANK),
    Case("image_has_alternative_text_and_credit", factories.make_image, {"credit": ""}, BLANK),
    Case("coverage_is_given_once", coverage_of_trade, {"language": ""}, COVERED),
    Case("coverage_is_given_once", coverage_of_trade, {"state": "NM"}, COVERED),
    Case("coverage_of_every_topic_is_given_once", coverage_beside_others, {"language": ""}, COVERED),
    Case("coverage_of_every_topic_is_given_once", coverage_beside_others, {"state": "NM"}, COVERED),
    Case("autosave_is_one_for_a_form", autosave_beside_another, {"form": "a"}, "has its unsaved text"),
    Case(
        "presence_is_one_for_a_person",
        presence_beside_another,
        {"person": lambda row: row.release.presences.exclude(pk=row.pk).get().person},
        "has this release open already",
    ),
    Case(
        "presence_begins_before_it_is_seen", presence_beside_another, {"seen_at": LONG_AGO}, "Nobody is seen"
    ),
    Case("media_contact_can_be_reached", contact_by_number, {"phone": ""}, NOT_REACHED),
    Case("media_contact_can_be_reached", contact_by_mail, {"email": ""}, NOT_REACHED),
    Case("media_contact_can_be_reached", contact_by_office, {"office": None, "name": "Jo"}, NOT_REACHED),
]


def test_every_constraint_has_a_case():
    assert constraints_of("newsroom") == {case.constraint for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_legal_state_is_accepted(case):
    assert case.is_accepted_when_legal()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses_the_illegal_state(case):
    refusal = case.refusal_by_the_database()
    assert case.constraint in refusal or "UNIQUE" in refusal


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_form_refuses_the_illegal_state_in_words(case):
    assert case.words in case.refusal_by_a_form()
