"""Fills the newsroom with made-up releases, or takes them away again."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from rich.console import Console
from rich.progress import track

from newsroom.models import Release
from newsroom.sample import KEY, link, sample_releases

BATCH = 500


class Command(BaseCommand):
    help = (
        "Adds made-up releases, to see how the site bears many. Never on a database that serves the public:"
        " they would be published."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", nargs="?", type=int, default=0, help="How many there shall be.")
        parser.add_argument("--seed", type=int, default=1, help="Another seed gives other texts.")
        parser.add_argument("--remove", action="store_true", help="Take the made-up releases away.")

    @transaction.atomic
    def handle(self, *, number: int, seed: int, remove: bool, **options):
        made = Release.objects.filter(import_key__startswith=KEY)
        if remove:
            made.delete()
            return
        if made.exists():
            raise CommandError("There are made-up releases already. Run this with --remove first.")
        if number < 1:
            raise CommandError("Say how many: manage.py generate_releases 100000")
        self._fill(number, seed, options["no_color"])
        connection.on_commit(self._analyze)
        self.stdout.write(f"{number} made-up releases.")

    def _fill(self, number: int, seed: int, no_color: bool) -> None:
        console = Console(file=self.stderr._out, no_color=no_color)
        releases = track(
            sample_releases(number, seed),
            "Releases",
            number,
            console=console,
            disable=not console.is_terminal,
        )
        batch: list[Release] = []
        for release in releases:
            batch.append(release)
            if len(batch) == BATCH:
                link(Release.objects.bulk_create(batch), seed)
                batch = []
        if batch:
            link(Release.objects.bulk_create(batch), seed)

    @staticmethod
    def _analyze() -> None:
        """The planner chooses by what it knows of the rows; PostgreSQL would look by itself, but later."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
