from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "fanal.progress"
    label = "progress"

    def ready(self) -> None:
        """What this floor brings: who does the work, doors."""
        from fanal.access import api as access
        from fanal.progress import policy
        from fanal.progress.desk import doors
        from fanal.progress.programmes import doors as programmes_doors
        from fanal.progress.programmes import policy as programmes

        del policy  # read for what it declares
        access.name_deeds(programmes.DEEDS)
        doors.open_doors()
        programmes_doors.open_doors()
