from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0011_revision")]
    operations = [
        # Without a default, so that SQLite adds a column and does not make the table, with its triggers, anew.
        migrations.AddField("release", "pending_change", models.JSONField(null=True, editable=False)),
    ]
