"""What binds a state: an item is *must* only where a treaty that says "shall" is in force for the state, unreserved.

Everything else is a reference. Whether a state is party, or has reserved an article that the treaty lets it reserve,
may not be in the library: then nobody is told that the state must, and the reason is given (design of the standards,
section 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fanal.engines.jurisdiction.checklist import Instrument, Place, Reservable, Standards
from fanal.engines.jurisdiction.model import Corpus, Reservation, TreatyStatus
from fanal.engines.jurisdiction.values import FALSE, TRUE, Truth, Value, all_of, any_of, known, law_unknown, negation
from fanal.engines.jurisdiction.versions import started

MUST, REFERENCE = "must", "reference"
UNION = "EU"
"""The group of states that directives bind."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One article: whether it binds the state, what keeps it out, and what only narrows it."""

    place: Place
    value: Value
    kept_out: tuple[Reservation, ...] = ()
    narrowed: tuple[Reservation, ...] = ()
    status: TreatyStatus | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """`value` T: some article binds. `force` is must only then; a U carries what is not in the library."""

    item: str
    state: str
    on: date
    value: Value
    obligations: tuple[Obligation, ...]

    @property
    def force(self) -> str:
        return MUST if self.value.is_true else REFERENCE


def binding_for(corpus: Corpus, standards: Standards, state: str, item: str, on: date) -> Binding:
    """What binds a state (or the state of a part such as `GB-EAW`) to an item on a day; KeyError for no such item."""
    code = state.partition("-")[0]
    found = tuple(_obligation(corpus, standards, code, place, on) for place in standards.items[item].places)
    return Binding(item, code, on, any_of(one.value for one in found if one.place.force == "M"), found)


def _obligation(corpus: Corpus, standards: Standards, state: str, place: Place, on: date) -> Obligation:
    instrument = standards.instruments[place.instrument]
    if instrument.kind == "guidance":
        return Obligation(place, FALSE)
    if instrument.kind == "eu":
        return Obligation(place, _directive(corpus, instrument, state, on))
    status = next((row for row in corpus.treaties if (row.state, row.treaty) == (state, instrument.id)), None)
    kept_out, narrowed = _reservations(corpus.reservations, instrument, state, place.article)
    free = FALSE if kept_out else _unreserved(instrument, state, place.article, status)
    return Obligation(place, all_of((party(status, state, instrument.id, on), free)), kept_out, narrowed, status)


def party(status: TreatyStatus | None, state: str, treaty: str, on: date) -> Value:
    """Whether the treaty is in force for the state on that day. No row, or no day: not known."""
    if status is None:
        return law_unknown(state, f"treaties.{treaty}#absent")
    if status.status in {"signatory", "no_action"}:
        return FALSE
    if status.status == "denounced" or status.in_force is None:
        return law_unknown(state, f"treaties.{treaty}#in_force")
    return _value(started(status.in_force, on), state, f"treaties.{treaty}#in_force")


def member(corpus: Corpus, group: str, state: str, on: date) -> Value:
    """Whether the state belongs to a group on that day; a group that is not in the corpus is not known."""
    if group not in corpus.groups:
        return law_unknown(state, f"groups.{group}#absent")
    if state not in corpus.groups[group]:
        return FALSE
    start, end = corpus.groups[group][state]
    reason = f"groups.{group}#membership"
    left = FALSE if end is None else _value(started(end, on), state, reason)
    return all_of((_value(started(start, on), state, reason), negation(left)))


def _directive(corpus: Corpus, instrument: Instrument, state: str, on: date) -> Value:
    if instrument.due is None or on < instrument.due or state in instrument.not_bound:
        return FALSE
    return member(corpus, UNION, state, on)


def _value(truth: Truth, state: str, what: str) -> Value:
    return law_unknown(state, what) if truth is Truth.U else known(truth is Truth.T)


def _reservations(
    rows: Iterable[Reservation], instrument: Instrument, state: str, article: str
) -> tuple[tuple[Reservation, ...], tuple[Reservation, ...]]:
    """Those that keep the article out, and those that narrow it."""
    kept_out, narrowed = [], []
    for row in rows:
        if (row.state, row.treaty) != (state, instrument.id):
            continue
        for reserved, whole in _reserved(row, instrument):
            if whole and within(article, reserved):
                kept_out.append(row)
            elif within(article, reserved) or within(reserved, article):
                narrowed.append(row)
    return tuple(dict.fromkeys(kept_out)), tuple(dict.fromkeys(narrowed))


def _reserved(row: Reservation, instrument: Instrument) -> tuple[tuple[str, bool], ...]:
    """The articles a row reserves: itself, or those that the clause it names lets a state reserve."""
    article = row.article.replace(" ", "")
    by_clause = tuple(
        (one.article, one.whole and not row.partial) for one in instrument.reservable if one.by == article
    )
    return by_clause or ((article, not row.partial),)


def _unreserved(instrument: Instrument, state: str, article: str, status: TreatyStatus | None) -> Value:
    """No reservation was read. Where the treaty allows one and nobody has looked, that is not known."""
    if status is not None and status.reservations_read:
        return TRUE
    clause = next((one for one in instrument.reservable if _may_go(one, article)), None)
    return law_unknown(state, f"reservations.{instrument.id}#{clause.by}") if clause else TRUE


def _may_go(one: Reservable, article: str) -> bool:
    return one.whole and within(article, one.article)


def within(article: str, other: str) -> bool:
    """Whether an article is another one or a part of it: `25(1)(e)` of `25(1)` and of `25`."""
    return article == other or article.startswith((f"{other}(", f"{other}#"))
