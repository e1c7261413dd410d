"""CM-48: what a list shows and what a page opens is one answer: the SQL of `access.visible(Case)`, the relation of
`access_terms`, and what `sight` says of it, for any people, teams, roles, files for named people only, and helpers."""

from dataclasses import replace
from datetime import date
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.access.api import stated, visible
from fanal.cases import holding, sight
from fanal.cases.access_terms import relation
from fanal.cases.codes_work import HandOnKind, HandOnState
from fanal.cases.models import Case, Child, HandOn
from fanal.cases.sight_table import Eye, Part, Why
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import ROLE_RINGS, Actor, RingKind, Role, TeamRef
from fanal.network.models import Team
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
PEOPLE = ("amara", "bao", "celia", "dalia", "edo", "femi", "lena", "marek")
ROLES = st.frozensets(
    st.sampled_from([Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.DUTY_PERSON, Role.LAWYER,
                     Role.INTAKE_OFFICER, Role.MANAGER, Role.MEMBER_ADMIN, Role.CUSTODIAN]),
    max_size=3,
)  # fmt: skip
_NUMBERS = count()


class Stop(Exception):
    """Take an example back."""


@pytest.fixture(scope="module")
def teams_of_file(cast_of_file: Cast) -> list[UUID | None]:
    """The main casework team, and two more by name."""
    named = [Team.objects.create(org_id=cast_of_file.aurora, kind=RingKind.CASEWORK, name=name) for name in "NS"]
    return [None, *(one.pk for one in named)]


def person(cast: Cast, name: str, roles: frozenset[Role], team: UUID | None) -> Actor:
    """Somebody with these roles, in the teams that each needs: whoever has a role is in a team of it. `team`: in which
    casework team, where a role needs one."""
    main = {one.kind: one for one in network.teams.of(cast.aurora) if not one.name}
    rings = {ring for role in roles for ring in ROLE_RINGS.get(role, ())}
    casework = TeamRef(RingKind.CASEWORK, "x", team) if team else main[RingKind.CASEWORK]
    held = {casework if ring is RingKind.CASEWORK else main[ring] for ring in rings}
    return replace(cast[name], roles=roles, teams=frozenset(held))


def filed(cast: Cast, draw: st.DataObject, people: dict[str, Actor], teams: list[UUID | None]) -> Case | None:
    """A file whose worker is in the team that has it, and whose supervisor is another person."""
    team = draw.draw(st.sampled_from(teams))
    workers = [one for one in people.values() if any(_is_in(ref, team) for ref in one.teams)]
    leads = [one for one in people.values() if one.has(Role.SUPERVISOR)]
    pairs = [(one.person, two.person) for one in workers for two in leads if one.person != two.person]
    if not pairs:
        return None
    owner, supervisor = draw.draw(st.sampled_from(pairs))
    child = Child.objects.create(org_id=cast.aurora, safe_to_contact="worker_only")
    return Case.objects.create(
        number=f"AURO-{next(_NUMBERS):04}", child=child, org_id=cast.aurora, team_id=team, owner_id=owner,
        supervisor_id=supervisor, stage="registration", status="open", opened_on=date(2026, 11, 25),
        restricted=draw.draw(st.booleans()),
    )  # fmt: skip


def _is_in(ref: TeamRef, team: UUID | None) -> bool:
    return ref.kind is RingKind.CASEWORK and (ref.id == team if team else not ref.name)


def handed(cast: Cast, draw: st.DataObject, case: Case) -> HandOn:
    """Help, or the file itself, offered to somebody: in any state, for any days, and as the journal says or not."""
    to, before = (cast[draw.draw(st.sampled_from(PEOPLE))].person for _two in "ab")
    row = HandOn(
        case=case, made_by_id=case.owner_id, made_at=NOW, kind=draw.draw(st.sampled_from(HandOnKind)).value, to_id=to,
        before_id=before, state=draw.draw(st.sampled_from(HandOnState)).value, request_key=uuid4(),
        until=draw.draw(st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)])),
    )  # fmt: skip
    row.save()
    if draw.draw(st.booleans()):
        journal.write(case.pk, cast["bao"].signatory(), "cases.offer", at=NOW, items=[stated.item(row)])
    return row


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_who_sees_a_file_in_lists_is_who_stands_to_it(
    cast: Cast, teams_of_file: list[UUID | None], draw: st.DataObject
) -> None:
    try:
        with transaction.atomic():
            _agree(cast, draw, teams_of_file)
            raise Stop
    except Stop:
        pass


def _agree(cast: Cast, draw: st.DataObject, teams: list[UUID | None]) -> None:
    people = {
        name: person(cast, name, draw.draw(ROLES), draw.draw(st.sampled_from(teams))) for name in PEOPLE
    }  # fmt: skip
    case = filed(cast, draw, people, teams)
    if case is None:
        return
    rows = [handed(cast, draw, case) for _one in range(draw.draw(st.integers(0, 2)))]
    holding.write(case)
    believed = stated.kept(case.pk, rows)
    offered = {row.to_id for row in believed if row.state == HandOnState.OFFERED}
    for actor in (*people.values(), cast["oda"], cast["pia"]):
        eye = relation(actor, case)
        listed = visible(actor, Case.objects.all()).filter(pk=case.pk).exists()
        asked = f"{actor.name} {sorted(actor.roles)} restricted={case.restricted} eye={eye}"
        # Whoever is asked to take it on sees that it is there, and no page of it opens before the answer.
        assert listed == (eye is not None or (actor.person in offered and actor.org == case.org_id)), asked
        if eye is not None:
            look = sight.Look(eye, cleared=True, ground=True, restricted=case.restricted)
            assert not isinstance(sight.sees(look, Part.S1), Why) or look.purpose not in sight.PURPOSES[eye], asked
            assert sight.sees(look, Part.S1) is not Why.RESTRICTED, asked
        assert actor.org == case.org_id or not listed


def test_it_would_be_noticed_if_a_list_showed_more(cast: Cast, teams_of_file: list[UUID | None]) -> None:
    """The control: a team that holds a file in the table of lists and nowhere else."""
    people = {"bao": person(cast, "bao", frozenset({Role.SUPERVISOR}), None),
              "marek": person(cast, "marek", frozenset({Role.CASEWORKER}), None)}  # fmt: skip
    other = person(cast, "femi", frozenset({Role.CASEWORKER}), teams_of_file[1])
    child = Child.objects.create(org_id=cast.aurora, safe_to_contact="worker_only")
    case = Case.objects.create(
        number="AURO-X", child=child, org_id=cast.aurora, owner_id=people["marek"].person,
        supervisor_id=people["bao"].person, stage="registration", status="open", opened_on=date(2026, 11, 25),
    )  # fmt: skip
    holding.write(case)
    assert not visible(other, Case.objects.all()).filter(pk=case.pk).exists()
    row = case.holdings.get(relation=Eye.TEAM.value)
    row.pk, row.principal = None, teams_of_file[1]
    row.save(force_insert=True)
    assert visible(other, Case.objects.all()).filter(pk=case.pk).exists()
    assert relation(other, case) is None
