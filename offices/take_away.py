"""Offices to keep: as contact cards, QR codes and on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from . import qr, vcard
from .addresses import url_of
from .models import Office


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


def _vcard(offices, name: str) -> HttpResponse:
    response = HttpResponse(vcard.cards(offices), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response
