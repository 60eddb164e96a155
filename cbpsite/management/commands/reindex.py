from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from newsroom.models import Release
from offices.models import Office

BATCH = 200  # rows in one transaction: editors wait no longer than for these


class Command(BaseCommand):
    help = _("Makes the words that the search looks for anew: after the rules or the stemmer changed.")

    def handle(self, **options):
        console = Console(file=self.stderr._out, no_color=options["no_color"])
        for model in (Office, Release):
            keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
            name = capfirst(model._meta.verbose_name_plural)
            batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
            for batch in track(batches, name, console=console, disable=not console.is_terminal):
                with transaction.atomic():
                    for row in model.objects.select_for_update(of=("self",)).filter(pk__in=batch):
                        row.save(update_fields=["search_title", "search_text"])
            self.stdout.write(f"{name}: {len(keys)}")
