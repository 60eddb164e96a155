"""The steps of a release, and the draft of a change beside a public text.

SQLite makes the table of releases anew and loses its triggers: those of the search (0010) and those that
renew `newsroom_revision` (0011) are made again at the end.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from offices.search import make_index

RENEW = "UPDATE newsroom_revision SET token = lower(hex(randomblob(16)))"
MAKE = {
    "sqlite": [
        """
        CREATE TRIGGER newsroom_workflowevent_stays BEFORE UPDATE ON newsroom_workflowevent
        BEGIN SELECT RAISE(ABORT, 'the log stays as it is'); END
        """
    ],
    "postgresql": [
        """
        CREATE FUNCTION newsroom_workflowevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE 'the log stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE TRIGGER newsroom_workflowevent_stays BEFORE UPDATE ON newsroom_workflowevent
        FOR EACH ROW EXECUTE FUNCTION newsroom_workflowevent_stays()
        """,
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER newsroom_workflowevent_stays"],
    "postgresql": [
        "DROP TRIGGER newsroom_workflowevent_stays ON newsroom_workflowevent",
        "DROP FUNCTION newsroom_workflowevent_stays",
    ],
}


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


def make_triggers_again(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    make_index(schema_editor, "newsroom_release", ["search_title", "search_text"], newest_by="published_at")
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"newsroom_release_revises_{event.lower()}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON newsroom_release BEGIN {RENEW}; END")


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0013_triggers_of_offices"),
        ("offices", "0005_finding_and_keeping_true"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkflowEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("edit", "Edited the text"),
                            ("submit", "Submitted for approval"),
                            ("return", "Requested changes"),
                            ("approve", "Approved"),
                            ("publish", "Published"),
                            ("schedule", "Scheduled"),
                            ("unschedule", "Took off the schedule"),
                            ("emergency", "Published without approval"),
                            ("review", "Reviewed after publication"),
                            ("withdraw", "Withdrew from the public"),
                            ("archive", "Put into the archive"),
                            ("recall", "Took back to draft"),
                            ("amend", "Began a change of the public text"),
                            ("discard", "Discarded the change"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("instant", models.DateTimeField(blank=True, null=True, verbose_name="scheduled for")),
                ("text", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "step of a release",
                "verbose_name_plural": "steps of releases",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="release",
            options={
                "ordering": ["-published_at", "-pk"],
                "permissions": [
                    ("approve_release", "Can approve a release"),
                    ("publish_release", "Can publish a release"),
                ],
                "verbose_name": "release",
                "verbose_name_plural": "releases",
            },
        ),
        migrations.RemoveConstraint(
            model_name="release",
            name="release_status_is_known",
        ),
        migrations.RemoveField(
            model_name="release",
            name="pending_change",
        ),
        migrations.AddField(
            model_name="release",
            name="amends",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_copy",
                to="newsroom.release",
                verbose_name="changes the public text of",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="change_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nothing in the text changes"),
                    ("correction", "Correction: something was wrong"),
                    ("update", "Update: something is new"),
                    ("minor", "Minor edit: no change of substance"),
                ],
                max_length=10,
                verbose_name="kind of change",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="change_note",
            field=models.TextField(
                blank=True,
                help_text="For the public, in one sentence: The number of packages was 47, not 74.",
                verbose_name="what changed",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="slug",
            field=models.SlugField(
                help_text="Last part of the page’s address.",
                max_length=120,
                validators=[
                    django.core.validators.MinLengthValidator(3),
                    django.core.validators.RegexValidator(
                        "\\A(?!feed\\Z)", "“feed” is the address of the feed; choose another."
                    ),
                    django.core.validators.RegexValidator(
                        "\\A(?!change-of-cbp-)", "Addresses like this are kept for drafts of changes."
                    ),
                ],
                verbose_name="address",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("returned", "Changes requested"),
                    ("approved", "Approved"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                    ("archived", "Archived"),
                ],
                default="draft",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"amends": None},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="translations",
                to="newsroom.release",
                verbose_name="translation of",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["draft", "submitted", "returned", "approved", "published", "withdrawn", "archived"],
                    )
                ),
                name="release_status_is_known",
                violation_error_message="This status is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amends", None),
                    models.Q(
                        ("status__in", ("draft", "submitted", "returned", "approved")), ("withdrawn_at", None)
                    ),
                    _connector="OR",
                ),
                name="release_working_copy_is_never_public",
                violation_error_message="A draft of a change is never public itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("change_kind__in", ["", "correction", "update", "minor"])),
                name="release_change_kind_is_known",
                violation_error_message="This kind of change is not known.",
            ),
        ),
        migrations.AddField(
            model_name="workflowevent",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="workflowevent",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="workflow_events",
                to="newsroom.release",
                verbose_name="release",
            ),
        ),
        migrations.AddIndex(
            model_name="workflowevent",
            index=models.Index(fields=["action", "release"], name="workflow_event_by_action"),
        ),
        migrations.AddConstraint(
            model_name="workflowevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "edit",
                            "submit",
                            "return",
                            "approve",
                            "publish",
                            "schedule",
                            "unschedule",
                            "emergency",
                            "review",
                            "withdraw",
                            "archive",
                            "recall",
                            "amend",
                            "discard",
                        ],
                    )
                ),
                name="workflow_action_is_known",
                violation_error_message="This action is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workflowevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__in", ("return", "emergency", "withdraw")), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="workflow_event_says_why",
                violation_error_message="Say why.",
            ),
        ),
        migrations.RunPython(make_triggers_again, migrations.RunPython.noop),
        migrations.RunPython(run(MAKE), run(DROP)),
    ]
