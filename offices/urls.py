from django.urls import path, re_path

from . import take_away, views

app_name = "offices"
urlpatterns = [
    path("", views.contact, name="contact"),
    path("find/", views.find, name="find"),
    re_path(r"^ports/(?P<state>[A-Za-z]{2})/$", views.ports_in_state, name="ports_in_state"),
    path("<slug:section>/", views.section, name="section"),
    path("<slug:section>/<slug:slug>/", views.office, name="office"),
    path("<slug:section>/<slug:slug>/card.vcf", take_away.office_vcard, name="office_vcard"),
    path("<slug:section>/<slug:slug>/qr.svg", take_away.office_qr, name="office_qr"),
]
