"""Groups: editors write, publishers also publish."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ARTICLES = ("release", "releaseimage", "releasecontact")
SHARED = ("topic", "boilerplate")  # stand on published releases too


def add_groups(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need them now."""
    create_permissions(installed.get_app_config("newsroom"), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    verbs = ("add", "change", "delete", "view")
    writing = [
        f"{verb}_{model}" for model in ARTICLES for verb in verbs if f"{verb}_{model}" != "delete_release"
    ]
    writing += [f"view_{model}" for model in SHARED] + ["view_office"]
    publishing = [
        "publish_release",
        "delete_release",
        *(f"{verb}_{model}" for model in SHARED for verb in verbs),
    ]
    for name, codenames in (
        ("Newsroom editors", writing),
        ("Newsroom publishers", writing + publishing),
    ):
        group, _created = Group.objects.get_or_create(name=name)
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
