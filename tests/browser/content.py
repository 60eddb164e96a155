"""Fills the database and the folders of a site that the browser is to read, in one process."""

from django.contrib.auth import get_user_model
from django.core.management import call_command

from . import pictures, readings
from .conftest import PASSWORD, STAFF


def add() -> None:
    call_command("migrate", verbosity=0)
    for command in ("import_places", "import_offices", "import_releases"):
        call_command(command)
    pictures.add()
    call_command("make_renditions")
    readings.add()
    call_command("collectstatic", interactive=False, verbosity=0)
    get_user_model().objects.create_superuser(STAFF, "press@example.gov", PASSWORD)
