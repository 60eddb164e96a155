"""What every template may use. No query is made here."""

from django.conf import settings


def site(request) -> dict[str, str]:
    """The site's public address and the canonical address of this page, without its query."""
    return {"SITE_URL": settings.SITE_URL, "canonical_url": f"{settings.SITE_URL}{request.path}"}
