from django.apps import AppConfig


class PassingConfig(AppConfig):
    name = "fanal.passing"
    label = "passing"
