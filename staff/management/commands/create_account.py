"""Makes an account of staff and prints the link with which its owner sets a password."""

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from staff.accounts import free_email, new_member, one_time_link


class Command(BaseCommand):
    help = (
        "Makes an administrator, or with --group a member of groups. Prints a link that sets the password"
        " and works once: no password is typed, logged or known to anybody else."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", help="Asked for when it is not given.")
        parser.add_argument("--name", help="First and last name. Asked for when it is not given.")
        parser.add_argument("--group", action="append", default=[], help="May be given several times.")
        parser.add_argument("--again", action="store_true", help="Make a further administrator.")

    def handle(self, *, email, name, group, again, **options):
        groups = [self._group(each) for each in group]
        if not groups and not again and User.objects.filter(is_superuser=True, is_active=True).exists():
            raise CommandError(
                "There is an administrator already, who makes accounts in the admin."
                " For a further one: --again. For a lost password: manage.py one_time_link."
            )
        email = self._email(email or self._asked("E-mail address: "))
        first_name, _space, last_name = (name or self._asked("First and last name: ")).strip().partition(" ")
        person = new_member(email, first_name, last_name, is_superuser=not groups)
        self._save(person, groups)
        self.stdout.write(f"Made {person.get_username()}. This link works once, within three days:")
        self.stdout.write(one_time_link(person))

    def _asked(self, question: str) -> str:
        try:
            return input(question)
        except EOFError:
            raise CommandError("Nobody is there to answer: give --email and --name.") from None

    def _group(self, name: str) -> Group:
        if found := Group.objects.filter(name=name).first():
            return found
        names = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"There is no group “{name}”. There are: {names}.")

    def _email(self, email: str) -> str:
        try:
            validate_email(email)
            return free_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _save(self, person: User, groups: list[Group]) -> None:
        try:
            person.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        person.save()
        person.groups.set(groups)
