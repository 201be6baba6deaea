from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "interchange.work.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Stand beside every thread: what can be talked about can be asked about."""
        from interchange.ground.threads import beside
        from interchange.work.exchange.subjects import ask_about

        beside.stand(ask_about)
