"""Renditions of pictures: which are made, when, what a page says of them, and who may see them."""

import io
import re
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from newsroom import renditions
from newsroom.images import UNREADABLE
from newsroom.models import Release, ReleaseImage
from offices import deleting
from offices.models import Deletion

from .. import factories
from .test_images import png_header_of

pytestmark = pytest.mark.django_db

WIDE = 700, 350
ALL_OF_WIDE = [f"{width}.{format}" for width in (480, 688, 700) for format in ("avif", "webp")]
NEXT = "-480.avif"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=WIDE, release: Release | None = None, kind: str = "JPEG", mode: str = "RGB") -> ReleaseImage:
    return factories.make_image(release, image=factories.make_upload(kind, size, mode))


def picture_with_renditions(size=WIDE, release: Release | None = None) -> ReleaseImage:
    image = picture(size, release)
    renditions.make(image)
    image.refresh_from_db()
    return image


def damage(image: ReleaseImage) -> None:
    image.image.storage.save(image.image.name, ContentFile(b"no picture"))


def swell(image: ReleaseImage) -> None:
    image.image.storage.save(image.image.name, ContentFile(png_header_of(20_000, 20_000)))


def lose(image: ReleaseImage) -> None:
    image.image.storage.delete(image.image.name)


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def run() -> tuple[str, str]:
    """What `make_renditions` says, and what it complains about."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("make_renditions", stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def wait_for_the_background() -> None:
    for thread in threading.enumerate():
        if thread.name == "renditions":
            thread.join()


# What cannot be made


@pytest.mark.parametrize("spoil", [damage, swell, lose])
def test_a_picture_that_cannot_be_read_gets_none_and_its_page_is_shown(client, spoil):
    image = picture()
    spoil(image)
    with pytest.raises(UNREADABLE):
        renditions.make(image)
    image.refresh_from_db()
    assert image.renditions == []
    assert client.get(image.release.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("spoil", [damage, swell, lose])
def test_the_command_names_each_picture_it_could_not_read_and_makes_the_others(spoil):
    bad = picture(release=factories.make_release(headline="Parrot found", slug="parrot-found"))
    spoil(bad)
    good = picture()
    out, err = run()
    good.refresh_from_db()
    assert good.renditions == ALL_OF_WIDE
    assert "Renditions made: 1 picture." in out
    assert f"Cannot be read: {bad.image.name} of “Parrot found”, {bad.release.get_absolute_url()}" in err
    assert "Could not be read: 1 picture." in err


def test_a_picture_too_tall_for_a_format_shows_as_it_is(client):
    image = picture_with_renditions((10, 17_000))
    assert image.renditions == []
    page = client.get(image.release.get_absolute_url()).content.decode()
    assert image.get_absolute_url() in page
    assert "<source" not in page


# What is made


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((1, 1), [(1, 1)]),
        ((480, 1), [(480, 1)]),
        ((481, 100), [(480, 100), (481, 100)]),
        ((5_000, 2), [(480, 1), (688, 1), (1088, 1), (1344, 1)]),
        ((2_688, 1_000), [(480, 179), (688, 256), (1088, 405), (1344, 500)]),
        ((3, 300), [(3, 300)]),
    ],
)
def test_no_rendition_is_wider_than_its_picture_or_lower_than_a_pixel(size, made):
    image = picture_with_renditions(size)
    for format in ("avif", "webp"):
        sizes = []
        for rendition in image.renditions:
            if rendition.endswith(format):
                with image.image.storage.open(renditions.file_of(image, rendition)) as file:
                    sizes.append(Image.open(file).size)
        assert sizes == made


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_transparency_is_kept(format):
    image = picture(kind="PNG", mode="RGBA")
    renditions.make(image)
    with image.image.storage.open(f"{image.image.name}-480.{format}") as file, Image.open(file) as made:
        assert made.mode == "RGBA"
        assert made.getpixel((5, 5))[3] == 0


def test_the_command_makes_what_is_missing_and_then_has_nothing_to_do():
    picture_with_renditions()
    image = picture()
    assert run() == ("Renditions made: 1 picture.\n", "")
    image.refresh_from_db()
    assert image.renditions == ALL_OF_WIDE
    assert run() == ("Renditions made: 0 pictures.\n", "")


def test_the_command_makes_a_lost_file_again():
    image = picture_with_renditions()
    lost = renditions.file_of(image, "688.webp")
    image.image.storage.delete(lost)
    run()
    assert image.image.storage.exists(lost)


def test_making_again_leaves_no_second_file(tmp_path):
    image = picture_with_renditions()
    before = files(tmp_path)
    renditions.make(image)
    assert files(tmp_path) == before
    assert len(before) == 1 + len(ALL_OF_WIDE)


# When


def test_nothing_is_made_in_the_request(tmp_path):
    image = picture()
    assert files(tmp_path) == [image.image.name.removeprefix("releases/")]
    assert image.renditions == []


@pytest.mark.django_db(transaction=True)
def test_a_picture_gets_its_renditions_soon_after_it_is_saved():
    image = picture()
    wait_for_the_background()
    image.refresh_from_db()
    assert image.renditions == ALL_OF_WIDE


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_cannot_be_read_is_told_in_the_log(caplog, monkeypatch):
    def refuse(image):
        raise OSError

    monkeypatch.setattr(renditions, "make", refuse)
    image = picture()
    wait_for_the_background()
    assert f"No renditions of picture {image.pk}: it cannot be read." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_saving_words_over_a_record_that_was_just_written_loses_no_rendition():
    image = picture()
    wait_for_the_background()
    image.caption = "A parrot"  # in an object that was read before
    image.save()
    wait_for_the_background()
    image.refresh_from_db()
    assert image.caption == "A parrot"
    assert image.renditions == ALL_OF_WIDE


# What becomes of files nobody needs


@pytest.mark.django_db(transaction=True)
def test_replacing_a_picture_removes_the_files_of_the_old_one(tmp_path, client):
    image = picture()
    wait_for_the_background()
    old = image.get_absolute_url()
    image.image = factories.make_upload()
    image.save()
    wait_for_the_background()
    image.refresh_from_db()
    name = image.image.name.removeprefix("releases/")
    assert files(tmp_path) == [name, f"{name}-40.avif", f"{name}-40.webp"]
    assert client.get(old).status_code == client.get(old + NEXT).status_code == 404


def remove_picture(image: ReleaseImage) -> None:
    image.delete()


def remove_release(image: ReleaseImage) -> None:
    image.release.delete()


def remove_picture_for_which_a_form_brought_another_file(image: ReleaseImage) -> None:
    image.image = factories.make_upload()
    image.delete()


@pytest.mark.parametrize(
    "remove", [remove_picture, remove_release, remove_picture_for_which_a_form_brought_another_file]
)
def test_deleting_removes_the_files_once_it_is_certain(tmp_path, django_capture_on_commit_callbacks, remove):
    image = picture_with_renditions()
    kept = picture_with_renditions().image.name.removeprefix("releases/")
    before = files(tmp_path)
    with django_capture_on_commit_callbacks() as callbacks:
        remove(image)
    assert files(tmp_path) == before
    for callback in callbacks:
        callback()
    assert files(tmp_path) == [kept, *sorted(f"{kept}-{rendition}" for rendition in ALL_OF_WIDE)]


def test_the_files_of_releases_deleted_in_the_admin_go_when_these_cannot_be_recovered_any_more(
    tmp_path, browse, publisher, django_capture_on_commit_callbacks
):
    image = picture_with_renditions(release=factories.make_draft())
    data = {"action": "delete_selected", "_selected_action": image.release.pk, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        browse(publisher).post("/admin/newsroom/release/", data)
    assert not ReleaseImage.objects.exists()
    assert files(tmp_path) != []
    with django_capture_on_commit_callbacks(execute=True):
        deleting.forget(Deletion.objects.get())
    assert files(tmp_path) == []


def test_a_file_that_is_gone_already_keeps_nobody_from_deleting(django_capture_on_commit_callbacks):
    image = picture()
    lose(image)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not ReleaseImage.objects.exists()


@pytest.mark.parametrize("change", ["delete", "replace"])
def test_renditions_made_of_a_picture_that_is_gone_meanwhile_are_removed(tmp_path, change):
    image = picture()
    stale = ReleaseImage.objects.get()
    if change == "delete":
        image.delete()
    else:
        image.image = factories.make_upload()
        image.save()
    renditions.make(stale)
    assert not [name for name in files(tmp_path) if "-" in name]
    assert not ReleaseImage.objects.exclude(renditions=[]).exists()


# What a page says


def sources(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<source type="([^"]+)" srcset="([^"]+)" sizes="[^"]+">', page)


def test_a_page_offers_each_format_in_each_width_and_the_picture_itself_to_old_browsers(client):
    image = picture_with_renditions()
    address = image.get_absolute_url()
    page = client.get(image.release.get_absolute_url()).content.decode()
    assert sources(page) == [
        (f"image/{format}", ", ".join(f"{address}-{width}.{format} {width}w" for width in (480, 688, 700)))
        for format in ("avif", "webp")
    ]
    assert f'<img src="{address}" alt="An officer and a dog" width="700" height="350"' in page


def test_a_page_offers_only_what_exists(client):
    image = picture()
    ReleaseImage.objects.update(renditions=["480.webp"])
    page = client.get(image.release.get_absolute_url()).content.decode()
    assert sources(page) == [("image/webp", f"{image.get_absolute_url()}-480.webp 480w")]


def test_the_first_picture_is_fetched_first_and_the_others_when_they_are_near(client):
    release = factories.make_release()
    second, first = (factories.make_image(release, order=order) for order in (2, 1))
    page = client.get(release.get_absolute_url()).content.decode()
    tags = re.findall(r"<img [^>]+>", page.partition("<article")[2])
    assert first.get_absolute_url() in tags[0]
    assert second.get_absolute_url() in tags[1]
    assert 'fetchpriority="high"' in tags[0]
    assert 'loading="lazy"' not in tags[0]
    assert 'loading="lazy"' in tags[1]


def test_a_page_looks_at_no_file_and_asks_the_database_once_for_all_pictures(
    client, tmp_path, django_assert_num_queries
):
    release = factories.make_release()
    with django_assert_num_queries(9):
        client.get(release.get_absolute_url())
    for _number in range(3):
        lose(picture_with_renditions(release=release))
    with django_assert_num_queries(9):
        assert client.get(release.get_absolute_url()).status_code == 200


# Who may see them

HIDDEN = [factories.make_draft, factories.make_scheduled]


@pytest.mark.parametrize("make_release", HIDDEN)
def test_the_public_cannot_see_a_rendition_of_an_unpublished_release(client, make_release):
    image = picture_with_renditions(release=make_release())
    response = client.get(image.get_absolute_url() + NEXT)
    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("make_release", HIDDEN)
def test_editors_see_it_and_no_cache_keeps_it(browse, editor, make_release):
    image = picture_with_renditions(release=make_release())
    response = browse(editor).get(image.get_absolute_url() + NEXT)
    assert response.getvalue()
    assert {"private", "no-store"} <= set(re.split(r",\s*", response["Cache-Control"]))


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_everybody_sees_it_once_the_release_is_published(client, format):
    image = picture_with_renditions()
    response = client.get(f"{image.get_absolute_url()}-480.{format}")
    assert response["Content-Type"] == f"image/{format}"
    assert response["Cache-Control"] == "public, no-cache"
    with Image.open(io.BytesIO(response.getvalue())) as made:
        made.load()
        assert (made.format, made.size) == (format.upper(), (480, 240))


def test_a_picture_is_not_compressed_once_more(client):
    address = picture_with_renditions().get_absolute_url()
    response = client.get(address + NEXT, headers={"Accept-Encoding": "gzip"})
    assert not response.has_header("Content-Encoding")
    assert int(response["Content-Length"]) == len(response.getvalue())


def test_a_browser_that_has_it_gets_no_bytes_again(client):
    address = picture_with_renditions().get_absolute_url()
    first = client.get(address + NEXT)
    assert first.getvalue()
    assert client.get(address + NEXT, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "ending",
    [
        "-481.avif",
        "-1088.avif",
        "-480.jpg",
        "-480.AVIF",
        "-0480.avif",
        "-480",
        "-",
        "--480.avif",
        "-480.avif-480.avif",
        "-99999999999999.avif",
        "-480.avif%00",
        "-%2e%2e%2fsecret.avif",
        "/../secret.avif",
        "%2f..%2fsecret.avif",
    ],
)
def test_an_address_chooses_no_work_and_no_other_file(client, tmp_path, ending):
    image = picture_with_renditions()
    (tmp_path / "releases" / "secret.avif").write_text("secret")
    before = files(tmp_path)
    assert client.get(image.get_absolute_url() + ending).status_code in (400, 404)
    assert files(tmp_path) == before


@pytest.mark.parametrize("query", ["?width=10", "?w=1&format=gif"])
def test_a_query_changes_nothing(client, query):
    address = picture_with_renditions().get_absolute_url() + NEXT
    assert client.get(address + query).getvalue() == client.get(address).getvalue()


def test_a_recorded_rendition_whose_file_is_gone_is_not_found(client):
    image = picture_with_renditions()
    image.image.storage.delete(renditions.file_of(image, "480.avif"))
    assert client.get(image.get_absolute_url() + NEXT).status_code == 404


def test_a_file_that_no_row_records_is_not_found(client):
    image = picture_with_renditions()
    ReleaseImage.objects.update(renditions=[])
    assert client.get(image.get_absolute_url() + NEXT).status_code == 404
