"""The door of the search room."""

from django.urls import path

from interchange.ground.search import views

urlpatterns = [path("search/", views.search, name="search")]
