"""The doors of the room."""

from django.urls import path

from interchange.workbench.assist import views

app_name = "assist"
urlpatterns = [
    path("workbench/assist/", views.index, name="index"),
    path("workbench/assist/<uuid:pk>/", views.run, name="run"),
    path("workbench/assist/<uuid:pk>/result.<slug:suffix>", views.result, name="result"),
]
