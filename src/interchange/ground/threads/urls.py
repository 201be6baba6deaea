"""The doors of the room."""

from django.urls import include, path

from interchange.ground.threads import views

rooms = (
    [
        path("threads/comments/<int:pk>/", views.comment, name="comment"),
        path("threads/comments/<int:pk>/edit/", views.edit, name="edit"),
        path("threads/comments/<int:pk>/remove/", views.remove, name="remove"),
        path("threads/comments/<int:pk>/dispose/", views.dispose, name="dispose"),
        path("threads/<str:kind>/<str:key>/", views.thread, name="thread"),
        path("threads/<str:kind>/<str:key>/say/", views.say, name="say"),
        path("threads/<str:kind>/<str:key>/follow/", views.follow, name="follow"),
    ],
    "threads",
)
urlpatterns = [path("", include(rooms))]
