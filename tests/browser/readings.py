"""Releases with everything a release can have, and notices, for the browser: the content lacks some."""

import datetime

from django.utils import timezone

from newsroom import renditions
from newsroom.kinds import ReleaseType, Status
from newsroom.models import Event, Incident, KeyFact, Release, Topic
from newsroom.models.preview import hash_of
from offices.kinds import Kind
from offices.models import Office

from .. import factories
from .conftest import COLLEAGUE, PASSWORD

FOLDER = "/newsroom/speeches-and-statements"
PREVIEW_TOKEN = "only-for-the-browser-tests"
SPOKEN = datetime.datetime(2012, 5, 4, 18, 30, tzinfo=datetime.UTC)
BODY = "".join(
    f"<p>Paragraph {number}: officers at the bridge asked the carrier for its papers, found a second"
    " floor in the trailer and sent it to a closer look.</p>"
    for number in range(1, 8)
)


def add() -> None:
    maria = factories.make_staff("Newsroom editors", first_name="Maria", last_name="Lopez")
    maria.username = COLLEAGUE
    maria.set_password(PASSWORD)
    maria.save()
    factories.make_approved(headline="Officers wait for spring")
    incident = Incident.objects.create(name="Parrots on the bridge", slug="parrots-on-the-bridge")
    desk = Office.objects.create(kind=Kind.PRESS_OFFICE, name="Bridge press desk", slug="bridge-press-desk")
    factories.make_contact(desk, "+19155550111")
    statement = _statement(
        "parrots-found",
        "Officers find 74 parrots on the bridge",
        incident=incident,
        speaker="Jo Doe",
        speaker_title="Port Director",
        subtitle="Driver held; birds in quarantine",
        dateline_city="El Paso",
        dateline_state="TX",
        body=BODY,
    )
    statement.contacts.create(office=desk, name="Old bridge desk", phone="+19155550100")
    _facts(statement)
    _event(statement)
    _correct(statement)
    later = [("parrots-well", "Parrots are well", 1), ("parrots-home", "Parrots fly home", 9)]
    for slug, headline, days in later:
        _statement(slug, headline, incident=incident, published_at=SPOKEN + datetime.timedelta(days=days))
    _statement("loros", "Hallan 47 loros en el puente", language="es", translation_of=statement)
    _withdraw(_statement("parrots-escaped", "A rumor about parrots"))
    _preview()
    factories.make_notice(kind="storm", state="VT")
    factories.make_notice(kind="lapse", state="VT")


def _statement(slug: str, headline: str, **fields) -> Release:
    fields = {"type": ReleaseType.SPEECH, "published_at": SPOKEN} | fields
    release = factories.make_release(slug=slug, headline=headline, **fields)
    release.topics.add(Topic.objects.order_by("pk").first())
    return release


def _preview() -> None:
    """A scheduled release with a picture, and a pass to it whose token is known."""
    week = timezone.now() + datetime.timedelta(days=7)
    fields = {"dateline_city": "El Paso", "dateline_state": "TX", "body": BODY, "published_at": week}
    release = _statement("parrots-tomorrow", "Parrots to be shown to the press", **fields)
    _facts(release)
    picture = factories.make_image(release, image=factories.make_upload(size=(1200, 800)))
    renditions.make(picture)
    name = "Josefina Doe-Montgomery, The Example Valley Morning Chronicle and Record"
    given, _token = factories.make_pass(release, name=name, expires_at=week - datetime.timedelta(days=1))
    given.token_hash = hash_of(PREVIEW_TOKEN)
    given.save()


def _facts(release: Release) -> None:
    where = {"where": "Bridge of the Americas, El Paso", "starts": "2012-05-03", "ends": "2012-05-04"}
    KeyFact.objects.create(release=release, what="Parrots found", quantity=74, unit="birds", **where)
    KeyFact.objects.create(release=release, what="Feed seized", quantity=37887, unit="pounds", value=77300)


def _event(release: Release) -> None:
    begins = datetime.datetime(2012, 5, 5, 16, tzinfo=datetime.UTC)
    Event.objects.create(
        release=release,
        name="Press conference",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=1),
        timezone="America/Denver",
        place="Bridge of the Americas, El Paso, Texas",
        note="Bring your press card to the north gate.",
    )


def _correct(release: Release) -> None:
    """Three changes: of substance with a figure, of a comma, and of nothing but a link."""
    before = factories.versions.stored(release)
    release.facts.filter(quantity=74).update(quantity=47)
    release.headline = "Officers find 47 parrots on the bridge"
    release.body = BODY.replace("Paragraph 4: officers", "Paragraph 4: 47 officers").replace(
        "<p>Paragraph 7", "<p>An officer was slightly hurt.</p><p>Paragraph 7"
    )
    release.save()
    factories.versions.record(before, release, "correction", "The number of parrots was 47, not 74.")
    factories.correct(release, "minor", "", body=release.body.replace("papers, found", "papers and found"))
    linked = release.body.replace("the carrier", '<a href="https://www.dhs.gov">the carrier</a>', 1)
    factories.correct(release, "minor", "", body=linked)


def _withdraw(release: Release) -> None:
    release.status, release.withdrawn_at = Status.WITHDRAWN, SPOKEN + datetime.timedelta(days=2)
    release.withdrawal_note = "None of it was true; no parrot escaped."
    release.save()
