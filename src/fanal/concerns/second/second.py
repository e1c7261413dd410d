"""The second yes of a partner: asked with a preview, answered within two days, bound to exactly what was previewed
(docs/small-member.md, "The second yes")."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask, need, open_record, seal_into, stated
from fanal.clocks import api as clocks
from fanal.concerns.access_terms import is_by_partner, keys_of
from fanal.concerns.content import HandoverContent, HandoverWords, NoteContent, SecondContent
from fanal.concerns.handovers import handovers
from fanal.concerns.handovers import kind as handovers_kind
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Decision, Handover, SecondOpinion
from fanal.concerns.second import duties, matters
from fanal.concerns.second.matters import Matter, What
from fanal.concerns.second.record import (
    ASK,
    ASKED,
    BACK,
    END,
    LIVE,
    NO,
    OPEN,
    PURPOSE,
    SAID_NO,
    SAID_YES,
    USE,
    USED,
    YES,
    changed,
    counts,
    ended,
    found,
    is_no,
    is_outlived,
    is_yes,
    last,
    let_fall,
    need_agreement,
    need_no_no,
    need_whole,
    ref_of,
    ring,
    take_back,
)  # fmt: skip
from fanal.concerns.triage import decisions
from fanal.concerns.triage.triage import to_change
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network import api as network
from fanal.network.api import records, rings
from fanal.network.contracts import Actor
from fanal.passing.api import Preview
from fanal.vocabulary.codes import TransitionState
from fanal.vocabulary.ids import new_id
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Read:
    """What an opened one shows. `reason`: why the partner answered so."""

    content: SecondContent
    reason: str


class AskedAlready(NotNow):
    """A partner was asked about it, and that still counts."""

    def __init__(self, row: SecondOpinion) -> None:
        said = {
            ASKED: _("%(partner)s was asked about this already. Nothing new was sent: they still have your question."),
            SAID_YES: _("%(partner)s has said yes to this already. Nothing new was sent: go on with their yes."),
        }
        super().__init__(said[row.state] % {"partner": row.partner.name}, code="asked")


# ---- the small member asks ----


def look(actor: Actor, what: What, subject: UUID, partner: UUID, now: datetime) -> Matter:
    """What the partner would see. Nothing is stored but that somebody looked. Raises as `matters.of`, and `NotNow`
    where a no was not taken over."""
    with transaction.atomic():
        matter = matters.of(actor, what, subject, partner, now, OPEN)
        need_no_no(matter.concern, what)
        return matter


def ask_partner(
    actor: Actor, what: What, subject: UUID, partner: UUID, seen: str, now: datetime, *, why: str = ""
) -> SecondOpinion:
    """Show a partner what was previewed, named by its hash `seen`, for two days. `why`: of a handover, why it is asked;
    of a decision its own reason is shown. Raises as `matters.of`, `AskedAlready` where a partner was asked about it and
    that still counts, and `NotNow` where it is another preview, the organisation is not small, a no was not taken over,
    or the reason lacks or names somebody."""
    with transaction.atomic():
        network.agreements.hold(actor.org, partner)  # before the concern, as whoever ends one takes them
        matter = matters.of(actor, what, subject, partner, now, ASK)
        if not is_by_partner(actor.org, matter.concern.pk, subject):
            raise NotNow(_("Your organisation is not small: a colleague is the second person."))
        ask(actor, ASK, matter.concern)
        _need_unasked(actor, subject, now)
        matter.need_seen(seen)
        if needs_reason(what):
            matter = matter.because(_reason(actor, matter, partner, why))
        need_no_no(matter.concern, what)
        let_fall(SecondOpinion.objects.filter(org_id=actor.org, subject=subject), actor.signatory(), now)
        row = _new(actor, matter, what, subject, partner, now)
        keys, items = _sealed(row, matter)
        row.code = vault.mac(keys, "content", matter.canonical)
        row.save(force_insert=True)
        said = [*items, bytes(row.code), stated.item(row)]
        journal.write(row.pk, actor.signatory(), ASK, at=now, purpose=PURPOSE, items=said)
        clocks.start(duties.ANSWER, partner, row.pk, now=now, **duties.of_the_partner(row))
    return row


def needs_reason(what: str) -> bool:
    """Whether whoever asks says why: nothing else of a handover does."""
    return what == What.TO_AUTHORITY


def _reason(actor: Actor, matter: Matter, partner: UUID, why: str) -> str:
    """As it is shown to the partner. Raises `NotNow` where it lacks, or names somebody."""
    need((not why.strip(), _("Write why, so that your partner can judge by it."), "why"))
    houses = [network.org(one).name for one in (actor.org, partner)]
    if names := web.naming.people_in(why, actor.org, [*houses, matter.content.to]):
        said = web.listed(f"“{one}”" for one in names)
        raise NotNow(_("Leave out names of people: %(names)s") % {"names": said}, "why")
    return why.strip()


def _need_unasked(actor: Actor, subject: UUID, now: datetime) -> None:
    """Nobody is asked anew while a partner can still answer, or has said yes: nothing of theirs is thrown away."""
    rows = SecondOpinion.objects.filter(org_id=actor.org, subject=subject, state__in=LIVE).select_related("partner")
    for row in rows:
        if counts(row, now):
            raise AskedAlready(row)


def _new(actor: Actor, matter: Matter, what: What, subject: UUID, partner: UUID, now: datetime) -> SecondOpinion:
    return SecondOpinion(
        id=new_id(), org_id=actor.org, partner_id=partner, concern=matter.concern, what=what, subject=subject,
        agreement_id=matter.agreement, restricted=matter.concern.restricted, state=ASKED, asked_by_id=actor.person,
        asked_at=now, due_at=now + duties.SEEN,
    )  # fmt: skip


def _sealed(row: SecondOpinion, matter: Matter) -> tuple[vault.RecordKeys, list[bytes | Item]]:
    teams = [*keys_of(matter.concern), rings.principal(row.partner_id, ring(row))]
    keys, granted = records.make(row.org_id, row.pk, ("content",), [(one, {"content"}) for one in teams])
    return keys, [*granted, seal_into(keys, ref_of(row), row, "shown", matter.content)]


@transaction.atomic
def withdraw(actor: Actor, opinion_id: UUID, now: datetime) -> None:
    """Take back what was asked, or a yes that is not needed. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = found(actor, opinion_id, lock=True)
    ask(actor, BACK, row)
    if row.state not in LIVE:
        raise NotNow(_("This was answered or ended already. Look at it again."))
    take_back(row, actor.signatory(), now)


