"""What every template may use. No query is made here."""

from django.conf import settings

# Entries of the main navigation, the more particular address first.
AREAS = {
    "ports": "/contact/ports/",
    "press": "/contact/press-officers/",
    "contact": "/contact/",
    "newsroom": "/newsroom/",
    "search": "/search/",
}


def site(request) -> dict[str, str]:
    """The canonical address of this page, without its query, and its entry in the navigation.

    Lists, whose pages and filters stand in the query, give a `canonical_url` of their own.
    """
    area = next((name for name, address in AREAS.items() if request.path.startswith(address)), "")
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "area": area,
        "email_alerts_url": settings.EMAIL_ALERTS_URL,
    }
