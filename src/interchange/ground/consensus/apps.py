from django.apps import AppConfig


class ConsensusConfig(AppConfig):
    name = "interchange.ground.consensus"
    label = "consensus"
