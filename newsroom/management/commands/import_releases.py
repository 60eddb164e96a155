from pathlib import Path

from django.utils.translation import gettext_lazy as _

import newsroom
from newsroom import importer
from offices.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Brings the newsroom in line with content files: releases, and what they name."
    content = _("Releases, from content files")
    default_folder = Path(newsroom.__file__).parent / "content"

    def run(self, folder, dry_run, progress):
        return importer.import_releases(folder, dry_run=dry_run, progress=progress)
