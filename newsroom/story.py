"""What happened to a release: every step, edit and version, by whom and when."""

import datetime
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext

from offices.text import display_instant, name_of

from .kinds import Action
from .models import Release
from .scheduling import weekday


@dataclass
class Entry:
    at: datetime.datetime
    who: str
    what: str
    note: str = ""
    address: str = ""

    @property
    def when(self) -> str:
        return f"{weekday(self.at)}, {display_instant(self.at)}"


def story_of(release: Release) -> list[Entry]:
    """Newest first; the story of a working copy is that of the release it changes."""
    release = release.amends or release
    entries = [*_steps(release), *_edits(release), *_versions(release)]
    entries.append(Entry(release.created_at, "", gettext("Entered into this system")))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _steps(release: Release):
    for event in release.workflow_events.exclude(action=Action.EDIT).select_related("actor"):
        what = event.get_action_display()
        if event.instant:
            instant = f"{weekday(event.instant)}, {display_instant(event.instant)}"
            what = gettext("%(what)s for %(instant)s") % {"what": what, "instant": instant}
        yield Entry(event.at, name_of(event.actor), what, event.note)


def _edits(release: Release):
    """As the admin logs them."""
    copies = Release.objects.filter(amends=release).values_list("pk", flat=True)
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Release),
        object_id__in=[str(key) for key in (release.pk, *copies)],
    )
    for entry in entries.select_related("user"):
        what = gettext("Deleted.") if entry.is_deletion() else entry.get_change_message()
        yield Entry(entry.action_time, name_of(entry.user), what)


def _versions(release: Release):
    for change in release.change_log:
        what = gettext("Version %(number)d: %(kind)s") % {"number": change.number, "kind": change.label}
        address = reverse("newsroom:version", args=[release.type, release.slug, change.number])
        yield Entry(change.made_at, "", what, change.note, address)
