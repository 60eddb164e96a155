from django.urls import path, re_path

from . import archive, exports, views
from .feeds import ReleaseFeed, ReleaseJsonFeed

atom, json_feed = exports.public_data(ReleaseFeed()), exports.public_data(ReleaseJsonFeed())

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
    path("<slug:release_type>/", views.releases_of_type, name="releases_of_type"),
    path("<slug:release_type>/feed/", atom, name="feed_of_type"),
    path("<slug:release_type>/feed.json", json_feed, name="json_feed_of_type"),
    path("<slug:release_type>/<slug:slug>/", views.release, name="release"),
]
