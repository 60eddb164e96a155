"""Those who keep the offices also keep the days on which they are closed."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def add_rights(apps, schema_editor):
    """Permissions are normally made after all migrations; this group needs them now."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="offices")
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office managers")
    verbs = ("add", "change", "delete", "view")
    group.permissions.add(*rights.filter(codename__in=[f"{verb}_specialhours" for verb in verbs]))


class Migration(migrations.Migration):
    dependencies = [("offices", "0005_finding_and_keeping_true")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
