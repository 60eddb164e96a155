"""The manners of every import command: progress, dry run, each bad row named, all or nothing."""

import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import track

from offices.importing import ImportRefused, Report
from offices.models import ImportRun

SHOWN = 50  # bad rows printed; a wrong file may have thousands


class ImportCommand(BaseCommand):
    """Subclasses name the content and its folder, and give `run(folder, dry_run, progress) -> Report`."""

    content: str
    default_folder: Path

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=self.default_folder,
            help="Folder with the content files (default: the content of this repository).",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Check and report; change nothing.")

    def handle(self, *, folder: Path, dry_run: bool, **options):
        console = Console(file=self.stderr._out, no_color=options["no_color"])

        def progress(items, description):
            return track(items, description, console=console, disable=not console.is_terminal)

        try:
            with transaction.atomic():
                report = self.run(folder, dry_run, progress)
                if not dry_run:
                    self._remember(report)
        except ImportRefused as refused:
            for problem in sorted(refused.problems, key=lambda problem: (problem.file, problem.line))[:SHOWN]:
                self.stderr.write(str(problem))
            if len(refused.problems) > SHOWN:
                self.stderr.write(_("... and %(number)d more.") % {"number": len(refused.problems) - SHOWN})
            raise CommandError(str(refused)) from None
        for conflict in report.conflicts:
            self.stdout.write(_("Conflict: %(conflict)s") % {"conflict": conflict})
        number = len(report.conflicts)
        conflicts = ngettext("%(number)d conflict", "%(number)d conflicts", number) % {"number": number}
        summary = f"{report}, {conflicts}"
        self.stdout.write(_("Dry run: %(summary)s") % {"summary": summary} if dry_run else summary)

    def _remember(self, report: Report) -> None:
        """For the home of the desk. `script/server` imports at each start, mostly for nothing."""
        counts = {"created": report.created, "updated": report.updated, "conflicts": len(report.conflicts)}
        if any(counts.values()):
            who = _("%(account)s, on the server") % {"account": _account()}
            ImportRun.objects.create(who=who, what=str(self.content), **counts)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # containers often run under a number without a name
        return _("unknown")
