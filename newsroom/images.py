"""Uploaded images: checked, turned upright, freed of hidden data and stored under our own name."""

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a 50-megapixel camera; decoding needs four bytes a pixel
_FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises for damaged files.
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
_TOO_MANY_PIXELS = _("The picture has more than 50 million pixels.")


def recode_image(upload) -> ContentFile:
    """A new JPEG (or PNG, where the image is transparent) of an uploaded file.

    Location and camera data do not survive. Raises ValidationError, in words, for
    anything that is not a JPEG, PNG or WebP picture of a sensible size.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 20 megabytes."))
    try:
        upload.seek(0)
        with Image.open(upload, formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_TOO_MANY_PIXELS)
            return _encode(_in_eight_bits(_upright(image)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise ValidationError(_("This file is not a JPEG, PNG or WebP picture.")) from None


def _upright(image: Image.Image) -> Image.Image:
    """`image` turned as its camera says. Pillow's own function for this also rewrites the
    camera's other data, and fails where that is malformed, as it often is."""
    turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    return image if turn is None else image.transpose(turn)


def _encode(image: Image.Image) -> ContentFile:
    is_transparent = "A" in image.getbands() or "transparency" in image.info
    kind, extension = ("PNG", "png") if is_transparent else ("JPEG", "jpg")
    clean = _in_srgb(image, "RGBA" if is_transparent else "RGB")
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, kind, quality=85, optimize=True)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.{extension}")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Pillow itself turns all but the darkest grays of sixteen bits white."""
    if image.mode != "I;16":
        return image
    gray = image.point(lambda value: value * (1 / 256)).convert("L")
    gray.info.pop("transparency", None)  # a gray of sixteen bits, which no longer occurs
    return gray


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """`image` in `mode`, its colors as its own profile means them, if that makes sense."""
    profile = image.info.get("icc_profile")
    has_own_colors = image.mode in ("CMYK", "L") and mode == "RGB"
    plain = image if has_own_colors else image.convert(mode)
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(plain, own, _SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, *UNREADABLE):
            pass
    return plain.convert(mode)
