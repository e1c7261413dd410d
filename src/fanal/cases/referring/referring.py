"""Help asked for of a provider by telephone: drafted from the file, the card told, the answer, and only after a yes the
pack; what came of it, and its end (CM-29, CM-39, CM-42 to CM-45, CM-47). Nothing is sent by a machine or by mail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, found, need, stated, visible
from fanal.cases import duties as of_files
from fanal.cases.codes import ServiceState
from fanal.cases.directory import answers
from fanal.cases.files import files, record
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, Referral, Service
from fanal.cases.passing_on.unnamed import need_unnamed
from fanal.cases.planning import duties as of_help
from fanal.cases.planning import helping
from fanal.cases.planning.helping import LIVE
from fanal.cases.referring import duties, page, seen
from fanal.cases.referring.policy import ANSWER, COMPLETE, PURGED, REFER, REVOKE, TAKE_BACK
from fanal.cases.referring.seen import Seen
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.passing.api import Addition
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State

TOLD: Final = (State.ACCEPTED.value, State.COMPLETED.value)
"""They know what the pack holds."""
_BOX: Final = "content"


def referral_of(actor: Actor, row_id: UUID) -> Referral:
    """A referral that the person may see. Raises `NotHere`."""
    return found(actor, Referral, row_id, "case", "case__child", "service", "made_by")


# ---- before the call ----


def draft(
    actor: Actor, case_id: UUID, help_id: UUID, said: Said, additions: Iterable[Addition], key: UUID, now: datetime
) -> Referral:
    """What may be told to the provider of a piece of help, kept as it was seen. The same key makes one (CM-42). Raises
    `NotHere`, `NotAllowed`, `NotAddable`, `NotNow` for what is missing or in the way."""
    need(*((not said.get(name), _("Answer this."), name) for name in seen.WRITTEN))
    with record.writing(actor, case_id, REFER, now) as (case, opened):
        known = visible(actor, Referral.objects.filter(request_key=key)).first()
        if known is not None:
            if (known.case_id, known.service_id, known.made_by_id) != (case.pk, help_id, actor.person):
                raise NotNow(_("This was sent already. Load the page again."))
            return known
        with files.looking(actor, case_id, now) as file:
            need_unnamed(file, said, "need", "told_child")
            made = seen.seen(file, help_id, dict(said), additions, now, urgent=bool(said.get("urgent")))
        help_ = _askable(opened, made.help.row)
        _need_free(made)
        row = Referral(
            case=case, service=help_, recipient=seen.named(made.to), categories=sorted(made.categories),
            state=State.DRAFT.value, urgent=bool(said.get("urgent")), request_key=key, **record.by(actor, now),
        )  # fmt: skip
        row.pack_mac = vault.mac(opened.keys, _BOX, made.made.pack.canonical)
        kept = {name: said[name] for name in seen.WRITTEN}
        record.add(opened, row, kept | {"provider": str(made.provider.pk), "pack": seen.stored(made)})
        help_.transition = row.pk
        record.kept(opened, help_)
        _settle(case, help_, now)
    return row


def _askable(opened: Opened, help_: Service) -> Service:
    helping.need_askable(help_, live=Referral.objects.filter(service=help_, state__in=LIVE).exists())
    if not opened.holds(help_):
        raise NotNow(_("This help was changed meanwhile. Look at it again."))
    return help_


def _need_free(made: Seen) -> None:
    if made.why_not:
        raise NotNow(made.why_not[0])


def _settle(case: Case, help_: Service, now: datetime) -> None:
    """Another way is found for a help that nobody said yes to."""
    for pk in Referral.objects.filter(case=case, service=help_).values_list("pk", flat=True):
        clocks.stop(pk, duties.BACK, now=now)


# ---- the call ----


def offer(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Referral:
    """They were rung and told the card, and nothing else; their time to answer begins. Raises as `draft` does, and
    where what may leave is not what was seen."""
    need((not said.get("spoken_to"), _("Answer this."), "spoken_to"))
    with held(actor, row_id, REFER, now) as (case, opened, row):
        if row.state == State.OFFERED:
            return row
        record.need_state(row, State.DRAFT)
        offered(case, opened, row, same(actor, opened, row, now), said["spoken_to"], now)
    return row


def offered(case: Case, opened: Opened, row: Referral, made: Seen, spoken_to: str, now: datetime) -> None:
    """They are asked, and their time to answer begins. Inside the deed that asks."""
    helping.need_askable(row.service)
    row.service.transition = row.pk
    limit = duties.time_to_answer(made.provider, urgent=row.urgent)
    row.state, row.offered_at, row.answer_due = State.OFFERED.value, now, now + limit
    asked = answers.asked(made.provider, row.answer_due, now)
    record.keep(opened, row, {"spoken_to": spoken_to, "asked": str(asked)})
    _help(opened, row, ServiceState.REFERRED)
    of_files.begin(duties.ANSWER, case, now, limit, subject=row.pk)


def answer(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Referral:
    """What they said: yes, no with a reason, or nothing. After a yes the pack may be told. Raises as `offer` does."""
    state = said.get("state")
    need(
        (state not in {State.ACCEPTED, State.DECLINED, State.EXPIRED}, _("Answer this."), "state"),
        (state != State.EXPIRED and not said.get("spoken_to"), _("Answer this."), "spoken_to"),
        (state == State.DECLINED and not said.get("declined_because"), _("Say why."), "declined_because"),
    )
    with held(actor, row_id, ANSWER, now) as (case, opened, row):
        if row.state == state:
            return row
        record.need_state(row, State.OFFERED)
        if state == State.ACCEPTED:
            same(actor, opened, row, now)
        row.state, row.answered_at = str(state), now if state != State.EXPIRED else None
        record.keep(opened, row, {name: said.get(name) or "" for name in ("spoken_to", "declined_because", "agreed")})
        _counted(opened, row, now)
        clocks.stop(row.pk, duties.ANSWER, now=now, done=state != State.EXPIRED)
        if state == State.ACCEPTED:
            _help(opened, row, ServiceState.ACCEPTED)
            _begin_help(case, opened, row, now)
            of_files.begin(duties.OUTCOME, case, now, subject=row.pk)
        else:
            no = ServiceState.DECLINED_BY_PROVIDER if state == State.DECLINED else ServiceState.NO_ANSWER
            _help(opened, row, no)
            of_files.begin(duties.BACK, case, now, subject=row.pk)
    return row


def _counted(opened: Opened, row: Referral, now: datetime) -> None:
    """Hours to an answer of this provider, beside the file."""
    held = opened.try_read(row, _BOX)
    if held and held.asked and row.answered_at and row.offered_at:
        answers.answered(UUID(held.asked), round((now - row.offered_at).total_seconds() / 3600))


def _begin_help(case: Case, opened: Opened, row: Referral, now: datetime) -> None:
    """With their yes the clock of the help runs."""
    if row.service.transition == row.pk and row.service.pk not in of_help.running(case):
        of_help.begin(case, row.service, now)
        opened.state(row.service)
        row.service.save(update_fields=["due"])


def take_back(actor: Actor, row_id: UUID, now: datetime) -> Referral:
    """They are not asked any more. Raises as `offer` does."""
    with held(actor, row_id, TAKE_BACK, now, ended=True) as (_case, opened, row):
        if row.state == State.WITHDRAWN:
            return row
        record.need_state(row, State.DRAFT, State.OFFERED)
        withdraw(opened, row, now)
        if row.service.state == ServiceState.REFERRED:
            _help(opened, row, ServiceState.PLANNED)
    return row


def withdraw(opened: Opened, row: Referral, now: datetime) -> None:
    """They are not asked any more, and it says nothing of how fast they answer. Inside the deed that ends it."""
    held = opened.try_read(row, _BOX)
    if held and held.asked:
        answers.taken_back(UUID(held.asked))
    row.state = State.WITHDRAWN.value
    record.kept(opened, row)
    page.follow(row, now)
    clocks.stop(row.pk, duties.ANSWER, now=now, done=False)


# ---- after their yes ----


def complete(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Referral:
    """What came of it. Where it goes on, it is asked again after ninety days. Raises as `offer` does."""
    need((not said.get("outcome"), _("Answer this."), "outcome"))
    with held(actor, row_id, COMPLETE, now) as (case, opened, row):
        record.need_state(row, State.ACCEPTED)
        clocks.stop(row.pk, duties.OUTCOME, now=now)
        if said["outcome"] == HandoverOutcome.OPEN:
            of_files.begin(duties.OUTCOME, case, now, subject=row.pk)
        else:
            row.state = State.COMPLETED.value
        record.keep(opened, row, {"outcome": said["outcome"]})
    return row


def revoke(actor: Actor, row_id: UUID, now: datetime) -> Referral:
    """They may not use what they were told any more: somebody rings them, and they write that it is deleted. Raises as
    `offer` does."""
    with held(actor, row_id, REVOKE, now, ended=True) as (case, opened, row):
        if row.state == State.REVOKED:
            return row
        record.need_state(row, *map(State, TOLD))
        row.state = State.REVOKED.value
        record.kept(opened, row)
        if row.service.state == ServiceState.ACCEPTED:
            _help(opened, row, ServiceState.PLANNED)
        ended(case, row, now)
    return row


def ended(case: Case, row: Referral, now: datetime) -> None:
    """What they know must go there, too: the call is a duty (CM-39)."""
    clocks.stop(row.pk, duties.OUTCOME, now=now, done=False)
    of_files.begin(duties.PURGE, case, now, subject=row.pk)


def purged(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Referral:
    """They wrote that nothing is left. Raises as `offer` does."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("spoken_to", "receipt")))
    with held(actor, row_id, PURGED, now, ended=True) as (_case, opened, row):
        if row.state == State.PURGED:
            return row
        record.need_state(row, State.REVOKED)
        row.state = State.PURGED.value
        record.keep(opened, row, {"receipt": said["receipt"], "spoken_to": said["spoken_to"]})
        clocks.stop(row.pk, duties.PURGE, now=now)
    return row


