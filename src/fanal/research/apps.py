from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "fanal.research"
    label = "research"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.research import (  # read for what they declare
            duties,
            importing,
            policy,
            policy_grants,
            policy_requests,
            policy_runs,
            policy_studies,
            source_concerns,
            tasks,
            tasks_studies,
        )
        from fanal.research.desk import doors, doors_requests, doors_studies

        del duties, importing, policy_grants, source_concerns
        for declared in (policy, policy_studies, policy_runs, policy_requests):
            access.name_deeds(declared.DEEDS)
        tasks.schedule()
        tasks_studies.schedule()
        doors.open_doors()
        doors_studies.open_doors()
        doors_requests.open_doors()
