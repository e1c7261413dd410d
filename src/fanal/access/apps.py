from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fanal.access"
    label = "access"

    def ready(self) -> None:
        from fanal.access import agreed, clearing, granting, incident, keeping, reviews
        from fanal.network.api import agreement_ended

        granting.declare()
        clearing.declare()
        incident.declare()
        reviews.declare()
        agreed.declare()
        keeping.declare()
        agreement_ended.connect(agreed.on_ended)
