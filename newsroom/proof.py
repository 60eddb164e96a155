"""Proof of publication: our own pages are asked, and each carries the text of a release or does not."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import unescape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from offices.models import Office
from offices.paging import PAGE_SIZE
from offices.sitemaps import FILE_SIZE

from .asking import answer_to
from .exports import JSON_PAGE
from .kinds import ReleaseType
from .markup import plain_words
from .models import Proof, Release
from .sitemaps import NEWS_LIFE

ON_SHORT_LISTS = 5  # of the home page and of offices
MOST_OFFICES = 10


@dataclass(frozen=True)
class Place:
    """One of our pages. It carries the text if it has every mark, and nothing of it without the first."""

    name: str
    address: str
    marks: list[str]
    is_due: bool = True  # it shows this release, if the public may read it
    why_not: str = ""


@dataclass
class Asked:
    """What a page answered, as a proof keeps it."""

    name: str
    address: str
    status: int
    carries: bool
    outcome: str = field(init=False)
    is_public: bool
    is_due: bool
    why_not: str
    at: str
    kept: int  # seconds for which caches may show it without asking again

    def __post_init__(self):
        if self.is_public and self.is_due:
            self.outcome = "carried" if self.carries else "missing"
        elif self.is_public:
            self.outcome = "carried" if self.carries else "elsewhere"
        else:
            self.outcome = "shown" if self.carries else "absent"

    @property
    def is_right(self) -> bool:
        return self.outcome not in ("missing", "shown")


def prove(release: Release, request) -> Proof:
    """Ask each place now, for whoever makes `request`, and keep the answers."""
    asked = [_ask(place, release, request) for place in _places(release)]
    return Proof.objects.create(
        release=release,
        asked_by=request.user,
        is_public=release.is_published,
        is_complete=all(answer.is_right for answer in asked),
        answers=[asdict(answer) for answer in asked],
    )


def _ask(place: Place, release: Release, request) -> Asked:
    response = answer_to(place.address, request)
    text = response.getvalue().decode(errors="replace")
    readings = (" ".join(text.split()), unescape(text), plain_words(text))
    found = [any(mark in reading for reading in readings) for mark in place.marks]
    is_public = release.is_published
    return Asked(
        name=place.name,
        address=place.address,
        status=response.status_code,
        carries=all(found) if is_public else found[0],
        is_public=is_public,
        is_due=place.is_due,
        why_not=place.why_not,
        at=timezone.now().isoformat(),
        kept=_kept(response.get("Cache-Control", "")),
    )


_LIFE = re.compile(r"(?:s-maxage|max-age|stale-while-revalidate)=(\d+)")


def _kept(policy: str) -> int:
    """The seconds for which a copy may be shown without asking our server."""
    if "no-cache" in policy or "no-store" in policy:
        return 0
    return sum(int(seconds) for seconds in _LIFE.findall(policy))


_OPERATORS = re.compile(r'["“”„]|(?<!\w)-')  # of the search: phrases, and words to leave out


def _places(release: Release) -> Iterator[Place]:
    link = release.get_absolute_url()
    here = [release.type, release.slug]
    title = " ".join(release.headline.split())
    text = plain_words(release.body)
    yield Place(_("Page of the release"), link, [text, title])
    yield Place(_("Plain text"), reverse("newsroom:wire", args=here), [title.upper()])
    yield from _lists(release, [link, title])
    words = urlencode({"q": _OPERATORS.sub(" ", title)})
    yield Place(_("Search for its headline"), f"{reverse('search')}?{words}", [link])
    number = (release.pk - 1) // FILE_SIZE + 1
    yield Place(_("Sitemap"), reverse("sitemap_file", args=["releases", number]), [link])
    yield _news_sitemap(release, [link])
    yield from _pages_of_offices(release, [link, title])


def _lists(release: Release, marks: list[str]) -> Iterator[Place]:
    every, of_type = Release.objects.published(), Release.objects.published().of_type(release.type)
    newer, newer_of_type = _newer(release, every), _newer(release, of_type)
    if release.type == ReleaseType.NATIONAL:
        yield _list(_("Home page"), reverse("home"), marks, newer_of_type, ON_SHORT_LISTS)
    yield _list(_("All releases"), reverse("newsroom:releases"), marks, newer, PAGE_SIZE)
    address = reverse("newsroom:releases_of_type", args=[release.type])
    yield _list(str(release.type_plural), address, marks, newer_of_type, PAGE_SIZE)
    yield _list(_("Feed (Atom)"), reverse("newsroom:feed"), marks, newer, PAGE_SIZE)
    in_json = [marks[0], json.dumps(marks[1], ensure_ascii=False)[1:-1]]
    yield _list(_("Feed (JSON)"), reverse("newsroom:json_feed"), in_json, newer, PAGE_SIZE)
    yield _list(_("Data (JSON)"), reverse("newsroom:json"), in_json, newer, JSON_PAGE)


def _newer(release: Release, releases) -> int:
    """How many stand before it."""
    if not release.is_published:
        return 0
    same = releases.filter(published_at=release.published_at, pk__gt=release.pk)
    return releases.filter(published_at__gt=release.published_at).count() + same.count()


def _list(name: str, address: str, marks: list[str], newer: int, room: int) -> Place:
    why_not = _("It has room for %(room)d; %(newer)d newer releases stand before this one.")
    return Place(name, address, marks, newer < room, why_not % {"room": room, "newer": newer})


def _news_sitemap(release: Release, marks: list[str]) -> Place:
    is_new = release.published_at is not None and release.published_at > timezone.now() - NEWS_LIFE
    why_not = _("It has the releases of the last two days whose day is known.")
    return Place(_("News sitemap"), reverse("news_sitemap"), marks, is_new and release.has_day, why_not)


def _pages_of_offices(release: Release, marks: list[str]) -> Iterator[Place]:
    offices = Office.objects.published().filter(pk__in=release.offices.values("pk"))
    for office in offices.order_by("pk")[:MOST_OFFICES]:
        newer = _newer(release, Release.objects.published().filter(offices=office))
        name = _("Page of %(office)s") % {"office": office.title}
        yield _list(name, office.get_absolute_url(), marks, newer, ON_SHORT_LISTS)
