"""The one open draft beside a public text: a release of its own, which the public never reads.

It has the text, the links and the parts of the release it changes, whose picture files it shares.
When it is published they take the place of the old ones, and the copy is gone.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from . import versions
from .contacts import freeze_contacts
from .kinds import ChangeKind, Status
from .models import Event, KeyFact, Release, ReleaseContact, ReleaseImage
from .models.release import COPY_SLUG

# What the public reads; where and since when it can does not change.
TEXT = (
    "headline", "subtitle", "summary", "language", "dateline_city", "dateline_state", "body", "speaker",
    "speaker_title", "incident", "boilerplate", "translation_of",
)  # fmt: skip
FOR_STAFF = ("source", "source_as_of", "staff_note")
LINKS = ("topics", "offices")
PARTS = (KeyFact, Event, ReleaseContact, ReleaseImage)


def parts_of(release: Release) -> list:
    """Figures, event, media contacts and pictures."""
    return [part for model in PARTS for part in model.objects.filter(release=release)]


def open_for(live: Release) -> Release:
    """A working copy of what is or was public."""
    copy = Release(amends=live, type=live.type, slug=f"{COPY_SLUG}{live.pk:06}")
    _give(live, copy)
    copy.save()
    _link(live, copy)
    for part in parts_of(live):
        part.pk, part.release = None, copy
        part._state.adding = True
        part.save()
    return copy


def publish(copy: Release) -> Release:
    """Put the text of the copy in the place of the public one.

    Raises ValidationError where it is not valid, and for a change of substance without its note.
    """
    live = copy.amends
    before = versions.stored(live)
    _give(copy, live)
    live.status = Status.PUBLISHED
    live.full_clean()
    live.save()
    _link(copy, live)
    for part in parts_of(live):
        part.delete()
    for model in PARTS:
        model.objects.filter(release=copy).update(release=live)
    freeze_contacts(live)
    versions.record(before, live, copy.change_kind or ChangeKind.MINOR, copy.change_note)
    close(copy)
    return live


def close(copy: Release) -> None:
    """The copy goes; what was logged of it, its preview passes, and what was typed and not saved, stay with
    the release it was made for."""
    copy.autosaves.update(release=copy.amends_id)
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Release), object_id=str(copy.pk)
    )
    entries.update(object_id=str(copy.amends_id))
    copy.preview_passes.update(release=copy.amends_id)
    copy.delete()


def _give(giver: Release, taker: Release) -> None:
    for name in TEXT + FOR_STAFF:
        setattr(taker, name, getattr(giver, name))


def _link(giver: Release, taker: Release) -> None:
    for name in LINKS:
        getattr(taker, name).set(getattr(giver, name).all())
