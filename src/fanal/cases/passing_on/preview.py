"""What would leave of an open file now, for one recipient: its facts as whoever looks sees them, the live grounds, the
agreement (CM-44; `pack`)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fanal.cases import ground
from fanal.cases.files import ledger
from fanal.cases.files.files import ENTITY, File, Read
from fanal.cases.ground import Recipient, Use
from fanal.cases.model.declared import Field, model
from fanal.cases.models import (
    Act,
    AllegedOffender,
    Assessment,
    BestInterests,
    ContactSafety,
    FollowUp,
    Goal,
    PushFactor,
    Service,
)
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import carried, pack
from fanal.cases.passing_on.pack import Allows, PackKind
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, OrgRef
from fanal.passing.api import Addition, Preview
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.results import Allowed, Answer
from fanal.web import api as web

USES: Final = {
    PackKind.REFERRAL: Use.REFER, PackKind.TRANSFER: Use.TRANSFER, PackKind.REPORT: Use.REPORT,
    PackKind.NAMES: Use.TRANSFER,
}  # fmt: skip
PURPOSES: Final = {
    PackKind.REFERRAL: AgreementPurpose.REFERRAL,
    PackKind.TRANSFER: AgreementPurpose.CASE_TRANSFER,
    PackKind.REPORT: AgreementPurpose.REPORT_TO_AUTHORITY,
    PackKind.NAMES: AgreementPurpose.CASE_TRANSFER,
}
_READ: Final[tuple[type, ...]] = (
    ContactSafety, Assessment, BestInterests, Act, Goal, Service, PushFactor, FollowUp, AllegedOffender,
)  # fmt: skip
_NEWEST: Final = frozenset({ContactSafety, Assessment, BestInterests})
"""Of these the newest row alone goes."""
_PLANNED: Final[tuple[type, ...]] = (Act, Goal, Service, PushFactor, FollowUp)
_APART: Final[Mapping[PackKind, tuple[type, ...]]] = {
    PackKind.REPORT: (Act, AllegedOffender), PackKind.TRANSFER: _PLANNED, PackKind.OPINION: _PLANNED,
}  # fmt: skip
"""Each of these is told by itself: which goal is under way, which act was when."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """What would leave. `ground`, `agreement`: whether it may at all; None where no agreement is asked: a kind of
    recipients, of whom nobody is named yet."""

    card: PackContent
    pack: Preview[PackContent]
    ground: Answer
    agreement: Answer | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, where somebody asks: the card names this help alone; without one, all that is planned.
    `additions`, `said`: of `pack.pack`."""

    need: str
    urgent: bool
    additions: tuple[Addition, ...] = ()
    said: tuple[PackItem, ...] = ()


def leaves(
    found: File, kind: PackKind, to: Recipient, org: OrgRef | None, now: datetime, asked: Asked | None = None
) -> Leaves:
    """What would leave of a file that is open (`files.looking`). Without an agreement nothing does. Raises
    `NotAddable`."""
    rows = ledger.read(found.of_child, found.case.child)
    agreement = _agreed(found, kind, org, now)[0] if org else None
    more = (asked.additions, asked.said) if asked else ()
    made = pack.pack(kind, dict(facts(found, kind)), allowed(found, kind, to, org, now), *more)
    known = found.child.said
    planned = {one.said["type"] for one in found.rows.get(Service, ())} - {""}
    card = pack.card(
        age=known["age_at_intake"], sex=known["sex"], country=found.case.country_of_harm, languages=known["languages"],
        needs={asked.need} if asked and asked.need else planned,
        urgent=asked.urgent if asked else found.case.risk == "critical",
    )  # fmt: skip
    return Leaves(card, made, ground.allows(rows, USES[kind], to, (), now), agreement)


def allowed(found: File, kind: PackKind, to: Recipient, org: OrgRef | None, now: datetime) -> Allows:
    """What allows it: the categories with a live ground towards this recipient, and those of the agreement."""
    rows, purpose = ledger.read(found.of_child, found.case.child), ground.NEEDS[USES[kind]].purpose
    live = frozenset(one for one in DataCategory if ground.effective(rows, purpose, to, one, now) is not None)
    return Allows(live, _agreed(found, kind, org, now)[1] if org else None)


def _agreed(found: File, kind: PackKind, org: OrgRef, now: datetime) -> tuple[Answer, frozenset[DataCategory]]:
    day, own = network.day_at(found.case.org_id, now), found.case.org_id
    answer = network.agreements.check(own, org.id, PURPOSES[kind], (), day)
    if not isinstance(answer, Allowed):
        return answer, frozenset()
    rows = (network.agreements.ref(one) for one in network.agreements.of(own) if str(one.id) == answer.source)
    named = next((one.categories for one in rows), frozenset())
    return answer, frozenset(DataCategory(one) for one in named if one in set(DataCategory))


# ---- facts ----


def facts(found: File, kind: PackKind) -> Iterator[tuple[str, tuple[PackItem, ...]]]:
    """What the file holds and whoever looks may see, by path; what nobody said is not there. Of a kind that tells
    of several acts or goals their rows stay apart, so that nobody takes the day of one for that of another."""
    apart = _APART.get(kind, ())
    rows = [found.child, found.work, *_rows(found)]
    by_path: dict[str, list[PackItem]] = {}
    for one in rows:
        for field, value in _said(one):
            path = pack.of_row(field.path, one.row.pk) if type(one.row) in apart else field.path
            by_path.setdefault(path, []).append(carried.item(field, path, value))
    yield from ((path, tuple(items)) for path, items in by_path.items())


def _rows(found: File) -> Iterable[Read]:
    for table in _READ:
        rows = found.rows.get(table, ())
        yield from rows[:1] if table in _NEWEST else rows


def _said(one: Read) -> Iterator[tuple[Field, Any]]:
    """The fields of a row that have a label, with what they hold. What cannot be read is not there."""
    fields = model().entities[ENTITY[type(one.row)]].fields.values()
    for field in (field for field in fields if field.label):  # a reference has none: no row is fetched for it
        value = one.said.get(field.name) if field.box else getattr(one.row, field.name, None)
        if value not in (None, "", ()):
            yield field, value


def told(item: PackItem) -> str:
    """A fact of a pack in words of the reader; as it was sent where this program does not know the field."""
    try:
        field = pack.field_at(item.field)
    except KeyError:
        return web.listed([*item.codes, *filter(None, [item.text])])
    return carried.told(field, item)
