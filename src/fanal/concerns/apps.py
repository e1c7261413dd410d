from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "fanal.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Each part declares what it brings: policies, deeds, doors, duties."""
        from fanal.access import api as access
        from fanal.concerns import owed
        from fanal.concerns.desk import doors
        from fanal.concerns.gate import doors as gate_doors
        from fanal.concerns.gate import policy as gate_policy
        from fanal.concerns.gate import tasks as gate_tasks
        from fanal.concerns.handovers import clock
        from fanal.concerns.handovers import policy as handovers_policy
        from fanal.concerns.handovers import tasks as handovers_tasks
        from fanal.concerns.handovers.desk import doors as handovers_doors
        from fanal.concerns.incident import policy as incident_policy
        from fanal.concerns.keeping import tasks as keeping_tasks
        from fanal.concerns.public import policy as public_policy
        from fanal.concerns.public import tasks as public_tasks
        from fanal.concerns.triage import policy as triage_policy

        del clock, owed, public_policy  # read for what they declare
        for declared in (triage_policy, handovers_policy, gate_policy, incident_policy):
            access.name_deeds(declared.DEEDS)
        for shown in (doors, handovers_doors, gate_doors):
            shown.open_doors()
        for often in (keeping_tasks, public_tasks, handovers_tasks, gate_tasks):
            often.schedule()
