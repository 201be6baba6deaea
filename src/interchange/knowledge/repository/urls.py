"""The doors of the repository."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "repository"
urlpatterns: list[URLPattern | URLResolver] = [path("", include("interchange.knowledge.repository.exchange.urls"))]
