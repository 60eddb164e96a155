"""The home of the desk: what waits for whom, what is overdue, what comes, what was imported."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Finding, Release, WorkflowEvent
from newsroom.workflow import note_edit
from offices.admin import MOST
from offices.models import ImportRun

from .. import factories

pytestmark = pytest.mark.django_db

REVISE, APPROVE, WRITE = "Changes requested of you", "For your approval", "Your drafts"
PUBLISH, REVIEW = "Approved, to be published", "Published without approval, for your review"
NOTICES, IMPORTS, FACTS = "Notices running and to come", "Last imports", "Facts to check"
LINKS, ALONE = "Broken links", "Published without approval, not reviewed"


@pytest.fixture
def home(browse):
    """The panels that a person sees, by title."""

    def panels(person) -> dict:
        groups = browse(person).get(reverse("admin:index")).context["groups"]
        return {str(panel.title): panel for _title, panels in groups for panel in panels}

    return panels


@pytest.fixture
def people(editor, approver, publisher, manager, auditor, admin_user):
    return {
        "idle staff": factories.make_staff(),
        "editor": editor,
        "approver": approver,
        "publisher": publisher,
        "manager": manager,
        "auditor": auditor,
        "superuser": admin_user,
    }


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("idle staff", []),
        ("editor", [REVISE, WRITE, "Overdue", ALONE, "Scheduled", LINKS]),
        ("approver", [APPROVE, REVIEW, "Overdue", ALONE, "Scheduled", LINKS, NOTICES, IMPORTS]),
        ("publisher", [REVISE, PUBLISH, WRITE, "Overdue", ALONE, "Scheduled", LINKS, IMPORTS]),
        ("manager", [FACTS, NOTICES, IMPORTS]),
        ("auditor", ["Overdue", ALONE, "Scheduled", LINKS, NOTICES, IMPORTS]),
        (
            "superuser",
            [
                REVISE,
                APPROVE,
                PUBLISH,
                REVIEW,
                WRITE,
                FACTS,
                "Overdue",
                ALONE,
                "Scheduled",
                LINKS,
                NOTICES,
                IMPORTS,
            ],
        ),
    ],
)
def test_each_role_sees_what_waits_for_it_and_only_what_it_may(home, people, role, titles):
    assert list(home(people[role])) == titles


def fill(author, publisher, number: int) -> None:
    """So many of everything that the home of the desk shows."""
    for _number in range(number):
        factories.make_office()
        factories.make_scheduled()
        factories.make_approved()
        factories.make_draft(status="submitted")
        factories.make_notice()
        note_edit(factories.make_draft(status="returned"), author, None)
        note_edit(factories.make_draft(), author, None)
        ago = timezone.now() - datetime.timedelta(days=4)
        late = {"action": "emergency", "actor": publisher, "note": "A flood.", "at": ago}
        factories.make_release().workflow_events.create(**late)
        ImportRun.objects.create(what="Offices", created=1)
        Finding.objects.create(release=factories.make_release(), rule="internal-links", words="/nowhere/")


def test_each_heading_leads_to_a_list_of_as_many_rows_as_it_says(browse, home, people):
    fill(people["superuser"], people["publisher"], 1)
    client = browse(people["superuser"])
    for title, panel in home(people["superuser"]).items():
        context = client.get(panel.address).context
        assert (context["cl"].result_count if "cl" in context else context["number"]) == panel.number, title
        assert panel.number == 1, title


def test_every_line_leads_somewhere(browse, home, people):
    fill(people["superuser"], people["publisher"], 1)
    client = browse(people["superuser"])
    for title, panel in home(people["superuser"]).items():
        assert [client.get(line.address).status_code for line in panel.lines] == [200], title


def test_a_heading_shows_five_lines_and_the_number_of_all(home, people):
    fill(people["superuser"], people["publisher"], MOST + 2)
    panels = home(people["superuser"])
    assert {len(panel.lines) for title, panel in panels.items() if title != FACTS} == {MOST}
    assert {panel.number for panel in panels.values()} == {MOST + 2}


def test_what_waits_for_approval_does_not_wait_for_its_author(home, approver):
    note_edit(factories.make_draft(status="submitted"), approver, None)
    assert home(approver)[APPROVE].number == 0


def test_drafts_of_others_are_not_mine(home, editor, publisher):
    note_edit(factories.make_draft(), publisher, None)
    assert home(editor)[WRITE].number == 0


def test_what_was_submitted_days_ago_is_overdue_and_what_was_just_submitted_is_not(home, auditor, editor):
    waiting, fresh = (factories.take("submit", factories.make_draft(), editor) for _each in range(2))
    WorkflowEvent.objects.filter(release=waiting).delete()
    days = datetime.timedelta(days=4)
    waiting.workflow_events.create(action="submit", actor=editor, at=timezone.now() - days)
    assert [line.text for line in home(auditor)["Overdue"].lines] == [waiting.headline]
    assert fresh.status == "submitted"


def test_an_edit_does_not_start_the_wait_anew(home, auditor, editor):
    waiting = factories.make_draft(status="submitted")
    waiting.workflow_events.create(
        action="submit", actor=editor, at=timezone.now() - datetime.timedelta(days=4)
    )
    note_edit(waiting, editor, None)
    assert home(auditor)["Overdue"].number == 1


def test_a_publication_without_approval_is_listed_until_it_was_reviewed(home, auditor, publisher, approver):
    release = factories.take("emergency", factories.make_draft(), publisher, note="A flood.")
    panels = home(auditor)
    assert (panels[ALONE].number, panels["Overdue"].number) == (1, 0)
    factories.take("review", release, approver)
    assert home(auditor)[ALONE].number == 0


def test_what_is_scheduled_stands_in_the_order_in_which_it_appears_with_its_instant(home, auditor):
    noon = datetime.datetime(2030, 7, 1, 16, tzinfo=datetime.UTC)
    for days in (2, 0, 1):
        factories.make_release(headline=f"Day {days}", published_at=noon + datetime.timedelta(days=days))
    lines = home(auditor)["Scheduled"].lines
    assert [line.text for line in lines] == ["Day 0", "Day 1", "Day 2"]
    assert lines[0].about.startswith("Monday, July 1, 2030, noon EDT, in ")


def test_the_number_of_queries_is_the_same_for_one_and_for_many(browse, people, django_assert_num_queries):
    client = browse(people["superuser"])
    fill(people["superuser"], people["publisher"], 1)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(26):
        client.get(reverse("admin:index"))
    fill(people["superuser"], people["publisher"], 9)
    with django_assert_num_queries(26):
        client.get(reverse("admin:index"))


def test_a_headline_is_shown_as_text(browse, auditor):
    factories.make_scheduled(headline="<script>alert(1)</script> & more")
    page = browse(auditor).get(reverse("admin:index")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<script>alert" not in page


def test_a_withdrawn_release_is_nowhere_on_the_home_of_the_desk(home, people):
    factories.make_withdrawn()
    Release.objects.update(published_at=timezone.now() + datetime.timedelta(days=1))
    assert {panel.number for panel in home(people["superuser"]).values()} == {0}


def test_a_new_release_is_one_click_away_for_who_may_write_one(browse, editor, auditor):
    pages = [browse(person).get(reverse("admin:index")).text for person in (editor, auditor)]
    assert ["New release" in page for page in pages] == [True, False]
