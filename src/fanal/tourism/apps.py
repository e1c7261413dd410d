from django.apps import AppConfig


class TourismConfig(AppConfig):
    name = "fanal.tourism"
    label = "tourism"

    def ready(self) -> None:
        """What this floor brings: policy, what time does, doors."""
        from fanal.access import api as access
        from fanal.learning import api as learning
        from fanal.tourism import day, policy, tasks
        from fanal.tourism.desk import doors
        from fanal.tourism.evidence import doors as documents
        from fanal.tourism.evidence import policy as evidence
        from fanal.tourism.leaving import doors as leaving_doors
        from fanal.tourism.leaving import policy as leaving
        from fanal.tourism.membership import policy as membership
        from fanal.tourism.membership import rows as known
        from fanal.tourism.planning import policy as planning
        from fanal.tourism.public import snapshots
        from fanal.tourism.reports import policy as reports
        from fanal.tourism.systems import policy as systems
        from fanal.tourism.training import policy as training
        from fanal.tourism.training.desk import doors as training_doors
        from fanal.tourism.verifying import doors as verifications
        from fanal.tourism.verifying import policy as verifying

        del tasks  # read for what it declares
        rooms = (policy, membership, planning, evidence, training, verifying, reports, snapshots, systems, leaving)
        access.name_deeds({deed: words for one in rooms for deed, words in one.DEEDS.items()})
        learning.vouches(known.is_looked_at)
        doors.open_doors()
        day.open_doors()
        documents.open_doors()
        training_doors.open_doors()
        verifications.open_doors()
        leaving_doors.open_doors()
