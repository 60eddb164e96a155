"""A page of the admin costs the same number of queries whatever it shows."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom import keeping
from newsroom.models import Autosave, Boilerplate, Coverage, Finding, Proof, Release, Topic
from offices.kinds import Kind
from offices.models import Alias, Deletion, Office, Section

from .. import factories

pytestmark = pytest.mark.django_db

MOST = {
    "index": 26,
    "releases": 6,
    "second page": 6,
    "releases found": 7,
    "releases of a topic": 6,
    "releases of a year": 6,
    "drafts": 6,
    "waiting": 6,
    "unreviewed": 6,
    "overdue": 6,
    "steps": 4,
    "log": 6,
    "story": 7,
    "offices": 5,
    "facts to check": 8,
    "bulk update": 3,
    "sheet of numbers": 4,
    "notices": 5,
    "offices found": 5,
    "sections": 5,
    "topics": 5,
    "boilerplates": 5,
    "coverage": 6,
    "coverage of an office": 6,
    "release": 26,
    "draft": 32,
    "saved texts": 12,
    "texts compared": 14,
    "deleted": 6,
    "office": 15,
    "preflight": 15,
    "proof": 4,
    "findings": 8,
    "section": 4,
    "choosing an office": 4,
    "choosing a release": 6,
}


def add_contact(release: Release) -> None:
    release.contacts.create(office=factories.make_office(kind=Kind.PRESS_OFFICE))


def fill(rows: int) -> None:
    """A directory and newsroom in which everything has `rows` of everything."""
    root = User.objects.get(is_superuser=True)
    office = factories.make_office(kind=Kind.HEADQUARTERS, name="Laredo")
    boilerplate = Boilerplate.objects.create(component="Field", slug="field", text="Us.")
    release = factories.make_release(headline="Laredo", boilerplate=boilerplate)
    add_contact(release)
    draft = factories.make_draft(headline="Laredo draft", boilerplate=boilerplate)
    add_contact(draft)
    for number in range(rows):
        child = factories.make_office(name=f"Laredo {number}", parent=office, checked_by=root)
        factories.make_contact(office, label=f"Laredo {number}")
        factories.make_contact(child)
        factories.make_hours(office)
        Alias.objects.create(office=office, value=f"Laredo {number}")
        office.same_place.add(child)
        topic = Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        factories.make_coverage(topic=topic)
        Boilerplate.objects.create(component=f"Field {number}", slug=f"field-{number}", text="Us.")
        factories.take("amend", factories.make_release(), root)
        factories.take("emergency", factories.make_draft(), root, note="A flood.")
        Autosave.objects.create(person=root, release=draft, form=str(number), data={})
        draft.presences.create(person=factories.make_staff())
        Release.objects.filter(pk=draft.pk).update(summary=f"Laredo {number}")
        keeping.keep(draft, root)
        Deletion.objects.create(model="newsroom.release", key=10**6 + number, name="Gone", rows=[], by=root)
        LogEntry.objects.log_actions(root.pk, [release], CHANGE, "Changed.", single_object=True)
        release.workflow_events.create(action="review", actor=root)
        Finding.objects.create(release=factories.make_release(), rule="internal-links", words="/nowhere/")
        Proof.objects.create(release=release, asked_by=root, is_public=True, is_complete=True)
        for each in (release, draft, factories.make_draft(), factories.make_scheduled()):
            each.topics.add(topic)
            each.offices.add(child)
            each.images.create(image="releases/parrot.jpg", width=4, height=3, alt="Parrot", credit="Us")


def addresses() -> dict[str, str]:
    releases, offices = (
        reverse(f"admin:{name}_changelist") for name in ("newsroom_release", "offices_office")
    )
    release, office = Release.objects.get(headline="Laredo"), Office.objects.get(name="Laredo")
    draft = Release.objects.get(headline="Laredo draft")
    return {
        "index": reverse("admin:index"),
        "releases": releases,
        "second page": f"{releases}?p=2",
        "releases found": f"{releases}?q=parrot",
        "releases of a topic": f"{releases}?topic=topic-1",
        "releases of a year": f"{releases}?year={timezone.localdate().year}",
        "drafts": f"{releases}?state=draft",
        "overdue": f"{releases}?state=overdue",
        "offices": offices,
        "facts to check": reverse("admin:offices_office_facts"),
        "bulk update": reverse("admin:offices_office_bulk"),
        "sheet of numbers": reverse("admin:offices_office_sheet", args=["contacts"]),
        "notices": reverse("admin:offices_notice_changelist"),
        "offices found": f"{offices}?q=laredo",
        "sections": reverse("admin:offices_section_changelist"),
        "topics": reverse("admin:newsroom_topic_changelist"),
        "boilerplates": reverse("admin:newsroom_boilerplate_changelist"),
        "coverage": reverse("admin:newsroom_coverage_changelist"),
        "coverage of an office": reverse(
            "admin:newsroom_coverage_change", args=[Coverage.objects.first().pk]
        ),
        "release": reverse("admin:newsroom_release_change", args=[release.pk]),
        "draft": reverse("admin:newsroom_release_change", args=[draft.pk]),
        "saved texts": (saved := reverse("admin:newsroom_release_saved", args=[draft.pk])),
        "texts compared": f"{saved}?{_two_of(draft)}",
        "deleted": reverse("admin:offices_deletion_changelist"),
        "story": reverse("admin:newsroom_release_history", args=[release.pk]),
        "preflight": reverse("admin:newsroom_release_preflight", args=[release.pk]),
        "proof": reverse("admin:newsroom_release_proof", args=[release.pk]),
        "findings": reverse("admin:newsroom_finding_changelist"),
        "waiting": f"{releases}?waiting=approve",
        "unreviewed": f"{releases}?state=unreviewed",
        "steps": reverse("admin:newsroom_workflowevent_changelist"),
        "log": reverse("admin:admin_logentry_changelist"),
        "office": reverse("admin:offices_office_change", args=[office.pk]),
        "section": reverse("admin:offices_section_change", args=[Section.objects.first().pk]),
        "choosing an office": "/admin/autocomplete/"
        "?app_label=newsroom&model_name=release&field_name=offices&term=laredo",
        "choosing a release": "/admin/autocomplete/"
        "?app_label=newsroom&model_name=release&field_name=translation_of&term=officers",
    }


def _two_of(draft: Release) -> str:
    new, old = draft.saved_texts.all()[:2]
    return f"old={old.pk}&new={new.pk}"


def counted(client) -> dict[str, int]:
    """How many queries each page takes."""
    counts = {}
    for name, address in addresses().items():
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        assert response.status_code == 200, name
        counts[name] = len(queries)
    return counts


@pytest.fixture
def client_(browse, admin_user):
    return browse(admin_user)


def test_thirty_rows_cost_as_many_queries_as_three(client_):
    fill(3)
    few = counted(client_)
    for model in (Release, Coverage, Topic, Boilerplate, LogEntry, Deletion):
        model.objects.all().delete()
    Office.objects.exclude(parent=None).delete()
    Office.objects.all().delete()
    fill(30)
    assert counted(client_) == few


def test_no_page_costs_more_queries_than_declared(client_):
    fill(3)
    for name, count in counted(client_).items():
        assert count <= MOST[name], name


def test_a_further_contact_costs_one_query_for_the_office_that_is_chosen_in_it(client_):
    fill(3)
    client_.get(addresses()["draft"])  # who comes first is noted, which costs more than being there
    before = counted(client_)["draft"]
    add_contact(Release.objects.get(headline="Laredo draft"))
    assert counted(client_)["draft"] == before + 1
