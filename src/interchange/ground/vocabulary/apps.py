from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "interchange.ground.vocabulary"
    label = "vocabulary"
