"""Narrow duties that a person holds until a day: proposed by one person, confirmed by another, with a reason, ended at
once.

A room registers the kinds of its grants. What a person may do follows from the network's own table (`network.grants`);
`GrantGiven` is the record of who gave it. Whoever leads an organisation proposes for their own people; who of the
secretariat may propose for any member's is said by the kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import deciding, holding, stated
from fanal.access.acting import NotNow, ask
from fanal.access.contracts import NotAllowed
from fanal.access.deciding import Line, LineState
from fanal.access.history import name_deeds
from fanal.access.models import GrantGiven
from fanal.access.policy import allow, may, scope, visible
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonRef, PersonState, Role
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, PROPOSE, CONFIRM, END = "access.grants", "access.propose_grant", "access.confirm_grant", "access.end_grant"
_DEEDS = frozenset({PROPOSE, CONFIRM, END})
LONGEST = 12
"""Months that a grant lasts at most."""
WAITS = 30
"""Days that a proposal waits for the second person."""
HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
_LEADS = (Role.MANAGER, Role.CORPUS_EDITOR)
_SECONDS = (*_LEADS, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER)
_EVERYBODY = tuple(Role)


@dataclass(frozen=True, slots=True)
class GrantKind:
    """One narrow duty. `name`: what it is called; `may`: what its holder may do, as a sentence without a subject;
    `network_wide`: roles of the secretariat that propose it for people of any member."""

    code: str
    name: str | Promise
    may: str | Promise
    network_wide: frozenset[Role] = frozenset()


_kinds: dict[str, GrantKind] = {}


def grant_kind(kind: GrantKind) -> GrantKind:
    """Declare a kind of grant; called when a room starts. Raises ValueError when it is declared already."""
    if kind.code in _kinds:
        raise ValueError(f"the grant {kind.code} is declared twice")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> GrantKind:
    """A declared kind. Raises KeyError."""
    return _kinds[code]


# ---- who may ----


def _wide(actor: Actor, code: str) -> bool:
    """Whether the actor gives grants of this kind to people of any member."""
    return actor.org_kind is OrgKind.SECRETARIAT and actor.has(*_kinds[code].network_wide)


def proposable(actor: Actor) -> list[GrantKind]:
    """The kinds that the actor can propose, in the order in which rooms declared them."""
    return [kind for kind in _kinds.values() if actor.has(Role.MANAGER) or _wide(actor, kind.code)]


def beyond(actor: Actor) -> bool:
    """Whether the actor gives some grant to people of other organisations."""
    return any(_wide(actor, code) for code in _kinds)


def _foreign(actor: Actor, thing: GrantGiven) -> Answer:
    if thing.org_id != actor.org and not _wide(actor, thing.code):
        return Refused("foreign", _("This belongs to another organisation."))
    return Allowed(LIST)


def _confirms(actor: Actor, thing: object) -> Answer:
    """Another person than the first, and not the one who gets it."""
    if not isinstance(thing, GrantGiven):
        return Allowed(CONFIRM)
    if actor.person in {thing.proposed_by_id, thing.person_id}:
        return Refused("self", _("Another person confirms: neither the one who proposed it nor the one who gets it."))
    said = _said(thing)
    if said.torn:
        return Refused("torn", network.trusted.torn())
    if not is_left(thing, said):
        return Refused("changed", stated.words())
    return _foreign(actor, thing)


def _said(row: GrantGiven) -> Told:
    return journal.told(row.pk, _DEEDS, network.trusted.Signers())


def is_left(row: GrantGiven, told: Told | None = None) -> bool:
    """Whether a grant is as the last deed left it: the row alone would let the first person be the second, too, and one
    go on that was ended. Of entries of 0.1.0, which name no more than who and when, each must fit."""
    told = told or _said(row)
    is_last = stated.is_last(row, told)
    if is_last is not None:
        return is_last
    done = {(line.deed, line.actor, line.at) for line in told.lines}
    first = (PROPOSE, row.proposed_by_id, row.proposed_at.replace(microsecond=0))
    second = row.confirmed_at and (CONFIRM, row.confirmed_by_id, row.confirmed_at.replace(microsecond=0))
    is_ended = row.ended_at is not None or not any(deed == END for deed, _actor, _at in done)
    return first in done and (second is None or second in done) and is_ended


def unproved() -> Iterator[str]:
    """Duties for a time that nobody gave so, in words."""
    for row in GrantGiven.objects.order_by("pk"):
        if not is_left(row):
            yield f"record {row.pk}: a duty for a time is by nobody, or was changed"


def _ends(actor: Actor, thing: object) -> Answer:
    """Whoever holds it lets it go; whoever may give it takes it."""
    if not isinstance(thing, GrantGiven) or thing.person_id == actor.person:
        return Allowed(END)
    if not actor.has(*_SECONDS):
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    return _foreign(actor, thing)


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """One's own; with the roles that give them, those of the organisation, and those one gives network-wide."""
    own = Q(person_id=actor.person)
    wide = [code for code in _kinds if _wide(actor, code)]
    if actor.has(*_SECONDS, Role.AUDITOR):
        own |= Q(org_id=actor.org)
    return rows.filter(own | Q(code__in=wide))


