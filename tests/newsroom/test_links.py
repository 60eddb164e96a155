"""Links of texts: what our server asks for and what never, and where our own links lead."""

import http.server
import socket
import threading
import time
from concurrent.futures import FIRST_COMPLETED, wait

import pytest
from django.urls import reverse

from newsroom import links
from newsroom.links import Answer, is_alive, own_path, problem_of
from newsroom.models import Link
from offices.kinds import Kind

from .. import factories

PUBLIC = "93.184.216.34"
NOT_PUBLIC = "not on the public internet"


@pytest.fixture
def names(monkeypatch):
    """What each name stands for; nothing is asked of any name server, and nothing is connected to."""
    known = {"good.example": [PUBLIC]}

    def look_up(host, port, **options):
        if host not in known:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    def connect(machine, *options):
        raise ConnectionRefusedError(machine)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    return known


# What is never asked for ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::",
        "ff02::1", "fec0::1",
    ],
)  # fmt: skip
def test_no_machine_that_is_not_on_the_public_internet_is_asked(names, address):
    names["sly.example"] = [address]
    assert NOT_PUBLIC in problem_of("http://sly.example/")


def test_one_private_address_among_public_ones_is_enough_to_ask_none(names):
    names["sly.example"] = [PUBLIC, "10.0.0.1"]
    assert NOT_PUBLIC in problem_of("http://sly.example/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://good.example/", "no address of the web"),
        ("gopher://good.example:70/_x", "no address of the web"),
        ("data:text/html,x", "no address of the web"),
        ("//good.example/", "no address of the web"),
        ("http://user:secret@good.example/", "name or password"),
        ("http://@good.example/", "name or password"),
        ("http://good.example:22/", "a port"),
        ("http://good.example:5432/", "a port"),
        ("http:///x", "no site"),
        ("http://good.example:99999/", "does not answer"),
        ("http://[", "does not answer"),
        ("http://unknown.example/", "does not answer"),
        ("https://good.example/", "does not answer"),
        ("", "no address of the web"),
    ],
)
def test_hostile_and_broken_addresses_are_answered_in_words(names, address, words):
    assert words in problem_of(address)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://127.0.0.1/", NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", NOT_PUBLIC),
        ("//inside.example/", NOT_PUBLIC),
        ("file:///etc/passwd", "no address of the web"),
        ("https://good.example:6379/", "a port"),
    ],
)
def test_a_redirect_is_looked_at_like_the_link_itself(names, target, words):
    names |= {"127.0.0.1": ["127.0.0.1"], "169.254.169.254": ["169.254.169.254"]}
    names["inside.example"] = ["192.168.0.1"]

    def ask(method, address, until):
        is_first = address == "http://good.example/"
        return Answer(302, target) if is_first else links._ask(method, address, until)

    assert words in problem_of("http://good.example/", ask)


# What is asked for ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        *((status, "") for status in (200, 204, 304, 403, 429)),
        *((status, "no such page") for status in (404, 410)),
        *((status, f"an error ({status})") for status in (400, 500)),
    ],
)
def test_the_status_of_the_answer_says_whether_the_link_is_dead(status, words):
    problem = problem_of("http://good.example/", lambda *_asked: Answer(status))
    assert words in problem
    assert bool(problem) == bool(words)


def test_a_site_that_refuses_to_give_a_head_is_asked_for_the_page():
    statuses = {"HEAD": 405, "GET": 200}
    assert not problem_of("http://good.example/", lambda method, *_rest: Answer(statuses[method]))


def test_redirects_are_followed_relative_ones_too():
    answers = {"http://good.example/a": Answer(301, "b?x=1"), "http://good.example/b?x=1": Answer(404)}
    problem = problem_of("http://good.example/a", lambda _method, address, _until: answers[address])
    assert "no such page" in problem


def test_redirects_in_a_circle_come_to_an_end():
    problem = problem_of("http://good.example/", lambda _method, address, _until: Answer(302, address))
    assert "again and again" in problem


def test_the_time_of_all_redirects_together_is_limited(monkeypatch):
    monkeypatch.setattr(links, "PATIENCE", 0)
    assert "does not answer" in problem_of("http://good.example/")


