import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import offices.provenance
from offices.finding.geography import unit_vector
from offices.search import make_index


def locate(apps, schema_editor):
    offices = apps.get_model("offices", "Office").objects.exclude(latitude=None)
    for office in offices.only("latitude", "longitude").iterator(200):
        place = float(office.latitude), float(office.longitude)
        office.unit_x, office.unit_y, office.unit_z = unit_vector(*place)
        office.save(update_fields=["unit_x", "unit_y", "unit_z"])


def index_again(apps, schema_editor):
    """SQLite made the table of offices anew for `closed_on`, and lost the triggers of its index."""
    make_index(schema_editor, "offices_office", ["search_title", "search_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0004_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contactpoint",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="checked_on",
            field=models.DateField(blank=True, null=True, verbose_name="checked by staff on"),
        ),
        migrations.AddField(
            model_name="hours",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AddField(
            model_name="hours",
            name="checked_on",
            field=models.DateField(blank=True, null=True, verbose_name="checked by staff on"),
        ),
        migrations.AddField(
            model_name="hours",
            name="schedule",
            field=models.CharField(
                blank=True,
                help_text="In OpenStreetMap’s syntax: Mo-Fr 08:00-16:00; PH off. Blank: not known.",
                max_length=400,
                verbose_name="hours as data",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="address_checked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="address checked by",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="address_checked_on",
            field=models.DateField(blank=True, null=True, verbose_name="address checked by staff on"),
        ),
        migrations.AddField(
            model_name="office",
            name="closed_on",
            field=offices.provenance.PartialDateField(
                blank=True,
                help_text="For an office that is no more.",
                max_length=10,
                verbose_name="closed on",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="unit_x",
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="office",
            name="unit_y",
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="office",
            name="unit_z",
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="changed at")),
                ("fact", models.CharField(max_length=120, verbose_name="fact")),
                ("before", models.TextField(blank=True, verbose_name="before")),
                ("after", models.TextField(blank=True, verbose_name="after")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_changes",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the directory",
                "verbose_name_plural": "changes of the directory",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="FormerParent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="Where this was published.", verbose_name="source"
                    ),
                ),
                (
                    "as_of",
                    offices.provenance.PartialDateField(
                        blank=True,
                        help_text="When it was published: 2022, 2022-06 or 2022-06-29. Blank: no date known.",
                        max_length=10,
                        verbose_name="as of",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("official", "Official publication"),
                            ("secondary", "Secondary source"),
                            ("unconfirmed", "Not confirmed"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "until",
                    offices.provenance.PartialDateField(
                        blank=True,
                        help_text="2022, 2022-06 or 2022-06-29. Blank: not known.",
                        max_length=10,
                        verbose_name="until",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_parents",
                        to="offices.office",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_children",
                        to="offices.office",
                        verbose_name="belonged to",
                    ),
                ),
            ],
            options={
                "verbose_name": "former parent",
                "verbose_name_plural": "former parents",
                "ordering": ["-until", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("zip", "ZIP code"), ("city", "City"), ("airport", "Airport")],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="what is typed")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("state", models.CharField(blank=True, max_length=2, verbose_name="state or territory")),
                ("country", models.CharField(default="US", max_length=2, verbose_name="country")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "indexes": [models.Index(fields=["key", "kind"], name="place_key")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closure", "Closure"),
                            ("storm", "Storm or disaster"),
                            ("lapse", "Lapse in funding"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="text in English")),
                ("text_es", models.TextField(verbose_name="text in Spanish")),
                ("starts_at", models.DateTimeField(help_text="Eastern time", verbose_name="shown from")),
                ("ends_at", models.DateTimeField(help_text="Eastern time", verbose_name="shown until")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AL", "Alabama"),
                            ("AK", "Alaska"),
                            ("AS", "American Samoa"),
                            ("AZ", "Arizona"),
                            ("AR", "Arkansas"),
                            ("CA", "California"),
                            ("CO", "Colorado"),
                            ("CT", "Connecticut"),
                            ("DE", "Delaware"),
                            ("DC", "District of Columbia"),
                            ("FL", "Florida"),
                            ("GA", "Georgia"),
                            ("GU", "Guam"),
                            ("HI", "Hawaii"),
                            ("ID", "Idaho"),
                            ("IL", "Illinois"),
                            ("IN", "Indiana"),
                            ("IA", "Iowa"),
                            ("KS", "Kansas"),
                            ("KY", "Kentucky"),
                            ("LA", "Louisiana"),
                            ("ME", "Maine"),
                            ("MD", "Maryland"),
                            ("MA", "Massachusetts"),
                            ("MI", "Michigan"),
                            ("MN", "Minnesota"),
                            ("MS", "Mississippi"),
                            ("MO", "Missouri"),
                            ("MT", "Montana"),
                            ("NE", "Nebraska"),
                            ("NV", "Nevada"),
                            ("NH", "New Hampshire"),
                            ("NJ", "New Jersey"),
                            ("NM", "New Mexico"),
                            ("NY", "New York"),
                            ("NC", "North Carolina"),
                            ("ND", "North Dakota"),
                            ("MP", "Northern Mariana Islands"),
                            ("OH", "Ohio"),
                            ("OK", "Oklahoma"),
                            ("OR", "Oregon"),
                            ("PA", "Pennsylvania"),
                            ("PR", "Puerto Rico"),
                            ("RI", "Rhode Island"),
                            ("SC", "South Carolina"),
                            ("SD", "South Dakota"),
                            ("TN", "Tennessee"),
                            ("TX", "Texas"),
                            ("UT", "Utah"),
                            ("VT", "Vermont"),
                            ("VI", "U.S. Virgin Islands"),
                            ("VA", "Virginia"),
                            ("WA", "Washington"),
                            ("WV", "West Virginia"),
                            ("WI", "Wisconsin"),
                            ("WY", "Wyoming"),
                        ],
                        max_length=2,
                        verbose_name="state or territory",
                    ),
                ),
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="last modified")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="It and what is below it. Without office and state: every page.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="offices.office",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="notice_ends_after_it_begins",
                        violation_error_message="The notice would end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", ""), ("office", None), _connector="OR"),
                        name="notice_has_one_scope",
                        violation_error_message="Choose a state or an office, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["closure", "storm", "lapse", "other"])),
                        name="notice_kind_is_known",
                        violation_error_message="This kind is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="Where this was published.", verbose_name="source"
                    ),
                ),
                (
                    "as_of",
                    offices.provenance.PartialDateField(
                        blank=True,
                        help_text="When it was published: 2022, 2022-06 or 2022-06-29. Blank: no date known.",
                        max_length=10,
                        verbose_name="as of",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("official", "Official publication"),
                            ("secondary", "Secondary source"),
                            ("unconfirmed", "Not confirmed"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="confidence",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked by staff on")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("enrollment", "Trusted Traveler enrollment"),
                            ("deferred-inspection", "Deferred inspection"),
                            ("boats", "Pleasure boat arrivals"),
                            ("aircraft", "Private aircraft arrivals"),
                            ("cargo", "Cargo"),
                            ("preclearance", "Preclearance before a flight to the United States"),
                        ],
                        max_length=24,
                        verbose_name="service",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Where it differs from the office’s.",
                        max_length=120,
                        verbose_name="name of the place",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="address")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "service__in",
                                [
                                    "enrollment",
                                    "deferred-inspection",
                                    "boats",
                                    "aircraft",
                                    "cargo",
                                    "preclearance",
                                ],
                            )
                        ),
                        name="office_service_is_known",
                        violation_error_message="This service is not known.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="As in its hours. Blank: all of the office.",
                        max_length=80,
                        verbose_name="lane or service",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="08:00-12:00,13:00-16:00. Blank: closed.",
                        max_length=100,
                        verbose_name="open at",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="For the public.", max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_hours",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed or other hours",
                "verbose_name_plural": "days closed or with other hours",
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="special_hours_end_after_they_begin",
                        violation_error_message="The last day comes before the first.",
                    )
                ],
            },
        ),
        migrations.RunPython(index_again, migrations.RunPython.noop),
        migrations.RunPython(locate, migrations.RunPython.noop),
    ]
