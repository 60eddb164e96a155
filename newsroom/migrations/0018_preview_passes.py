"""Links to what is not public yet, for people without an account, and what was read with them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0017_index_of_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewPass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The person and the organization. Their name stands on every page, on paper too.",
                        max_length=120,
                        verbose_name="for whom",
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_passes",
                        to="newsroom.release",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preview pass",
                "verbose_name_plural": "preview passes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PreviewUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("file", models.CharField(blank=True, max_length=80)),
                (
                    "preview_pass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="newsroom.previewpass",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a preview pass",
                "verbose_name_plural": "uses of preview passes",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="previewpass",
            constraint=models.UniqueConstraint(
                fields=("token_hash",),
                name="preview_pass_token_is_unique",
                violation_error_message="Another pass has this token.",
            ),
        ),
        migrations.AddConstraint(
            model_name="previewpass",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="preview_pass_names_somebody",
                violation_error_message="Say for whom the pass is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="previewpass",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                name="preview_pass_ends_after_it_is_made",
                violation_error_message="A pass cannot end before it is made.",
            ),
        ),
        migrations.AddConstraint(
            model_name="previewpass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="preview_pass_is_revoked_by_somebody",
                violation_error_message="A revoked pass says who revoked it, and when.",
            ),
        ),
    ]
