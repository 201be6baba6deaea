"""The doors of the repository."""

from django.urls import URLPattern, URLResolver, path

from interchange.knowledge.repository.oai.views import oai

urlpatterns: list[URLPattern | URLResolver] = [path("oai", oai, name="oai")]
