"""A token that changes with whatever lists count: see newsroom/memory.py."""

from django.db import migrations, models

TABLES = ("newsroom_release", "newsroom_release_topics", "newsroom_release_offices", "offices_office")
EVENTS = ("INSERT", "UPDATE", "DELETE")


RENEW = "UPDATE newsroom_revision SET token = lower(hex(randomblob(16)))"


def make_sqlite():
    yield "INSERT INTO newsroom_revision (id, token) VALUES (1, '')"
    yield RENEW
    for table in TABLES:
        for event in EVENTS:
            name = f"{table}_revises_{event.lower()}"
            yield f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {RENEW}; END"


def make_postgresql():
    yield "INSERT INTO newsroom_revision (id, token) VALUES (1, gen_random_uuid()::text)"
    yield """
        CREATE FUNCTION newsroom_revise() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN UPDATE newsroom_revision SET token = gen_random_uuid()::text; RETURN NULL; END $$
    """
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_revises AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION newsroom_revise()"
        )


def drop_sqlite():
    for table in TABLES:
        for event in EVENTS:
            yield f"DROP TRIGGER {table}_revises_{event.lower()}"


def drop_postgresql():
    for table in TABLES:
        yield f"DROP TRIGGER {table}_revises ON {table}"
    yield "DROP FUNCTION newsroom_revise()"


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]():
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_search"), ("offices", "0004_search")]
    operations = [
        migrations.CreateModel(
            "Revision",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunPython(
            run({"sqlite": make_sqlite, "postgresql": make_postgresql}),
            run({"sqlite": drop_sqlite, "postgresql": drop_postgresql}),
        ),
    ]
