"""The doors of the room."""

from django.urls import include, path

from interchange.work.statements.views import briefings, rounds, statements

rooms = (
    [
        path("statements/", statements.index, name="index"),
        path("statements/feed/", statements.feed, name="feed"),
        path("statements/file/", statements.write, name="file"),
        path("statements/briefings/", briefings.index, name="briefings"),
        path("statements/briefings/new/", briefings.new, name="new_briefing"),
        path("statements/briefings/<int:pk>/", briefings.briefing, name="briefing"),
        path("statements/briefings/<int:pk>/edit/", briefings.edit, name="edit_briefing"),
        path("statements/briefings/<int:pk>/paper.pdf", briefings.paper, name="briefing_paper"),
        path("statements/rounds/", rounds.index, name="rounds"),
        path("statements/rounds/new/", rounds.new, name="new_round"),
        path("statements/rounds/<int:pk>/", rounds.round_, name="round"),
        path("statements/rounds/<int:pk>/edit/", rounds.edit, name="edit_round"),
        path("statements/rounds/<int:pk>/comment/", rounds.comment, name="comment"),
        path("statements/rounds/<int:pk>/log/", rounds.log, name="log"),
        path("statements/rounds/<int:pk>/papers/<int:paper>/", rounds.paper, name="paper"),
        path("statements/<int:pk>/", statements.statement, name="statement"),
        path("statements/<int:pk>/files/<int:file>/", statements.attachment, name="attachment"),
    ],
    "statements",
)
urlpatterns = [path("", include(rooms))]
