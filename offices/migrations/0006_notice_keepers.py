"""Notices are found by their end; office managers keep them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def add_rights(apps, schema_editor):
    """Permissions are normally made after all migrations; this group needs them now."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office managers")
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="offices")
    codenames = [f"{verb}_notice" for verb in ("add", "change", "delete", "view")]
    group.permissions.add(*rights.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("offices", "0005_finding_and_keeping_true")]
    operations = [
        migrations.AddIndex(model_name="notice", index=models.Index(fields=["ends_at"], name="notice_end")),
        migrations.RunPython(add_rights, migrations.RunPython.noop),
    ]
