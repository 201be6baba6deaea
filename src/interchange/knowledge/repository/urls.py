"""The doors of the repository. Words that stand directly under /repository/ are no record's id (`filing.RESERVED`)."""

from django.urls import URLPattern, URLResolver, include, path

from interchange.knowledge.repository.views import curating, deposit, keeping, reading

app_name = "repository"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("interchange.knowledge.repository.exchange.urls")),
    path("repository/", reading.index, name="index"),
    path("repository/deposit/", deposit.deposit, name="deposit"),
    path("repository/deposit/<int:pk>/", deposit.edit, name="edit"),
    path("repository/deposit/<int:pk>/files/", deposit.files, name="files"),
    path("repository/mine/", deposit.mine, name="mine"),
    path("repository/curation/", curating.queue, name="queue"),
    path("repository/curation/<int:pk>/", curating.curate, name="curate"),
    path("repository/reviews/<int:pk>/", curating.review, name="review"),
    path("repository/searches/", keeping.kept, name="kept"),
    path("repository/lists/<int:pk>/", reading.reading_list, name="reading_list"),
    path("repository/copies/<int:pk>/", keeping.copy, name="copy"),
    path("repository/collections/", curating.collections, name="collections"),
    path("repository/collections/<slug:slug>/", reading.collection, name="collection"),
    path("repository/<slug:slug>/", reading.record, name="record"),
    path("repository/<slug:slug>/v<int:number>/", reading.version, name="version"),
    path("repository/<slug:slug>/changes/", reading.changes, name="changes"),
    path("repository/<slug:slug>/files/<int:pk>/", reading.file, name="file"),
    path("repository/<slug:slug>/files/<int:pk>/ask/", keeping.ask_copy, name="ask_copy"),
    path("repository/<slug:slug>/keep/", keeping.keep, name="keep"),
    path("repository/<slug:slug>/revise/", deposit.revise, name="revise"),
    path("repository/<slug:slug>/manage/", curating.manage, name="manage"),
]
