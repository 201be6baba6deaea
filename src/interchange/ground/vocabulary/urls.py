"""The doors of the vocabulary room."""

from django.urls import include, path

from interchange.ground.vocabulary import views

rooms = (
    [
        path("reference/", views.reference, name="reference"),
        path("reference/states/", views.states, name="states"),
        path("reference/working-days/", views.working_days, name="working_days"),
        path("settings/options/", views.options, name="options"),
        path("settings/states/<str:iso2>/", views.state, name="state"),
        path("settings/working-days/", views.holidays, name="holidays"),
    ],
    "vocabulary",
)
urlpatterns = [path("", include(rooms))]
