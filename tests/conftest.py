"""What several test files share."""

import gc
import os

import pytest
from django.test import Client

from . import factories


@pytest.fixture
def editor(db):
    return factories.make_staff("Newsroom editors")


@pytest.fixture
def approver(db):
    return factories.make_staff("Newsroom approvers")


@pytest.fixture
def publisher(db):
    return factories.make_staff("Newsroom publishers")


@pytest.fixture
def manager(db):
    return factories.make_staff("Office managers")


@pytest.fixture
def auditor(db):
    return factories.make_staff("Auditors")


@pytest.fixture
def browse():
    """A client signed in as the given person; errors of the site answer as they would in production."""

    def signed_in(person=None) -> Client:
        client = Client(raise_request_exception=True)
        if person is not None:
            client.force_login(person)
        return client

    return signed_in


def pytest_collection_modifyitems(config, items):
    """What touches no database has been run on SQLite: there is nothing to ask PostgreSQL."""
    if os.environ.get("TEST_DATABASE_URL"):
        idle = [item for item in items if not _touches_database(item)]
        config.hook.pytest_deselected(items=idle)
        items[:] = [item for item in items if item not in set(idle)]


def pytest_collection_finish(session):
    """Looking for garbage among all that was loaded took a tenth of the time of the tests."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _touches_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in item.fixturenames


def pytest_sessionfinish(session, exitstatus):
    """A skipped check counts as a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
