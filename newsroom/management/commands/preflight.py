from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from newsroom.models import Finding
from newsroom.nightly import renew
from newsroom.preflight import BROKEN_LINKS


class Command(BaseCommand):
    help = "Looks through everything that is public or scheduled. Run it every night; again does no harm."

    def add_arguments(self, parser):
        parser.add_argument(
            "--external",
            action="store_true",
            help="Ask other sites too whether what we link to is there.",
        )

    def handle(self, *, external: bool, **options):
        words = {
            "releases": renew(external),
            "findings": Finding.objects.count(),
            "links": Finding.objects.filter(rule__in=BROKEN_LINKS).count(),
        }
        text = _("Read: %(releases)d releases. Found: %(findings)d, of them broken links: %(links)d.")
        self.stdout.write(text % words)
