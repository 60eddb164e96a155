from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from offices.finding.gazetteer import import_places


class Command(BaseCommand):
    help = "Fills the table of ZIP codes, cities and airports that distances are measured from."

    def handle(self, **options):
        self.stdout.write(_("%(number)s places") % {"number": import_places()})
