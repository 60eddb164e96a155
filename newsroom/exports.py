"""Releases as data, for programs and spreadsheets: read-only, with the filters of the lists."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from django.http import JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.addresses import absolute, url_of
from offices.open_data import Column, described, errors_of, in_words, public_data, refused, table
from offices.paging import PageNotFound, address_of_page, page_of

from .dates import exact_instant
from .forms import ReleaseFilter
from .kinds import ChangeKind, DatePrecision
from .markup import plain_blocks
from .models import Release
from .querysets import Listing

JSON_PAGE = 100
CSV_MOST = 10_000  # rows of one table: more would keep a thread of the server busy for minutes
CSV_BATCH = 500  # releases fetched at a time while a table is sent


@public_data
def release_json(request):
    """Releases in pages of 100."""
    chosen = ReleaseFilter(request.GET)
    if errors := errors_of(request.GET, chosen, "page"):
        return JsonResponse({"errors": errors, "documentation": _documentation()}, status=400)
    releases = Listing(Release.objects.published().filtered(chosen.values))
    releases.rows = Release.objects.with_data()
    try:
        page = page_of(request, releases, JSON_PAGE)
    except PageNotFound as missing:
        return JsonResponse({"errors": {"page": [str(missing)]}}, status=404)
    following = page.has_next() and address_of_page(chosen.json_address, page.next_page_number())
    data = {
        "documentation": _documentation(),
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": following or None,
        "releases": [
            {column.name: column.value(release) for column in COLUMNS}
            for release in _with_translations(page.object_list)
        ],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@public_data
def release_csv(request):
    """All releases in one table, sent while it is made."""
    chosen = ReleaseFilter(request.GET)
    if errors := errors_of(request.GET, chosen):
        return refused(errors)
    found = Release.objects.published().filtered(chosen.values).newest_first()
    keys = list(found.values_list("pk", flat=True)[: CSV_MOST + 1])
    if len(keys) > CSV_MOST:
        words = gettext("This table would be too long. Choose dates, or read releases.json page by page.")
        return in_words([words])
    response = StreamingHttpResponse(table(COLUMNS, _batches(keys)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cbp-releases.csv"'
    return response


def about_data(request):
    """What the data hold, said from the definitions that make them."""
    context = {
        "columns": COLUMNS,
        "filters": described(ReleaseFilter(QueryDict())),
        "json_page": JSON_PAGE,
        "csv_most": CSV_MOST,
    }
    return render(request, "newsroom/data.html", context)


def _documentation() -> str:
    return absolute(reverse("newsroom:data"))


def _with_translations(releases) -> list[Release]:
    """`releases`, each with `translations_shown`: its public versions in other languages, in one query."""
    releases = list(releases)
    originals = {release.translation_of_id or release.pk for release in releases}
    public = Release.objects.published().only("type", "slug", "language", "translation_of").order_by()
    relatives = public.filter(pk__in=originals).union(public.filter(translation_of__in=originals))
    families = defaultdict(list)
    for relative in relatives.order_by("language", "pk"):
        families[relative.translation_of_id or relative.pk].append(relative)
    for release in releases:
        family = families[release.translation_of_id or release.pk]
        release.translations_shown = [relative for relative in family if relative.pk != release.pk]
    return releases


def _batches(keys: list[int]) -> Iterator[Release]:
    """The releases of a table. Each batch asks anew what is public: sending can take a while."""
    for start in range(0, len(keys), CSV_BATCH):
        batch = Release.objects.published().filter(pk__in=keys[start : start + CSV_BATCH])
        yield from _with_translations(batch.with_data())


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _text(release: Release) -> str:
    return "\n".join(plain_blocks(release.safe_body))


def _changes(release: Release) -> list[dict]:
    return [asdict(change) | {"at": exact_instant(change.made_at)} for change in release.change_log]


def _offices(release: Release) -> list[dict]:
    return [
        {"code": office.code or "", "name": office.title, "state": office.state, "url": url_of(office)}
        for office in release.offices.all()
    ]


def _facts(release: Release) -> list[dict]:
    return [
        {
            "what": fact.what,
            "where": fact.where,
            "from": fact.starts,
            "to": fact.ends,
            "quantity": _number(fact.quantity),
            "unit": fact.unit,
            "value_usd": _number(fact.value),
        }
        for fact in release.facts.all()
    ]


def _event(release: Release) -> dict | None:
    event = getattr(release, "event", None)
    return event and {
        "name": event.name,
        "begins": event.begins.isoformat(timespec="minutes"),
        "ends": event.ends_at and event.ends_at.astimezone(event.begins.tzinfo).isoformat(timespec="minutes"),
        "place": event.place,
        "note": event.note,
    }


def _contacts(release: Release) -> list[dict]:
    return [
        {"name": contact.label, "phone": contact.number, "email": contact.email}
        for contact in release.contacts.all()
        if contact.phone or contact.email
    ]


def _images(release: Release) -> list[dict]:
    return [
        {"url": url_of(image), "alt": image.alt, "caption": image.caption, "credit": image.credit}
        for image in release.images.all()
    ]


def _translations(release: Release) -> list[dict]:
    return [{"language": other.language, "url": url_of(other)} for other in release.translations_shown]


COLUMNS = (
    Column("reference", _("Number for citing the release; it never changes."), lambda r: r.reference),
    Column("url", _("Address of its page."), url_of),
    Column("type", _("Kind of release, as in the addresses of the lists."), lambda r: r.type),
    Column("headline", _("Headline."), lambda r: r.headline),
    Column("subtitle", _("Second headline, if any."), lambda r: r.subtitle),
    Column("summary", _("One or two sentences."), lambda r: r.summary),
    Column("text", _("The whole text without markup, a paragraph a line."), _text),
    Column("html", _("The whole text as HTML."), lambda r: r.safe_body, in_csv=False),
    Column("language", _("Language of the text (BCP 47): en, es …"), lambda r: r.language),
    Column("dateline_city", _("City the release is dated from."), lambda r: r.dateline_city),
    Column("dateline_state", _("Its state or territory, by postal code."), lambda r: r.dateline_state),
    Column(
        "published",
        _("Publication in Eastern time, as exactly as it is known: minute, day, month, year or nothing."),
        lambda r: r.published_exact or None,
    ),
    Column(
        "published_precision",
        format_lazy(_("How exactly that is known: {}."), ", ".join(DatePrecision.values)),
        lambda r: r.date_precision,
    ),
    Column(
        "updated", _("When its substance last changed; empty: never."), lambda r: exact_instant(r.updated_at)
    ),
    Column(
        "version",
        _("Number of the version now public; 1: unchanged since publication."),
        lambda r: r.version_number,
    ),
    Column(
        "changes",
        format_lazy(
            _("Versions, oldest first, with number, kind ({}), note and instant; empty: never changed."),
            ", ".join(ChangeKind.values),
        ),
        _changes,
    ),
    Column("topics", _("Names of its topics."), lambda r: [topic.name for topic in r.topics.all()]),
    Column("offices", _("Offices concerned, each with code, name, state and address."), _offices),
    Column(
        "facts",
        _("Key figures: what, where, from, to, quantity, unit and value in U.S. dollars (value_usd)."),
        _facts,
    ),
    Column("event", _("Press conference or ceremony: name, begin and end, place, note."), _event),
    Column("speaker", _("Of a speech or statement: the person."), lambda r: r.speaker),
    Column("speaker_title", _("Title of that person."), lambda r: r.speaker_title),
    Column("incident", _("Incident that several releases speak of."), lambda r: str(r.incident or "")),
    Column("contacts", _("Media contacts as printed on the release: name, phone, e-mail."), _contacts),
    Column("translations", _("The same release in other languages: language and address."), _translations),
    Column("images", _("Pictures: address, alternative text, caption, credit."), _images),
)
