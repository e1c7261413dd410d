"""What somebody sees of a file and does with it now: the one answer for pages, lists, packs and deeds (CM-54;
docs/cases.md). Pure.

A person asks as somebody: by the relation to the file, or by a role that needs none. Keys say the same by themselves;
what a key does not open is not seen whatever stands here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fanal.cases.codes import WORKED_ON, Status
from fanal.cases.model.declared import Field
from fanal.cases.sight_table import DEEDS, PURPOSES, WORDS, Deed, Eye, How, Life, Need, Part, Why, how
from fanal.vocabulary.codes import AccessPurpose, DataCategory
from fanal.vocabulary.results import Allowed, Answer, Refused

_READS_WITHOUT_GROUND: Final = frozenset({Eye.OWNER, Eye.SUPERVISOR, Eye.DPO, Eye.CUSTODIAN})
"""Who still reads a file that has no live ground: those who can give it one, and those of the child's rights."""
_SHUT_OUT: Final = frozenset({Eye.TEAM, Eye.INTAKE, Eye.ON_CALL})
"""Whom a restricted file does not exist for."""
_OPEN_CLASSES: Final = frozenset({Part.S0, Part.S1})
_OVER: Final = frozenset({Status.FOLLOW_UP, Status.CLOSED})
_BY_PACK: Final = frozenset({Eye.RECIPIENT, Eye.SHELTER, Eye.AUTHORITY})
_BY_RELATION: Final = _BY_PACK | {Eye.OWNER, Eye.CO_WORKER, Eye.TEAM, Eye.NAMED, Eye.SUPERVISOR, Eye.LAWYER, Eye.PANEL}
NAMES: Final = frozenset({"child.given_name", "child.middle_name", "child.family_name", "child.other_names"})
"""What a protected name hides, from the team too."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known when somebody asks. Nothing said is no.

    `pack`: paths of what they were given. `parts`: paths on which a co-worker works; None: all. `boxes`: compartments
    that their keys open; None: not asked. `lapsed`: there was a ground. `own`: what they look at is their own work.
    """

    eye: Eye
    purpose: AccessPurpose = AccessPurpose.CASEWORK
    status: Status = Status.OPEN
    cleared: bool = False
    ground: bool = False
    lapsed: bool = False
    ended: bool = False
    restricted: bool = False
    protected_name: bool = False
    agreement: bool = False
    reason: bool = False
    accepted: bool = False
    request: bool = False
    court_order: bool = False
    child_allows: bool = False
    own: bool = False
    pack: frozenset[str] = frozenset()
    parts: frozenset[str] | None = None
    boxes: frozenset[str] | None = None


def _shut(look: Look) -> Why | None:
    """What shuts somebody out of a file whole."""
    if look.ended:
        return Why.RELATION_ENDED
    if look.restricted and look.eye in _SHUT_OUT:
        return Why.RESTRICTED
    return Why.AGREEMENT_EXPIRED if look.eye in _BY_PACK and not look.agreement else None


def _groundless(look: Look) -> Why:
    return Why.GROUND_EXPIRED if look.lapsed else Why.NO_GROUND


# ---- reading and writing ----


@dataclass(frozen=True, slots=True)
class Seen:
    """What may be shown and written of what was asked for, why not of the rest, and whether a reason shows more."""

    read: frozenset[str]
    write: frozenset[str]
    refused: Mapping[str, Why]
    asks_reason: bool


def part_of(field: Field) -> Part:
    """The part of a file in which a field lies."""
    return Part(field.box if field.cls == "S5" else field.cls)


