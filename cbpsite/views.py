"""Pages that join the newsroom and the directory, probes for machines, and error pages."""

import datetime
from itertools import chain

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from newsroom.kinds import ReleaseType
from newsroom.memory import remembered
from newsroom.models import Release, Topic
from newsroom.querysets import MOST_COUNTED
from offices.finding.nearest import is_place_code
from offices.linked_data import page_of_agency
from offices.models import Office, Section
from offices.paging import PageNotFound
from offices.querysets import OTHERWISE
from offices.search import Vocabulary, parse
from staff import held

from .redirects import forwarded

OFFICES = 25
RELEASES = 10  # the list of releases has the others
SUGGESTIONS = 8
MAX_TYPED = 400  # characters of a query that are read
RECENT_HEADLINES = 2000
SECURITY_TXT_LIFE = datetime.timedelta(days=180)


def home(request):
    """Latest national releases, ways to an office, the press line."""
    lines = Office.objects.published().general_lines()
    context = {
        "releases": Release.objects.published().of_type(ReleaseType.NATIONAL).with_listing()[:5],
        "national": ReleaseType.NATIONAL,
        "sections": Section.with_counts(),
        "lines": lines,
        "linked_data": page_of_agency(lines),
    }
    return render(request, "home.html", context)


def search(request):
    """Offices and releases with the words of `?q=`; the best first."""
    typed = request.GET.get("q", "")[:MAX_TYPED]
    query = parse(typed)
    offices = Office.objects.published().matching(begun := parse(typed, complete=False))
    found = Release.objects.published().found(query, RELEASES)
    office_count = offices.count()
    listed = list(offices.with_listing().best_first(begun)[:OFFICES]) if office_count else []
    context = {
        "query": query.text,
        "asks_for_place": is_place_code(query.text),
        "offices": listed,
        # A name or code is what was meant; words that offices merely have in common are not.
        "offices_first": bool(listed) and (listed[0].rank < OTHERWISE or not found.number),
        "office_count": office_count,
        "releases": found.releases,
        "release_count": found.number,
        "most_offices": OFFICES,
        "most_releases": RELEASES,
        "most_counted": MOST_COUNTED,
    }
    if query and not context["office_count"] and not context["release_count"]:
        context["guess"] = remembered(("vocabulary",), _vocabulary).guess(query)
    return render(request, "search.html", context)


def _vocabulary() -> Vocabulary:
    """Names of offices and topics, and the words of recent headlines."""
    return Vocabulary(
        chain(
            chain.from_iterable(Office.objects.published().values_list("name", "city")),
            Topic.objects.values_list("name", flat=True),
            Release.objects.published().newest_first().values_list("headline", flat=True)[:RECENT_HEADLINES],
        )
    )


def suggest(request):
    """A few offices for what is typed so far, as JSON: the script turns them into links."""
    query = parse(request.GET.get("q", "")[:MAX_TYPED], complete=False)
    offices = Office.objects.published().matching(query).current().select_related("parent")
    suggestions = [
        {"title": office.title, "note": f"{office.get_kind_display()} {office.code or ''}".strip(),
         "address": office.get_absolute_url()}
        for office in offices.best_first(query)[:SUGGESTIONS]
    ]  # fmt: skip
    return JsonResponse({"suggestions": suggestions})


def robots(request):
    """Everything may be read but search results and the staff area."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search')}",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('mfa_index')}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        f"Sitemap: {settings.SITE_URL}{reverse('news_sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_txt(request):
    """Where to report a vulnerability (RFC 9116)."""
    expires = (timezone.now() + SECURITY_TXT_LIFE).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def healthz(request):
    """The process answers. Never looks at the database: a restart would not cure it."""
    return _probe("ok", 200)


def readyz(request):
    """The process can read the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _probe("database unavailable", 503)
    return _probe("ok", 200)


def _probe(text: str, status: int) -> HttpResponse:
    return HttpResponse(
        text + "\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"}
    )


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None, reason=""):
    if reason and request.path.startswith(reverse("admin:index")) and held.holds(request):
        return held.page(request, is_signed_in=request.user.is_authenticated)
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    if answer := forwarded(request):
        return answer
    context = {"beyond": exception} if isinstance(exception, PageNotFound) else {}
    return render(request, "404.html", context, status=404)
