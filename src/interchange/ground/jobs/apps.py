from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "interchange.ground.jobs"
    label = "jobs"
