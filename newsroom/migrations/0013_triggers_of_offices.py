"""The triggers on offices that renew `newsroom_revision` (0011), where SQLite lost them: see offices 0005."""

from django.db import migrations

RENEW = "UPDATE newsroom_revision SET token = lower(hex(randomblob(16)))"


def make_again(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"offices_office_revises_{event.lower()}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON offices_office BEGIN {RENEW}; END")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0012_pending_change"), ("offices", "0005_finding_and_keeping_true")]
    operations = [migrations.RunPython(make_again, migrations.RunPython.noop)]
