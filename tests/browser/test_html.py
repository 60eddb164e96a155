"""The HTML of every kind of page passes a validator."""

import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from .pages import PAGES
from .readings import FOLDER

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]


def validate(*paths: Path) -> subprocess.CompletedProcess:
    command = ["node_modules/.bin/html-validate", "--config", ".htmlvalidate.json", *map(str, paths)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def fetch(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def test_every_kind_of_page_is_valid(site, tmp_path):
    errors = [
        "/nowhere/",
        "/preview/nobody/",
        "/newsroom/?page=99",
        "/search/?q=%00",
        f"{FOLDER}/parrots-escaped/",
    ]
    for number, path in enumerate([*PAGES.values(), *errors]):
        (tmp_path / f"{number:02}.html").write_bytes(fetch(site + path))
    (tmp_path / "500.html").write_bytes((ROOT / "templates/500.html").read_bytes())
    result = validate(tmp_path)
    assert result.returncode == 0, result.stdout


def test_the_validator_can_fail(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html><body><p><div></p><img></body></html>")
    assert validate(tmp_path).returncode != 0
