"""A picture that is refused in the admin says why, and costs nothing else that was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsroom.models import ReleaseImage

from .. import factories
from ..admin_pages import words_of
from .test_images import JPEG, png_header_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:newsroom_release_add")
NO_PICTURE = "not a JPEG, PNG or WebP picture"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def form(content: bytes, name: str, **fields) -> dict:
    picture = {
        "image": SimpleUploadedFile(name, content),
        "alt": "A dog",
        "credit": "Jo Doe",
        "order": 0,
    } | fields
    return factories.release_form(body="<p>Kept words</p>") | factories.form_rows("images", picture)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (png_header_of(50_000, 50_000), "bomb.png", "more than 50 million pixels"),
        (png_header_of(13_000, 13_000), "bomb.png", "more than 50 million pixels"),
        (b"MZ" + bytes(62) + b"PE", "program.png", NO_PICTURE),
        (SVG, "drawing.png", NO_PICTURE),
        (SVG, "drawing.svg", NO_PICTURE),
        (JPEG, "picture.exe", "“exe” is not allowed"),
        (JPEG[: len(JPEG) // 2], "half.jpg", NO_PICTURE),
        (factories.make_upload("GIF").read(), "moving.gif", NO_PICTURE),
        (b"", "nothing.jpg", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refused_picture_loses_nothing_that_was_typed(browse, publisher, content, name, words):
    response = browse(publisher).post(ADD, form(content, name))
    assert words in words_of(response)
    assert "&lt;p&gt;Kept words&lt;/p&gt;" in response.text
    assert not ReleaseImage.objects.exists()


@pytest.mark.parametrize("missing", ["alt", "credit"])
def test_a_picture_without_its_words_is_refused_with_nothing_lost(browse, publisher, missing):
    response = browse(publisher).post(ADD, form(JPEG, "dog.jpg", **{missing: " "}))
    assert "required" in words_of(response)
    assert "&lt;p&gt;Kept words&lt;/p&gt;" in response.text


def test_a_stored_picture_is_shown_in_its_form(browse, publisher):
    browse(publisher).post(ADD, form(JPEG, "dog.jpg"))
    image = ReleaseImage.objects.get()
    address = reverse("admin:newsroom_release_change", args=[image.release_id])
    page = browse(publisher).get(address).text
    assert f'<img src="{image.get_absolute_url()}" alt="A dog"' in page
