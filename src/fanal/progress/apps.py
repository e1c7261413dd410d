from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "fanal.progress"
    label = "progress"

    def ready(self) -> None:
        """What this floor brings: who does the work, doors."""
        from fanal.progress import policy
        from fanal.progress.desk import doors

        del policy  # read for what it declares
        doors.open_doors()
