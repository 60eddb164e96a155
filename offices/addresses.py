"""Addresses under SITE_URL, whatever Host header the request came with."""

from django.conf import settings


def absolute(address: str) -> str:
    """`address`, which begins with a slash, with the name of the site before it."""
    return settings.SITE_URL + address


def url_of(page) -> str:
    """The absolute address of anything that has a page or file of its own."""
    return absolute(page.get_absolute_url())
