"""Renditions: smaller copies of a picture in lighter formats, made outside the request (docs/adr/0007).

They lie beside the picture under its name: `0a1b.jpg-480.avif`.
"""

import io
import logging
import mimetypes
import threading
from functools import partial

from django.core.files.base import ContentFile
from django.db import connections, transaction
from PIL import Image

from offices.models import Deletion

from .images import UNREADABLE

# Pixels: small phones; phones of two pixels a point, and the article's column of 672; phones of
# three; the column on a screen of two.
WIDTHS = (480, 688, 1088, 1344)
# One thread each: the others belong to readers.
FORMATS = {"avif": {"quality": 55, "speed": 8, "max_threads": 1}, "webp": {"quality": 75}}
TALLEST = 16_383  # pixels that WebP can hold
mimetypes.add_type("image/webp", ".webp")  # not every Python knows it, and files are sent by it
_one_at_a_time = threading.Lock()
_logger = logging.getLogger(__name__)


def planned(image) -> list[str]:
    """The renditions `image` should have: "480.avif", "480.webp" and so on."""
    return [f"{width}.{format}" for width, _height in _sizes(image) for format in FORMATS]


def _sizes(image) -> list[tuple[int, int]]:
    """None is wider than the picture."""
    widths = sorted({min(width, image.width) for width in WIDTHS})
    sizes = [(width, max(1, round(image.height * width / image.width))) for width in widths]
    return [size for size in sizes if size[1] <= TALLEST]


def file_of(image, rendition: str) -> str:
    return f"{image.image.name}-{rendition}"


def is_complete(image) -> bool:
    """Nothing is missing, neither from the record nor among the files."""
    exists = image.image.storage.exists
    return image.renditions == planned(image) and all(
        exists(file_of(image, each)) for each in image.renditions
    )


def make(image) -> None:
    """Makes the renditions of `image` and records them; raises one of UNREADABLE if it cannot be read."""
    storage, name = image.image.storage, image.image.name
    with storage.open(name) as file, Image.open(file, formats=("JPEG", "PNG")) as picture:
        for size in _sizes(image):
            small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            for format in FORMATS:
                storage.save(file_of(image, f"{size[0]}.{format}"), _encode(small, format))
    # A release and its working copy share files. None: replaced or deleted meanwhile.
    if not type(image).objects.filter(image=name).update(renditions=planned(image)):
        _remove_unused(image)


def _encode(picture: Image.Image, format: str) -> ContentFile:
    out = io.BytesIO()
    picture.save(out, format, **FORMATS[format])
    return ContentFile(out.getvalue())


def make_after_commit(image) -> None:
    """In the background. What a restart interrupts, `manage.py make_renditions` makes."""
    if image.renditions != planned(image):
        thread = threading.Thread(
            target=_make_alone, args=[type(image), image.pk], name="renditions", daemon=True
        )
        transaction.on_commit(thread.start, robust=True)


def _make_alone(model, key: int) -> None:
    try:
        with _one_at_a_time:
            for image in model.objects.filter(pk=key):
                make(image)
    except UNREADABLE:
        _logger.warning("No renditions of picture %s: it cannot be read.", key)
    finally:
        connections.close_all()


def remove_after_commit(image) -> None:
    """Unless another release, a working copy or the original of one, shows the same picture by then,
    or its release was deleted and can be recovered."""
    transaction.on_commit(partial(_remove_unused, image), robust=True)


def _remove_unused(image) -> None:
    name = image.image.name
    if not type(image).objects.filter(image=name).exists() and not Deletion.objects.naming(name).exists():
        _remove(image)


def _remove(image) -> None:
    for rendition in {*planned(image), *image.renditions}:
        image.image.storage.delete(file_of(image, rendition))
    image.image.storage.delete(image.image.name)
