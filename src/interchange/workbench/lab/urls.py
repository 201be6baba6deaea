"""The doors of the laboratory."""

from django.urls import path

from interchange.workbench.lab.views import making, reading

app_name = "lab"
urlpatterns = [
    path("workbench/lab/", reading.index, name="index"),
    path("workbench/lab/new/", making.new, name="new"),
    path("workbench/lab/<slug:slug>/", reading.experiment, name="experiment"),
    path("workbench/lab/<slug:slug>/do/", making.do, name="do"),
    path("workbench/lab/<slug:slug>/decide/", making.decide, name="decide"),
    path("workbench/lab/<slug:slug>/map/", making.forward, name="forward"),
    path("workbench/lab/<slug:slug>/files/<str:name>", reading.download, name="download"),
]
