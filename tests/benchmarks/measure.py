"""Asks pages of the database of the environment for `tests.benchmarks.newsroom` or `desk`, and times them.

First prints, as JSON, each page's status and number of queries; then, for each line read with the
name of a page, the milliseconds of one more answer.
"""

import json
import sys
import time

import django


def addresses() -> dict[str, str]:
    """What is measured; the last page of a list is the one that costs most to count to."""
    from django.utils import timezone

    from newsroom.models import Release, Topic
    from newsroom.querysets import ReleaseQuerySet
    from offices.models import Office

    def last(query: str = "", **filters) -> str:
        found: ReleaseQuerySet = Release.objects.published().filter(**filters)
        pages = max(1, -(-found.count() // 25))
        return f"/newsroom/?{query}{'&' if query else ''}page={pages}"

    topic = Topic.objects.order_by("pk").first()
    rare_topic = Topic.objects.order_by("pk").last()
    office = Office.objects.order_by("pk").first()
    port = Office.objects.ports().order_by("pk").first()
    middle = -(-Release.objects.published().count() // 50)
    half_way = Release.objects.published().newest_first()[Release.objects.published().count() // 2]
    month = timezone.localtime(half_way.published_at)
    return {
        "home": "/",
        "all, page 1": "/newsroom/",
        "all, middle page": f"/newsroom/?page={middle}",
        "all, last page": last(),
        "type, page 1": "/newsroom/local-media-release/",
        "frequent topic, page 1": f"/newsroom/?topic={topic.slug}",
        "frequent topic, last page": last(f"topic={topic.slug}", topics=topic),
        "rare topic": f"/newsroom/?topic={rare_topic.slug}",
        "state": "/newsroom/?state=TX",
        "frequent office": f"/newsroom/?office={office.slug}",
        "office": f"/newsroom/?office={port.code}",
        "language": "/newsroom/?lang=es",
        "one year": "/newsroom/?from=2015&to=2015",
        "type, topic, state, dates": (
            f"/newsroom/?type=local-media-release&topic={topic.slug}&state=TX&from=2010&to=2020"
        ),
        "list of a common word": "/newsroom/?q=officers",
        "list of a rare word": "/newsroom/?q=narwhal",
        "search, common word": "/search/?q=officers",
        "search, two common words": "/search/?q=officers+border",
        "search, phrase": "/search/?q=%22border+patrol%22",
        "search, common word excluded": "/search/?q=border+-officers",
        "search, rare word": "/search/?q=narwhal",
        "search, no result": "/search/?q=narhwalx",
        "suggestions": "/search/suggest/?q=lar",
        "archive": "/newsroom/archive/",
        "a month of the archive": f"/newsroom/archive/{month:%Y/%m}/",
        "feed": "/newsroom/feed/",
        "JSON feed": "/newsroom/feed.json",
        "feed of a topic and state": f"/newsroom/feed/?topic={topic.slug}&state=TX",
        "release": Release.objects.published().newest_first().first().get_absolute_url(),
        "office page": port.get_absolute_url(),
        "data as JSON": "/newsroom/releases.json",
        "data as JSON, last page": f"/newsroom/releases.json?page={-(-middle * 2 // 4)}",
        "press room": "/contact/press-officers/?state=TX",
        "sitemap": "/sitemap.xml",
        "sitemap of releases": "/sitemap-releases-1.xml",
        "news sitemap": "/news-sitemap.xml",
    }


def checked(client, address: str) -> dict:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        number = len(queries)  # before the connection is closed, which forgets them
    return {"status": response.status_code, "queries": number}


def main() -> None:
    django.setup()
    from django.test import Client

    client = Client()
    client.get("/")
    if sys.argv[1:] == ["desk"]:
        from tests.benchmarks import desk_pages

        client.force_login(desk_pages.filled())
        pages = desk_pages.addresses()
    else:
        pages = addresses()
    print(json.dumps({name: checked(client, address) for name, address in pages.items()}), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        client.get(pages[line.strip()])
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main()
