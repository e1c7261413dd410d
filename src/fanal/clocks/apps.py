from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "fanal.clocks"
    label = "clocks"

    def ready(self) -> None:
        from fanal.clocks import (  # the import of `tasks` registers the built-in jobs
            duties,
            numbers,
            rules,
            tasks,  # noqa: F401
        )
        from fanal.network.api import person_left

        rules.declare()
        numbers.declare()
        person_left.connect(duties.on_person_left)
