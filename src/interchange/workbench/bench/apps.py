from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "interchange.workbench.bench"
    label = "bench"

    def ready(self) -> None:
        """Mark the papers and pictures that the house makes."""
        from interchange.ground.text import papers
        from interchange.workbench.bench import marking

        papers.finish_with(marking.finish, marking.edition)
