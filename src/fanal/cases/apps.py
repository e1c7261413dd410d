from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fanal.cases"
    label = "cases"

    def ready(self) -> None:
        """Each part declares what it brings: policy, deeds, doors, what it hears."""
        from fanal.access import api as access
        from fanal.cases import holding, policy
        from fanal.cases.files import affected
        from fanal.cases.files.desk import doors as file_doors
        from fanal.cases.opening import accepted
        from fanal.cases.opening.desk import doors as opening_doors
        from fanal.clocks.api import due_changed
        from fanal.concerns.api import concern_accepted

        access.name_deeds(policy.DEEDS)
        for shown in (file_doors, opening_doors):
            shown.open_doors()
        affected.declare()
        concern_accepted.connect(accepted.on_accepted, dispatch_uid="cases.accepted")
        due_changed.connect(holding.on_due_changed, dispatch_uid="cases.holding")
