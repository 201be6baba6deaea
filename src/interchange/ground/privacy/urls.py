"""The doors of the room."""

from django.urls import include, path

from interchange.ground.privacy import views

rooms = (
    [
        path("privacy/", views.register, name="register"),
        path("privacy/looks/", views.looks, name="looks"),
        path("privacy/incidents/", views.incidents, name="incidents"),
        path("privacy/incidents/new/", views.new, name="new"),
        path("privacy/incidents/<int:pk>/", views.incident, name="incident"),
        path("privacy/notices/<int:pk>/", views.notice, name="notice"),
    ],
    "privacy",
)
urlpatterns = [path("", include(rooms))]
