"""Changes name offices; codes may be former ones; notices are found by their end; who keeps all that is new."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

MODELS = ("officeservice", "formeraddress", "formerparent", "specialhours", "notice")


def add_rights(apps, schema_editor):
    """Who keeps offices keeps what is new of them. Permissions are normally made after all migrations."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office managers")
    rights = [f"{verb}_{model}" for model in MODELS for verb in ("add", "change", "delete", "view")]
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="offices")
    group.permissions.add(*permissions.filter(codename__in=rights))


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0005_finding_and_keeping_true"),
    ]

    operations = [
        migrations.AddField(
            model_name="factchange",
            name="named_after",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.office"
            ),
        ),
        migrations.AddField(
            model_name="factchange",
            name="named_before",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.office"
            ),
        ),
        migrations.AlterField(
            model_name="alias",
            name="kind",
            field=models.CharField(
                choices=[
                    ("former", "Former name"),
                    ("other", "Other name"),
                    ("code", "Other code"),
                    ("oldcode", "Former code"),
                    ("airport", "Airport code (IATA)"),
                ],
                default="other",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="formeraddress",
            name="slug",
            field=models.SlugField(
                error_messages={"unique": "This is a former address of an office already."},
                help_text="Last part of a page’s address that leads here: marfa-sector.",
                max_length=120,
                unique=True,
                verbose_name="address",
            ),
        ),
        migrations.AddIndex("notice", models.Index(fields=["ends_at"], name="notice_end")),
        migrations.RunPython(add_rights, migrations.RunPython.noop),
    ]
