"""The doors of the lexicon. A concept's address has no slash at its end: it is a name, and its suffixes are its forms."""

from django.urls import path, re_path

from interchange.knowledge.lexicon.views import publishing, reading, writing

app_name = "lexicon"
urlpatterns = [
    path("lexicon/", reading.index, name="index"),
    path("lexicon/tree/", reading.tree, name="tree"),
    path("lexicon/graph/", reading.graph, name="graph"),
    path("lexicon/unused/", reading.unused, name="unused"),
    path("lexicon/wanted/", reading.wanted, name="wanted"),
    path("lexicon/vocabulary", reading.words_of_ours, name="vocabulary"),
    path("lexicon/propose/", writing.propose, name="propose"),
    path("lexicon/check/", writing.check, name="check"),
    path("lexicon/report/", writing.reported, name="reports"),
    path("lexicon/report/<str:kind>/<int:pk>/", writing.report, name="report"),
    path("lexicon/releases/", publishing.releases, name="releases"),
    path("lexicon/releases/<int:number>/", publishing.release, name="release"),
    path("lexicon/releases/<int:number>/compare/<int:other>/", publishing.compare, name="compare"),
    re_path(r"^lexicon/releases/(?P<number>[0-9]{1,6})\.(?P<kind>[a-z]{2,6})$", publishing.release_file, name="release_file"),
    path("lexicon/import/", publishing.imports, name="imports"),
    path("lexicon/import/<int:pk>/", publishing.import_run, name="import_run"),
    path("lexicon/<slug:slug>", reading.concept, name="concept"),
    re_path(r"^lexicon/(?P<slug>[a-z0-9-]{1,80})\.(?P<kind>ttl|rdf|jsonld|nt)$", reading.concept_file, name="concept_file"),
    path("lexicon/<slug:slug>/used/", reading.used, name="used"),
    path("lexicon/<slug:slug>/history/", reading.history, name="history"),
    path("lexicon/<slug:slug>/history/<int:number>/undo/", writing.undo, name="undo"),
    path("lexicon/<slug:slug>/edit/", writing.edit, name="edit"),
    path("lexicon/<slug:slug>/amend/", writing.amend, name="amend"),
    path("lexicon/<slug:slug>/decide/", writing.decide, name="decide"),
    path("lexicon/<slug:slug>/amendments/<int:pk>/", writing.amendment, name="amendment"),
]
