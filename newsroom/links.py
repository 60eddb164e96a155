"""Links of texts: ours are looked up where they lead to, those of others are asked for, with care.

Whoever writes a text chooses what our server asks for. So only the public internet is asked: every
address that a name stands for is looked at, and the connection goes to the one that was looked at.
Of an answer no more is read than its head.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from offices.kinds import SectionSlug
from offices.models import Office
from offices.places import State

from .kinds import ReleaseType
from .models import Link, Release, ReleaseImage

PATIENCE = 8  # seconds for one link, with all its redirects
MOST_HOPS = 5
MOST_CHARACTERS = 2000
AT_ONCE = 8  # links
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
RELUCTANT = (401, 403, 407, 429, 451, 503)  # may well answer people

# Ours -------------------------------------------------------------------------------------------------


def own_path(address: str, page: str) -> str | None:
    """The path on this site to which `address` leads from the page with that path; None if elsewhere.

    Raises ValueError for what is no address.
    """
    parts = urlsplit(urljoin(settings.SITE_URL + page, address))
    is_ours = parts.scheme in PORTS and parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()
    return unquote(parts.path) or "/" if is_ours else None


def is_alive(path: str) -> bool:
    """Whether the public finds something at this path now. Asks the address map, not the pages."""
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return not path.endswith("/") and is_alive(f"{path}/")  # which Django forwards to
    if match.app_name == "admin" or match.route.startswith("accounts/"):
        return False
    exists = _PAGES.get(match.view_name)
    return exists is None or exists(**match.kwargs)


def _release(type: str, slug: str, **_more) -> bool:
    return Release.objects.published().filter(type=type, slug=slug).exists()


def _reference(pk: int) -> bool:
    return Release.objects.published().filter(pk=pk).exists()


def _type(release_type: str) -> bool:
    return release_type in ReleaseType


def _image(name: str) -> bool:
    images = ReleaseImage.objects.filter(release__in=Release.objects.published())
    return images.filter(image=f"releases/{name.partition('-')[0]}").exists()


def _section(section: str) -> bool:
    return section in SectionSlug


def _ports(state: str) -> bool:
    return state.upper() in State


def _office(section: str, slug: str) -> bool:
    """At its address, at a former one, or as a port at its code."""
    offices = Office.objects.published()
    is_called = offices.filter(slug=slug) | offices.filter(former_addresses__slug=slug)
    if is_called.exists():
        return True
    return section == SectionSlug.PORTS and offices.ports().filter(code=slug).exists()


_PAGES = {
    **dict.fromkeys(("newsroom:release", "newsroom:wire", "newsroom:version", "newsroom:changes"), _release),
    **dict.fromkeys(
        ("newsroom:releases_of_type", "newsroom:feed_of_type", "newsroom:json_feed_of_type"), _type
    ),
    "newsroom:reference": _reference,
    "newsroom:image": _image,
    "offices:section": _section,
    "offices:ports_in_state": _ports,
    **dict.fromkeys(("offices:office", "offices:office_vcard", "offices:office_qr"), _office),
}

# Those of others --------------------------------------------------------------------------------------


class NotAsked(Exception):
    """An address that our server does not ask for; says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""


def check(addresses: Iterable[str], seconds: float | None = None) -> dict[str, str]:
    """Ask for each address and keep what is wrong with it, nothing where it is right.

    What has no answer after so many seconds is left out, as if it had not been asked for.
    """
    problems = _problems_of(sorted(set(addresses)), seconds)
    now = timezone.now()
    Link.objects.bulk_create(
        [Link(address=address, problem=problem, asked_at=now) for address, problem in problems.items()],
        update_conflicts=True,
        update_fields=["problem", "asked_at"],
        unique_fields=["address"],
    )
    return problems


def _problems_of(addresses: list[str], seconds: float | None) -> dict[str, str]:
    """Does not wait for who is slower: nothing else ends a look-up of a name."""
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = {pool.submit(problem_of, address): address for address in addresses}
    answered, _late = wait(asked, seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return {asked[future]: future.result() for future in answered}


def problem_of(address: str, ask: Callable[..., Answer] | None = None) -> str:
    """What is wrong with a link to another site, in words; nothing where it leads to something."""
    ask, until = ask or _ask, time.monotonic() + PATIENCE
    try:
        for _hop in range(MOST_HOPS):
            answer = ask("HEAD", address, until)
            if answer.status >= 400:  # some answer nothing else than GET
                answer = ask("GET", address, until)
            if answer.status not in REDIRECTS or not answer.location:
                return _words_for(answer.status)
            address = urljoin(address, answer.location)
    except NotAsked as refusal:
        return str(refusal)
    except ssl.SSLError:
        return _("Its certificate is not in order.")
    except (OSError, http.client.HTTPException, ValueError):
        return _("It does not answer.")
    return _("It forwards again and again.")


def _words_for(status: int) -> str:
    if status < 400 or status in RELUCTANT:
        return ""
    if status in (404, 410):
        return _("Its site says that there is no such page (%(status)s).") % {"status": status}
    return _("Its site answers with an error (%(status)s).") % {"status": status}


def _ask(method: str, address: str, until: float) -> Answer:
    """The head of the answer, by `until` on the monotonic clock."""
    parts = urlsplit(iri_to_uri(address))
    connection = _connection(parts, until - time.monotonic())
    watch = threading.Timer(max(until - time.monotonic(), 0), _hang_up, [connection])
    watch.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers=_HEADERS)
        response = connection.getresponse()
        return Answer(response.status, response.getheader("Location", ""))
    finally:
        watch.cancel()
        connection.close()


_HEADERS = {
    "User-Agent": f"Link check of {settings.SITE_URL}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """Ends what trickles: a time-out of the socket begins anew with each byte."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _connection(parts, seconds: float) -> http.client.HTTPConnection:
    """A connection to the very machine that was looked at: a second look at the name may find another."""
    if seconds <= 0:
        raise TimeoutError
    machine = _machine(parts)
    connection = _KINDS[parts.scheme](parts.hostname, timeout=seconds)
    connection._create_connection = lambda _address, *options: socket.create_connection(machine, *options)
    return connection


_KINDS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}


def _machine(parts) -> tuple[str, int]:
    if parts.scheme not in PORTS:
        raise NotAsked(_("It is no address of the web."))
    if parts.username is not None or parts.password is not None:
        raise NotAsked(_("It has a name or password in it."))
    if not parts.hostname:
        raise NotAsked(_("It names no site."))
    port = parts.port or PORTS[parts.scheme]
    if port not in PORTS.values():
        raise NotAsked(_("It names a port that is not the web’s."))
    found = {info[4][0] for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    if not found or not all(_is_public(address) for address in found):
        raise NotAsked(_("It leads to a machine that is not on the public internet."))
    return min(found, key=lambda address: (":" in address, address)), port


_TRANSLATED = ipaddress.ip_network("64:ff9b::/32")  # IPv4 behind a gateway, private addresses too


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        hidden = ip.ipv4_mapped or ip.sixtofour or ip.teredo
        if hidden or ip in _TRANSLATED or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast
