"""Stems of every release, and the index of each database over them."""

from django.db import migrations

from newsroom.markup import plain_words
from offices.places import State, label_of
from offices.search import SearchField, drop_index, index_text, make_index

INDEX = ("newsroom_release", ["search_title", "search_text"])


def fill(apps, schema_editor):
    Release = apps.get_model("newsroom", "Release")
    for release in Release.objects.iterator(200):
        title = f"{release.headline} {release.subtitle}"
        words = (
            title,
            release.dateline_city,
            label_of(State, release.dateline_state),
            release.summary,
            plain_words(release.body),
        )
        release.search_title = index_text(title, release.language)
        release.search_text = index_text(" ".join(words), release.language)
        release.save(update_fields=["search_title", "search_text"])


def add_index(apps, schema_editor):
    make_index(schema_editor, *INDEX, newest_by="published_at")


def take_index(apps, schema_editor):
    drop_index(schema_editor, *INDEX)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0009_indexes")]
    operations = [
        migrations.AddField("release", "search_title", SearchField()),
        migrations.AlterField("release", "search_text", SearchField()),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_index, take_index),
    ]