def declare() -> None:
    """Declare the rules; called once when the house starts."""
    scope(GrantGiven, _seen)
    allow(LIST, *_EVERYBODY, kinds=HOUSES)
    allow(PROPOSE, *_LEADS, kinds=HOUSES, own_only=False)
    allow(CONFIRM, *_SECONDS, kinds=HOUSES, own_only=False, check=_confirms)
    allow(END, *_EVERYBODY, kinds=HOUSES, own_only=False, check=_ends)
    name_deeds(
        {
            PROPOSE: lazy("Proposed that somebody gets a duty for a time"),
            CONFIRM: lazy("Confirmed that somebody gets a duty for a time"),
            END: lazy("Ended a duty that somebody had for a time"),
        }
    )
    network.person_left.connect(on_left, dispatch_uid="access.granting")


# ---- reading ----


def grant_of(actor: Actor, grant_id: UUID, *, lock: bool = False) -> GrantGiven:
    """A grant that the actor may see. Raises `NotHere`."""
    return holding.one_of(actor, GrantGiven, grant_id, lock=lock)


def grants_of(actor: Actor) -> list[GrantGiven]:
    """The grants that the actor may see, newest first."""
    rows = visible(actor, GrantGiven.objects.all())
    return list(rows.select_related("person", "org", "proposed_by", "confirmed_by").order_by("-proposed_at", "pk"))


def standing(grant: GrantGiven, on: date) -> list[Line]:
    """How the two stand who give a grant, on a day: two people, and neither is the one who gets it."""
    first, second = (grant.proposed_by_id, grant.proposed_at), (grant.confirmed_by_id, grant.confirmed_at)
    until = grant.until if grant.confirmed_at else min(grant.until, grant.proposed_at.date() + timedelta(days=WAITS))
    return deciding.two(first, second, own=[grant.person_id], until=until, on=on)


def in_force(grant: GrantGiven, on: date) -> bool:
    """Whether the grant lets its person act on a day."""
    return grant.ended_at is None and deciding.agreed(standing(grant, on))


def waits(grant: GrantGiven, on: date) -> bool:
    """Whether the second person is still asked."""
    first, _second = standing(grant, on)
    return grant.ended_at is None and grant.confirmed_at is None and first.state is LineState.PASSED


def held(actor: Actor, code: str, deed: str, now: datetime, *, lock: bool = False) -> GrantGiven:
    """The grant by which the actor acts now. Raises `NotAllowed`, with the words of the deed, where there is none."""
    rows = GrantGiven.objects.select_for_update() if lock else GrantGiven.objects.all()
    found = rows.filter(code=code, person_id=actor.person, ended_at=None, until__gte=now.date())
    given = found.exclude(confirmed_at=None).order_by("-confirmed_at")
    grant = next((one for one in given if in_force(one, now.date()) and is_left(one)), None)
    if grant is None:
        answer = may(actor, deed)
        raise NotAllowed(answer if isinstance(answer, Refused) else Refused("role"))
    return grant


