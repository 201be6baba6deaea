from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "interchange.ground.search"
    label = "search"
