"""A release with pictures, for the browser: the content of the repository has none."""

import datetime

from newsroom.kinds import ReleaseType

from .. import factories

LANDSCAPE, PORTRAIT = (2400, 1600), (600, 900)


def add() -> None:
    release = factories.make_release(
        type=ReleaseType.SPOTLIGHT,
        headline="Dogs at work",
        slug="dogs-at-work",
        published_at=datetime.datetime(2011, 5, 4, 12, tzinfo=datetime.UTC),
    )
    for order, size in enumerate((LANDSCAPE, PORTRAIT)):
        upload = factories.make_upload(size=size)
        factories.make_image(release, image=upload, caption="A dog at the bridge.", order=order)