# ---- the partner answers ----


def read(actor: Actor, opinion_id: UUID, now: datetime) -> Read:
    """Open it, on either side; the partner sees it for two days and until they answer. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    with transaction.atomic():
        row = found(actor, opinion_id)
        if actor.org == row.partner_id:
            need_open(row, now)
        need_whole(row)
        with open_record(actor, ref_of(row), OPEN, purpose=PURPOSE, now=now, thing=row) as opened:
            answer = opened.read(row, "answer")
            return Read(opened.read(row, "shown"), answer.text if answer else "")


def need_open(row: SecondOpinion, now: datetime) -> None:
    """Raises `NotNow` where the partner may look no more: it was answered, taken back, is too late, or the agreement
    ended."""
    need_whole(row)
    said = last(row)
    if said is None or (said[0].deed, said[0].org) != (ASK, row.org_id) or now >= row.due_at:
        raise NotNow(_("This cannot be answered any more: it was answered or taken back, or two days are over."))
    need_agreement(row, now)


@transaction.atomic
def answer(actor: Actor, opinion_id: UUID, *, agree: bool, reason: str, now: datetime) -> None:
    """The partner says yes or no, with the reason; what they saw goes from them. Raises as `read` does, and `NotNow`
    without a reason."""
    need((not reason.strip(), _("Write why. They read it with your answer."), "text"))
    row, deed = found(actor, opinion_id, lock=True), YES if agree else NO
    ask(actor, deed, row)
    need_open(row, now)
    row.state, row.answered_by_id, row.answered_at = (SAID_YES if agree else SAID_NO), actor.person, now
    _said(actor, row, deed, HandoverWords(reason.strip()), now)
    gone = records.leave_to(row.org_id, row.pk)
    journal.write(row.pk, actor.signatory(), END, at=now, purpose=PURPOSE, items=gone)
    ended(row, now)


def _said(actor: Actor, row: SecondOpinion, deed: str, why: HandoverWords, now: datetime) -> None:
    """The answer, bound to what they were shown."""
    with open_record(actor, ref_of(row), deed, purpose=PURPOSE, now=now, thing=row, write=True) as opened:
        content = opened.read(row, "shown")
        if not vault.check_mac(opened.keys, "content", content.to_json().encode(), bytes(row.code)):
            raise changed()
        opened.write(row, "answer", why)
        opened.written.append(bytes(row.code))
        opened.state(row)
    row.save()


# ---- what follows ----


@transaction.atomic
def carry_out(actor: Actor, opinion_id: UUID, now: datetime) -> str:
    """Do what the partner said yes to, if it is that still; or take over their no, with its reason. What is handed over
    is sent from its preview. Returns what was asked. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = found(actor, opinion_id, lock=True)
    ask(actor, USE, row)
    if row.state == SAID_NO:
        _refused(actor, row, now)
        return row.what
    if row.what == What.TO_AUTHORITY:
        raise NotNow(_("Send it from its preview."))
    matter = matters.of(actor, What(row.what), row.subject, row.partner_id, now, USE)
    use(actor, row, matter.content, now)
    _AGREED[What(row.what)](actor, row, matter, now)
    return row.what


