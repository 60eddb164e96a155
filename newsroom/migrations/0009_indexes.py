"""One index for every list, the archive and the sitemap, one for the few translations, one for withdrawals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_picture_renditions")]
    operations = [
        migrations.RemoveIndex("release", "release_newest"),
        migrations.AddIndex(
            "release",
            models.Index(
                fields=[
                    "status", "-published_at", "-id", "type", "language", "dateline_state", "date_precision",
                    "updated_at",
                ],
                name="release_newest",
            ),
        ),
        migrations.AddIndex(
            "release",
            models.Index(
                fields=["translation_of", "status", "published_at"],
                condition=models.Q(translation_of__isnull=False),
                name="release_translations",
            ),
        ),
        # Django's own index of a relation lacks the other half, which then is looked up row by row.
        *(
            migrations.RunSQL(
                f"CREATE INDEX newsroom_release_{name}s_of ON newsroom_release_{name}s ({name}_id, release_id)",
                f"DROP INDEX newsroom_release_{name}s_of",
            )
            for name in ("topic", "office")
        ),
        migrations.AddIndex(
            "release",
            models.Index(
                fields=["withdrawn_at"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="release_withdrawals",
            ),
        ),
    ]  # fmt: skip
