from django.urls import path, re_path

from . import changes, views

app_name = "offices"
urlpatterns = [
    path("", views.contact, name="contact"),
    re_path(r"^ports/(?P<state>[A-Za-z]{2})/$", views.ports_in_state, name="ports_in_state"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", changes.ChangeFeed(), name="changes_feed"),
    path("<slug:section>/", views.section, name="section"),
    path("<slug:section>/<slug:slug>/", views.office, name="office"),
]
