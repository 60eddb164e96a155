from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from offices.deleting import forget
from offices.models import Deletion


class Command(BaseCommand):
    help = "Removes for good, with its files, what was deleted 30 days ago or earlier. For every night."

    def handle(self, **options):
        expired = Deletion.objects.expired()
        for deletion in expired:
            forget(deletion)
        number = len(expired)
        text = ngettext(
            "%(number)d deleted item removed for good.", "%(number)d deleted items removed for good.", number
        )
        self.stdout.write(text % {"number": number})
