"""The doors of the search room."""

from django.urls import path

from interchange.ground.search import views

urlpatterns = [path("search/", views.search, name="search"), path("search/saved/", views.saved, name="saved_searches")]
