from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "fanal.research"
    label = "research"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.research import policy

        access.name_deeds(policy.DEEDS)
