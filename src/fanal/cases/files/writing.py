"""Deeds of whoever works with a child, on an open file: each opens one record, writes, and says so in its journal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, as_seen, need
from fanal.cases import duties, index
from fanal.cases.access_terms import relation
from fanal.cases.codes import PushState, Risk, SafeContact
from fanal.cases.files import record
from fanal.cases.files.files import row_of
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, ContactSafety, FollowUp, Note, PushFactor
from fanal.cases.policy import RISK, WRITE
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor

SEEN_WITHIN: Final = timedelta(days=30)
"""So long ago the child was reached at most, for risk to be lowered (CM-23)."""
CHECKED_FOR: Final = timedelta(days=30)
_ORDER: Final = tuple(Risk)


# ---- the child ----


def set_safety(
    actor: Actor, case_id: UUID, safe: SafeContact, said: Said, now: datetime, *, version: int | None = None
) -> ContactSafety:
    """Say anew how the child may be reached; what was said before stays in the file. `version`: that of the child on
    the page on which this takes the place of what stood there. Raises `NotHere`, `NotAllowed`, `NotNow` without a way,
    and where somebody was faster."""
    need(
        (safe is not SafeContact.NEVER and not said.get("channels_allowed"), _("Choose at least one way."),
         "channels_allowed"),
    )  # fmt: skip
    with record.writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        as_seen(version in {None, case.child.version}, case.child.version)
        today = network.day_at(case.org_id, now)
        row = ContactSafety(child=case.child, checked_on=today, next_check=today + CHECKED_FOR, **record.by(actor, now))
        record.add(opened, row, said)
        record.change_child(opened, case.child, safe_to_contact=safe.value)
        clocks.stop(case.pk, duties.CONTACT_SAFETY, now=now)
        duties.begin(duties.CONTACT_SAFETY, case, now)
    return row


def set_about(actor: Actor, case_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is known of the child. Raises as `set_safety` does, and `NotNow` where somebody was faster."""
    with record.writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        as_seen(case.child.version == version, case.child.version)
        case.child.interpreter_needed = said.get("interpreter_needed", case.child.interpreter_needed)
        record.keep(opened, case.child, said)
        if index.SEARCHED.intersection(said):
            _find_by(actor, case, opened)


def _find_by(actor: Actor, case: Case, opened: Opened) -> None:
    """The child is found by what is known now, in every file of theirs."""
    card = index.known(opened, case.child)
    for each in case.child.cases.all():
        if each.pk == case.pk or not each.restricted:  # of a restricted one, whoever had it before learns nothing new
            index.write(actor, each, card)


# ---- the work ----


def set_wishes(actor: Actor, case_id: UUID, words: str, version: int, now: datetime) -> None:
    """Write down what the child wants, in the child's words. Raises as `set_safety` does, and `NotNow` where somebody
    was faster."""
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        as_seen(case.version == version, case.version)
        record.change(opened, case, {"wishes": words})
        case.version += 1
        case.save(update_fields=["content", "version"])


def add_note(actor: Actor, case_id: UUID, kind: str, said: Said, now: datetime, *, reached: bool = False) -> Note:
    """A dated entry. That the child was reached ends the first contact. Raises as `set_safety` does."""
    need((not said.get("body"), _("Write what there is to know."), "body"))
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        row = record.add(opened, Note(case=case, kind=kind, reached=reached, **record.by(actor, now)), said)
        if reached:
            clocks.stop(case.pk, duties.FIRST_CONTACT, now=now)
    return row


def add_push(actor: Actor, case_id: UUID, said: Said, now: datetime) -> PushFactor:
    """A circumstance that pushes the child. Raises as `set_safety` does."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("code", "level", "source", "state")))
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        today = network.day_at(case.org_id, now)
        return record.add(opened, PushFactor(case=case, noted_on=today, **record.by(actor, now)), said)


def push_of(actor: Actor, case_id: UUID, push_id: UUID) -> PushFactor:
    """A circumstance of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, PushFactor, case_id, push_id)