def _bad_faith(actor: Actor, row: SecondOpinion, matter: Matter, now: datetime) -> None:
    decision = decisions.decided(actor, row.subject)
    decisions.agreed(actor, decision, matter.concern, None, now)


def _early(actor: Actor, _row: SecondOpinion, matter: Matter, now: datetime) -> None:
    keeping.agreed(actor, matter.concern, now)


_AGREED = {What.BAD_FAITH: _bad_faith, What.ERASE_EARLY: _early}


def _refused(actor: Actor, row: SecondOpinion, now: datetime) -> None:
    """The partner's no stands in the concern as that of a colleague would, and what was asked falls: the decision, or
    the draft of the handover."""
    if not is_no(row):
        raise changed()
    concern = to_change(actor, row.concern_id)
    with open_record(actor, ref_of(row), USE, purpose=PURPOSE, now=now, thing=row) as opened:
        why = opened.read(row, "answer")
        row.state = USED
        opened.state(row)
    row.save(update_fields=["state"])
    clocks.stop(row.pk, duties.NEWS, now=now)
    decision = Decision.objects.filter(pk=row.subject, concern=concern, needs_second=True).first()
    if decision is not None:
        stated.need(concern.pk, decision)
    note = NoteContent(text=why.text if why else _("The partner said no."))
    decisions.not_agreed(actor, concern, decision, note, now)
    if Handover.objects.filter(pk=row.subject, org_id=row.org_id, state=TransitionState.DRAFT).exists():
        handovers.withdraw(actor, row.subject, now)


def use(actor: Actor, row: SecondOpinion, content: SecondContent, now: datetime) -> None:
    """Inside the deed that rests on it: a partner's yes is used up. Raises `NotAllowed`, `NotNow` where there is none,
    it is seven days old, its agreement ended, or it was to something else than is there now."""
    if not is_yes(row):
        raise NotNow(_("The partner has not said yes to this."))
    if is_outlived(row, now):
        raise NotNow(_("The partner said yes more than seven days ago. Take it back, and ask the partner anew."))
    need_agreement(row, now)
    with open_record(actor, ref_of(row), USE, purpose=PURPOSE, now=now, thing=row) as opened:
        shown = opened.try_read(row, "shown")
        if shown is not None and needs_reason(row.what):  # why it was asked stands there alone
            content = replace(content, reason=shown.reason)
        if not vault.check_mac(opened.keys, "content", content.to_json().encode(), bytes(row.code)):
            raise NotNow(_why_not_that(shown, content), code="changed")
        row.state = USED
        opened.state(row)
    row.save(update_fields=["state"])
    clocks.stop(row.pk, duties.NEWS, now=now)


def _why_not_that(shown: SecondContent | None, content: SecondContent) -> str:
    """Why a yes to what was shown is none to what is there now, and what to do."""
    if shown is not None and content.messages > shown.messages:
        return _("The reporter wrote since the partner was asked. Read it first. Where it still holds, take back what "
                 "was asked, and ask the partner anew.")  # fmt: skip
    return _("It changed since the partner said yes. Take back what was asked, and ask the partner anew.")


class _Handed:
    """The second yes to a handover, which is sent from its own preview (`handovers.kind.Second`)."""

    def is_said(self, row: Handover) -> bool:
        return any(is_yes(one) for one in self._of(row))

    def need(self, actor: Actor, row: Handover, preview: Preview[HandoverContent], now: datetime) -> None:
        for one in self._of(row):
            use(actor, one, matters.handed(row, one.concern, one.partner_id, preview.leaves, now).content, now)

    def _of(self, row: Handover) -> list[SecondOpinion]:
        rows = SecondOpinion.objects.filter(org_id=row.org_id, what=What.TO_AUTHORITY, subject=row.pk, state=SAID_YES)
        return list(rows.select_related("agreement__a", "agreement__b", "concern").order_by("-asked_at")[:1])


handovers_kind.register_second(_Handed())
