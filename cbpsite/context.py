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
    """The canonical address of this page, without its query, and its entry in the navigation."""
    area = next((name for name, address in AREAS.items() if request.path.startswith(address)), "")
    return {"canonical_url": f"{settings.SITE_URL}{request.path}", "area": area}
