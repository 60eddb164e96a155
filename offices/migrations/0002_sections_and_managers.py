"""The nine contact sections, and the group of people who keep the directory."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

SECTIONS = [
    (
        "headquarters",
        "CBP Headquarters",
        "Headquarters in Washington, D.C., sets the agency’s policies and procedures and works with other "
        "federal agencies and foreign governments.\n\n"
        "These are the desks at headquarters that the public can reach: the information center for general "
        "questions, and lines for particular matters.",
    ),
    (
        "field-operations-offices",
        "Field Operations Offices",
        "Field operations offices oversee the ports of entry of one part of the country. They pass policy from "
        "headquarters on to the ports and support them with staff and services.\n\n"
        "For a question about one crossing, airport or harbor, its own port of entry is usually the faster call.",
    ),
    (
        "ports",
        "Ports of Entry",
        "Ports of entry are the places where people and goods may lawfully enter the United States. Officers "
        "and agriculture specialists there examine travelers, baggage, vehicles and cargo.\n\n"
        "Choose a state or territory, or search by name, city or four-digit port code.",
    ),
    (
        "deferred-inspection",
        "Deferred Inspection",
        "A deferred inspection site corrects errors in the record of an arrival, such as a wrong date or class "
        "of admission, and finishes inspections that could not be completed on arrival.\n\n"
        "Write or call before you travel there, and bring your passport and the papers you were given at entry.",
    ),
    (
        "press-officers",
        "Press Officers",
        "Reporters reach the agency’s spokespersons here, in Washington and around the country.\n\n"
        "If your region is not listed, or its office has no number here, call the general press line.",
    ),
    (
        "service-ports",
        "CBP Service Ports",
        "Service ports handle the full range of import and export paperwork, also for smaller ports nearby.\n\n"
        "Every service port is a port of entry; each link leads to that port’s page.",
    ),
    (
        "border-patrol-sectors",
        "Border Patrol Sectors",
        "The U.S. Border Patrol watches the border between the ports of entry. Each sector covers a stretch of "
        "border or coast and directs the stations in it.\n\n"
        "To report suspicious activity, use the tip line of the sector where one is listed. In an emergency, "
        "call 911.",
    ),
    (
        "revenue-division",
        "Office of Finance – Revenue Division",
        "The Revenue Division collects and accounts for import duties, taxes and fees.\n\n"
        "Importers, brokers and sureties call it about bills and payments.",
    ),
    (
        "preclearance",
        "Preclearance Locations",
        "At preclearance locations, travelers bound for the United States are inspected before they board, and "
        "arrive like passengers of a domestic flight.",
    ),
]


def add_sections(apps, schema_editor):
    Section = apps.get_model("offices", "Section")
    for order, (slug, title, introduction) in enumerate(SECTIONS, start=1):
        values = {"title": title, "introduction": introduction, "order": order}
        Section.objects.get_or_create(slug=slug, defaults=values)


def add_group(apps, schema_editor):
    """Permissions are normally made after all migrations; this group needs them now."""
    create_permissions(installed.get_app_config("offices"), verbosity=0)
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office managers")
    rights = ["add_office", "change_office", "delete_office", "view_office", "change_section", "view_section"]
    rights += [
        f"{verb}_{model}"
        for model in ("contactpoint", "hours", "alias")
        for verb in ("add", "change", "delete", "view")
    ]
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="offices")
    group.permissions.set(permissions.filter(codename__in=rights))


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(add_sections, migrations.RunPython.noop),
        migrations.RunPython(add_group, migrations.RunPython.noop),
    ]
