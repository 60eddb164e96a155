"""Policies that hold for every page."""

from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

MAX_QUERY_CHARACTERS = 4096
MAX_BODY_BYTES = 64 * 1024 * 1024  # a release with several pictures
READING = ("GET", "HEAD", "OPTIONS")
STAFF_AREA = ("/admin/", "/accounts/")
NOT_PUBLIC = (*STAFF_AREA, "/preview/")  # whatever is answered there


def refuse_senseless_requests(get_response):
    """Answer in words, and before any work is done, what no reader asks for.

    A NUL byte raises in PostgreSQL but not in SQLite; a very long query is work without a
    purpose; nothing outside the staff area takes more than reading.
    """

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        if request.method not in READING and not request.path.startswith(STAFF_AREA):
            response = render(request, "400.html", status=405)
            response["Allow"] = ", ".join(READING)
            return response
        if len(query) > MAX_QUERY_CHARACTERS:
            return render(request, "400.html", status=414)
        length = request.META.get("CONTENT_LENGTH") or "0"
        # Django takes what is no number for 0, and Python will not read one of thousands of digits.
        if length.isdecimal() and (len(length) > 12 or int(length) > MAX_BODY_BYTES):
            return render(request, "400.html", {"most": MAX_BODY_BYTES}, status=413)
        # A cookie can smuggle a NUL in as well: Python undoes its octal escapes.
        if "\0" in request.path or "%00" in query or any("\0" in text for text in request.COOKIES.values()):
            return render(request, "400.html", status=400)
        return get_response(request)

    return middleware


class CompressText(GZipMiddleware):
    """Leaves pictures alone: they are compressed already, and keep their length and exact ETag."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


class AnswerConditions(ConditionalGetMiddleware):
    """HEAD gets the same tag and the same 304 as GET. Django leaves it out, for views that make no body
    then; ours make it, and the server drops it."""

    def process_response(self, request, response):
        if request.method != "HEAD" or response.streaming or not self.needs_etag(response):
            return super().process_response(request, response)
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)


def cache_policy(get_response):
    """Public pages may be kept by shared caches but are asked after each time, so that a
    correction or withdrawal shows at once; whatever depends on a person is never kept."""

    def middleware(request):
        response = get_response(request)
        if response.has_header("Cache-Control"):
            return response
        is_personal = request.path.startswith(NOT_PUBLIC) or response.cookies or _read_session(request)
        if is_personal:
            patch_cache_control(response, private=True, no_store=True)
        elif request.method in ("GET", "HEAD") and response.status_code < 400:
            patch_cache_control(response, public=True, no_cache=True)
            # Feeds give the date of their newest entry: a withdrawal would look like no change.
            del response["Last-Modified"]
        else:
            patch_cache_control(response, no_store=True)
        return response

    return middleware


def _read_session(request) -> bool:
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed)
