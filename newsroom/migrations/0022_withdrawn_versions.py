"""Which versions stay withdrawn. The column is null, or SQLite would copy the table and lose its triggers."""

import datetime

from django.db import migrations, models


def withdraw_what_came_back(apps, schema_editor):
    """Of what was published again before this: every text that stood there when it was withdrawn."""
    releases = apps.get_model("newsroom", "Release").objects
    for release in releases.filter(status="published", withdrawn_at__isnull=False).only(
        "changes", "withdrawn_at"
    ):
        made = [datetime.datetime.fromisoformat(change["at"]) for change in release.changes]
        read = sum(at <= release.withdrawn_at for at in made)
        number = max(0, min(read, len(made) - 1))  # the text that stands there now is public
        releases.filter(pk=release.pk).update(withdrawn_versions=number)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0021_former_addresses")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="withdrawn_versions",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(withdraw_what_came_back, migrations.RunPython.noop),
    ]
