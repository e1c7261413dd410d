from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

CONCERNS = (
    "acts",
    "alarms",
    "approvals",
    "assessing",
    "breaking",
    "child_side",
    "closing",
    "conferences",
    "continuity",
    "course",
    "directory",
    "exchange",
    "files",
    "follow_ups",
    "gate",
    "grounds",
    "interests",
    "keeping",
    "members",
    "merging",
    "naming",
    "opening",
    "passing_on",
    "people",
    "planning",
    "referring",
    "reporting",
    "rights",
    "search",
    "seats",
    "supervision",
)
"""The parts of the room: each names the deeds of its policy, where it has one of its own, and opens its doors."""


class CasesConfig(AppConfig):
    name = "fanal.cases"
    label = "cases"

    def ready(self) -> None:
        """Each part declares what it brings: policy, deeds, doors, what it hears."""
        from fanal.access import api as access
        from fanal.cases import policy
        from fanal.cases.course import owed  # noqa: F401
        from fanal.cases.files import affected

        access.name_deeds(policy.DEEDS)
        for concern in CONCERNS:
            if find_spec(f"fanal.cases.{concern}.policy"):
                access.name_deeds(import_module(f"fanal.cases.{concern}.policy").DEEDS)
            if find_spec(f"fanal.cases.{concern}.tasks"):
                import_module(f"fanal.cases.{concern}.tasks")
            import_module(f"fanal.cases.{concern}.desk.doors").open_doors()
        affected.declare()
        _hear_of_deeds()
        _join_concerns()


def _hear_of_deeds() -> None:
    """What follows of each deed on a file, and of what is due next."""
    from fanal.cases import holding
    from fanal.cases.counting import counting
    from fanal.cases.files import record
    from fanal.cases.members import clock as members_clock
    from fanal.cases.referring import clock
    from fanal.cases.seats import seats
    from fanal.clocks.api import due_changed

    for call in (counting.after, clock.after, members_clock.after, seats.after):
        record.afterwards(call)
    due_changed.connect(holding.on_due_changed, dispatch_uid="cases.holding")


def _join_concerns() -> None:
    """What is heard from concerns, and answered to them."""
    from fanal.cases.files import restricting
    from fanal.cases.grounds.grounds import taken_back
    from fanal.cases.members import clock as members_clock
    from fanal.cases.opening import accepted, care
    from fanal.concerns import api as concerns

    concerns.concern_accepted.connect(accepted.on_accepted, dispatch_uid="cases.accepted")
    concerns.concern_linked.connect(accepted.on_linked, dispatch_uid="cases.linked")
    concerns.concern_restricted.connect(restricting.on_concern_restricted, dispatch_uid="cases.restricted")
    concerns.concern_restricted.connect(members_clock.on_concern_restricted, dispatch_uid="cases.taken_restricted")
    concerns.concern_restricted.connect(accepted.on_restricted, dispatch_uid="cases.accepted_restricted")
    concerns.concern_taken_back.connect(accepted.on_taken_back, dispatch_uid="cases.taken_back")
    concerns.register_cases(accepted.open_case)
    concerns.register_care(care.care)
    concerns.register_ground(care.covered)
    taken_back.connect(care.on_taken_back, dispatch_uid="cases.handovers_taken_back")
