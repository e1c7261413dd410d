"""Two members: Aurora asks, Nordlys knows a child who wants to be found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.cases.codes import ConsentPurpose
from fanal.cases.continuity import continuity, matching
from fanal.cases.continuity.continuity import CARE, Wanted
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, NetworkSearch
from fanal.cases.opening.opening import open_file
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary.codes import Triage
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import ANSWERS, opened
from tests.rooms.cases.grounds.care import BOTH
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.told import tell

ALL = frozenset({matching.NAME, matching.YEAR})


def care(cast: Cast, **more: Any) -> UUID:
    """An agreement of the two about the continuity of care."""
    return agree(cast, purpose=CARE, **more)


def staffed(cast: Cast) -> None:
    """Nils works with children at Nordlys; Oda answers for it."""
    network.people.give_roles(cast["oda"], cast["nils"].person, [*cast["nils"].roles, Role.CASEWORKER], NOW)
    are_cleared([cast["nils"].person])


def theirs(cast: Cast, *, found: bool = True, **answers: Any) -> Case:
    """A file at Nordlys. `found`: the child wants to be found by other members."""
    sent = tell(cast, NOW, page="XB")
    note = NoteContent(
        worker=str(cast["nils"].person), supervisor=str(cast["oda"].person), safe_contact="school", text="known"
    )
    decide(cast["nils"], sent.id, Choice(Triage.OPEN_CASE, note), sent.row.version, NOW)
    said = ANSWERS | {"case.country_of_harm": "XB"} | {path.replace("__", "."): said for path, said in answers.items()}
    case = open_file(cast["nils"], sent.id, said, NOW)
    if found:
        wants(cast, case)
    return case


def wants(cast: Cast, case: Case, **more: Any) -> None:
    """The child says yes to being found."""
    grounds.give(cast["nils"], case.pk, ConsentPurpose.CONTINUITY_SEARCH, {**BOTH, **more}, NOW)


def ours(cast: Cast, **answers: Any) -> Case:
    """A file at Aurora, of a child whose name was written in another way."""
    return opened(cast, **answers)


def asks(
    cast: Cast, case: Case, facts: frozenset[str] = ALL, now: datetime = NOW, by: str = "marek", **more: Any
) -> NetworkSearch:
    """Aurora asks Nordlys."""
    said = Wanted(cast.nordlys, facts, "came", **more)
    return continuity.ask_member(cast[by], case.pk, said, now)
