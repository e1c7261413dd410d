from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "fanal.contacts"
    label = "contacts"

    def ready(self) -> None:
        """What this floor brings: policy, deeds, clocks, doors."""
        from fanal.access import api as access
        from fanal.contacts import duties, policy, tasks
        from fanal.contacts.desk import doors

        del duties, tasks  # read for what they declare
        access.name_deeds(policy.DEEDS)
        doors.open_doors()
