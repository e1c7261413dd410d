from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "fanal.concerns"
    label = "concerns"

    def ready(self) -> None:
        from fanal.concerns import duties
        from fanal.concerns.public import policy

        del duties, policy  # read for what they declare
