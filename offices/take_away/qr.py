"""Addresses as QR codes, for paper and for telephones pointed at a screen."""

import io

import segno

LONGEST = 300  # characters; the code of a longer address is too fine to read from paper
_LOOKS = {
    "border": 4,  # modules left white around the code, as ISO/IEC 18004 asks for
    "light": "#fff",
    "omitsize": True,
    "svgclass": None,
    "lineclass": None,
}


def svg(address: str, title: str) -> bytes:
    """A picture without styles, so that the strictest policy shows it, and without a size of its own."""
    picture = io.BytesIO()
    _code(address).save(picture, kind="svg", title=title, desc=address, **_LOOKS)
    return picture.getvalue()


def data_address(address: str) -> str:
    """The same picture as an address that `<img>` can hold; nothing where it could not be read."""
    return _code(address).svg_data_uri(**_LOOKS) if len(address) <= LONGEST else ""


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False, boost_error=False)
