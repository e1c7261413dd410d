"""The record of a second yes: who sees it, who said what last, and how it ends for the partner.

It is sealed to the team that has the concern and to a team of the partner. Who said what last, its journal says,
whatever the row says.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow, RecordRef, stated, visible
from fanal.clocks import api as clocks
from fanal.concerns import locks
from fanal.concerns.models import Concern, SecondOpinion
from fanal.concerns.second import duties, matters
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Item, Said, Signatory
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor, RingKind, Standing
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.results import Refused

KIND = "second_opinion"
ASK, OPEN, YES, NO = (
    "concerns.ask_partner",
    "concerns.open_opinion",
    "concerns.agree_opinion",
    "concerns.refuse_opinion",
)
BACK, LAPSE, OUTLIVE, USE, END, HAND_ON = (
    f"concerns.{verb}_opinion" for verb in ("withdraw", "lapse", "outlive", "use", "end", "hand_on")
)
_STEPS = (ASK, YES, NO, BACK, LAPSE, OUTLIVE, USE)
ASKED, SAID_YES, SAID_NO, TAKEN_BACK, LAPSED, USED = "asked", "yes", "no", "withdrawn", "expired", "used"
OUTLIVED = "outlived"
LIVE = (ASKED, SAID_YES)
WAITS = (*LIVE, LAPSED, OUTLIVED)
"""Asked, and neither used nor taken back: it falls with what it is about."""
TO_GO_ON = (SAID_YES, SAID_NO, LAPSED, OUTLIVED)
"""Whoever asked still has to go on with it."""
PURPOSE = AccessPurpose.SUPERVISION


def ref_of(row: SecondOpinion) -> RecordRef:
    """The sealed record. It belongs to the small member, whoever reads it."""
    return RecordRef(row.org_id, row.pk, KIND)


def ring(row: SecondOpinion) -> RingKind:
    """Which team of the partner sees it."""
    return RingKind.SAFEGUARDING if row.restricted else RingKind.SUPERVISORS


def found(actor: Actor, opinion_id: UUID, *, lock: bool = False) -> SecondOpinion:
    """One that the person may see, on either side; held with its concern. Raises `NotHere`."""
    rows = visible(
        actor, SecondOpinion.objects.select_related("org", "partner", "agreement__a", "agreement__b", "concern")
    )
    row = rows.filter(pk=opinion_id).first()
    if row is not None and lock:
        hold(row)
        row = rows.filter(pk=opinion_id).first()
    if row is None:
        raise NotHere
    return row


def hold(row: SecondOpinion) -> None:
    """Hold it with its concern until the transaction ends."""
    locks.hold(row.concern_id)


def is_yes(row: SecondOpinion) -> bool:
    """Whether the journal of the record says that a person of the partner said yes last, to its code, and the row is as
    they left it. Raises `NotAllowed` where it was changed."""
    stated.need(row.pk, row)
    said = last(row)
    if said is None:
        return False
    line, items = said
    by_partner = line.deed == YES and line.kind is ActorKind.PERSON and line.org == row.partner_id
    return by_partner and vault.item_hash(bytes(row.code)) in items


def is_no(row: SecondOpinion) -> bool:
    """Whether the journal of the record says that the partner said no last. Raises as `is_yes`."""
    stated.need(row.pk, row)
    said = last(row)
    return said is not None and (said[0].deed, said[0].org) == (NO, row.partner_id)


def counts(row: SecondOpinion, now: datetime) -> bool:
    """Whether a partner can still answer it, or their yes can still be used, and nobody changed it."""
    if not stated.stands(row) or (said := last(row)) is None:
        return False
    if row.state == ASKED:
        return (said[0].deed, said[0].org) == (ASK, row.org_id) and now < row.due_at
    return row.state == SAID_YES and is_yes(row) and not is_outlived(row, now)


def is_outlived(row: SecondOpinion, now: datetime) -> bool:
    """Whether a yes is too old to be used."""
    return row.answered_at is None or now >= row.answered_at + duties.USABLE


def need_no_no(concern: Concern, what: str) -> None:
    """Nobody is asked round a no: raises `NotNow` while one to the same, or to the same made anew, was not taken over,
    whoever had the concern then."""
    rows = SecondOpinion.objects.filter(concern=concern, what=what, state=SAID_NO)
    if any(stated.stands(one) and is_no(one) for one in rows):
        words = _("A partner said no to this. First take over their no, at the concern under “Asked of a partner”.")
        raise NotNow(words, code="no")


def need_whole(row: SecondOpinion) -> None:
    """Raises `NotAllowed` where somebody changed it, or its concern: who has that decides who sees it."""
    stated.need(row.pk, row)
    stated.need(row.concern_id, row.concern)


def last(row: SecondOpinion) -> Said | None:
    """What was said last, as the journal of the record holds it. Raises `NotAllowed` where that is torn."""
    said = stated.need_whole(row.pk, *_STEPS).said
    return said[-1] if said else None


def changed() -> NotAllowed:
    """The refusal of one that somebody changed."""
    return NotAllowed(Refused("changed", stated.words()))


def need_agreement(row: SecondOpinion, now: datetime) -> None:
    """A yes ends with the agreement under which it was asked."""
    matters.covered(row.org_id, row.partner_id, now)
    if network.agreements.standing(row.agreement, row.org_id, now.date()) not in {Standing.IN_FORCE, Standing.EXPIRING}:
        raise NotNow(_("The agreement with this organisation was ended."), code="ended")


def take_back(row: SecondOpinion, by: Signatory, now: datetime, deed: str = BACK, state: str = TAKEN_BACK) -> None:
    """The partner sees it no more, and a yes to it counts no more. One that somebody changed ends as well; nothing
    vouches for it."""
    is_whole = stated.stands(row)
    row.state = state
    gone: list[bytes | Item] = [*records.leave_to(row.org_id, row.pk)]
    journal.write(row.pk, by, deed, at=now, purpose=PURPOSE, items=[*gone, stated.item(row)] if is_whole else gone)
    row.save(update_fields=["state"])
    if deed in {LAPSE, OUTLIVE}:
        ended(row, now)
    else:
        clocks.stop(row.pk, duties.ANSWER, now=now)
        clocks.stop(row.pk, duties.NEWS, now=now, done=False)  # nobody needs to go on with it any more


def ended(row: SecondOpinion, now: datetime) -> None:
    """The clock of the partner ends; whoever asked hears of it."""
    clocks.stop(row.pk, duties.ANSWER, now=now)
    clocks.start(duties.NEWS, row.org_id, row.pk, now=now, **duties.of_those_who_asked(row))


def let_fall(rows: QuerySet[SecondOpinion], by: Signatory, now: datetime) -> None:
    """What was asked about something fell, or is asked anew: no partner sees it any more, and nobody needs to go on
    with it. A no waits until it is taken over."""
    for row in rows.filter(state__in=WAITS).select_related("concern"):
        take_back(row, by, now)
