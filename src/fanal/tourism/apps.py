from django.apps import AppConfig


class TourismConfig(AppConfig):
    name = "fanal.tourism"
    label = "tourism"

    def ready(self) -> None:
        """What this floor brings: policy, what time does, doors."""
        from fanal.access import api as access
        from fanal.tourism import policy, tasks
        from fanal.tourism.desk import doors
        from fanal.tourism.evidence import doors as documents
        from fanal.tourism.evidence import policy as evidence
        from fanal.tourism.membership import policy as membership
        from fanal.tourism.planning import policy as planning
        from fanal.tourism.training import policy as training
        from fanal.tourism.training.desk import doors as training_doors

        del tasks  # read for what it declares
        access.name_deeds(policy.DEEDS | membership.DEEDS | planning.DEEDS | evidence.DEEDS | training.DEEDS)
        doors.open_doors()
        documents.open_doors()
        training_doors.open_doors()
