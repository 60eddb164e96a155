"""Who publishes, approves, keeps the directory or audits sees what was imported."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Newsroom publishers", "Newsroom approvers", "Office managers", "Auditors")


def add_right(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need it now."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    right = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="offices", codename="view_importrun"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0015_roles"), ("offices", "0009_imports")]
    operations = [migrations.RunPython(add_right, migrations.RunPython.noop)]
