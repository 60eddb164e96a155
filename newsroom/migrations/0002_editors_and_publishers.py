"""Groups: editors write, publishers also publish."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = ("release", "releaseimage", "releasecontact", "topic", "boilerplate")
EDITOR_VERBS = ("add", "change", "view")
PUBLISHER_VERBS = (*EDITOR_VERBS, "delete", "publish")


def add_groups(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need them now."""
    create_permissions(installed.get_app_config("newsroom"), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, verbs in (("Newsroom editors", EDITOR_VERBS), ("Newsroom publishers", PUBLISHER_VERBS)):
        codenames = [f"{verb}_{model}" for model in MODELS for verb in verbs]
        # Editors may take their own pictures and contacts off a release again.
        codenames += ["delete_releaseimage", "delete_releasecontact", "view_office"]
        group = Group.objects.create(name=name)
        group.permissions.set(
            Permission.objects.filter(
                content_type__app_label__in=("newsroom", "offices"), codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("offices", "0002_sections_and_managers"),
    ]
    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
