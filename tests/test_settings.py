"""Production starts only when it is set up, and then safely."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "x" * 25 + "abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.gov",
    "DATABASE_URL": "sqlite://:memory:",
}


def manage(*arguments, **environment) -> subprocess.CompletedProcess:
    """manage.py with this environment and no other."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull} | environment
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    result = manage("check", **environment)
    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr


@pytest.mark.parametrize("address", ["http://alerts.example.gov", "javascript:alert(1)", "alerts"])
def test_the_link_to_e_mail_alerts_is_a_safe_one(address):
    result = manage("check", EMAIL_ALERTS_URL=address, **PRODUCTION)
    assert result.returncode != 0
    assert "EMAIL_ALERTS_URL does not begin with https://" in result.stderr


@pytest.mark.parametrize("address", ["directory", "a@example.gov,b@example.gov", "a@example.gov?cc=b@c.de"])
def test_corrections_go_to_one_mailbox(address):
    result = manage("check", DIRECTORY_CONTACT=address, **PRODUCTION)
    assert result.returncode != 0
    assert "DIRECTORY_CONTACT is not one e-mail address" in result.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"OIDC_SERVER_URL": "http://id.example.gov"}, "does not begin with https://"),
        ({"OIDC_SERVER_URL": "https://id.example.gov"}, "OIDC_CLIENT_ID is not set"),
    ],
)
def test_a_provider_of_sign_in_that_is_half_set_up_is_refused(environment, words):
    result = manage("check", **environment, **PRODUCTION)
    assert result.returncode != 0
    assert words in result.stderr


@pytest.mark.parametrize(("https", "forced"), [({}, "True"), ({"HTTPS_ONLY": "off"}, "False")])
def test_production_forces_a_second_factor(https, forced):
    result = manage("diffsettings", "--all", **https, **PRODUCTION)
    assert f"STAFF_SECOND_FACTOR = {forced}" in result.stdout


def test_the_deployment_check_is_clean():
    contact = {"DIRECTORY_CONTACT": "directory@example.gov"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", **contact, **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_the_tests_run_on_the_database_they_were_asked_to_run_on():
    wanted = "postgresql" if os.environ.get("TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


@pytest.mark.django_db
def test_sqlite_keeps_every_acknowledged_save():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
