"""Stems of every office, and the index of each database over them."""

from django.db import migrations

from offices.kinds import Kind
from offices.places import Country, State, label_of
from offices.search import NAMES, SearchField, drop_index, index_text, make_index

INDEX = ("offices_office", ["search_title", "search_text"])


def fill(apps, schema_editor):
    for office in apps.get_model("offices", "Office").objects.prefetch_related("aliases").iterator(200):
        state, country = label_of(State, office.state), label_of(Country, office.country)
        title = " ".join([office.name, state, *(alias.value for alias in office.aliases.all())])
        place = (office.code or "", office.city, office.state, office.region, office.area_served, country)
        office.search_title = index_text(title, NAMES)
        office.search_text = index_text(" ".join([title, *place, label_of(Kind, office.kind)]), NAMES)
        office.save(update_fields=["search_title", "search_text"])


def add_index(apps, schema_editor):
    make_index(schema_editor, *INDEX)


def take_index(apps, schema_editor):
    drop_index(schema_editor, *INDEX)


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_after_hours_numbers")]
    operations = [
        migrations.AddField("office", "search_title", SearchField()),
        migrations.AddField("office", "search_text", SearchField()),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_index, take_index),
    ]