class Site(http.server.BaseHTTPRequestHandler):
    """A real server on this machine that answers well, without end, or never."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        if self.path == "/endless":
            return self.send_error(405)
        if self.path == "/trickle":
            return self.trickle()
        self.send_response(200)
        self.end_headers()

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.is_over.is_set():
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.server.was_cut.set()

    def trickle(self):
        try:
            while not self.server.is_over.wait(0.01):
                self.wfile.write(b"H")
        except OSError:
            self.server.was_cut.set()

    def log_message(self, *words):
        """Not into the output of the tests."""


@pytest.fixture
def site(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.is_over, server.was_cut = [], threading.Event(), threading.Event()
    monkeypatch.setattr(links, "PORTS", {"http": server.server_port})
    monkeypatch.setattr(links, "_is_public", lambda address: True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_that_is_there_is_found_with_its_query_and_under_its_own_name(site):
    assert problem_of("http://127.0.0.1/a page?q=ñ") == ""
    assert site.asked == [("HEAD", "/a%20page?q=%C3%B1", "127.0.0.1")]


def test_the_body_of_an_answer_is_not_read_however_long_it_is(site):
    assert problem_of("http://127.0.0.1/endless") == ""
    assert [method for method, *_rest in site.asked] == ["HEAD", "GET"]
    assert site.was_cut.wait(5)


def test_an_answer_that_trickles_for_ever_is_given_up(site, monkeypatch):
    monkeypatch.setattr(links, "PATIENCE", 0.2)
    begun = time.monotonic()
    assert "does not answer" in problem_of("http://127.0.0.1/trickle")
    assert time.monotonic() - begun < 5
    assert site.was_cut.wait(5)


@pytest.mark.django_db
def test_what_was_wrong_is_kept_until_the_link_is_asked_for_again(monkeypatch):
    statuses = iter([404, 404, 200])
    monkeypatch.setattr(links, "_ask", lambda *_asked: Answer(next(statuses)))
    assert links.check(["http://good.example/"] * 2) == {"http://good.example/": Link.objects.get().problem}
    assert "no such page" in Link.objects.get().problem
    links.check(["http://good.example/"])
    assert Link.objects.get().problem == ""


@pytest.mark.django_db
def test_a_link_that_is_not_answered_in_time_counts_as_not_asked_for(monkeypatch):
    is_over = threading.Event()

    def ask(method, address, until):
        if "slow" in address:
            is_over.wait()
        return Answer(200)

    monkeypatch.setattr(links, "_ask", ask)
    monkeypatch.setattr(links, "wait", lambda asked, _seconds: wait(asked, return_when=FIRST_COMPLETED))
    slow = [f"http://slow.example/{number}" for number in range(20)]
    asked = links.check([*slow, "http://good.example/"], 30)
    is_over.set()
    assert asked == {"http://good.example/": ""}
    assert Link.objects.get().address == "http://good.example/"


# Our own links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/newsroom/", "/newsroom/"),
        ("https://www.example.gov/contact/?x=1#y", "/contact/"),
        ("https://WWW.EXAMPLE.GOV", "/"),
        ("//www.example.gov/search/", "/search/"),
        ("../spotlights/", "/newsroom/spotlights/"),
        ("#p3", "/newsroom/here/"),
        ("/caf%C3%A9/", "/café/"),
        ("https://www.example.gov.evil.example/", None),
        ("https://www.example.gov@evil.example/", None),
        ("mailto:a@example.gov", None),
        ("tel:+12025550100", None),
    ],
)
def test_our_own_links_are_told_from_those_to_others(address, path):
    assert own_path(address, "/newsroom/here/") == path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "is_there"),
    [
        (factories.make_release, True),
        (factories.make_draft, False),
        (factories.make_scheduled, False),
        (factories.make_withdrawn, False),
        (lambda: factories.make_copy(factories.make_release()), False),
    ],
)
def test_a_link_to_a_release_is_alive_when_the_public_can_read_it(make, is_there):
    release = make()
    addresses = [
        release.get_absolute_url(),
        reverse("newsroom:wire", args=[release.type, release.slug]),
        reverse("newsroom:reference", args=[release.pk]),
    ]
    assert {is_alive(address) for address in addresses} == {is_there}


@pytest.mark.django_db
def test_a_link_to_an_office_is_alive_at_its_address_a_former_one_and_the_code_of_a_port():
    port = factories.make_port(code="2304")
    port.former_addresses.create(slug="old-laredo")
    for slug in (port.slug, "old-laredo", "2304"):
        assert is_alive(reverse("offices:office", args=["ports", slug])), slug
    assert not is_alive("/contact/ports/nowhere-0000/")


@pytest.mark.django_db
def test_a_link_to_a_hidden_office_is_dead():
    desk = factories.make_office(kind=Kind.HEADQUARTERS, is_public=False)
    assert not is_alive(desk.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("/", True),
        ("/newsroom/spotlights/", True),
        ("/newsroom", True),
        ("/contact/press-officers/", True),
        ("/contact/ports/tx/", True),
        ("/static/img/favicon.svg", True),
        ("/nowhere/", False),
        ("/newsroom/nonsense/", False),
        ("/newsroom/images/none.jpg", False),
        ("/contact/ports/zz/", False),
        ("/contact/nonsense/", False),
        ("/admin/", False),
        ("/admin/newsroom/release/", False),
        ("/accounts/login/", False),
        ("/\0", False),
        ("/" + "x" * 5000, False),
    ],
)
def test_a_path_is_alive_where_the_public_finds_something(path, is_there):
    assert is_alive(path) == is_there
