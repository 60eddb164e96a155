"""Figures and events belong to whoever writes releases, incidents to publishers as topics do."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

VERBS = ("add", "change", "delete", "view")
WRITING = {*(f"{verb}_{model}" for verb in VERBS for model in ("keyfact", "event")), "view_incident"}
PUBLISHING = WRITING | {f"{verb}_incident" for verb in VERBS}


def add_permissions(apps, schema_editor):
    create_permissions(installed.get_app_config("newsroom"), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, codenames in (("Newsroom editors", WRITING), ("Newsroom publishers", PUBLISHING)):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="newsroom", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_versions_facts_events_incidents")]
    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
