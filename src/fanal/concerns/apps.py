from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "fanal.concerns"
    label = "concerns"

    def ready(self) -> None:
        from fanal.access import api as access
        from fanal.concerns import (
            duties,
            duties_handover,
            duties_triage,
            handovers_clock,
            owed,
            policy,
            policy_handover,
            tasks,
            tasks_handover,
        )
        from fanal.concerns.desk import doors, doors_handover
        from fanal.concerns.public import policy as public_policy

        del duties, duties_handover, duties_triage, handovers_clock, owed, public_policy  # read for what they declare
        access.name_deeds(policy.DEEDS)
        access.name_deeds(policy_handover.DEEDS)
        doors.open_doors()
        doors_handover.open_doors()
        tasks.schedule()
        tasks_handover.schedule()
