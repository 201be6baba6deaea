from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "interchange.ground.accounts"
    label = "accounts"
