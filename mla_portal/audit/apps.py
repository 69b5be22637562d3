from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "mla_portal.audit"
    label = "audit"
