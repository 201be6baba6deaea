"""The doors of the journal."""

from django.urls import include, path

from interchange.ground.journal import views

rooms = (
    [
        path("", views.index, name="index"),
        path("verify/", views.verify, name="verify"),
        path("export.jsonl", views.export, name="export"),
        path("<str:kind>/<path:key>/", views.thing, name="thing"),
    ],
    "journal",
)
urlpatterns = [path("journal/", include(rooms))]
