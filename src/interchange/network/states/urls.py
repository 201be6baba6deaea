"""The doors of the room."""

from django.urls import include, path

from interchange.network.states import views

rooms = (
    [
        path("states/", views.index, name="index"),
        path("states/mine/", views.mine, name="mine"),
        path("states/groups/", views.groups, name="groups"),
        path("states/groups/new/", views.new_group, name="new_group"),
        path("states/groups/<slug:code>/", views.group, name="group"),
        path("states/notes/", views.notes, name="notes"),
        path("states/notes/<int:pk>/", views.note, name="note"),
        path("states/<str:iso2>/", views.state, name="state"),
        path("states/<str:iso2>/note/", views.enter, name="enter"),
    ],
    "states",
)
urlpatterns = [path("", include(rooms))]
