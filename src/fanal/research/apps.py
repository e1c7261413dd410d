from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "fanal.research"
    label = "research"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.research import duties, policy, policy_grants
        from fanal.research.desk import doors
        from fanal.research.records import importing, source_concerns
        from fanal.research.records import tasks as records_tasks
        from fanal.research.requests import doors as requests_doors
        from fanal.research.requests import policy as requests_policy
        from fanal.research.runs import policy as runs_policy
        from fanal.research.runs import tasks as runs_tasks
        from fanal.research.runs.desk import doors as runs_doors
        from fanal.research.studies import policy as studies_policy
        from fanal.research.studies import tasks as studies_tasks
        from fanal.research.studies.desk import doors as studies_doors

        del duties, importing, policy_grants, source_concerns  # read for what they declare
        for declared in (policy, studies_policy, runs_policy, requests_policy):
            access.name_deeds(declared.DEEDS)
        for nightly in (records_tasks, studies_tasks, runs_tasks):
            nightly.schedule()
        for shown in (doors, studies_doors, runs_doors, requests_doors):
            shown.open_doors()
