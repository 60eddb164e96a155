from django.urls import path, re_path, register_converter

from offices.open_data import public_data

from . import archive, exports, views
from .feeds import ReleaseFeed, ReleaseJsonFeed
from .models import reference_of


class ReferenceConverter:
    """“CBP-000117”, in small letters too, for the release with that number."""

    regex = "[Cc][Bb][Pp]-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        number = int(value[4:])
        if value.upper() != reference_of(number):
            raise ValueError(value)
        return number

    def to_url(self, number: int) -> str:
        return reference_of(number)


register_converter(ReferenceConverter, "reference")

atom, json_feed = public_data(ReleaseFeed()), public_data(ReleaseJsonFeed())

app_name = "newsroom"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("feed/", atom, name="feed"),
    path("feed.json", json_feed, name="json_feed"),
    path("releases.json", exports.release_json, name="json"),
    path("releases.csv", exports.release_csv, name="csv"),
    path("data/", exports.about_data, name="data"),
    path("archive/", archive.years, name="archive"),
    path("archive/undated/", archive.undated, name="archive_undated"),
    re_path("^archive/(?P<year>[0-9]{4})/$", archive.year, name="archive_year"),
    re_path("^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive.month, name="archive_month"),
    path("images/<str:name>", views.image, name="image"),
    path("<reference:pk>/", views.reference, name="reference"),
    path("<slug:release_type>/", views.releases_of_type, name="releases_of_type"),
    path("<slug:release_type>/feed/", atom, name="feed_of_type"),
    path("<slug:release_type>/feed.json", json_feed, name="json_feed_of_type"),
    path("<slug:type>/<slug:slug>/", views.release, name="release"),
    path("<slug:type>/<slug:slug>.txt", views.wire, name="wire"),
    path("<slug:type>/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("<slug:type>/<slug:slug>/changes/", views.changes, name="changes"),
]
