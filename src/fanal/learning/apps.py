from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "fanal.learning"
    label = "learning"

    def ready(self) -> None:
        """What this floor brings: policy, what is reviewed, doors."""
        from fanal.access import api as access
        from fanal.learning import policy, reviewing, tasks
        from fanal.learning.certificates import policy as certificates
        from fanal.learning.desk import doors
        from fanal.learning.leading import doors as leading
        from fanal.learning.people.policy import DEEDS
        from fanal.learning.sessions import policy as sessions
        from fanal.learning.skills import policy as skills
        from fanal.learning.staff import cards
        from fanal.learning.staff import policy as staff

        del policy, tasks  # read for what they declare
        access.name_deeds(DEEDS | certificates.DEEDS | sessions.DEEDS | skills.DEEDS | staff.DEEDS)
        access.taught_by(cards.teaches)
        cards.connect()
        reviewing.declare()
        doors.open_doors()
        leading.open_doors()
