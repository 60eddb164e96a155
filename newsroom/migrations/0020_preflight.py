"""What preflight found, links to other sites, and proofs of publication. Who works on releases may read both."""

import django.db.models.deletion
import django.utils.timezone
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

GROUPS = ("Newsroom editors", "Newsroom publishers", "Newsroom approvers", "Auditors")


def add_right(apps, schema_editor):
    """Permissions are normally made after all migrations; these groups need it now."""
    create_permissions(installed.get_app_config("newsroom"), verbosity=0)
    right = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="newsroom", codename="view_finding"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0019_never_lose_a_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=2000, verbose_name="address")),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="problem")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
            ],
            options={
                "verbose_name": "link to another site",
                "verbose_name_plural": "links to other sites",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address",),
                        name="link_is_kept_once",
                        violation_error_message="This link is kept already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("is_public", models.BooleanField(verbose_name="the public may read the text")),
                ("is_complete", models.BooleanField(verbose_name="every page answered as it should")),
                ("answers", models.JSONField(default=list, verbose_name="answers")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="newsroom.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of publication",
                "verbose_name_plural": "proofs of publication",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("words", models.CharField(max_length=500, verbose_name="finding")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="newsroom.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of preflight",
                "verbose_name_plural": "findings of preflight",
                "ordering": ["-since", "-pk"],
                "indexes": [
                    models.Index(fields=["-since", "-id"], name="finding_newest"),
                    models.Index(fields=["rule", "-since", "-id"], name="finding_by_rule"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "rule", "words"),
                        name="finding_is_listed_once",
                        violation_error_message="This finding is listed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True), models.Q(("rule", ""), _negated=True)
                        ),
                        name="finding_says_what",
                        violation_error_message="A finding says what was found, and by which rule.",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_right, migrations.RunPython.noop),
    ]
