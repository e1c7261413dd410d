from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "fanal.progress"
    label = "progress"

    def ready(self) -> None:
        """What this floor brings: who does the work, doors."""
        from fanal.access import api as access
        from fanal.progress import policy, promised, tasks
        from fanal.progress.asks import doors as asks_doors
        from fanal.progress.asks import duties as asking
        from fanal.progress.asks import policy as asks
        from fanal.progress.asks import reviewing as asks_read
        from fanal.progress.assessing import citing, duties
        from fanal.progress.assessing import policy as assessing
        from fanal.progress.assessing.desk import doors as assessments
        from fanal.progress.composing import doors as composing
        from fanal.progress.composing import policy as documents
        from fanal.progress.desk import doors
        from fanal.progress.numbers import doors as numbers
        from fanal.progress.observations import policy as values
        from fanal.progress.practices import doors as practices_doors
        from fanal.progress.practices import policy as practices
        from fanal.progress.practices import reviewing
        from fanal.progress.programmes import doors as programmes_doors
        from fanal.progress.programmes import policy as programmes
        from fanal.progress.public import doors as board
        from fanal.progress.releases import citing as cited

        del policy, tasks  # read for what they declare
        deeds = (assessing.DEEDS, programmes.DEEDS, practices.DEEDS, values.DEEDS, asks.DEEDS, documents.DEEDS)
        access.name_deeds({deed: said for each in deeds for deed, said in each.items()})
        promised.declare()
        reviewing.declare()
        asks_read.declare()
        duties.listen()
        citing.register(cited.RELEASE, cited.release, cited.releases_since)
        citing.register(cited.OBSERVATION, cited.observation, cited.observations_since)
        asking.listen()
        inside = (doors, assessments, practices_doors, asks_doors, composing)
        for shown in (*inside, board, programmes_doors, numbers):
            shown.open_doors()