def people_for(actor: Actor) -> list[PersonRef]:
    """Colleagues for whom the actor can propose a grant."""
    return [one for one in network.persons(actor.org) if one.id != actor.person and one.state is PersonState.ACTIVE]


# ---- deeds ----


@transaction.atomic
def propose(actor: Actor, code: str, person: PersonRef | None, reason: str, until: date, now: datetime) -> GrantGiven:
    """Propose that a person holds a grant until a day. Raises `NotNow`, `NotAllowed`."""
    ask(actor, PROPOSE)
    if not any(kind.code == code for kind in proposable(actor)):
        raise NotAllowed(Refused("role", _("Your role does not include this. Ask your manager who can.")))
    org = network.org(person.org) if person is not None else None
    here = org is not None and (org.id == actor.org or _wide(actor, code))
    if person is None or org is None or not here or person.state is not PersonState.ACTIVE:
        raise NotNow(_("There is no such person who can sign in."))
    if org.kind not in HOUSES:
        raise NotNow(_("Only people of members and of the secretariat can get this."))
    if person.id == actor.person:
        raise NotNow(_("Nobody proposes this for themselves. Ask a colleague."))
    if not reason.strip():
        raise NotNow(_("Write what it is needed for."), "reason")
    if not now.date() < until <= months_later(now.date(), LONGEST):
        raise NotNow(_("Choose a day after today, at most twelve months from now."), "until")
    if any(waits(given, now.date()) for given in GrantGiven.objects.filter(code=code, person_id=person.id)):
        raise NotNow(_("A proposal for this person waits already."))
    row = GrantGiven(code=code, org_id=org.id, person_id=person.id, reason=reason.strip(), until=until)
    row.proposed_by_id, row.proposed_at = actor.person, now
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), PROPOSE, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def confirm(actor: Actor, grant_id: UUID, now: datetime) -> GrantGiven:
    """The second person confirms: from now on the person may act. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = grant_of(actor, grant_id, lock=True)
    ask(actor, CONFIRM, row)
    if in_force(row, now.date()):
        raise NotNow(_("A colleague confirmed it already."))
    if not waits(row, now.date()):
        raise NotNow(_("This proposal waits no more. Propose it again."))
    if row.person.state != PersonState.ACTIVE:
        raise NotNow(_("This person cannot work now."))
    before = GrantGiven.objects.filter(code=row.code, person_id=row.person_id, ended_at=None).exclude(pk=row.pk)
    holding.close(before, actor.signatory(), END, is_left, now)
    row.confirmed_by_id, row.confirmed_at = actor.person, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    network.grants.hold(row.person_id, row.code, now.date(), row.until)
    journal.write(row.pk, actor.signatory(), CONFIRM, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def end(actor: Actor, grant_id: UUID, now: datetime) -> None:
    """End a grant at once, or take a proposal back. Doing it again changes nothing. Raises `NotHere`, `NotAllowed`."""
    row = grant_of(actor, grant_id, lock=True)
    ask(actor, END, row)
    is_whole = is_left(row)
    if row.ended_at is not None and is_whole:
        return
    if in_force(row, now.date()) or not is_whole:  # ending asks nothing of what stands there
        network.grants.end(row.person_id, row.code)
    holding.close([row], actor.signatory(), END, is_left, now)


def on_left(sender: Any, *, person: UUID, org: UUID, now: datetime, **more: Any) -> None:
    """Whoever leaves holds nothing: the network took the grants with the membership, here their records end."""
    rows = GrantGiven.objects.filter(person_id=person, ended_at=None)
    holding.close(rows, network.keyfile.installation(org), END, is_left, now)
