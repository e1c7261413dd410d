"""CM-10: nobody approves in a file on which they work: worker and whoever answers for it are two, by every door."""

from typing import Any
from uuid import uuid4

import pytest

from fanal.access import api as access
from fanal.access.api import NotAllowed, NotNow
from fanal.cases.codes_work import HandOnKind
from fanal.cases.files import writing
from fanal.cases.models import Case
from fanal.cases.passing_on import inside
from fanal.cases.policy import SIGN, answers_for
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary.codes import Triage
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """Marek is a supervisor too."""
    cast = cast_of_file
    network.people.give_roles(cast["bao"], cast["marek"].person, [Role.SUPERVISOR], NOW)
    return opened(cast)


def test_a_supervisor_who_works_on_a_file_answers_for_nothing_in_it(cast: Cast, case: Case) -> None:
    rules = [one for one in access.rules().values() if one.deed.startswith("cases.") and one.check is answers_for]
    checked = [one.deed for one in rules]
    assert SIGN in checked
    for deed in checked:
        assert not access.may(cast["marek"], deed, case), deed
    assert access.may(cast["bao"], SIGN, case)


@pytest.mark.parametrize("who", ["marek", "bao"])
def test_a_case_is_not_opened_for_one_person_twice(cast: Cast, who: str) -> None:
    sent, person = tell(cast, NOW), str(cast[who].person)
    note = NoteContent(worker=person, supervisor=person, safe_contact="through the school", text="x")
    with pytest.raises(NotNow):
        decide(cast["amara"], sent.id, Choice(Triage.OPEN_CASE, note), sent.row.version, NOW)


def test_the_answering_is_not_offered_to_the_worker_nor_the_work_to_who_answers(cast: Cast, case: Case) -> None:
    said: dict[str, Any] = dict.fromkeys(inside.NOTE, "x")
    for kind, to in ((HandOnKind.SUPERVISE, "marek"), (HandOnKind.ASSIGN, "bao")):
        with pytest.raises(NotNow, match="cannot take it"):
            inside.offer(cast["marek"], case.pk, kind, cast[to].person, said, uuid4(), NOW)


def test_who_answers_for_it_does_not_write_as_its_worker(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        writing.set_wishes(cast["bao"], case.pk, "x", case.version, NOW)
