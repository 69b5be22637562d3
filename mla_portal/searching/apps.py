from django.apps import AppConfig


class SearchingConfig(AppConfig):
    name = "mla_portal.searching"
    label = "searching"
