from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "fanal.network"
    label = "network"

    def ready(self) -> None:
        from fanal.journal import api as journal
        from fanal.network import keyfile, signin

        signin.connect()
        journal.vouch_with(keyfile.code_of_entry)
