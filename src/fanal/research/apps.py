from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "fanal.research"
    label = "research"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.research import duties, importing, policy, policy_runs, policy_studies, source_concerns, tasks, tasks_studies
        from fanal.research.desk import doors, doors_studies

        del duties, importing, source_concerns  # read for what they declare
        access.name_deeds(policy.DEEDS)
        access.name_deeds(policy_studies.DEEDS)
        access.name_deeds(policy_runs.DEEDS)
        tasks.schedule()
        tasks_studies.schedule()
        doors.open_doors()
        doors_studies.open_doors()
