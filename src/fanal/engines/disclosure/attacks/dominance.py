"""A8: a member that contributed subtracts its own children from a published total. Is anybody else left, and how many?

Each member asks for itself, beside its own counts; the network only hears whether a member objects, never why.
"""

from collections.abc import Iterator

from fanal.engines.disclosure.attacks.published import Seen, exact
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed, undecided
from fanal.engines.disclosure.model import DisclosureError

CODE = "A8"
ADVICE = "Leave out the table or join classes; the member need not say why."


def attack(case: Case) -> Outcome:
    """At a member: its own counts. At the network: whether any member objected. Raises `DisclosureError`."""
    if case.own is not None:
        places = [place for table in case.seen if not table.release for place in _dominated(case, table)]
        if places:
            words = "A total less the children of this member is smaller than the threshold: it would know the others."
            return failed(CODE, words, places, ADVICE)
        return passed(CODE, "No total less the children of this member is smaller than the threshold.")
    if case.objections is None:
        return undecided(CODE, "The members were not asked.", "Ask every member that contributed, or give its counts.")
    if case.objections:
        return failed(CODE, "A member objected.", (), ADVICE)
    return passed(CODE, "Every member was asked, and none objected.")


def _dominated(case: Case, table: Seen) -> Iterator[str]:
    if case.own is None:
        raise DisclosureError("the member's own counts are needed")
    own = exact(table, case.own)[0]
    for cell in range(len(own)):
        if table.shown[cell] and own[cell] and table.values[cell] - own[cell] < table.table.policy.k:
            yield table.place(cell)
