from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "fanal.justice"
    label = "justice"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, jobs."""
        from fanal.access import api as access
        from fanal.justice.gaps import policy as gaps_policy
        from fanal.justice.gaps import tasks as gaps_tasks
        from fanal.justice.gaps.desk import doors as gaps_doors
        from fanal.justice.law import policy as law_policy
        from fanal.justice.law import tasks as law_tasks
        from fanal.justice.law.desk import doors as law_doors
        from fanal.justice.matters import affected
        from fanal.justice.matters import policy as matters_policy
        from fanal.justice.matters import tasks as matters_tasks
        from fanal.justice.matters.desk import doors as matters_doors

        del gaps_tasks, law_tasks, matters_tasks  # read for what they declare
        for declared in (law_policy, gaps_policy, matters_policy):
            access.name_deeds(declared.DEEDS)
        for shown in (law_doors, matters_doors, gaps_doors):
            shown.open_doors()
        affected.declare()
