from django.urls import path, re_path

from . import changes, views
from .take_away import exports
from .take_away import views as take_away

app_name = "offices"
urlpatterns = [
    path("", views.contact, name="contact"),
    path("find/", views.find, name="find"),
    path("find.csv", exports.office_csv, name="find_csv"),
    path("find.json", exports.office_json, name="find_json"),
    path("find.geojson", exports.office_geojson, name="find_geojson"),
    path("find.vcf", take_away.find_vcard, name="find_vcard"),
    path("print/", take_away.printable, name="print"),
    path("data/", exports.about_data, name="data"),
    path("map/", views.office_map, name="map"),
    re_path(r"^ports/(?P<state>[A-Za-z]{2})/$", views.ports_in_state, name="ports_in_state"),
    path("closures.ics", views.closures, name="closures"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", changes.ChangeFeed(), name="changes_feed"),
    path("<slug:section>/", views.section, name="section"),
    path("<slug:section>/<slug:slug>/", views.office, name="office"),
    path("<slug:section>/<slug:slug>/card.vcf", take_away.office_vcard, name="office_vcard"),
    path("<slug:section>/<slug:slug>/qr.svg", take_away.office_qr, name="office_qr"),
]
