"""The doors of this part; the room's own `urls` opens them before its pages."""

from django.urls import URLPattern, URLResolver, path, re_path

from interchange.knowledge.repository.exchange import import_views, views
from interchange.knowledge.repository.oai.views import oai

urlpatterns: list[URLPattern | URLResolver] = [
    path("oai", oai, name="oai"),
    path("repository/feed.atom", views.feed, name="feed"),
    re_path(r"^repository/export\.(?P<suffix>[a-z.]{2,20})$", views.search_as, name="export"),
    re_path(r"^repository/lists/(?P<pk>\d{1,9})\.(?P<suffix>[a-z.]{2,20})$", views.list_as, name="list_as"),
    path("repository/import/", import_views.imports, name="imports"),
    path("repository/import/<int:pk>/", import_views.import_job, name="import_job"),
    path("repository/<slug:slug>/doi/", import_views.doi, name="doi"),
    path("repository/<slug:slug>/cite/", views.cite, name="cite"),
    re_path(r"^repository/(?P<slug>[\w-]{1,80})\.(?P<suffix>[a-z.]{2,20})$", views.record_as, name="record_as"),
]
