from pathlib import Path

from django.utils.translation import gettext_lazy as _

import offices
from offices import importer
from offices.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Brings the directory in line with content files (offices, contacts, hours, aliases)."
    content = _("Offices, from content files")
    default_folder = Path(offices.__file__).parent / "content"

    def run(self, folder, dry_run, progress):
        return importer.import_offices(folder, dry_run=dry_run, progress=progress)
