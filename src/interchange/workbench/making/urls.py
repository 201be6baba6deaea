"""The doors of the room."""

from django.urls import path

from interchange.workbench.making import views

app_name = "making"
urlpatterns = [
    path("workbench/making/", views.index, name="index"),
    path("workbench/making/new/", views.begin, name="begin"),
    path("workbench/making/<uuid:pk>/", views.making, name="making"),
    path("workbench/making/<uuid:pk>/edit/", views.describe, name="describe"),
    path("workbench/making/<uuid:pk>/step/", views.step, name="step"),
    path("workbench/making/<uuid:pk>/steps/<int:step_id>/", views.change_step, name="change_step"),
    path("workbench/making/<uuid:pk>/file/", views.note_file, name="note_file"),
    path("workbench/making/<uuid:pk>/label/", views.label, name="label"),
    path("workbench/making/<uuid:pk>/disclosure.json", views.as_json, name="as_json"),
    path("workbench/made/<slug:secret>/", views.shared, name="shared"),
    path("workbench/made/<slug:secret>/disclosure.json", views.shared_json, name="shared_json"),
]
