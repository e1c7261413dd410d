"""Who writes to the database gives a colleague another name, role or team, or puts rows back to what they once were:
that person is nobody until it is mended, and no deed vouches for it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import serializers
from django.db.models import Model
from django.http import HttpRequest

from fanal import vault
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network import marks, signin, unbelieved
from fanal.network.contracts import NetworkError, PersonState, RingKind, Role
from fanal.network.models import GrantHeld, Person, PersonKey, RingSeal, RoleHeld, Slot, Team, TeamMember
from fanal.site.commands.journal import defects
from tests.attacks.writer import DAY
from tests.people import NOW, PASSWORD, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
LATER = NOW + timedelta(days=3)


def _acts(cast: Cast, username: str) -> bool:
    """Whether somebody who signs in with their own password can work."""
    request = HttpRequest()
    request.user, request.session = Person.objects.get(username=username), {}  # type: ignore[assignment]
    signin._store(request, cast.seed(username))
    return network.actor_of(request, NOW.date()) is not None


def _said() -> str:
    return " ".join(defects(lambda _done, _of: None))


def _person(username: str) -> UUID:
    return Person.objects.get(username=username).pk


CHANGES: dict[str, Callable[[UUID], object]] = {
    "another name": lambda femi: Person.objects.filter(pk=femi).update(name="Amara"),
    "said to have left": lambda femi: Person.objects.filter(pk=femi).update(state=PersonState.LEFT),
    "a role": lambda femi: RoleHeld.objects.create(person_id=femi, role=Role.CUSTODIAN, since=DAY),
    "a role less": lambda femi: RoleHeld.objects.filter(person_id=femi).delete(),
    "a role that ended": lambda femi: RoleHeld.objects.filter(person_id=femi).update(until=DAY),
    "a team": lambda femi: TeamMember.objects.create(
        team=Team.objects.get(org__name="Aurora", kind="keepers"), person_id=femi, since=DAY
    ),
    "a duty for a time": lambda femi: GrantHeld.objects.create(
        person_id=femi, code="gaps", since=DAY, until=DAY + timedelta(days=300)
    ),
    "another organisation": lambda femi: Person.objects.filter(pk=femi).update(
        org=Person.objects.get(username="nils").org
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_somebody_of_whom_something_was_changed_is_nobody(cast: Cast, change: Callable[[UUID], object]) -> None:
    """They do not act, nothing is sealed to them, and it is named. Before, all of it works."""
    femi = _person("femi")
    assert _acts(cast, "femi")
    assert _said() == ""
    change(femi)
    assert not _acts(cast, "femi")
    with pytest.raises(NetworkError):
        network.trusted.principal(femi)
    assert "of 1 of its accounts name, roles, teams, key or second step are not as they were left" in _said()


def test_no_deed_vouches_for_a_role_that_somebody_wrote(cast: Cast) -> None:
    """Whoever gives or takes a role, lets Femi in or renews a key is told; her membership can be ended."""
    femi = _person("femi")
    RoleHeld.objects.create(person_id=femi, role=Role.CUSTODIAN, since=DAY)
    bao = cast["bao"]
    for deed in (
        lambda: network.people.give_roles(bao, femi, [Role.CASEWORKER], NOW),
        lambda: network.people.take_role(bao, femi, Role.INTAKE_OFFICER, NOW),
        lambda: network.people.admit(bao, femi, NOW),
        lambda: network.people.rotate_ring(bao, RingKind.INTAKE, "yearly", NOW),
        lambda: network.grants.hold(femi, "gaps", NOW.date(), NOW.date()),
        lambda: network.people.reset_password(network.people.make_reset_link(bao, femi, NOW), f"{PASSWORD} new", NOW),
    ):
        with pytest.raises(NetworkError):
            deed()
    network.people.end_membership(bao, femi, NOW)
    assert Person.objects.get(pk=femi).state == PersonState.LEFT
    assert _said() == ""


def _record(cast: Cast) -> UUID:
    record, granted = uuid4(), network.rings.grants(cast.aurora, {RingKind.INTAKE: ["content"]})
    network.records.make(cast.aurora, record, ["content"], granted)
    return record


def _opens(cast: Cast, keys: vault.Keyring, record: UUID) -> bool:
    try:
        network.records.open_held(cast.aurora, record, keys)
    except vault.NotGranted:
        return False
    return True


@pytest.mark.parametrize("hidden", [(), (TeamMember,), (TeamMember, RingSeal)], ids=["control", "place", "seals too"])
def test_whoever_hides_their_place_while_they_leave_opens_nothing_that_comes_later(
    cast: Cast, hidden: tuple[type[Model], ...]
) -> None:
    """Femi kept her keys. Where her place in the team is gone, every team gets a new key; nobody takes her out of a
    team in which she seems not to be."""
    keys, femi = cast["femi"].keyring, _person("femi")
    assert _opens(cast, keys, _record(cast)), "while she is there"
    for model in hidden:
        model._default_manager.filter(person_id=femi).delete()
    if hidden:
        intake = Team.objects.get(org_id=cast.aurora, kind=RingKind.INTAKE)
        with pytest.raises(NetworkError, match="Somebody changed"):
            network.teams.take_out(cast["bao"], intake.pk, femi, NOW)
    network.people.end_membership(cast["bao"], femi, NOW)
    later = _record(cast)
    assert not _opens(cast, keys, later)
    assert _opens(cast, cast["amara"].keyring, later), "her colleagues go on"
    assert _said() == ""


def test_somebody_who_waits_for_keys_is_not_set_to_work_by_a_row(cast: Cast) -> None:
    """A keeper signed for Gita, the custodian has not let her in yet. The control: then she works."""
    token = network.people.invite(cast["edo"], "Gita", [Role.CUSTODIAN], NOW)
    gita, code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    cast.seeds["gita"] = network.people.accounts.seed_by_code(Person.objects.get(pk=gita), code)
    assert [team.kind for team in network.people.admit(cast["amara"], gita, NOW)] == [RingKind.CUSTODIAN]
    Person.objects.filter(pk=gita).update(state=PersonState.ACTIVE)
    assert not _acts(cast, "gita")
    with pytest.raises(NetworkError):
        network.people.admit(cast["celia"], gita, NOW)
    assert "of 1 of its accounts" in _said()
    Person.objects.filter(pk=gita).update(state=PersonState.WAITING)
    assert network.people.admit(cast["celia"], gita, NOW) == []
    assert _acts(cast, "gita")
    assert _said() == ""


def test_two_newcomers_whose_names_were_swapped_are_not_let_in(cast: Cast) -> None:
    """Gita is called Hugo and Hugo Gita: the keeper who calls Hugo would let the other in."""
    made = {}
    for name in ("gita", "hugo"):
        token = network.people.invite(cast["edo"], name.capitalize(), [Role.INTAKE_OFFICER], NOW)
        made[name], _code = network.people.accept(token, name, f"{PASSWORD} {name}", NOW)
    Person.objects.filter(pk=made["gita"]).update(name="Hugo")
    Person.objects.filter(pk=made["hugo"]).update(name="Gita")
    for person in made.values():
        with pytest.raises(NetworkError):
            network.people.admit(cast["amara"], person, NOW)
    Person.objects.filter(pk=made["gita"]).update(name="Gita")
    assert network.people.admit(cast["amara"], made["gita"], NOW) == []


@pytest.fixture
def committed(cast: Cast, data: Path, django_capture_on_commit_callbacks: Any) -> Any:
    """What is done inside is committed."""
    marks.bring_up(unbelieved.newest())
    return lambda: django_capture_on_commit_callbacks(execute=True)


def _rows(person: UUID) -> str:
    """Everything about a person, as a copy of the database keeps it."""
    models = (RoleHeld, TeamMember, PersonKey, RingSeal, Slot)
    rows = [
        *Person.objects.filter(pk=person),
        *(row for model in models for row in model.objects.filter(person=person)),
    ]
    return serializers.serialize("json", rows)


def _put_back(rows: str) -> None:
    for row in serializers.deserialize("json", rows):
        row.save()


def test_somebody_who_left_does_not_come_back_with_their_rows(cast: Cast, committed: Any) -> None:
    """Femi has her password still, and all rows of hers are put back from an old copy. The control: before, she acts,
    and with the rows put back while she still works here."""
    femi = _person("femi")
    before = _rows(femi)
    _put_back(before)
    assert _acts(cast, "femi")
    with committed():
        network.people.end_membership(cast["bao"], femi, NOW)
    _put_back(before)
    assert Person.objects.get(pk=femi).state == PersonState.ACTIVE
    assert not _acts(cast, "femi")
    with pytest.raises(NetworkError):
        network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "yearly", NOW)


def test_a_key_that_was_lost_does_not_come_back(cast: Cast, committed: Any) -> None:
    """Femi's password was stolen and she has new keys. The row of the new ones is taken out, those of the old are put
    back: nothing is sealed to what the thief holds."""
    femi = _person("femi")
    before = _rows(femi)
    with committed():
        network.people.reset_password(network.people.make_reset_link(cast["edo"], femi, NOW), f"{PASSWORD} anew", NOW)
        network.people.admit(cast["amara"], femi, NOW)
    PersonKey.objects.filter(person_id=femi, version=2).delete()
    RingSeal.objects.filter(person_id=femi).delete()
    _put_back(before)
    assert not _acts(cast, "femi")
    with pytest.raises(NetworkError):
        network.trusted.principal(femi)


@pytest.mark.parametrize("username", ["femi", "amara"])
def test_a_past_place_in_a_team_that_was_taken_out_is_named(cast: Cast, username: str) -> None:
    """Femi leaves, Amara leaves one team: what each could read there is told of the account in an incident. The
    control: nothing is named while the places stand."""
    who = _person(username)
    if username == "femi":
        network.people.end_membership(cast["bao"], who, NOW)
    else:
        coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [who], NOW)
        network.teams.take_out(cast["bao"], coast.id, who, NOW)
    past = TeamMember.objects.filter(person_id=who).exclude(until=None)
    held = [one.team for one in network.reach.teams_of(who)]
    assert set(past.values_list("team_id", flat=True)) <= set(held)
    assert _said() == ""
    past.update(until=DAY - timedelta(days=300))
    assert "of 1 of its accounts" in _said()
    past.delete()
    assert "of 1 of its accounts" in _said()


# ---- what a key signs, and when ----


def _entry(cast: Cast, username: str, at: Any = NOW, **other: Any) -> UUID:
    record, by = uuid4(), cast[username].signatory()
    journal.write(record, journal.Signatory(by.kind, by.actor, other.get("org", by.org), by.signer), "x.y", at=at)
    return record


def _why(record: UUID) -> list[str]:
    return [line for line in defects(lambda _done, _of: None) if str(record) in line]


def test_whoever_left_signs_nothing_more(cast: Cast, committed: Any) -> None:
    """An entry of Femi's from the day she left holds; one of three days later is named, also when the day was taken
    out of her row and of that of her key."""
    femi = _person("femi")
    with committed():
        network.people.end_membership(cast["bao"], femi, NOW)
    good, late = _entry(cast, "femi"), _entry(cast, "femi", LATER)
    assert _why(good) == []
    assert _why(late) == [f"record {late}: entry 1 is signed by a key after its end"]
    Person.objects.filter(pk=femi).update(left_on=None)
    PersonKey.objects.filter(person_id=femi).update(until=None)
    assert _why(late) == [f"record {late}: entry 1 is signed by a key after its end"]


def test_a_key_that_was_replaced_signs_nothing_more(cast: Cast, committed: Any) -> None:
    """Also where the newer one was taken out of the database."""
    femi = _person("femi")
    with committed():
        network.people.reset_password(network.people.make_reset_link(cast["edo"], femi, NOW), f"{PASSWORD} anew", NOW)
    good, late = _entry(cast, "femi"), _entry(cast, "femi", LATER)
    assert (_why(good), len(_why(late))) == ([], 1)
    PersonKey.objects.filter(person_id=femi, version=2).delete()
    assert (_why(good), len(_why(late))) == ([], 1)


def test_a_key_signs_nothing_before_it_was_let_in(cast: Cast) -> None:
    """Gita has joined and waits. What she signs counts from the day on which a key keeper lets her in."""
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    person, code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    cast.seeds["gita"] = network.people.accounts.seed_by_code(Person.objects.get(pk=person), code)
    early = _entry(cast, "gita")
    assert len(_why(early)) == 1
    network.people.admit(cast["amara"], person, LATER)
    good = _entry(cast, "gita", LATER)
    assert (_why(early), _why(good)) == (
        [f"record {early}: entry 1 is signed by a key before a key keeper let it in"],
        [],
    )
    PersonKey.objects.filter(person_id=person).update(admitted_on=DAY)  # it is in the code of the key
    assert len(_why(good)) == 1


def test_a_key_signs_for_its_own_organisation(cast: Cast) -> None:
    """An entry of Amara's in the journal of Nordlys."""
    wrong = _entry(cast, "amara", org=cast.nordlys)
    assert _why(wrong) == [f"record {wrong}: entry 1 is signed by somebody of another organisation"]
    assert _why(_entry(cast, "amara")) == []


def test_what_somebody_wrote_while_they_were_here_opens_for_ever(cast: Cast, committed: Any) -> None:
    """The control: Femi left, and what she signed before is as good as it was."""
    before = _entry(cast, "femi")
    with committed():
        network.people.end_membership(cast["bao"], _person("femi"), LATER)
    assert _why(before) == []
