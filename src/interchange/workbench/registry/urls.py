"""The doors of the register."""

from django.urls import path

from interchange.workbench.registry.views import cases, lists, works

app_name = "registry"
urlpatterns = [
    path("workbench/registry/", works.index, name="index"),
    path("workbench/registry/mine/", works.mine, name="mine"),
    path("workbench/registry/register/", works.register, name="register"),
    path("workbench/registry/register-many/", lists.register_many, name="register_many"),
    path("workbench/registry/batches/<int:pk>/", lists.batch, name="batch"),
    path("workbench/registry/works/<int:pk>/", works.work, name="work"),
    path("workbench/registry/lookup/", lists.lookup, name="lookup"),
    path("workbench/registry/match/", cases.match, name="match"),
    path("workbench/registry/chance/", lists.chance, name="chance"),
    path("workbench/registry/index.jsonl", lists.index_file, name="index_file"),
    path("workbench/registry/key.pem", lists.key, name="key"),
    path("workbench/registry/disputes/", works.disputes, name="disputes"),
    path("workbench/registry/disputes/<int:pk>/", works.dispute, name="dispute"),
    path("workbench/cases/", cases.index, name="cases"),
    path("workbench/cases/<int:pk>/", cases.case, name="case"),
    path("workbench/cases/candidates/<int:pk>/", cases.candidate, name="candidate"),
    path("workbench/cases/bundles/<uuid:pk>/", cases.bundle, name="bundle"),
]
