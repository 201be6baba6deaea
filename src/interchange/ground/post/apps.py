from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "interchange.ground.post"
    label = "post"
