"""Who keeps the coverage of press offices: those who keep the offices, and those who publish."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

VERBS = {
    "Newsroom editors": ["view"],
    "Newsroom publishers": ["add", "change", "delete", "view"],
    "Office managers": ["add", "change", "delete", "view"],
}


def add_rights(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need them now."""
    create_permissions(installed.get_app_config("newsroom"), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="newsroom")
    for name, verbs in VERBS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*rights.filter(codename__in=[f"{verb}_coverage" for verb in verbs]))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_coverage")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
