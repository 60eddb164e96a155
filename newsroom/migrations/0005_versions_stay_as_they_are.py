"""A version is what the public could read: not even a command may change it afterwards."""

from django.db import migrations

MAKE = {
    "sqlite": [
        """
        CREATE TRIGGER newsroom_version_stays BEFORE UPDATE ON newsroom_version
        BEGIN SELECT RAISE(ABORT, 'versions stay as they are'); END
        """
    ],
    "postgresql": [
        """
        CREATE FUNCTION newsroom_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE 'versions stay as they are' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE TRIGGER newsroom_version_stays BEFORE UPDATE ON newsroom_version
        FOR EACH ROW EXECUTE FUNCTION newsroom_version_stays()
        """,
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER newsroom_version_stays"],
    "postgresql": [
        "DROP TRIGGER newsroom_version_stays ON newsroom_version",
        "DROP FUNCTION newsroom_version_stays",
    ],
}


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_who_edits_the_new_parts")]
    operations = [migrations.RunPython(run(MAKE), run(DROP))]
