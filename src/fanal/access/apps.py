from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fanal.access"
    label = "access"
