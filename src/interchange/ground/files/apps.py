from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "interchange.ground.files"
    label = "files"
