from django.urls import path

from . import views
from .feeds import ReleaseFeed

app_name = "newsroom"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("feed/", ReleaseFeed(), name="feed"),
    path("images/<str:name>", views.image, name="image"),
    path("<slug:release_type>/", views.releases_of_type, name="releases_of_type"),
    path("<slug:release_type>/feed/", ReleaseFeed(), name="feed_of_type"),
    path("<slug:release_type>/<slug:slug>/", views.release, name="release"),
]
