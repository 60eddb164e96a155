"""Prints a link with which the owner of an account sets a new password."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from staff import accounts


class Command(BaseCommand):
    help = "For an administrator who cannot get in; colleagues get their links in the admin."

    def add_arguments(self, parser):
        parser.add_argument("account", help="E-mail address or user name.")
        parser.add_argument(
            "--forget-second-factors",
            action="store_true",
            help="Also remove all passkeys, the app and the recovery codes, and end every session.",
        )

    def handle(self, *, account, forget_second_factors: bool, **options):
        found = User.objects.filter(Q(email__iexact=account) | Q(username=account), is_active=True)
        if len(found) != 1:
            raise CommandError("There is no such active account." if not found else "Two accounts match.")
        if forget_second_factors:
            accounts.forget_second_factors(found[0])
        self.stdout.write("This link works once, within three days:")
        self.stdout.write(accounts.one_time_link(found[0]))
