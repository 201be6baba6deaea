from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "interchange.workbench.bench"
    label = "bench"
