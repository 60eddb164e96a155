"""What machines read: robots, security contact, probes, error pages."""

import csv
import datetime
import re
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils.dateparse import parse_datetime

import offices

pytestmark = pytest.mark.django_db


def test_robots_may_read_all_but_searches_and_the_staff_area(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /search/" in text
    assert "Disallow: /admin/" in text
    assert "Sitemap: https://www.example.gov/sitemap.xml" in text
    assert "Sitemap: https://www.example.gov/news-sitemap.xml" in text


def test_the_security_contact_is_given_and_in_force(client):
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.strip().splitlines()
    )
    assert lines["Contact"].startswith("https://")
    left = parse_datetime(lines["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=366)


def test_probes_answer_and_are_never_kept(client):
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert response.text == "ok\n"
        assert response["Cache-Control"] == "no-store"


def test_without_a_database_the_process_is_alive_but_not_ready(client):
    with mock.patch.object(connection, "cursor", side_effect=OperationalError):
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


def test_an_error_of_ours_is_a_page_that_needs_nothing(client):
    client.raise_request_exception = False
    with mock.patch("offices.models.Section.with_counts", side_effect=RuntimeError("secret detail")):
        response = client.get("/contact/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret detail" not in response.text
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_the_general_numbers_of_the_error_page_are_those_of_the_directory():
    root = Path(offices.__file__).parent
    with (root / "content/contacts.csv").open(encoding="utf-8") as file:
        known = {row["value"].replace(" ", "").replace("-", "") for row in csv.DictReader(file)}
    page = (root.parent / "templates/500.html").read_text()
    assert set(re.findall(r'href="tel:([^"]+)"', page)) <= known
