"""Publishers and office managers keep redirects; auditors read them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEPERS = ("Newsroom publishers", "Office managers")


def add_rights(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need them now."""
    create_permissions(installed.get_app_config("cbpsite"), verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="cbpsite")
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=KEEPERS):
        group.permissions.add(*rights)
    for group in Group.objects.filter(name="Auditors"):
        group.permissions.add(*rights.filter(codename="view_redirect"))


class Migration(migrations.Migration):
    dependencies = [("cbpsite", "0001_redirects"), ("newsroom", "0016_readers_of_imports")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
