"""Roles: editors write, approvers approve, publishers publish, auditors read everything.

Who could publish alone until now joins the approvers too. Who edited a draft before there was a log
is its author in the log.
"""

from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

OURS = ("newsroom", "offices")


def add_groups(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need them now."""
    for app in (*OURS, "auth", "admin"):
        create_permissions(installed.get_app_config(app), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    reading = Permission.objects.filter(codename__startswith="view_", content_type__app_label__in=OURS)
    accounts = Permission.objects.filter(codename__in=["view_user", "view_group", "view_logentry"])
    approving = Permission.objects.filter(codename="approve_release")
    approvers, _created = Group.objects.get_or_create(name="Newsroom approvers")
    approvers.permissions.set([*reading, *approving])
    auditors, _created = Group.objects.get_or_create(name="Auditors")
    auditors.permissions.set([*reading, *accounts])
    for name in ("Newsroom editors", "Newsroom publishers"):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*reading.filter(codename="view_workflowevent"))
    approvers.user_set.add(*Group.objects.get(name="Newsroom publishers").user_set.all())


def name_authors(apps, schema_editor):
    Release, Event = (apps.get_model("newsroom", name) for name in ("Release", "WorkflowEvent"))
    LogEntry = apps.get_model("admin", "LogEntry")
    entries = LogEntry.objects.filter(content_type__app_label="newsroom", content_type__model="release")
    for draft in Release.objects.filter(status="draft").iterator():
        for entry in entries.filter(object_id=str(draft.pk)).order_by("action_time"):
            Event.objects.create(release=draft, action="edit", actor=entry.user, at=entry.action_time)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0014_workflow"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(add_groups, migrations.RunPython.noop),
        migrations.RunPython(name_authors, migrations.RunPython.noop),
    ]
