"""Who passes a child, or help for one, on to another member, and who sees it there (docs/cases.md, "Other members").

The sender's side is whoever works with the child or answers for it; the other side its main casework team and its
supervisors. The keys say the same.
"""

from functools import partial
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases import holding
from fanal.cases.access_terms import CLEARED, WORKERS, relation
from fanal.cases.codes_work import Passed
from fanal.cases.models import Case, Holding, TakenOver, Transition
from fanal.cases.policy import case_of, reaches
from fanal.cases.sight_table import DEEDS as TABLE
from fanal.cases.sight_table import Deed, Eye
from fanal.network.contracts import Actor, OrgKind, RingKind, Role
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, PASS_ON, NAMES, CLOSE = "cases.members", "cases.pass_on", "cases.names_transition", "cases.close_transferred"
KEEP = "cases.keep_transition"
ARRIVED, OPEN_TAKEN = "cases.complete_transition", "cases.open_taken_over"
REQUEST = "cases.ask_for_child"
_OFFERS: Final = {Passed.REFERRAL: Deed.REFER, Passed.TRANSFER: Deed.TRANSFER}

DEEDS = {
    PASS_ON: lazy("Looked at what another member would get"),
    NAMES: lazy("Told another member who the child is"),
    CLOSE: lazy("Ended a file: another member met the child"),
    KEEP: lazy("Kept what came in the file that it became"),
    OPEN_TAKEN: lazy("Opened the file of a child whom another member hands over"),
    "cases.draft_transition": lazy("Prepared an offer to another member"),
    "cases.confirm_transition": lazy("Confirmed an offer to another member; a second person follows"),
    "cases.offer_transition": lazy("Sent an offer to another member"),
    "cases.withdraw_transition": lazy("Took back an offer to another member"),
    "cases.open_transition": lazy("Opened what goes between members"),
    "cases.read_transition_words": lazy("Read what members wrote about it"),
    "cases.write_transition": lazy("Wrote to the other member"),
    "cases.erase_transition_words": lazy("What members wrote about it was erased"),
    "cases.accept_transition": lazy("Said yes to another member"),
    "cases.decline_transition": lazy("Said no to another member"),
    "cases.expire_transition": lazy("The other member did not answer: the copy was taken back"),
    "cases.release_transition": lazy("Sent what the other member may know"),
    "cases.complete_transition": lazy("Told the other member what came of it"),
    "cases.renew_transition": lazy("Gave another member longer access"),
    "cases.revoke_transition": lazy("Ended the access of another member"),
    "cases.lapse_transition": lazy("The access of another member ended by itself"),
    "cases.purge_transition": lazy("Erased it, and signed that nothing is left"),
    "cases.settle_transition": lazy("Said that another way was found"),
    "cases.call_transition": lazy("The referral desk telephoned about it"),
}


def _offers(actor: Actor, thing: object) -> Answer:
    """Whether somebody prepares and sends it: help is asked for by whoever works with the child, a transfer by whoever
    answers for the work, too (CM-54)."""
    if isinstance(thing, Transition) and thing.role == Passed.REQUEST:
        return _asks(actor, thing)
    case, deed = case_of(thing), _OFFERS.get(Passed(thing.role)) if isinstance(thing, Transition) else None
    if case is None and isinstance(thing, Transition):
        return Refused("stage", _("The file is erased, and nothing can be sent. Ask your supervisor."))
    return _is(actor, case, frozenset(TABLE[deed].who) if deed else frozenset({Eye.OWNER, Eye.SUPERVISOR}))


def _keeps(actor: Actor, thing: object) -> Answer:
    """Whether somebody decides about it on the sender's side: worker or supervisor; of an erased file a supervisor."""
    if isinstance(thing, Transition) and (thing.role == Passed.REQUEST or thing.case_id is None):
        return _asks(actor, thing)
    return _is(actor, case_of(thing), frozenset({Eye.OWNER, Eye.SUPERVISOR}))


def _is(actor: Actor, case: Case | None, who: frozenset[Eye]) -> Answer:
    if case is None:
        return Allowed("cases.sender")
    if case.org_id != actor.org:
        return Refused("no_relation", _("This step belongs to the other member. Ask them."))
    if relation(actor, case) in who:
        return Allowed("cases.sender")
    return reaches(actor, case) and Refused("no_relation", _("Whoever works with the child does this. Ask them."))


def _asks(actor: Actor, thing: Transition) -> Answer:
    """A request, and what is left of an erased file, is of the organisation's supervisors; of one that was open for
    named people only, of the safeguarding lead."""
    if thing.org_id != actor.org:
        return Refused("no_relation", _("This step belongs to the other member. Ask them."))
    if thing.restricted:
        lead = actor.has(Role.SAFEGUARDING_LEAD)
        return Allowed("cases.sender") if lead else Refused("restricted", _("Ask the safeguarding lead."))
    if not actor.has(Role.SUPERVISOR):
        return Refused("no_role", _("A supervisor does this. Ask yours."))
    return Allowed("cases.sender")


