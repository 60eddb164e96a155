"""What a preview pass opens: one release that is not public yet, and its files (docs/adr/0018)."""

import datetime
from functools import wraps

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from .models import PreviewPass, Release
from .models.preview import hash_of
from .views import pictures_of_file, shown_of

ONE_USE = datetime.timedelta(minutes=1)


def with_pass(releases):
    """Gives a view the pass whose token stands in the address, with its release out of `releases()`.

    It is given nothing that is public, and nothing that the pass does not show at this moment.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, token: str, **more):
            here = _found(token, releases())
            if here is None:
                response = _nothing(request, 404)
            elif here.revoked_at is None and here.release.is_published:
                response = redirect(here.release)
            elif here.shows_text:
                response = view(request, here, token, **more)
            else:
                response = _nothing(request, 410)
            return _kept_by_nobody(response)

        return answer

    return decorate


def _found(token: str, releases) -> PreviewPass | None:
    found = PreviewPass.objects.filter(token_hash=hash_of(token)).first()
    release = found and releases.filter(pk=found.release_id).first()
    if release is None:
        return None
    found.release = release
    return found


def _nothing(request, status: int):
    return render(request, "newsroom/no_preview.html", {"canonical_url": ""}, status=status)


def _kept_by_nobody(response):
    """Neither by caches nor by machines that read pages, nor told to the site that a link leads to."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _note(request, here: PreviewPass, file: str = "") -> None:
    """Whoever has the link can ask without end; so one row stands for every use within a minute."""
    if request.method == "HEAD":
        return
    if not here.uses.filter(file=file, at__gt=timezone.now() - ONE_USE).exists():
        here.uses.create(file=file)


@with_pass(Release.objects.with_page)
def page(request, here: PreviewPass, token: str):
    """The release as its page will look."""
    for image in here.release.images.all():
        image.preview_token = token
    _note(request, here)
    context = shown_of(here.release) | {"pass": here, "canonical_url": ""}
    return render(request, "newsroom/preview.html", context)


@with_pass(Release.objects.all)
def file(request, here: PreviewPass, token: str, name: str):
    """A picture of the release, or a rendition of it."""
    picture = pictures_of_file(name).filter(release=here.release).first()
    if picture is None or not picture.has_file(name):
        return _nothing(request, 404)
    try:
        response = FileResponse(picture.open_file(name))
    except FileNotFoundError:
        return _nothing(request, 404)
    _note(request, here, name)
    return response
