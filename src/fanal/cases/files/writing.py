"""Deeds of whoever works with a child, on an open file: each opens one record, writes, and says so in its journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, as_seen, need, open_record, stated
from fanal.cases import duties, holding
from fanal.cases.access_terms import case_ref, child_ref, relation
from fanal.cases.codes import Basis, PushState, Risk, SafeContact
from fanal.cases.files import ledger
from fanal.cases.files.files import ENTITY, case_of
from fanal.cases.model.sealed import contents, schema
from fanal.cases.models import Case, Child, Consent, ContactSafety, Note, PushFactor
from fanal.cases.policy import GROUND, RISK, SIGN, WRITE
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

SEEN_WITHIN: Final = timedelta(days=30)
"""So long ago the child was reached at most, for risk to be lowered (CM-23)."""
CHECKED_FOR: Final = timedelta(days=30)
_ORDER: Final = tuple(Risk)

type Said = Mapping[str, Any]
"""What was filled in, by field of the entity."""


@contextmanager
def _writing(actor: Actor, case_id: UUID, deed: str, now: datetime, *, child: bool = False) -> Iterator[Any]:
    """The row of a file, held, and its record (or that of the child), open to be written."""
    with transaction.atomic():
        case = case_of(actor, case_id, lock=True)
        ref = child_ref(case.child) if child else case_ref(case)
        purpose = AccessPurpose.SUPERVISION if deed == SIGN else AccessPurpose.CASEWORK
        with open_record(actor, ref, deed, purpose=purpose, now=now, thing=case, write=True) as opened:
            if deed not in {SIGN, GROUND}:
                _need_ground(actor, case, opened if child else None, deed, now)
            yield case, opened
        holding.write(case)


def _need_ground(actor: Actor, case: Case, of_child: Opened | None, deed: str, now: datetime) -> None:
    """Nothing is written without a live ground for the work (CM-41). Raises `NotNow`."""
    if of_child is not None:
        live = ledger.works(ledger.read(of_child, case.child), now)
    else:
        purpose = AccessPurpose.CASEWORK
        with open_record(actor, child_ref(case.child), deed, purpose=purpose, now=now, thing=case) as opened:
            live = ledger.works(ledger.read(opened, case.child), now)
    if not live:
        raise NotNow(_("No ground for this work is live: a supervisor must sign, or record a new one first."))


def _add[R: models.Model](opened: Opened, row: R, said: Said) -> R:
    """Seal and save a new row."""
    for box, content in contents(ENTITY[type(row)], said).items():
        opened.write(row, box, content)
    row.save(force_insert=True)
    opened.state(row)
    return row


def _change(opened: Opened, row: Any, said: Said) -> None:
    """Write some fields of a row anew, the others as they are. The caller saves."""
    entity = ENTITY[type(row)]
    for box, content in contents(entity, said).items():
        before = opened.try_read(row, box) or schema(entity, box)()
        names = [name for name in said if hasattr(content, name)]
        opened.write(row, box, replace(before, **{name: getattr(content, name) for name in names}))
    opened.state(row)


# ---- the child ----


def set_safety(actor: Actor, case_id: UUID, safe: SafeContact, said: Said, now: datetime) -> ContactSafety:
    """Say anew how the child may be reached; what was said before stays in the file. Raises `NotHere`, `NotAllowed`,
    `NotNow` without a way."""
    need(
        (safe is not SafeContact.NEVER and not said.get("channels_allowed"), _("Choose at least one way."),
         "channels_allowed"),
    )  # fmt: skip
    with _writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        today = network.day_at(case.org_id, now)
        row = ContactSafety(child=case.child, checked_on=today, next_check=today + CHECKED_FOR, **_by(actor, now))
        _add(opened, row, said)
        _child(opened, case.child, safe_to_contact=safe.value)
        clocks.stop(case.pk, duties.CONTACT_SAFETY, now=now)
        duties.begin(duties.CONTACT_SAFETY, case, now)
    return row


def _child(opened: Opened, child: Child, **clear: Any) -> None:
    for name, value in clear.items():
        setattr(child, name, value)
    child.version += 1
    child.save(update_fields=[*clear, "version"])
    opened.state(child)


def _by(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"made_by_id": actor.person, "made_at": now}


def set_about(actor: Actor, case_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is known of the child. Raises as `set_safety` does, and `NotNow` where somebody was faster."""
    with _writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        as_seen(case.child.version == version, case.child.version)
        _change(opened, case.child, said)
        case.child.version += 1
        case.child.save()


# ---- the work ----


def set_wishes(actor: Actor, case_id: UUID, words: str, version: int, now: datetime) -> None:
    """Write down what the child wants, in the child's words. Raises as `set_safety` does, and `NotNow` where somebody
    was faster."""
    with _writing(actor, case_id, WRITE, now) as (case, opened):
        as_seen(case.version == version, case.version)
        _change(opened, case, {"wishes": words})
        case.version += 1
        case.save(update_fields=["content", "version"])


