"""DNH-29: by default nothing leaves a file that names the child, who told us or a person suspected; each field more
has a reason."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from fanal.cases.codes_work import Passed
from fanal.cases.exchange import exporting
from fanal.cases.files import files
from fanal.cases.members import members, seen
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Referral, Report
from fanal.cases.referring import referring
from fanal.cases.reporting import policy, reporting
from fanal.passing.api import Addition, NotAddable
from tests.harm.case_ways import allowed, case, case_of_file, help_of, sent
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.members import scenes as of_members
from tests.rooms.cases.referring.scenes import SAID as TO_CLINIC
from tests.rooms.cases.reporting.scenes import SAID as TO_POLICE
from tests.rooms.concerns.told import ANSWERS

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
NOBODY = ("Lilo", "Anders", PERSON["names"][0], ANSWERS["you"], ANSWERS["reply_contact"], ANSWERS["words"])


def _to_member(cast: Cast, case: Case, role: Passed) -> str:
    help_ = help_of(case, rung=False) if role is Passed.REFERRAL else None
    with files.looking(cast["marek"], case.pk, NOW) as found:
        made = seen.seen(found, Wanted(role, cast.nordlys, help=help_), NOW)
    return made.preview.canonical.decode()


def _rung(cast: Cast, case: Case) -> str:
    sent(cast, case, "a provider")
    return str(files.look(cast["marek"], case.pk, NOW).of(Referral)[0].said["pack"])


def _reported(cast: Cast, case: Case) -> str:
    sent(cast, case, "an authority")
    with reporting.looking(cast["marek"], case.pk, NOW, policy.SEE) as found:
        said = found.of(Report)[0].said
    return str(said["pack"]) + str(said.get("person") or "")


def _taken(cast: Cast, case: Case) -> str:
    return exporting.open_(cast["marek"], sent(cast, case, "data taken out").pk, NOW)[1]


LEFT: dict[str, Callable[[Cast, Case], str]] = {
    "help of a member": lambda cast, case: _to_member(cast, case, Passed.REFERRAL),
    "a member takes over": lambda cast, case: _to_member(cast, case, Passed.TRANSFER),
    "a provider": _rung, "an authority": _reported, "data taken out": _taken,
}  # fmt: skip


@pytest.mark.parametrize("way", LEFT)
def test_by_default_it_names_nobody(cast: Cast, case: Case, way: str) -> None:
    allowed(cast, case)
    left = LEFT[way](cast, case)
    assert len(left) > 40, "something leaves"
    assert [one for one in NOBODY if one in left] == []


@pytest.mark.parametrize(("path", "reason"), [("service.for_whom", " "), ("child.given_name", "They ask")])
def test_without_a_reason_and_a_yes_for_it_no_field_is_added(cast: Cast, case: Case, path: str, reason: str) -> None:
    allowed(cast, case)
    more, marek = [Addition(path, reason)], cast["marek"]
    help_ = Wanted(Passed.REFERRAL, cast.nordlys, help=help_of(case, rung=False), additions=tuple(more))
    for deed in (
        lambda: members.draft(marek, case.pk, help_, of_members.SAID, uuid4(), NOW),
        lambda: referring.draft(marek, case.pk, help_of(case, rung=True), TO_CLINIC, more, uuid4(), NOW),
        lambda: reporting.prepare(marek, case.pk, TO_POLICE, more, uuid4(), NOW),
    ):
        with pytest.raises(NotAddable):
            deed()
