"""Small content folders for the tests of the imports: valid until a test spoils them."""

import csv
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from offices.importing import ImportRefused, Problem

KINDS = {
    "headquarters:cbp-headquarters": {"kind": "headquarters", "name": "CBP Headquarters", "state": "DC"},
    "field-office:laredo": {
        "kind": "field_office", "name": "Laredo Field Office", "parent": "headquarters:cbp-headquarters",
    },
    "port:2301": {
        "kind": "port", "name": "Brownsville", "code": "2301", "parent": "field-office:laredo",
        "slug": "brownsville-texas-2301",
    },
    "port:2304": {
        "kind": "port", "name": "Laredo", "code": "2304", "parent": "field-office:laredo",
        "slug": "laredo-texas-2304", "latitude": "27.506", "longitude": "-99.507", "modes": "land;rail",
    },
    "sector:laredo": {"kind": "sector", "name": "Laredo Sector", "parent": "headquarters:cbp-headquarters"},
}  # fmt: skip


def office_row(key: str, **cells) -> dict:
    defaults = {
        "key": key, "name": key, "slug": key.replace(":", "-"), "state": "TX", "country": "US",
        "status": "open", "timezone": "America/Chicago", "confidence": "official", "as_of": "2025-04",
    }  # fmt: skip
    return defaults | KINDS.get(key, {}) | cells


class Content(dict):
    """Rows by file name; the first row of a list is row 2 of its file."""

    def __init__(self, folder: Path, origin: Path, files: dict[str, list[dict]]):
        super().__init__(files)
        self.folder = folder
        self.origin = origin

    def row(self, file: str, number: int) -> dict:
        return self[file][number - 2]

    def write(self) -> Path:
        for name, rows in self.items():
            if name.endswith(".json"):
                (self.folder / name).write_text(json.dumps(rows, indent=1))
            else:
                write_csv(self.folder / name, self.columns(name), rows)
        return self.folder

    def columns(self, name: str) -> list[str]:
        """Those of the repository's own file, and what else the rows have."""
        path = self.origin / name
        own = next(csv.reader(path.read_text().splitlines())) if path.exists() else []
        return list(dict.fromkeys([*own, *(column for row in self[name] for column in row)]))

    def spoil(self, name: str, content: bytes) -> Path:
        """The folder with `content` as one of its files."""
        self.write()
        (self.folder / name).write_bytes(content)
        return self.folder


def write_csv(path: Path, columns: list[str], rows: list[dict]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def office_content(folder: Path) -> Content:
    files = {
        "offices.csv": [office_row(key) for key in KINDS],
        "contacts.csv": [
            {"office": "port:2304", "kind": "phone", "label": "Port office", "value": "+1 956-523-7300"},
            {"office": "port:2304", "kind": "email", "label": "Trade", "value": "laredo@example.gov"},
            {"office": "sector:laredo", "kind": "phone", "value": "+1 956-764-3200", "extension": "217"},
        ],
        "hours.csv": [{"office": "port:2304", "label": "Cargo", "text": "Daily, 8 a.m. to 8 p.m."}],
        "aliases.csv": [{"office": "port:2304", "kind": "airport", "value": "LRD"}],
        "services.csv": [{"office": "port:2304", "service": "enrollment", "name": "Laredo Center"}],
        "former_parents.csv": [
            {"office": "port:2304", "parent": "headquarters:cbp-headquarters", "until": "2022"}
        ],
    }
    for name in ("contacts.csv", "hours.csv", "services.csv", "former_parents.csv"):
        files[name] = [row | {"as_of": "2024", "confidence": "official"} for row in files[name]]
    return Content(folder, settings.BASE_DIR / "offices" / "content", files)


def release_row(key: str, **cells) -> dict:
    defaults = {
        "key": key, "type": "local-media-release", "headline": f"Officers seize a boat: {key}", "slug": key,
        "subtitle": "", "summary": "Officers seized a boat on the river.", "language": "en",
        "dateline_city": "Laredo", "dateline_state": "TX", "published_at": "2023-02-02",
        "date_precision": "day", "status": "published", "topics": "trade", "offices": "port:2304",
        "boilerplate": "headquarters", "translation_of": "", "body": "<p>Officers seized a boat.</p>",
    }  # fmt: skip
    return defaults | cells


def release_content(folder: Path, releases: str = "releases.csv") -> Content:
    files = {
        "topics.csv": [{"slug": "trade", "name": "Trade"}, {"slug": "travel", "name": "Travel"}],
        "boilerplates.csv": [{"slug": "headquarters", "component": "Headquarters", "text": "CBP guards."}],
        releases: [
            release_row("boat-es", language="es", translation_of="boat"),
            release_row("boat", contact_phone="+1 956-523-7300"),
            release_row("car", topics="trade;travel"),
        ],
    }
    return Content(folder, settings.BASE_DIR / "newsroom" / "content", files)


def problems_of(run, folder: Path) -> list[Problem]:
    """What an import finds wrong with `folder`. It may change nothing then."""
    before = snapshot()
    with pytest.raises(ImportRefused) as refused:
        run(folder)
    assert snapshot() == before
    return refused.value.problems


# Cells that once broke some program, somewhere.
NASTY = [
    "x" * 3000, "9" * 400, "-1", "1e400", "20231231", "a;a", "#1", "%s%(key)s{0}", "\x1b[2J\x7f", "١٢٣٤",
    "é\u202e\ud7ff\uffff😀",
]  # fmt: skip


def import_nasty_cells(run, content: Content, file: str, columns: list[str], value: str) -> None:
    """Imports `value` in each of the cells of a row: each is refused, or stands as it would have been typed.

    All at once, for there are thousands of such cells; a cell that had to be put back for the sake
    of others, and was not refused itself, is then imported alone.
    """
    row = content[file][-1]
    good = {column: row.get(column, "") for column in columns}
    row |= dict.fromkeys(columns, value)
    nasty, unsure = list(columns), []
    while nasty and (refused := _refused(run, content, file)) is not None:
        wrong = [column for column in nasty if column in refused]
        unsure += [] if wrong else nasty[:1]
        for column in wrong or nasty[:1]:
            row[column] = good[column]
            nasty.remove(column)
    row |= good
    assert run(content.write()).conflicts == []  # a value that stands otherwise is one only now
    if len(columns) > 1:
        for column in unsure:
            import_nasty_cells(run, content, file, [column], value)


def _refused(run, content: Content, file: str) -> set[str] | None:
    """The columns of a file that an import refuses. If it does not, another one finds nothing to do."""
    folder = content.write()
    try:
        assert run(folder).conflicts == []
    except ImportRefused as refused:
        return {problem.column for problem in refused.problems if problem.file == file}
    assert run(folder).updated == 0
    return None


def places_of(problems: list[Problem]) -> list[tuple]:
    return [(problem.file, problem.line, problem.column) for problem in problems]


def snapshot() -> dict[str, list[dict]]:
    """Every row of the directory and the newsroom, with every column."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for app in ("offices", "newsroom")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
