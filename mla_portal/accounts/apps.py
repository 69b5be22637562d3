from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mla_portal.accounts"
    label = "accounts"
