"""The doors of the room."""

from django.urls import include, path

from interchange.work.direction.views import items, rounds, topics

rooms = (
    [
        path("direction/", items.roadmap, name="roadmap"),
        path("direction/items/<int:pk>/", items.item, name="item"),
        path("direction/milestones/<int:pk>/done/", items.reach, name="reach"),
        path("direction/proposals/", topics.index, name="topics"),
        path("direction/proposals/write/", topics.write, name="write"),
        path("direction/proposals/<int:pk>/", topics.topic, name="topic"),
        path("direction/proposals/<int:pk>/edit/", topics.edit, name="edit"),
        path("direction/proposals/<int:pk>/scope/", topics.check, name="check"),
        path("direction/proposals/<int:pk>/merge/", topics.merge, name="merge"),
        path("direction/proposals/<int:pk>/split/", topics.split, name="split"),
        path("direction/proposals/<int:pk>/adopt/", items.adopt, name="adopt"),
        path("direction/rounds/", rounds.index, name="rounds"),
        path("direction/rounds/new/", rounds.new, name="new_round"),
        path("direction/rounds/<int:pk>/", rounds.round_, name="round"),
        path("direction/rounds/<int:pk>/edit/", rounds.edit, name="edit_round"),
        path("direction/rounds/<int:pk>/vote/", rounds.vote, name="vote"),
        path("direction/rounds/<int:pk>/file.json", rounds.file, name="file"),
    ],
    "direction",
)
urlpatterns = [path("", include(rooms))]
