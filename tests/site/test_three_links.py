"""Every office of the content is at most three links away from the contact page."""

import re
from html import unescape

import pytest

from offices import importer
from offices.management.commands.import_offices import Command
from offices.models import Office

pytestmark = pytest.mark.django_db


OTHERS = re.compile(r"mode=|service=|/feed/|\.(csv|json|geojson|vcf|ics|svg)\b")  # other lists, and files


def links_of(client, address: str) -> set[str]:
    """Addresses of the directory that the main part of a page leads to; fewer will do for a proof."""
    main = client.get(address).text.split("<main", 1)[1].split("</main>", 1)[0]
    path = address.split("?")[0]
    found = {unescape(link) for link in re.findall(r'href="([^"#]+)"', main)}
    found = {path + link if link.startswith("?") else link for link in found}
    return {link for link in found if link.startswith("/contact/") and not OTHERS.search(link)}


def test_every_public_office_is_at_most_three_links_from_the_contact_page(client):
    importer.import_offices(Command.default_folder)
    Office.objects.filter(code="2304").update(is_public=False)
    offices = {office.get_absolute_url() for office in Office.objects.published()}
    reached, newest = {"/contact/"}, {"/contact/"}
    for _step in range(3):
        pages, newest = newest - offices, set()
        for page in sorted(pages):
            if not offices <= reached:
                newest |= links_of(client, page) - reached
                reached |= newest
    assert offices - reached == set()
    assert not [link for link in reached if link.endswith("-2304/")]
