from django.urls import path, register_converter

from . import views
from .feeds import ReleaseFeed
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

app_name = "newsroom"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("feed/", ReleaseFeed(), name="feed"),
    path("images/<str:name>", views.image, name="image"),
    path("<reference:pk>/", views.reference, name="reference"),
    path("<slug:release_type>/", views.releases_of_type, name="releases_of_type"),
    path("<slug:release_type>/feed/", ReleaseFeed(), name="feed_of_type"),
    path("<slug:type>/<slug:slug>/", views.release, name="release"),
    path("<slug:type>/<slug:slug>.txt", views.wire, name="wire"),
    path("<slug:type>/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("<slug:type>/<slug:slug>/changes/", views.changes, name="changes"),
]
