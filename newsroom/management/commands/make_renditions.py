from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import track

from newsroom import renditions
from newsroom.images import UNREADABLE
from newsroom.models import ReleaseImage


class Command(BaseCommand):
    help = "Makes the renditions that pictures of releases lack. Can be run at any time, and again."

    def handle(self, *, no_color: bool, **options):
        lacking = [image for image in ReleaseImage.objects.all() if not renditions.is_complete(image)]
        console = Console(file=self.stderr._out, no_color=no_color)
        pictures = track(lacking, _("Pictures"), console=console, disable=not console.is_terminal)
        unread = [image for image in pictures if not _is_made(image)]
        for image in unread:
            words = {"picture": image.image.name, "release": image.release}
            words["address"] = image.release.get_absolute_url()
            self.stderr.write(_("Cannot be read: %(picture)s of “%(release)s”, %(address)s") % words)
        self.stdout.write(_pictures(_("Renditions made"), len(lacking) - len(unread)))
        if unread:
            raise CommandError(_pictures(_("Could not be read"), len(unread)))


def _is_made(image: ReleaseImage) -> bool:
    try:
        renditions.make(image)
    except UNREADABLE:
        return False
    return True


def _pictures(what: str, number: int) -> str:
    return ngettext("%(what)s: %(number)d picture.", "%(what)s: %(number)d pictures.", number) % {
        "what": what,
        "number": number,
    }
