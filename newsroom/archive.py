"""Releases by year and month of Eastern time. What is known to the year only, or not at all, is said so."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from offices.paging import address_of_page, page_of

from .dates import YEARS, midnight
from .kinds import DatePrecision
from .memory import remembered
from .models import Release
from .querysets import Listing


@dataclass
class Year:
    number: int
    by_month: Counter = field(default_factory=Counter)
    without_month: int = 0

    @property
    def total(self) -> int:
        return self.without_month + self.by_month.total()

    @property
    def months(self) -> list[tuple[datetime.date, int]]:
        """First day and number of releases of each month that has any."""
        return [
            (datetime.date(self.number, month, 1), number) for month, number in sorted(self.by_month.items())
        ]


def years(request):
    """All years and months with the number of their releases."""
    counts = remembered(("months",), Release.objects.published().count_by_month)
    undated = sum(number for (*_month, precision), number in counts.items() if _is_undated(precision))
    return render(request, "newsroom/archive.html", {"years": _years(counts), "undated": undated})


def year(request, year: str):
    """The months of one year, and its releases of which no month is known."""
    first, end = _period(int(year), 1, 12)
    releases = Release.objects.published(before=midnight(end)).since(first)
    here = _years(releases.count_by_month())
    if not here:
        raise Http404(_("No release of this year is public."))
    page = page_of(request, Listing(releases.of_known_year_only(), ("year", year)))
    context = {"year": here[0], "page": page, "canonical_url": address_of_page(request.path, page.number)}
    return render(request, "newsroom/archive_year.html", context)


def month(request, year: str, month: str):
    """The releases of one month, and the nearest months before and after that have any."""
    first, end = _period(int(year), int(month), int(month))
    here = Release.objects.published(before=midnight(end)).of_known_month().since(first)
    page = page_of(request, Listing(here, ("month", year, month)))
    if not page.object_list:
        raise Http404(_("No release of this month is public."))
    context = {
        "first": first,
        "page": page,
        "previous": _month_of(_earlier(first).newest_first().first()),
        "next": _month_of(_later(end).newest_first().last()),
        "canonical_url": address_of_page(request.path, page.number),
    }
    return render(request, "newsroom/archive_month.html", context)


def undated(request):
    """Releases whose date was never recorded."""
    page = page_of(request, Listing(Release.objects.published().undated(), ("undated",)))
    context = {"page": page, "canonical_url": address_of_page(request.path, page.number)}
    return render(request, "newsroom/archive_undated.html", context)


def _years(counts: Counter) -> list[Year]:
    """Years that have releases, the newest first."""
    years = {}
    for (number, month, precision), count in counts.items():
        if _is_undated(precision):
            continue
        here = years.setdefault(number, Year(number))
        if precision == DatePrecision.YEAR:
            here.without_month += count
        else:
            here.by_month[month] += count
    return sorted(years.values(), key=lambda year: -year.number)


def _is_undated(precision: str) -> bool:
    return precision == DatePrecision.UNKNOWN


def _period(year: int, month: int, last_month: int) -> tuple[datetime.date, datetime.date]:
    """The first day of a month, and the first day after the last month."""
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404(_("There is no such month in the archive."))
    after = datetime.date(year + last_month // 12, last_month % 12 + 1, 1)
    return datetime.date(year, month, 1), after


def _earlier(day: datetime.date):
    return Release.objects.published(before=midnight(day)).of_known_month()


def _later(day: datetime.date):
    return Release.objects.published().of_known_month().since(day)


def _month_of(release: Release | None) -> datetime.date | None:
    return release and timezone.localdate(release.published_at).replace(day=1)
