"""What `tests.benchmarks.desk` measures: the pages of the admin that show releases, with work on them."""

import datetime

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Release, Topic

# Each release was written, submitted, approved and published, and the admin logged two edits.
STEP = """
    INSERT INTO newsroom_workflowevent (release_id, action, actor_id, at, note, text)
    SELECT id, %s, %s, published_at, '', '' FROM newsroom_release WHERE published_at IS NOT NULL
"""
EDIT = """
    INSERT INTO django_admin_log
        (action_time, user_id, content_type_id, object_id, object_repr, action_flag, change_message)
    SELECT published_at, %s, %s, CAST(id AS VARCHAR(20)), headline, 2, '[]'
    FROM newsroom_release WHERE published_at IS NOT NULL
"""
AT_WORK = {"draft": 200, "submitted": 50, "returned": 20, "approved": 20}


def filled() -> User:
    """An administrator, before whom every release has a history and some wait."""
    root = User.objects.create_superuser("root")
    kind = ContentType.objects.get_for_model(Release)
    with connection.cursor() as cursor:
        for action in ("edit", "submit", "approve", "publish"):
            cursor.execute(STEP, [action, root.pk])
        for _edit in range(2):
            cursor.execute(EDIT, [root.pk, kind.pk])
    for status, number in AT_WORK.items():
        for each in range(number):
            release = _made(f"{status} {each}", status=status)
            release.workflow_events.create(action="edit", actor=root)
    for each in range(20):
        _made(
            f"scheduled {each}",
            status="published",
            published_at=timezone.now() + datetime.timedelta(each + 1),
        )
    for each in range(10):
        release = _made(f"emergency {each}", status="published", published_at=timezone.now())
        release.workflow_events.create(action="emergency", actor=root, note="A flood.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return root


def _made(headline: str, **fields) -> Release:
    slug = headline.replace(" ", "-")
    fields = {"type": "local-media-release", "summary": "A parrot was found.", "body": "<p>One.</p>"} | fields
    return Release.objects.create(headline=headline, slug=slug, **fields)


def addresses() -> dict[str, str]:
    releases = reverse("admin:newsroom_release_changelist")
    public = Release.objects.published().newest_first()
    draft = Release.objects.drafts().first()
    last = -(-Release.objects.count() // 50)
    middle = public[public.count() // 2]
    return {
        "home of the desk": reverse("admin:index"),
        "list": releases,
        "list, middle page": f"{releases}?p={last // 2}",
        "list, last page": f"{releases}?p={last}",
        "search, common word": f"{releases}?q=officers",
        "search, two common words": f"{releases}?q=officers+border",
        "search, rare word": f"{releases}?q=narwhal",
        "search, no result": f"{releases}?q=narhwalx",
        "search, reference": f"{releases}?q=CBP-{middle.pk:06}",
        "drafts": f"{releases}?state=draft",
        "published": f"{releases}?state=published",
        "scheduled": f"{releases}?state=scheduled",
        "overdue": f"{releases}?state=overdue",
        "unreviewed": f"{releases}?state=unreviewed",
        "waiting for me": f"{releases}?waiting=approve",
        "my drafts": f"{releases}?waiting=write",
        "type": f"{releases}?type__exact=local-media-release",
        "language": f"{releases}?language__exact=es",
        "topic": f"{releases}?topic={Topic.objects.order_by('pk').first().slug}",
        "year": f"{releases}?year={middle.published_at.year}",
        "type and word": f"{releases}?type__exact=local-media-release&q=officers",
        "form of a draft": reverse("admin:newsroom_release_change", args=[draft.pk]),
        "page of a public release": reverse("admin:newsroom_release_change", args=[middle.pk]),
        "new release": reverse("admin:newsroom_release_add"),
        "what happened": reverse("admin:newsroom_release_history", args=[middle.pk]),
        "steps": reverse("admin:newsroom_workflowevent_changelist"),
        "steps, word": f"{reverse('admin:newsroom_workflowevent_changelist')}?q=flood",
        "log": reverse("admin:admin_logentry_changelist"),
        "choosing a release": (
            "/admin/autocomplete/?app_label=newsroom&model_name=release&field_name=translation_of&term=officers"
        ),
    }
