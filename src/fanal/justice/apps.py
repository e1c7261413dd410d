from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "fanal.justice"
    label = "justice"

    def ready(self) -> None:
        from fanal.access import api as access
        from fanal.justice import policy
        from fanal.justice.desk import doors

        access.name_deeds(policy.DEEDS)
        doors.open_doors()
