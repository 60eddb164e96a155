from django.urls import path, re_path

from . import views

app_name = "offices"
urlpatterns = [
    path("", views.contact, name="contact"),
    path("find/", views.find, name="find"),
    path("map/", views.office_map, name="map"),
    re_path(r"^ports/(?P<state>[A-Za-z]{2})/$", views.ports_in_state, name="ports_in_state"),
    path("<slug:section>/", views.section, name="section"),
    path("<slug:section>/<slug:slug>/", views.office, name="office"),
]
