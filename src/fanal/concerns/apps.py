from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "fanal.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.concerns import affected, owed
        from fanal.concerns.conflict import policy as conflict_policy
        from fanal.concerns.gate import doors as gate_doors
        from fanal.concerns.gate import policy as gate_policy
        from fanal.concerns.handovers import clock
        from fanal.concerns.handovers import policy as handovers_policy
        from fanal.concerns.handovers import tasks as handovers_tasks
        from fanal.concerns.handovers.desk import doors as handovers_doors
        from fanal.concerns.keeping import doors as keeping_doors
        from fanal.concerns.keeping import policy as keeping_policy
        from fanal.concerns.keeping import tasks as keeping_tasks
        from fanal.concerns.public import talking
        from fanal.concerns.public import tasks as public_tasks
        from fanal.concerns.second import doors as second_doors
        from fanal.concerns.second import hands
        from fanal.concerns.second import policy as second_policy
        from fanal.concerns.second import tasks as second_tasks
        from fanal.concerns.triage import policy as triage_policy
        from fanal.concerns.triage.desk import doors as triage_doors

        del clock, hands, handovers_tasks, keeping_tasks, owed, public_tasks, second_tasks  # read for what they declare
        for declared in (
            triage_policy,
            conflict_policy,
            keeping_policy,
            handovers_policy,
            gate_policy,
            second_policy,
        ):
            access.name_deeds(declared.DEEDS)
        for shown in (triage_doors, keeping_doors, handovers_doors, gate_doors, second_doors, talking):
            shown.open_doors()
        affected.declare()
