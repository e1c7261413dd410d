"""What binds a state: an item is *must* only where a treaty that says "shall" is in force for the state, unreserved.

Everything else is a reference. Whether a state is party, or has reserved an article that the treaty lets it reserve,
may not be in the library: then nobody is told that the state must, and the reason is given
(docs/law-benchmark.md, "What binds").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fanal.engines.jurisdiction.benchmark.checklist import Instrument, Place, Reservable, Standards
from fanal.engines.jurisdiction.model import Corpus, Reservation, TreatyStatus
from fanal.engines.jurisdiction.parts.membership import UNION, member, party, within
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, law_unknown

MUST, REFERENCE = "must", "reference"


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


def _directive(corpus: Corpus, instrument: Instrument, state: str, on: date) -> Value:
    if instrument.due is None or on < instrument.due or state in instrument.not_bound:
        return FALSE
    return member(corpus, UNION, state, on)


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
