"""Reading the sitemaps as a search engine does."""

from xml.etree import ElementTree

NAMESPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def number_of_file(row) -> int:
    """The file that lists the page of a release or an office."""
    return (row.pk - 1) // 1000 + 1


def read(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def dated(root: ElementTree.Element) -> dict[str, str | None]:
    """The addresses of a sitemap or of an index, each with the date of its last change."""
    return {
        entry.findtext("map:loc", namespaces=NAMESPACES): entry.findtext("map:lastmod", None, NAMESPACES)
        for entry in root
    }


def all_addresses(client) -> dict[str, str | None]:
    """Everything that the index leads to."""
    found = {}
    for file in dated(read(client, "/sitemap.xml")):
        found |= dated(read(client, file.removeprefix("https://www.example.gov")))
    return found
