"""People around the child: who cares, who is family, and what each may know. Whoever is suspected of harming a child
consents to nothing, is told nothing and is not contacted, from the write that says so (CM-36, DNH-21)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, Opened, need
from fanal.cases import duties
from fanal.cases.ages import is_child
from fanal.cases.codes_work import MayBeTold
from fanal.cases.files import record
from fanal.cases.files.files import case_of
from fanal.cases.model.sealed import Said
from fanal.cases.models import Caregiver, CareLink, Case
from fanal.cases.policy import WRITE
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor

NEEDED: Final = ("relationship", "contact_allowed")
_CARE: Final = ("is_current_caregiver", "care_type", "started", "ended", "placement_address")
"""Where one of them is another, the way to the child may be another."""


def add(actor: Actor, case_id: UUID, person: Said, link: Said, now: datetime) -> CareLink:
    """Enter somebody around the child. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    _check(person, link, now)
    with record.writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        _need_key(opened, link)
        barred = bool(link.get("consent_barred") or link.get("is_alleged_offender"))
        agreed = _as_agreed(person, barred=barred)
        row = record.add(opened, Caregiver(child=case.child, **record.by(actor, now)), agreed)
        tie = CareLink(child=case.child, caregiver=row, consent_barred=barred, **record.by(actor, now))
        record.add(opened, tie, link)
        if link.get("is_current_caregiver") or link.get("placement_address"):
            _check_the_way(case, now)
    return tie


def change(actor: Actor, case_id: UUID, link_id: UUID, person: Said, link: Said, version: int, now: datetime) -> None:
    """What is known now. Somebody who is barred stays so until somebody says no, and while they are suspected. Raises
    as `add` does, and `NotNow` where a colleague was faster."""
    _check(person, link, now)
    with record.writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        tie = _held(actor, case, link_id, version, opened)
        _need_key(opened, link)
        before = _care(opened, tie)
        tie.consent_barred = _barred(opened, tie, link)
        record.keep(opened, tie, link)
        record.keep(opened, tie.caregiver, _as_agreed(person, barred=tie.consent_barred))
        if _care(opened, tie) != before:
            _check_the_way(case, now)


def end(actor: Actor, case_id: UUID, link_id: UUID, reason: str, version: int, now: datetime) -> None:
    """Somebody cares for the child no more. Raises as `change` does."""
    with record.writing(actor, case_id, WRITE, now, child=True) as (case, opened):
        tie = _held(actor, case, link_id, version, opened)
        today = network.day_at(case.org_id, now)
        said = {"ended": today, "is_current_caregiver": False, "change_reason": reason, "placement_address": ""}
        record.keep(opened, tie, said)
        _check_the_way(case, now)


def link_of(actor: Actor, case_id: UUID, link_id: UUID) -> CareLink:
    """One relation of the child of a file that the person may see. Raises `NotHere`."""
    case = case_of(actor, case_id)
    row = CareLink.objects.filter(pk=link_id, child=case.child_id).select_related("caregiver").first()
    if row is None:
        raise NotHere
    return row


def _check(person: Said, link: Said, now: datetime) -> None:
    """Raises `NotNow` for what is missing, and for a child of the family as a person suspected (CM-65)."""
    child = bool(link.get("is_alleged_offender")) and is_child(person.get("birth_date"), now)
    words = _("A child is never entered here. Talk to your supervisor.")
    need(
        *((not link.get(name), _("Answer this."), name) for name in NEEDED),
        (child, words, "is_alleged_offender"),
    )


def _need_key(opened: Opened, link: Said) -> None:
    """Where the child sleeps is written by whoever holds the key to it. Raises `NotNow`."""
    words = _("Your keys do not open where the child sleeps. Ask the safeguarding lead.")
    need((bool(link.get("placement_address")) and not opened.has("placement"), words, "placement_address"))


def _as_agreed(person: Said, *, barred: bool) -> dict[str, Any]:
    """Somebody is told only what the child agreed to: nothing where nobody said, nor whoever is barred."""
    nothing = MayBeTold.NOTHING.value
    return {**person, "may_be_told": nothing if barred else person.get("may_be_told") or nothing}


def _barred(opened: Opened, tie: CareLink, link: Said) -> bool:
    """Whether somebody is barred now; whoever cannot read whether they are suspected frees nobody."""
    if not opened.has("offender"):
        return tie.consent_barred or bool(link.get("consent_barred"))
    held = opened.try_read(tie, "offender")
    suspected = link.get("is_alleged_offender", held.is_alleged_offender if held else None)
    said = link.get("consent_barred")
    return bool(suspected) or (tie.consent_barred if said is None else bool(said))


def _held(actor: Actor, case: Case, link_id: UUID, version: int, opened: Opened) -> CareLink:
    tie = link_of(actor, case.pk, link_id)
    record.need_now(opened, tie, version)
    record.need_now(opened, tie.caregiver)
    return tie


def _care(opened: Opened, tie: CareLink) -> tuple[Any, ...]:
    """Who cares where, as it stands."""
    boxes = [opened.try_read(tie, box) for box in ("personal", "placement") if opened.has(box)]
    return tuple(getattr(box, name) for box in boxes for name in _CARE if box is not None and hasattr(box, name))


def _check_the_way(case: Case, now: datetime) -> None:
    """Another home, another way to the child: it is checked with the child at once."""
    clocks.stop(case.pk, duties.CONTACT_SAFETY, now=now, done=False)
    duties.begin(duties.CONTACT_SAFETY, case, now, duties.SOONEST, urgent=True)
