"""Our own pages, asked from inside this process as a visitor asks them.

Not over HTTP: that would need a way from the server to its own public name, through proxies and
certificates that it may not see, and a free worker while it waits for itself. Not by the handler of
WSGI either, whose signals would close the connection to the database of whoever asks.
"""

import io
from functools import cache
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse


def answer_to(address: str, asker: WSGIRequest) -> HttpResponse:
    """What somebody who is not signed in gets at `address`, through every policy of the site."""
    return _site().get_response(request_for(address, asker))


def request_for(address: str, asker: WSGIRequest) -> WSGIRequest:
    """A request for `address`, which begins with a slash, to the host that `asker` has reached."""
    parts = urlsplit(address)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": asker.META["SERVER_NAME"],
            "SERVER_PORT": asker.META["SERVER_PORT"],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": asker.get_host(),
            "REMOTE_ADDR": asker.META.get("REMOTE_ADDR", ""),
            "wsgi.url_scheme": asker.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )


@cache
def _site() -> BaseHandler:
    site = BaseHandler()
    site.load_middleware()
    return site
