"""The door of the files room."""

from django.urls import path

from interchange.ground.files import views

urlpatterns = [path("files/<uuid:pk>/", views.file, name="file")]
