from django.apps import AppConfig


class TourismConfig(AppConfig):
    name = "fanal.tourism"
    label = "tourism"

    def ready(self) -> None:
        """What this floor brings: policy, doors."""
        from fanal.access import api as access
        from fanal.tourism import policy
        from fanal.tourism.desk import doors

        access.name_deeds(policy.DEEDS)
        doors.open_doors()
