from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fanal.cases"
    label = "cases"