def receives(actor: Actor, thing: object) -> Answer:
    """Whether somebody is on the other side: in its main casework team, or a supervisor there."""
    if not isinstance(thing, Transition):
        return Allowed("cases.recipient")
    if thing.recipient_id != actor.org or thing.state == State.DRAFT:
        return Refused("no_relation", _("This step belongs to the other member. Ask them."))
    if not _in_office(actor):
        return Refused("no_relation", _("The main casework team and the supervisors do this. Ask them."))
    return Allowed("cases.recipient")


def _accepts(actor: Actor, thing: object) -> Answer:
    """To take a child over, or to be asked for one, is for a supervisor, who names the two who take it on."""
    if isinstance(thing, Transition) and thing.role != Passed.REFERRAL and not actor.has(Role.SUPERVISOR):
        return Refused("no_role", _("A supervisor says yes to this, and names who takes the work on. Ask yours."))
    return receives(actor, thing)


def _in_office(actor: Actor) -> bool:
    return actor.has(Role.SUPERVISOR) or (actor.has(*WORKERS) and actor.in_team(RingKind.CASEWORK, None))


def _takes_on(actor: Actor, thing: object) -> Answer:
    """Whether somebody opens the file: who was named, or a supervisor."""
    if not isinstance(thing, TakenOver) or actor.person in {thing.worker_id, thing.supervisor_id}:
        return Allowed(OPEN_TAKEN)
    if actor.has(Role.SUPERVISOR):
        return Allowed(OPEN_TAKEN)
    return Refused("no_relation", _("A colleague was named to open this file. Ask them."))


def _seen_taken(actor: Actor, rows: QuerySet[TakenOver]) -> QuerySet[TakenOver]:
    return rows.filter(org=actor.org).exclude(pk__in=_for_others(actor)) if _in_office(actor) else rows.none()


def _for_others(actor: Actor) -> QuerySet[TakenOver]:
    """What came and became a file that opens for named people only, of whom this person is none."""
    rows = TakenOver.objects.filter(org=actor.org, case__restricted=True)
    if actor.has(Role.SAFEGUARDING_LEAD):
        return rows.none()
    return rows.exclude(Q(case__owner=actor.person) | Q(case__supervisor=actor.person))


def _reads(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Transition) and thing.org_id != actor.org:
        return receives(actor, thing)
    return _keeps(actor, thing)


def _seen(actor: Actor, rows: QuerySet[Transition]) -> QuerySet[Transition]:
    """What was sent of files that somebody sees, and what came to the organisation."""
    if actor.org_kind is not OrgKind.MEMBER:
        return rows.none()
    held = Holding.objects.filter(holding.mine(actor)).values("case")
    seen = Q(org=actor.org, case__in=held)
    for role, restricted in ((Role.SUPERVISOR, False), (Role.SAFEGUARDING_LEAD, True)):
        if actor.has(role):
            seen |= Q(org=actor.org, case=None, restricted=restricted)
    if _in_office(actor):
        came = Q(recipient=actor.org) & ~Q(state=State.DRAFT) & ~Q(offered_at=None)
        seen |= came & ~Q(pk__in=_for_others(actor).values("transition"))
    return rows.filter(seen)


def _declare() -> None:
    access.scope(Transition, _seen)
    access.scope(TakenOver, _seen_taken)
    access.allow(OPEN_TAKEN, *WORKERS, needs=CLEARED, check=_takes_on, opens=True)
    access.allow(KEEP, *WORKERS, Role.SAFEGUARDING_LEAD, check=reaches, opens=True)
    access.allow(LIST, *WORKERS)
    access.allow(REQUEST, Role.SUPERVISOR, needs=CLEARED)
    access.allow(PASS_ON, *WORKERS, needs=CLEARED, check=_offers)
    for verb in ("draft", "confirm", "offer"):
        access.allow(f"cases.{verb}_transition", *WORKERS, needs=CLEARED, check=_offers, opens=True)
    for deed in (NAMES, CLOSE, "cases.release_transition"):
        access.allow(deed, *WORKERS, needs=CLEARED, check=_keeps, opens=True)
    for verb in ("withdraw", "renew", "revoke", "settle"):
        access.allow(f"cases.{verb}_transition", *WORKERS, check=_keeps)
    other = partial(access.allow, own_only=False)
    other("cases.accept_transition", *WORKERS, needs=CLEARED, check=_accepts, opens=True)
    other("cases.complete_transition", *WORKERS, needs=CLEARED, check=receives, opens=True)
    for verb in ("decline", "purge"):
        other(f"cases.{verb}_transition", *WORKERS, check=receives)
    for deed in ("cases.open_transition", "cases.read_transition_words"):
        other(deed, *WORKERS, needs=CLEARED, check=_reads, opens=True)
    other("cases.write_transition", *WORKERS, needs=CLEARED, check=_reads)
    other("cases.call_transition", Role.REFERRAL_DESK, kinds=(OrgKind.SECRETARIAT,))


_declare()
