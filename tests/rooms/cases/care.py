"""Files that tests open, as people do: a concern is told, decided, and its file opened."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from fanal.cases.codes_work import HandOnKind
from fanal.cases.models import Case
from fanal.cases.opening.opening import open_file
from fanal.cases.passing_on import inside
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.codes import Triage
from tests.people import NOW, Cast, are_cleared
from tests.rooms.concerns.told import Sent, tell

ANSWERS: dict[str, Any] = {
    "child.given_name": "Lilo",
    "child.family_name": "Anders",
    "child.birth_date": "2013",
    "child.age_at_intake": 13,
    "child.sex": "female",
    "child.languages": ("spa",),
    "child.interpreter_needed": False,
    "child.safe_to_contact": "agreed_times",
    "consent.child_assented": "agreed",
    "consent.given_by": "legal_guardian",
    "consent.basis": "consent",
    "case.standing": "victim",
    "case.risk": "high",
    "case.country_of_harm": "XA",
    "case.travel_tourism": "yes",
    "case.forms": ("unknown",),
    "case.first_identified_by": "tourism_staff",
}


UNMET = {
    "consent__child_assented": "not_asked",
    "consent__given_by": "nobody",
    "consent__basis": "child_protection_best_interests",
    "consent__basis_reason": "Not met yet; the school says that she is afraid at home",
}
"""A child whom nobody met: a supervisor signs within a day."""


def accepted(cast: Cast, now: datetime = NOW, by: str = "amara", worker: str = "marek", **more: Any) -> Sent:
    """A concern that was decided as "open a case": Marek, or who is said, takes it on, Bao answers for the work."""
    sent = tell(cast, now, **more)
    note = NoteContent(
        worker=str(cast[worker].person),
        supervisor=str(cast["bao"].person),
        safe_contact="through the school",
        text="The teacher knows",
    )
    decide(cast[by], sent.id, Choice(Triage.OPEN_CASE, note), sent.row.version, now)
    return sent


def opened(
    cast: Cast, now: datetime = NOW, *, by: str = "marek", told: dict[str, Any] | None = None, **answers: Any
) -> Case:
    """An open file. `answers` take the place of those above, with `__` for the dot."""
    sent = accepted(cast, now, worker=by, **(told or {}))
    said = ANSWERS | {path.replace("__", "."): value for path, value in answers.items()}
    return open_file(cast[by], sent.id, said, now)


def helper(cast: Cast, case: Case, who: str = "noor", parts: tuple[str, ...] = ()) -> Actor:
    """Somebody who helps with a file for some days, with all of it or with parts."""
    network.people.give_roles(cast["bao"], cast[who].person, [Role.CASEWORKER], NOW)
    are_cleared([cast[who].person])
    said = {"situation": "She goes to school", "safety_now": "Through the school", "parts": parts}
    said["until"] = NOW.date() + timedelta(days=9)
    row = inside.offer(cast["marek"], case.pk, HandOnKind.CO_WORK, cast[who].person, said, uuid4(), NOW)
    inside.accept(cast[who], row.pk, NOW)
    return cast[who]


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """The file of a child on which Marek works, made once a file of tests. One that begins from another file has its
    own."""
    return opened(cast_of_file)


@pytest.fixture
def case(case_of_file: Case, cast: Cast) -> Case:
    """The same, as it is now."""
    return Case.objects.select_related("child").get(pk=case_of_file.pk)
