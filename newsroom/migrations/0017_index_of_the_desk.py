"""The list of the admin counts to its pages on an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0016_readers_of_imports")]
    operations = [
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                fields=["-published_at", "-id", "status", "type", "language"], name="release_newest_at_desk"
            ),
        ),
    ]