# ---- shared ----


@contextmanager
def held(
    actor: Actor, row_id: UUID, deed: str, now: datetime, *, ended: bool = False
) -> Iterator[tuple[Case, Opened, Referral]]:
    """A referral as it is now that its file is held. What ends one needs no ground."""
    first = referral_of(actor, row_id)
    with record.writing(actor, first.case_id, deed, now, grounded=not ended, ended=ended) as (case, opened):
        row = referral_of(actor, row_id)
        row.case = row.service.case = case
        stated.need(case.pk, row, row.service)
        yield case, opened, row
        page.follow(row, now)


def same(actor: Actor, opened: Opened, row: Referral, now: datetime) -> Seen:
    """What would leave now, where it is exactly what was seen (CM-45)."""
    with files.looking(actor, row.case_id, now) as file:
        read = file.one(Referral, row.pk)
        made = seen.again(file, row, read.said, now)
    _need_free(made)
    if not vault.check_mac(opened.keys, _BOX, made.made.pack.canonical, bytes(row.pack_mac)):
        raise NotNow(seen.changed())
    return made


def _help(opened: Opened, row: Referral, state: ServiceState) -> None:
    """The help stands as what asks for it does; not where it is asked of somebody else meanwhile."""
    if row.service.transition != row.pk:
        return
    row.service.state = state.value
    record.kept(opened, row.service)
