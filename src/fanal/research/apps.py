from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "fanal.research"
    label = "research"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.research import affected, going, policy_grants
        from fanal.research.plans import policy as plans_policy
        from fanal.research.plans.desk import doors as plans_doors
        from fanal.research.public import doors as public_doors
        from fanal.research.questions import classing
        from fanal.research.records import importing, source_cases, source_concerns
        from fanal.research.records import policy as records_policy
        from fanal.research.records import tasks as records_tasks
        from fanal.research.releases import doors as releases_doors
        from fanal.research.releases import policy as releases_policy
        from fanal.research.requests import doors as requests_doors
        from fanal.research.requests import policy as requests_policy
        from fanal.research.runs import policy as runs_policy
        from fanal.research.runs import tasks as runs_tasks
        from fanal.research.runs.desk import doors as runs_doors
        from fanal.research.studies import policy as studies_policy
        from fanal.research.studies import tasks as studies_tasks
        from fanal.research.studies.desk import doors as studies_doors

        # read for what they declare
        del going, importing, policy_grants, records_tasks, runs_tasks, source_cases, source_concerns, studies_tasks
        for declared in (
            classing, records_policy, plans_policy, releases_policy, studies_policy, runs_policy,
            requests_policy,
        ):  # fmt: skip
            access.name_deeds(declared.DEEDS)
        for shown in (public_doors, plans_doors, releases_doors, studies_doors, runs_doors, requests_doors):
            shown.open_doors()
        affected.declare()
