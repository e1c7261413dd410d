from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "fanal.justice"
    label = "justice"

    def ready(self) -> None:
        from fanal.access import api as access
        from fanal.justice import policy, policy_gaps, policy_matters, tasks_gaps, tasks_law
        from fanal.justice.desk import doors, doors_gaps, doors_matters

        access.name_deeds(policy.DEEDS)
        access.name_deeds(policy_gaps.DEEDS)
        access.name_deeds(policy_matters.DEEDS)
        del tasks_gaps  # read for what they declare
        tasks_law.schedule()
        doors.open_doors()
        doors_matters.open_doors()
        doors_gaps.open_doors()
