from django.core.management.base import BaseCommand
from django.db import transaction
from rich.console import Console
from rich.progress import track

from newsroom.models import Release
from offices.models import Office


class Command(BaseCommand):
    help = "Makes the words that the search looks for anew: after the rules or the stemmer changed."

    @transaction.atomic
    def handle(self, **options):
        console = Console(file=self.stderr._out, no_color=options["no_color"])
        for model in (Office, Release):
            rows = track(
                model.objects.order_by("pk").iterator(200),
                str(model._meta.verbose_name_plural).capitalize(),
                model.objects.count(),
                console=console,
                disable=not console.is_terminal,
            )
            for row in rows:
                row.save(update_fields=["search_title", "search_text"])
            self.stdout.write(f"{str(model._meta.verbose_name_plural).capitalize()}: {model.objects.count()}")
