"""The real site for the browser: production server, built front end, imported content."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

ADD_CONTENT = "from tests.browser import content; content.add()"
ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 30  # seconds
MISSING = tuple(f"Failed to load resource: the server responded with a status of {n}" for n in (404, 410))
STAFF, COLLEAGUE, PASSWORD = "press.officer", "maria", "a long and private password"


expect.set_options(timeout=30_000)  # milliseconds, as every other wait of Playwright: machines may be busy


@pytest.fixture(scope="session")
def content(tmp_path_factory, worker_id):
    """The folder of a site with its content and accounts of staff, made once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder, made = shared / "content", shared / "content-is-made"
    with open(shared / "content.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            manage(settings_of(folder), "shell", "--command", ADD_CONTENT)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def site(content, tmp_path_factory):
    """Address of a running site with a copy of that content."""
    with serving(settings_of(copy_of(content, tmp_path_factory))) as address:
        yield address


def copy_of(content: Path, tmp_path_factory) -> Path:
    return shutil.copytree(content, tmp_path_factory.mktemp("site"), dirs_exist_ok=True)


def settings_of(folder, host: str = "127.0.0.1") -> dict[str, str]:
    """The environment of a site of its own, on a free port."""
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "browser-tests-only",
        "ALLOWED_HOSTS": host,
        "SITE_URL": f"http://{host}:{_free_port()}",
        "HTTPS_ONLY": "off",
        "VAR_DIR": str(folder),
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    """What a command of manage.py prints."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def serving(environment: dict[str, str]):
    """Runs the server that production runs, and gives its address."""
    address = environment["SITE_URL"]
    granian = Path(sys.executable).parent / "granian"
    port = address.rpartition(":")[2]
    arguments = [granian, "cbpsite.wsgi:application", "--interface", "wsgi", "--port", port]
    server = subprocess.Popen(arguments, cwd=ROOT, env=environment)
    try:
        _wait_for(f"{address}/readyz", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer within {STARTS_WITHIN} seconds")


@pytest.fixture(scope="session")
def base_url(site):
    return site


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = "--disable-background-networking --disable-component-update --disable-sync --no-first-run"
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", *quiet.split()],
    }


@pytest.fixture(scope="session")
def context_for(browser, site):
    """One browser context for each width, with and without scripts, so that files stay cached."""
    contexts = {}

    def context(width: int, scripts: bool):
        if (width, scripts) not in contexts:
            contexts[width, scripts] = browser.new_context(
                viewport={"width": width, "height": 800}, java_script_enabled=scripts, base_url=site
            )
        return contexts[width, scripts]

    yield context
    for opened in contexts.values():
        opened.close()


@pytest.fixture
def open_page(context_for, site):
    """Opens an address and collects what went wrong: console errors, requests to other machines."""
    pages = []

    def opened(path: str, width: int = 1280, scripts: bool = True, status: int = 200):
        page = context_for(width, scripts).new_page()
        pages.append(page)
        page.faults = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
        page.on("request", lambda request: _note_stranger(page, request, site))
        response = page.goto(path)
        assert response.status == status
        return page

    yield opened
    for page in pages:
        page.context.clear_cookies()
        page.close()


def give_password(page, name: str = STAFF, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address or user name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _note(page, message) -> None:
    is_expected = message.text.startswith(MISSING) and message.location["url"] == page.url
    if message.type in ("error", "warning") and not is_expected:
        page.faults.append(f"console: {message.text}")


def _note_stranger(page, request, site: str) -> None:
    if not request.url.startswith((site, "data:")):
        page.faults.append(f"request to another machine: {request.url}")
