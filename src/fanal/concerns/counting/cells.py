"""One count cell for each concern or handover that ended: coarse codes, no place, no words
(docs/concerns-triage.md, "Counting").

Cells stay sealed at the member; only disclosure control takes them out. "Do not know" and "not said" are values of
their own: missing is never zero (DNH-45).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fanal.access.contracts import Content, field_of
from fanal.concerns.content import PersonalContent, PersonSuspected
from fanal.vocabulary.codes import ChildAgeBand, Finding, HandoverOutcome, Mark, Mobility, PlaceType, ReportChannel
from fanal.vocabulary.codes import ProcessingPurpose as Purpose

NOT_SAID = "not_said"


def _stat() -> str:
    coded: str = field_of("S2", Mark.INTERNAL, purpose=Purpose.STATISTICS, retention="counts")
    return coded


@dataclass(frozen=True, slots=True)
class CountCell(Content):
    """`what`: triage or handover. `country` is that of the place, or unknown, online, ship_or_aircraft."""

    what: str = _stat()
    quarter: str = _stat()
    country: str = _stat()
    channel: str = _stat()
    result: str = _stat()
    age_band: str = _stat()
    place_type: str = _stat()
    mobility: str = _stat()
    in_time: str = _stat()


def cell_of(
    what: Literal["triage", "handover"],
    ended_on: date,
    *,
    country: str,
    channel: ReportChannel,
    result: Finding | HandoverOutcome | str,
    personal: PersonalContent,
    offender: PersonSuspected,
    in_time: bool | None,
) -> CountCell:
    """The cell. `result`: the finding or the triage code, or the outcome of the handover. `in_time` None: not known."""
    return CountCell(
        what=what,
        quarter=quarter_of(ended_on),
        country=country,
        channel=str(channel),
        result=str(result) or NOT_SAID,
        age_band=_coded(personal.age, set(ChildAgeBand), {"under_18_unsure"}),
        place_type=_coded(personal.place_type, set(PlaceType)),
        mobility=_coded(offender.mobility, set(Mobility)),
        in_time="unknown" if in_time is None else "yes" if in_time else "no",
    )


def quarter_of(day: date) -> str:
    """`2026-Q4`."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _coded(answer: str, codes: set[str], known_unknown: set[str] | frozenset[str] = frozenset()) -> str:
    """The code as statistics know it; raises ValueError for one that they do not."""
    if not answer:
        return NOT_SAID
    if answer in known_unknown:
        return "unknown"
    if answer not in codes:
        raise ValueError("no code of this list")
    return str(answer)
