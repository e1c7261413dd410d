from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fanal.access"
    label = "access"

    def ready(self) -> None:
        from fanal.access import granting

        granting.declare()
