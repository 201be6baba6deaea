from django.apps import AppConfig


class RepositoryConfig(AppConfig):
    name = "interchange.knowledge.repository"
    label = "repository"
