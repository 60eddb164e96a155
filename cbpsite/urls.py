"""The whole address map."""

from django.contrib import admin
from django.urls import include, path, re_path

from newsroom import preview
from newsroom.views import press_room

from . import sitemaps, views

urlpatterns = [
    path("", views.home, name="home"),
    path("newsroom/", include("newsroom.urls")),
    # A section of the directory that needs the newsroom; the directory knows nothing of that.
    path("contact/press-officers/", press_room, name="press_room"),
    path("contact/", include("offices.urls")),
    path("preview/<str:token>/", preview.page, name="preview"),
    path("preview/<str:token>/files/<str:name>", preview.file, name="preview_file"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("accounts/", include("staff.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    re_path(
        r"^sitemap-(?P<kind>releases|offices)-(?P<number>[1-9][0-9]{0,8})\.xml$",
        sitemaps.numbered_file,
        name="sitemap_file",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler400 = "cbpsite.views.bad_request"
handler403 = "cbpsite.views.forbidden"
handler404 = "cbpsite.views.not_found"
# 500 is Django's own: it renders templates/500.html without context, database or tags.
