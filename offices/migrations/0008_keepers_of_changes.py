"""Office managers may take a change off the page of changes."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def add_rights(apps, schema_editor):
    """Permissions are normally made after all migrations; this group needs them now."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="offices")
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office managers")
    group.permissions.add(*rights.filter(codename__in=["view_factchange", "delete_factchange"]))


class Migration(migrations.Migration):
    dependencies = [("offices", "0007_nearest_offices")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
