from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "fanal.network"
    label = "network"

    def ready(self) -> None:
        from fanal.network import signin

        signin.connect()
