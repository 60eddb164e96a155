"""Who may import whom, and other rules of the house that a reader cannot see from one file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "offices": {"offices"},
    "newsroom": {"newsroom", "offices"},
    "staff": {"offices", "staff"},
    "cbpsite": {"cbpsite", "newsroom", "offices", "staff"},
}
OURS = {*ALLOWED, "tests"}


def imports_of(path: Path):
    """Top packages of ours that a file imports."""
    package = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [package if node.level else node.module]
        yield from (name.split(".")[0] for name in names if name.split(".")[0] in OURS)


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_point_one_way(package):
    for path in (ROOT / package).rglob("*.py"):
        assert set(imports_of(path)) <= ALLOWED[package], path


def test_nothing_hangs_on_signals():
    for package in ALLOWED:
        for path in (ROOT / package).rglob("*.py"):
            assert "django.dispatch" not in path.read_text(), path
            assert "models.signals" not in path.read_text(), path


def test_text_is_marked_safe_in_one_place():
    marking = [
        path.relative_to(ROOT).as_posix()
        for package in ALLOWED
        for path in (ROOT / package).rglob("*.py")
        if "mark_safe(" in path.read_text()
    ]
    assert marking == ["newsroom/markup.py"]


def test_no_template_marks_text_safe_or_holds_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path
        assert "autoescape off" not in text, path
        assert " style=" not in text, path
        assert "<script>" not in text, path


def test_every_test_folder_is_a_package_so_that_no_test_is_lost():
    for folder in {path.parent for path in (ROOT / "tests").rglob("test_*.py")}:
        assert (folder / "__init__.py").exists(), folder


def test_no_file_of_ours_names_a_package_registry_or_a_machine():
    names = [
        "pypi" + ".org",
        "npmjs" + ".org",
        "registry" + ".npm",
        "/work/" + "main",
        "files.python" + "hosted",
    ]
    for pattern in (
        "*.txt",
        "*.in",
        "*.json",
        "*.toml",
        "*.md",
        "script/*",
        ".ci/*",
        ".npmrc",
        ".env.example",
    ):
        for path in ROOT.glob(pattern):
            if path.is_file():
                text = path.read_text()
                assert not [name for name in names if name in text], path
