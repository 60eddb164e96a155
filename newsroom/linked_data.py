"""A release in the vocabulary of schema.org, saying what its page says, and the words it is filed under."""

from django.urls import reverse
from django.utils.translation import gettext as _

from offices.addresses import url_of
from offices.linked_data import CONTEXT, agency, breadcrumbs, known, named

from .dates import exact_instant
from .kinds import ReleaseType
from .models import Change, Release


def page_of_release(release: Release) -> dict:
    """The article, and the way to its page as the page itself shows it."""
    kind = ReleaseType(release.type)
    steps = [
        (_("Newsroom"), reverse("newsroom:releases")),
        (kind.label, reverse("newsroom:releases_of_type", args=[kind])),
    ]
    return {"@context": CONTEXT, "@graph": [_article(release), breadcrumbs(steps)]}


def search_facets(release: Release) -> list[str]:
    """Type, states and office codes, as Search.gov can narrow a search by."""
    offices = release.offices.all()
    states = sorted({release.dateline_state, *(office.state for office in offices)} - {""})
    codes = sorted(office.code for office in offices if office.shows_code)
    return [release.type_label, ", ".join(states), ", ".join(codes)]


def _article(release: Release) -> dict:
    address = url_of(release)
    details = {
        "headline": release.headline,
        "alternativeHeadline": release.subtitle,
        "description": release.summary,
        "identifier": release.reference,
        "articleSection": release.type_label,
        "keywords": [topic.name for topic in release.topics.all()],
        "inLanguage": release.language,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": release.published_exact,
        "dateModified": exact_instant(release.updated_at),
        "author": agency(),
        "publisher": agency(),
        "image": [_image(image) for image in release.images.all()],
        "contentLocation": _place(release),
        "mentions": [named(office) for office in release.offices.all()],
        "correction": [_comment(change) for change in release.change_log if change.is_correction],
    }
    return {"@type": "NewsArticle"} | known(details)


def _image(image) -> dict:
    details = {
        "url": url_of(image),
        "width": image.width,
        "height": image.height,
        "caption": image.caption,
        "creditText": image.credit,
    }
    return {"@type": "ImageObject"} | known(details)


def _place(release: Release) -> dict:
    if not release.dateline_city:
        return {}
    address = {"addressLocality": release.dateline_city, "addressRegion": release.dateline_state}
    return {"@type": "Place", "address": {"@type": "PostalAddress"} | known(address)}


def _comment(change: Change) -> dict:
    return {"@type": "CorrectionComment", "text": change.note, "datePublished": exact_instant(change.made_at)}
