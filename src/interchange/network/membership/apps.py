from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "interchange.network.membership"
    label = "membership"
