"""Pictures: what is taken in, what is left out, and who may see them."""

import io
import re
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from newsroom.images import MAX_BYTES, recode_image
from newsroom.kinds import Status
from newsroom.models import ReleaseImage

from .. import factories

OWN_NAME = r"[0-9a-f]{32}\.(jpg|png)"
NO_PICTURE = "This file is not a JPEG, PNG or WebP picture."
TOO_MANY_PIXELS = "The picture has more than 50 million pixels."
SECRET = "taken at home by Jo Doe"
LATITUDE = 0x8825, {1: "N", 2: (27.0, 30.0, 21.0), 3: "W", 4: (99.0, 30.0, 26.0)}
ORIENTATION, MAKER, DESCRIPTION = 0x0112, 0x010F, 0x010E


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def camera_data(**tags) -> Image.Exif:
    exif = Image.Exif()
    exif[LATITUDE[0]] = LATITUDE[1]
    exif[MAKER] = exif[DESCRIPTION] = SECRET
    exif.update(tags)
    return exif


def reopened(file) -> Image.Image:
    with file.open() as content:
        image = Image.open(io.BytesIO(content.read()))
    image.load()
    return image


def stored(image: ReleaseImage) -> bytes:
    with image.image.open() as file:
        return file.read()


def refusal(content: bytes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        recode_image(SimpleUploadedFile("picture.jpg", content))
    return error.value.messages


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header_of(width: int, height: int) -> bytes:
    """A small PNG that claims a size and has no picture: whoever decodes it finds it broken."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"nothing") + chunk(b"IEND", b"")


# What is refused

JPEG = factories.make_upload("JPEG").read()
PNG = factories.make_upload("PNG").read()
WEBP = factories.make_upload("WEBP").read()


@pytest.mark.parametrize(
    "content",
    {
        "empty": b"",
        "text": b"Officers found something.",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "SVG in XML": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
        "HTML that begins like a GIF": b"GIF89a/*<script>alert(1)</script>*/",
        "PDF": b"%PDF-1.7\n",
        "program for Windows": b"MZ" + bytes(62) + b"PE\0\0",
        "program for Linux": b"\x7fELF" + bytes(60),
        "zip": b"PK\x03\x04" + bytes(30),
        "GIF": factories.make_upload("GIF").read(),
        "TIFF": factories.make_upload("TIFF").read(),
        "BMP": factories.make_upload("BMP").read(),
        "icon": factories.make_upload("ICO", size=(32, 32)).read(),
        "JPEG cut off": JPEG[: len(JPEG) // 2],
        "JPEG without its last bytes": JPEG[:-20],
        "JPEG of two bytes": JPEG[:2],
        "PNG cut off": PNG[: len(PNG) // 2],
        "PNG header": PNG[:8],
        "PNG without a picture": png_header_of(4, 4),
        "PNG of no size": png_header_of(0, 0),
        "PNG with a wrong checksum": PNG.replace(b"IHDR\x00", b"IHDR\x01"),
        "PNG with half a header": PNG[:8] + chunk(b"IHDR", bytes(5)) + PNG[33:],
        "PNG with broken camera data": factories.make_upload("PNG", exif=b"no camera").read(),
        "WebP cut off": WEBP[: len(WEBP) // 2],
    }.items(),
    ids=lambda item: item[0],
)
def test_what_is_no_whole_picture_is_refused_in_words(content):
    assert refusal(content[1]) == [NO_PICTURE]


@pytest.mark.parametrize(
    "size", [(7_072, 7_072), (50_000, 50_000), (13_000, 13_000), (20_000, 20_000), (2**31 - 1, 1)]
)
def test_a_picture_of_too_many_pixels_is_refused_without_decoding_it(size):
    bomb = png_header_of(*size)
    assert len(bomb) < 100
    assert refusal(bomb) == [TOO_MANY_PIXELS]


def test_a_small_file_that_swells_is_refused():
    rows = zlib.compress((b"\0" + bytes(13_000 // 8)) * 13_000, 9)
    header = struct.pack(">IIBBBBB", 13_000, 13_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(bomb) < 100_000
    assert refusal(bomb) == [TOO_MANY_PIXELS]


def test_a_file_of_too_many_bytes_is_refused_unread():
    upload = factories.make_upload()
    upload.size = MAX_BYTES + 1
    with pytest.raises(ValidationError, match="larger than 20 megabytes"):
        recode_image(upload)
    assert upload.tell() == 0


def test_a_file_of_just_so_many_bytes_is_taken():
    upload = factories.make_upload()
    upload.size = MAX_BYTES
    assert recode_image(upload).size > 0


@pytest.mark.django_db
def test_a_refused_picture_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValidationError, match="not a JPEG"):
        factories.make_image(image=SimpleUploadedFile("x.svg", b"<svg/>"))
    assert not ReleaseImage.objects.exists()
    assert not list(tmp_path.rglob("*"))


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["alt", "credit"])
@pytest.mark.parametrize("blank", ["", "  \u200b "])
def test_a_picture_needs_words_for_those_who_cannot_see_it_and_a_credit(missing, blank):
    image = ReleaseImage(release=factories.make_release(), image=factories.make_upload(), alt="A", credit="B")
    setattr(image, missing, blank)
    with pytest.raises(ValidationError) as error:
        image.full_clean()
    assert error.value.message_dict == {missing: ["This field cannot be blank."]}


# What becomes of it


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_do_not_survive(kind):
    upload = factories.make_upload(kind, exif=camera_data())
    with Image.open(upload) as original:
        assert original.getexif().get_ifd(LATITUDE[0])
    made = recode_image(upload)
    assert SECRET.encode() not in made.read()
    assert not reopened(made).getexif()


def test_comments_and_colour_profiles_do_not_survive():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET)
    text.add_itxt("XML:com.adobe.xmp", SECRET)
    uploads = [
        factories.make_upload("JPEG", comment=SECRET, xmp=SECRET.encode(), icc_profile=SECRET.encode()),
        factories.make_upload("PNG", mode="RGBA", pnginfo=text),
    ]
    for upload in uploads:
        assert SECRET.encode() in upload.read()
        assert SECRET.encode() not in recode_image(upload).read()


def test_the_notes_of_press_agencies_do_not_survive():
    """IPTC lies in a segment that Pillow does not write."""
    notes = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET)) + SECRET.encode()
    segment = b"\xff\xed" + struct.pack(">H", len(notes) + 2) + notes
    made = recode_image(SimpleUploadedFile("x.jpg", JPEG[:2] + segment + JPEG[2:]))
    assert SECRET.encode() not in made.read()
    assert reopened(made).size == (40, 20)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_stands(kind):
    frames = [Image.new("RGB", (40, 20), color) for color in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, kind, save_all=True, append_images=frames[1:], duration=100)
    made = reopened(recode_image(SimpleUploadedFile("x", content.getvalue())))
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((20, 10))[0] > 200


def test_what_hangs_behind_the_picture_does_not_survive():
    made = recode_image(SimpleUploadedFile("x.jpg", JPEG + b"<script>alert(1)</script>"))
    assert b"<script>" not in made.read()
    assert reopened(made).size == (40, 20)


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (40, 20), "left"),
        (2, (40, 20), "right"),
        (3, (40, 20), "right"),
        (4, (40, 20), "left"),
        (5, (20, 40), "top"),
        (6, (20, 40), "top"),
        (7, (20, 40), "bottom"),
        (8, (20, 40), "bottom"),
        (99, (40, 20), "left"),
    ],
)
def test_a_picture_is_turned_upright(orientation, size, corner):
    sideways = Image.new("RGB", (40, 20), "blue")
    sideways.paste("red", (0, 0, 20, 20))  # its left half
    content = io.BytesIO()
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    sideways.save(content, "JPEG", exif=exif, quality=95)
    upright = reopened(recode_image(SimpleUploadedFile("x.jpg", content.getvalue())))
    spots = {
        "left": (4, size[1] // 2),
        "right": (size[0] - 4, size[1] // 2),
        "top": (size[0] // 2, 4),
        "bottom": (size[0] // 2, size[1] - 4),
    }
    red, _green, blue = upright.getpixel(spots[corner])
    assert upright.size == size
    assert red > 200 > 50 > blue


def test_camera_data_that_makes_no_sense_is_no_reason_to_refuse_a_picture():
    turned = struct.pack("<HHIHH", ORIENTATION, 3, 1, 6, 0)
    resolution_in_letters = struct.pack("<HHI4s", 0x011A, 2, 4, b"abc\0")
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + turned + resolution_in_letters + bytes(4)
    image = reopened(recode_image(factories.make_upload(exif=exif)))
    assert image.size == (20, 40)


@pytest.mark.django_db
def test_the_stored_size_is_that_of_the_upright_picture():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    image = factories.make_image(image=factories.make_upload("JPEG", exif=exif))
    image.refresh_from_db()
    assert (image.width, image.height) == (20, 40)
    assert reopened(image.image).size == (20, 40)


@pytest.mark.parametrize(
    ("kind", "mode", "options", "made"),
    [
        ("PNG", "RGBA", {}, "PNG"),
        ("PNG", "LA", {}, "PNG"),
        ("PNG", "P", {"transparency": 0}, "PNG"),
        ("PNG", "RGB", {"transparency": (0, 0, 0)}, "PNG"),
        ("WEBP", "RGBA", {"lossless": True, "exact": True}, "PNG"),
        ("PNG", "RGB", {}, "JPEG"),
        ("PNG", "P", {}, "JPEG"),
        ("PNG", "L", {}, "JPEG"),
        ("PNG", "1", {}, "JPEG"),
        ("PNG", "I;16", {}, "JPEG"),
        ("JPEG", "L", {}, "JPEG"),
        ("JPEG", "CMYK", {}, "JPEG"),
        ("WEBP", "RGB", {}, "JPEG"),
        ("MPO", "RGB", {}, "JPEG"),
    ],
)
def test_a_transparent_picture_becomes_png_any_other_jpeg(kind, mode, options, made):
    image = reopened(recode_image(factories.make_upload(kind, mode=mode, **options)))
    assert image.format == made
    assert image.size == (40, 20)


def test_transparency_is_kept():
    image = reopened(recode_image(factories.make_upload("PNG", mode="RGBA")))
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] == 0


# One profile in which red means blue and blue red, and one of grays that rise in a straight line.
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SWAPPED = SRGB.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
CURVE, LINE = b"para" + bytes(5) + b"\3\0\0\0\2ff", b"para" + bytes(8) + b"\0\1\0\0"
GRAY = SRGB.replace(b"RGB ", b"GRAY").replace(b"rTRC", b"kTRC").replace(CURVE, LINE)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "P")])
def test_colors_are_what_the_embedded_profile_means(kind, mode):
    red = Image.new("RGBA", (40, 20), "red").convert(mode)
    content = io.BytesIO()
    red.save(content, kind, icc_profile=SWAPPED, quality=95)
    made = reopened(recode_image(SimpleUploadedFile("x", content.getvalue()))).convert("RGB")
    color = made.getpixel((20, 10))
    assert color[2] > 240 > 30 > max(color[:2])


def test_grays_are_what_the_embedded_profile_means():
    content = io.BytesIO()
    Image.new("L", (40, 20), 100).save(content, "PNG", icc_profile=GRAY)
    made = reopened(recode_image(SimpleUploadedFile("x", content.getvalue())))
    assert 160 < min(made.getpixel((20, 10))) < 175


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize(
    "profile",
    {
        "one byte": b"\0",
        "words": b"no profile",
        "cut off": SRGB[:200],
        "all ones": SRGB[:128] + b"\xff" * 460,
        "for paper": SRGB.replace(b"RGB ", b"CMYK"),
        "for gray": SRGB.replace(b"RGB ", b"GRAY"),
        "without curves": SRGB.replace(b"TRC", b"___"),
        "with offsets beyond its end": SRGB[:132] + SRGB[132:].replace(b"\0\0\0", b"\xff\xff\xff"),
        "long": SRGB + bytes(500_000),
    }.items(),
    ids=lambda item: item[0],
)
def test_a_profile_that_makes_no_sense_is_no_reason_to_refuse_a_picture(profile, mode):
    upload = factories.make_upload("JPEG", mode=mode, icc_profile=profile[1])
    assert reopened(recode_image(upload)).size == (40, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_damaged_picture_is_refused_whatever_its_profile(kind):
    content = io.BytesIO()
    Image.effect_noise((40, 20), 50).save(content, kind, icc_profile=GRAY)
    assert refusal(content.getvalue()[:-60]) == [NO_PICTURE]


@pytest.mark.parametrize("options", [{}, {"transparency": 40_000}])
def test_sixteen_bits_of_gray_stay_gray(options):
    content = io.BytesIO()
    Image.new("I;16", (40, 20), 40_000).save(content, "PNG", **options)
    made = reopened(recode_image(SimpleUploadedFile("x", content.getvalue())))
    assert made.format == "JPEG"
    assert {round(value / 10) for value in made.getpixel((20, 10))} == {16}  # 156 of 255


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "x.svg", "x.html", "jo-doe-home.jpg", "x.jpg.exe", "C:\\x.png", "a\0b.jpg", "é.png"],
)
def test_the_name_is_ours(name):
    upload = SimpleUploadedFile("x", JPEG)
    upload._name = name
    assert re.fullmatch(OWN_NAME, recode_image(upload).name)


@pytest.mark.django_db
def test_the_stored_name_is_ours_and_new():
    one = factories.make_image(image=factories.make_upload(name="jo-doe-home.svg"))
    two = factories.make_image(image=factories.make_upload(name="jo-doe-home.svg"))
    assert re.fullmatch(f"releases/{OWN_NAME}", one.image.name)
    assert one.image.name != two.image.name


@pytest.mark.django_db
def test_saving_other_fields_keeps_the_stored_file():
    image = factories.make_image()
    before = image.image.name
    image.caption = "Found at the bridge"
    image.save()
    assert image.image.name == before


# Who may see it

HIDDEN = [factories.make_draft, factories.make_scheduled]


def picture_of(make_release) -> ReleaseImage:
    return factories.make_image(make_release())


@pytest.mark.django_db
@pytest.mark.parametrize("make_release", HIDDEN)
def test_the_public_cannot_see_the_picture_of_an_unpublished_release(client, make_release):
    image = picture_of(make_release)
    response = client.get(image.get_absolute_url())
    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("make_release", HIDDEN)
def test_staff_who_may_not_view_releases_cannot_see_it_either(browse, manager, make_release):
    image = picture_of(make_release)
    assert not manager.has_perm("newsroom.view_release")
    assert browse(manager).get(image.get_absolute_url()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("make_release", HIDDEN)
def test_somebody_who_left_the_staff_cannot_see_it(browse, editor, make_release):
    editor.is_staff = False
    editor.save()
    assert browse(editor).get(picture_of(make_release).get_absolute_url()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("make_release", HIDDEN)
def test_editors_see_it_and_no_cache_keeps_it(browse, editor, make_release):
    image = picture_of(make_release)
    response = browse(editor).get(image.get_absolute_url())
    assert response.status_code == 200
    assert response.getvalue() == stored(image)
    assert {"private", "no-store"} <= set(re.split(r",\s*", response["Cache-Control"]))


@pytest.mark.django_db
def test_everybody_sees_it_once_the_release_is_published(client):
    image = picture_of(factories.make_release)
    response = client.get(image.get_absolute_url())
    assert response.status_code == 200
    assert response.getvalue() == stored(image)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.django_db
def test_nobody_sees_it_any_more_once_the_release_is_withdrawn(client):
    image = picture_of(factories.make_release)
    image.release.status = Status.DRAFT
    image.release.save()
    assert client.get(image.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_missing_file_is_not_found(client):
    image = picture_of(factories.make_release)
    image.image.storage.delete(image.image.name)
    assert client.get(image.get_absolute_url()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["no-such.jpg", "..", "%2e%2e%2fdb.sqlite3", "releases", "x" * 300, "é.jpg"])
def test_a_name_that_is_no_picture_is_not_found(client, tmp_path, name):
    (tmp_path / "db.sqlite3").write_text("secret")
    assert client.get(f"/newsroom/images/{name}").status_code == 404