def add_note(actor: Actor, case_id: UUID, kind: str, said: Said, now: datetime, *, reached: bool = False) -> Note:
    """A dated entry. That the child was reached ends the first contact. Raises as `set_safety` does."""
    need((not said.get("body"), _("Write what there is to know."), "body"))
    with _writing(actor, case_id, WRITE, now) as (case, opened):
        row = _add(opened, Note(case=case, kind=kind, reached=reached, **_by(actor, now)), said)
        if reached:
            clocks.stop(case.pk, duties.FIRST_CONTACT, now=now)
    return row


def add_push(actor: Actor, case_id: UUID, said: Said, now: datetime) -> PushFactor:
    """A circumstance that pushes the child. Raises as `set_safety` does."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("code", "level", "source", "state")))
    with _writing(actor, case_id, WRITE, now) as (case, opened):
        today = network.day_at(case.org_id, now)
        return _add(opened, PushFactor(case=case, noted_on=today, **_by(actor, now)), said)


def push_of(actor: Actor, case_id: UUID, push_id: UUID) -> PushFactor:
    """A circumstance of a file that the person may see. Raises `NotHere`."""
    row = PushFactor.objects.filter(pk=push_id, case=case_of(actor, case_id)).select_related("case").first()
    if row is None:
        raise NotHere
    return row


def change_push(actor: Actor, case_id: UUID, push_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is known of it now. Raises `NotHere`, `NotAllowed`, `NotNow` where a colleague was faster."""
    with _writing(actor, case_id, WRITE, now) as (case, opened):
        row = push_of(actor, case.pk, push_id)
        as_seen(row.version == version, row.version)
        if not opened.holds(row):
            raise NotNow(stated.words())
        _change(opened, row, said)
        row.ended_on = network.day_at(case.org_id, now) if said.get("state") == PushState.ENDED else None
        row.version += 1
        row.save()


def set_risk(actor: Actor, case_id: UUID, risk: Risk, said: Said, now: datetime) -> None:
    """Say how great the risk is, with the reason. It goes up at once; it goes down where the child was reached in the
    last thirty days, or by the supervisor (CM-23). Raises as `set_safety` does."""
    need((not said.get("body"), _("Write why."), "body"))
    with _writing(actor, case_id, RISK, now) as (case, opened):
        if _is_lower(risk, case) and relation(actor, case) is not Eye.SUPERVISOR and not _was_seen(opened, case, now):
            raise NotNow(
                _("Nobody has reached the child for thirty days. See the child first, or ask the supervisor."), "risk"
            )
        _add(opened, Note(case=case, kind="decision", **_by(actor, now)), said)
        case.risk, case.risk_set_by_id, case.risk_set_at = risk.value, actor.person, now
        case.version += 1
        opened.state(case)
        case.save(update_fields=["risk", "risk_set_by", "risk_set_at", "version"])
        clocks.stop(case.pk, duties.RISK_REVIEW, now=now)
        duties.begin(duties.RISK_REVIEW, case, now)


def _is_lower(risk: Risk, case: Case) -> bool:
    return bool(case.risk) and _ORDER.index(risk) > _ORDER.index(Risk(case.risk))


def _was_seen(opened: Opened, case: Case, now: datetime) -> bool:
    seen = Note.objects.filter(case=case, reached=True, made_at__gte=now - SEEN_WITHIN)
    return any(opened.holds(row) for row in seen)


# ---- the ground ----


def add_ground(actor: Actor, case_id: UUID, said: Said, now: datetime) -> None:
    """Record a ground for the work anew. Raises `NotHere`, `NotAllowed`, `NotNow` where it may not be
    recorded so."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("basis", "given_by", "child_assented")))
    with _writing(actor, case_id, GROUND, now, child=True) as (case, opened):
        known = opened.try_read(case.child, "personal")
        age = known.age_at_intake if known else None
        ledger.need_recordable(said, actor, age, ledger.read(opened, case.child), now)
        _add(opened, ledger.new(case.child, said, actor, now), said)
        clocks.stop(case.pk, duties.CONSENT_RENEWAL, now=now)
        duties.begin(duties.CONSENT_RENEWAL, case, now, ledger.RENEWED_AFTER)
        if said["basis"] != Basis.CONSENT:
            duties.begin(duties.SIGN_GROUND, case, now)


def sign_ground(actor: Actor, case_id: UUID, ground_id: UUID, now: datetime) -> None:
    """The second person's signature on a ground that is not consent (CM-37, CM-77). Raises `NotHere`, `NotAllowed`,
    `NotNow` where there is nothing to sign, or it was one's own."""
    with _writing(actor, case_id, SIGN, now, child=True) as (case, opened):
        row = Consent.objects.filter(pk=ground_id, child=case.child_id).first()
        if row is None or row.basis == Basis.CONSENT or row.second_signature_id or not opened.holds(row):
            raise NotNow(_("There is nothing to sign. Look at the file again."))
        if row.made_by_id == actor.person:
            raise NotNow(_("A second person signs: ask a colleague."))
        row.second_signature_id = actor.person
        opened.state(row)
        row.save(update_fields=["second_signature"])
        clocks.stop(case.pk, duties.SIGN_GROUND, now=now)