def change_push(actor: Actor, case_id: UUID, push_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is known of it now. Which circumstance it is stays: plans that were approved answer it. Raises `NotHere`,
    `NotAllowed`, `NotNow` where a colleague was faster."""
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        row = push_of(actor, case.pk, push_id)
        record.need_now(opened, row, version)
        need(("code" in said and said["code"] != opened.read(row, "content").code, _("Note it as another one."), ""))
        row.ended_on = network.day_at(case.org_id, now) if said.get("state") == PushState.ENDED else None
        record.keep(opened, row, said)


def set_risk(actor: Actor, case_id: UUID, risk: Risk, said: Said, now: datetime, *, version: int | None = None) -> None:
    """Say how great the risk is, with the reason. It goes up at once; it goes down by the supervisor, or where the
    child was reached in the last thirty days and nothing keeps it up (CM-23; `keeps_risk`). `version`: that of the
    file. Raises as `set_safety` does."""
    need((not said.get("body"), _("Write why."), "body"))
    with record.writing(actor, case_id, RISK, now) as (case, opened):
        as_seen(version in {None, case.version}, case.version)
        if _is_lower(risk, case) and relation(actor, case) is not Eye.SUPERVISOR:
            need(*((bool(why), why, "risk") for call in _KEEPS if (why := call(opened, case, risk))))
        risk_is(actor, opened, case, risk, now, said=said)


type Keeps = Callable[[Opened, Case, Risk], str]
_KEEPS: Final[list[Keeps]] = []


def keeps_risk(call: Keeps) -> None:
    """Let a concern above say why whoever works with the child does not lower the risk to a level; empty: nothing is in
    the way. Called once when the room starts."""
    if call not in _KEEPS:
        _KEEPS.append(call)


def risk_is(
    actor: Actor, opened: Opened, case: Case, risk: Risk, now: datetime, *, seen: bool = False, said: Said | None = None
) -> None:
    """The risk of a file from now on, by the rule of `set_risk`, inside the deed that says why. `seen`: the child was
    there in that deed. An entry of the file keeps what the risk became and when. Raises `NotNow`."""
    reached = seen or relation(actor, case) is Eye.SUPERVISOR
    if _is_lower(risk, case) and not reached and not _was_seen(opened, case, now):
        raise NotNow(
            _("Nobody has reached the child for thirty days. See the child first, or ask the supervisor."), "risk"
        )
    rises = bool(case.risk) and _ORDER.index(risk) < _ORDER.index(Risk(case.risk))
    became = risk.value if risk.value != case.risk else ""
    if became or said:
        record.add(opened, Note(case=case, kind="decision", risk=became, **record.by(actor, now)), said or {"body": ""})
    case.rate(risk, actor.person, now, network.day_at(case.org_id, now))
    case.version += 1
    opened.state(case)
    case.save(update_fields=["risk", "risk_set_by", "risk_set_at", "low_since", "version"])
    clocks.stop(case.pk, duties.RISK_REVIEW, now=now)
    duties.begin(duties.RISK_REVIEW, case, now)
    if rises:
        duties.sooner(duties.FIRST_CONTACT, case, now)


def _is_lower(risk: Risk, case: Case) -> bool:
    return bool(case.risk) and _ORDER.index(risk) > _ORDER.index(Risk(case.risk))


def _was_seen(opened: Opened, case: Case, now: datetime) -> bool:
    notes = Note.objects.filter(case=case, reached=True, made_at__gte=now - SEEN_WITHIN)
    if any(opened.holds(row) for row in notes):
        return True
    since = network.day_at(case.org_id, now - SEEN_WITHIN)
    met = (row for row in FollowUp.objects.filter(case=case, done_on__gte=since) if opened.holds(row))
    return any((told := opened.try_read(row, "personal")) and told.child_seen for row in met)
