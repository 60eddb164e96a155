"""Offices to keep: as contact cards, QR codes and on paper."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ..addresses import absolute, url_of
from ..finding.privacy import unstored
from ..forms import FindFilter
from ..kinds import Kind
from ..models import Office
from ..open_data import errors_of, in_words, public_data, refused
from ..places import Country
from ..querysets import OfficeQuerySet
from . import qr, vcard
from .memory import remembered

MOST_CARDS = 500  # address books take them all or nothing, and nobody takes them out again
MOST_PRINTED = 2_000  # some 130 pages
QUARTER = 15 * 60  # seconds


@public_data
def office_vcard(request, section: str, slug: str):
    """One office as a contact card."""
    office = _office(Office.objects.with_card(), section, slug)
    return _vcard([office], office.slug)


def office_qr(request, section: str, slug: str):
    """The address of one office's page as a picture."""
    office = _office(Office.objects.all(), section, slug)
    title = _("QR code: the page of %(office)s") % {"office": office.title}
    return HttpResponse(qr.svg(url_of(office), title), content_type="image/svg+xml")


def _office(offices, section: str, slug: str) -> Office:
    office = get_object_or_404(offices.published(), slug=slug)
    if office.section != section:
        raise Http404(_("This office stands in another section."))
    return office


@unstored
@public_data
def find_vcard(request):
    """The offices of a list as contact cards."""
    chosen = FindFilter(request.GET)
    if errors := place_errors(request.GET, chosen):
        return refused(errors)
    found = chosen.found.with_card()
    if found.count() > MOST_CARDS:
        words = _("These are more than %(most)s offices, too many for an address book. Choose fewer.")
        return in_words([words % {"most": MOST_CARDS}])
    return _vcard(found, "cbp-offices")


def _vcard(offices, name: str) -> HttpResponse:
    response = HttpResponse(vcard.cards(offices), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response


@unstored
def printable(request):
    """The offices of a list for paper, by state or country and by kind."""
    chosen = FindFilter(request.GET)
    found = Office.objects.none() if chosen.is_unmeasurable else chosen.found
    number = found.count()
    address = absolute(chosen.list_address)
    context = {
        "filter": chosen,
        "number": number,
        "most": MOST_PRINTED,
        "entries": _entries(chosen, found, number) if 0 < number <= MOST_PRINTED else "",
        "lines": Office.objects.published().general_lines(),
        "now": timezone.now(),
        "canonical_url": address,
        "qr": qr.data_address(address),
    }
    return render(request, "offices/print.html", context)


def _entries(chosen: FindFilter, found: OfficeQuerySet, number: int) -> str:
    """The offices in columns. What is so today changes at midnight, on some quarter of an hour everywhere."""

    def rendered():
        offices = sorted(found.with_card(), key=_place_on_paper)
        return render_to_string("offices/_directory.html", {"offices": offices})

    quarter = int(timezone.now().timestamp() // QUARTER)
    return remembered(("print", quarter), chosen, number, rendered)


def _place_on_paper(office: Office) -> tuple:
    """States before countries, offices without either between; what is no more comes last in each."""
    where = office.country != Country.US, not office.state, office.area
    return *where, not office.is_current, list(Kind).index(office.kind), office.name.casefold(), office.pk


def place_errors(query: QueryDict, chosen: FindFilter, *others: str) -> dict[str, list[str]]:
    """`errors_of`, and a place from which nothing can be measured."""
    errors = errors_of(query, chosen, *others)
    if chosen.is_unmeasurable:
        errors["near"] = [_("No such place is known, or several are. Write “city, state” or a ZIP code.")]
    return errors
