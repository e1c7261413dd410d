"""A concern that becomes the care of a child: who takes it on, what their keys open of it, what they are told.

The worker's team gets what was told of the child and what happened, supervisors what was told of the adult; nothing of
who told us. Where our own people may be concerned the two get it by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need, open_record
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import ChildIdentity, ConcernContent, NoteContent, PersonalContent
from fanal.concerns.contracts import OpenCase, Takers
from fanal.concerns.models import Concern, Decision
from fanal.concerns.signals import concern_accepted, concern_linked
from fanal.concerns.triage.triage import concern_of, purpose_of
from fanal.network import api as network
from fanal.network.api import records, rings
from fanal.network.contracts import Actor, PersonRef, PersonState, RingKind, Role
from fanal.vault import Principal
from fanal.vocabulary.codes import Triage

TELL = "concerns.tell"
WORKER, SUPERVISOR = (Role.CASEWORKER, Role.SUPERVISOR), (Role.SUPERVISOR,)
CHILD = frozenset({"personal", "content", "identity"})
ADULT = frozenset({"offender"})


def people(org: UUID, roles: tuple[Role, ...]) -> list[PersonRef]:
    """Who of an organisation can take on a case, or answer for one."""
    found = [one for one in network.persons(org) if one.state is PersonState.ACTIVE and one.roles.intersection(roles)]
    return [one for one in found if network.teams.of_person(one.id, RingKind.CASEWORK)]


def takers(concern: Concern, note: NoteContent) -> Takers:
    """Who was named. Raises `NotNow` where one is missing, cannot do it, or one is both: nobody approves their own
    work."""
    worker = _named(concern.org_id, note.worker, WORKER)
    supervisor = _named(concern.org_id, note.supervisor, SUPERVISOR)
    need(
        (worker is None, _("Name who takes on the case."), "worker"),
        (supervisor is None, _("Name who answers for the work: a supervisor."), "supervisor"),
        (
            worker is not None and worker == supervisor,
            _("Name two people: nobody answers for their own work."),
            "supervisor",
        ),
    )
    assert worker is not None
    assert supervisor is not None
    team = network.teams.of_person(worker, RingKind.CASEWORK)
    assert team is not None
    return Takers(worker, supervisor, team.id if team.name else None, concern.restricted)


def _named(org: UUID, typed: str, roles: tuple[Role, ...]) -> UUID | None:
    return next((one.id for one in people(org, roles) if str(one.id) == typed), None)


def accept(opened: Opened, concern: Concern, note: NoteContent, now: datetime) -> None:
    """Give them the keys, in the open record, and tell the room of cases. Raises `NotNow` as `takers` does, and
    `NetworkError` for a team without a key."""
    hands = takers(concern, note)
    _hand(opened, concern, hands)
    concern_accepted.send(sender=None, concern=concern.pk, org=concern.org_id, hands=hands, by=opened.by, now=now)


# ---- to a case that is open ----

type Cases = Callable[[UUID, str], OpenCase | None]
"""Finds the open case of an organisation that has a number."""
_cases: list[Cases] = []


def register_cases(find: Cases) -> None:
    """Say how an open case is found. Called once by the room of cases."""
    if find not in _cases:
        _cases.append(find)


def open_case(concern: Concern, note: NoteContent) -> OpenCase:
    """The case that was named. Raises `NotNow` where there is none with this number, and where our own people may be
    concerned and the case is open to its team."""
    found = next((case for find in _cases if (case := find(concern.org_id, note.case)) is not None), None)
    if found is None:
        raise NotNow(_("There is no open file with this number. Ask whoever works with the child."), "case")
    if concern.restricted and not found.hands.restricted:
        raise NotNow(_("This is about our own people, and that file is open to its team. Open a case instead."), "case")
    return found


def link(opened: Opened, concern: Concern, note: NoteContent, now: datetime) -> None:
    """Give the keys to whoever works on the case, and tell the room of cases. Raises as `open_case` does."""
    case = open_case(concern, note)
    _hand(opened, concern, case.hands)
    concern_linked.send(sender=None, concern=concern.pk, org=concern.org_id, case=case.id, by=opened.by, now=now)


def hand_on(actor: Actor, concern_id: UUID, hands: Takers, now: datetime) -> None:
    """Whoever was to open a case knows that the child has one: give the keys to whoever works on that. Raises
    `NotHere`, `NotAllowed`, and `NotNow` where our own people may be concerned and the case is open to its team."""
    concern = concern_of(actor, concern_id, lock=True)
    if concern.restricted and not hands.restricted:
        raise NotNow(_("This is about our own people, and that file is open to its team. Open a case instead."))
    purpose = purpose_of(concern)
    with open_record(actor, ref_of(concern), TELL, purpose=purpose, now=now, thing=concern, write=True) as opened:
        _hand(opened, concern, hands)


def _hand(opened: Opened, concern: Concern, hands: Takers) -> None:
    for to, compartments in _grants(concern, hands):
        if missing := compartments - _opens(concern.pk, to):
            opened.held.grant(to, missing & opened.keys.compartments)


def _grants(concern: Concern, hands: Takers) -> list[tuple[Principal, frozenset[str]]]:
    org = concern.org_id
    if hands.restricted:
        by_name = records.to_people(org, [hands.worker, hands.supervisor], CHILD)
        return [(to, frozenset(only)) for to, only in by_name]
    team = rings.principal(org, hands.team or RingKind.CASEWORK)
    return [(team, CHILD), (rings.principal(org, RingKind.SUPERVISORS), CHILD | ADULT)]


def _opens(record: UUID, to: Principal) -> frozenset[str]:
    held = (names for kind, who, _version, names in records.holders(record) if (kind, who) == (to.kind, to.id))
    return frozenset().union(*held)


# ---- what they are told ----


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a child, for whoever takes on the case; nothing of who told it. `safe_contact`: what triage
    wrote on how the child may be reached; `note`: what the colleague should know."""

    concern: UUID
    received_on: date
    country: str
    child_door: bool
    danger: str
    personal: PersonalContent = field(repr=False)
    content: ConcernContent = field(repr=False)
    identity: ChildIdentity = field(repr=False)
    safe_contact: str = field(repr=False, default="")
    note: str = field(repr=False, default="")


@transaction.atomic
def told(actor: Actor, concern_id: UUID, now: datetime) -> Told:
    """Open what was told, for the care of the child. Raises `NotHere`, `NotAllowed`."""
    concern = concern_of(actor, concern_id)
    with open_record(actor, ref_of(concern), TELL, purpose=purpose_of(concern), now=now, thing=concern) as opened:
        those = Decision.objects.filter(concern=concern, code__in=(Triage.OPEN_CASE, Triage.LINK_TO_CASE))
        decided = those.order_by("-at", "-id").first()
        note = opened.try_read(decided, "note") if decided is not None and opened.holds(decided) else None
        return Told(
            concern.pk, concern.received_on, concern.country_of_harm, concern.child_door, concern.danger,
            opened.try_read(concern, "personal") or PersonalContent(),
            opened.try_read(concern, "content") or ConcernContent(),
            opened.try_read(concern, "identity") or ChildIdentity(),
            note.safe_contact if note else "",
            note.text if note else "",
        )  # fmt: skip
