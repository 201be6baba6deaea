"""The doors of the transparency room."""

from django.urls import include, path

from interchange.desk.transparency import views

rooms = (
    [
        path("", views.live, name="live"),
        path("<int:year>/", views.edition, name="edition"),
    ],
    "transparency",
)
urlpatterns = [path("transparency/", include(rooms))]