def sees(look: Look, part: Part) -> How | Why:
    """In which way somebody sees a part of a file now, or why not. Which fields that are is asked of `fields`."""
    way = how(look.eye, part)
    if part is Part.S0:
        return way
    content = part not in _OPEN_CLASSES
    grounded = look.ground or look.eye in _READS_WITHOUT_GROUND
    lacks = {How.ORDER: not look.court_order, How.REQUEST: not look.request, How.IF_ALLOWED: not look.child_allows}
    stops = (
        _shut(look),
        Why.CLASS if way is How.NO else None,
        Why.GATE if content and not look.cleared else None,
        None if grounded else _groundless(look),
        None if look.purpose in PURPOSES[look.eye] else Why.PURPOSE,
        Why.CLASS if lacks.get(way) else None,
    )
    return next((why for why in stops if why is not None), way)


def writes(look: Look, part: Part) -> bool:
    """Whether somebody writes in a part of a file now: while it is worked on, on a live ground."""
    works = look.status in WORKED_ON and look.ground
    return works and sees(look, part) in {How.WRITE, How.OWN}


def fields(look: Look, of: Iterable[Field]) -> Seen:
    """What somebody sees and writes of fields."""
    read: set[str] = set()
    write: set[str] = set()
    refused: dict[str, Why] = {}
    asks_reason = False
    for field in of:
        part = part_of(field)
        way = sees(look, part)
        if isinstance(way, Why):
            refused[field.path] = way
            continue
        if writes(look, part) and _is_given(look, field):
            write.add(field.path)
        if (why := _hidden(look, field, way)) is not None:
            refused[field.path] = why
        elif _needs_reason(look, field, way) and not look.reason:
            asks_reason = True
        else:
            read.add(field.path)
    return Seen(frozenset(read), frozenset(write), refused, asks_reason)


def _is_given(look: Look, field: Field) -> bool:
    """Whether a field is of what somebody works on, and opens with their keys."""
    opens = look.boxes is None or not field.box or field.box in look.boxes
    return opens and (look.parts is None or field.path in look.parts)


def _hidden(look: Look, field: Field, way: How) -> Why | None:
    """Why one field of a part that somebody sees is not theirs to see."""
    if look.boxes is not None and field.box and field.box not in look.boxes:
        return Why.NO_KEY
    here = {
        How.LIST: field.shown,
        How.PACK: field.path in look.pack,
        How.PACK_ACCEPTED: field.path in look.pack and look.accepted,
        How.LEGAL: field.category == DataCategory.LEGAL,
        How.OWN: look.own,
    }
    beside = look.parts is not None and field.box and field.path not in look.parts
    masked = look.protected_name and field.path in NAMES and not _may_reveal(look, field)
    return Why.CLASS if masked or beside or not here.get(way, True) else None


def _may_reveal(look: Look, field: Field) -> bool:
    """A name that is protected stands in a pack only where somebody put it there."""
    return look.eye in DEEDS[Deed.REVEAL_NAME].who or (look.eye in _BY_PACK and field.path in look.pack)


def _needs_reason(look: Look, field: Field, way: How) -> bool:
    masked = look.protected_name and field.path in NAMES and look.eye in DEEDS[Deed.REVEAL_NAME].who
    return way is How.REASON or masked


# ---- deeds ----


def may(look: Look, deed: Deed) -> Answer:
    """Whether somebody may do a deed now. What else it needs stands in `DEEDS`."""
    rule = DEEDS[deed]
    stops = (
        None if look.eye in rule.who else Why.NO_RELATION if rule.who & _BY_RELATION else Why.NO_ROLE,
        None if deed is Deed.OPEN else _shut(look),
        Why.GATE if rule.cleared and not look.cleared else None,
        None if look.status in _LIVES[rule.life] else Why.STAGE,
        None if look.ground or not rule.grounded or look.eye is Eye.DPO else _groundless(look),
        Why.CONFLICT if Need.NOT_OWN_WORK in rule.needs and look.own else None,
    )
    why = next((one for one in stops if one is not None), None)
    return Allowed() if why is None else Refused(why, WORDS[why])


_LIVES: Final = {Life.ANY: frozenset(Status), Life.WORKED_ON: WORKED_ON, Life.ENDED: _OVER}
