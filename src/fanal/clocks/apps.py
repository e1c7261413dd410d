from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "fanal.clocks"
    label = "clocks"

    def ready(self) -> None:
        from fanal.clocks import duties, rules, tasks  # noqa: F401  the import of `tasks` registers the built-in jobs
        from fanal.network.api import person_left

        rules.declare()
        person_left.connect(duties.on_person_left)
