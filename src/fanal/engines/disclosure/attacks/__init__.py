"""Attacks on a release before it leaves: the exact bytes to be published, together with all earlier releases.

`attack` carries out those that a release must withstand (docs/disclosure.md, "Attacks"); each has a module of its own.
A control in the tests, a bad release, shows that each can succeed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from fanal.engines.disclosure.attack_limits import LIMITS, required
from fanal.engines.disclosure.attacks import (
    averaging,
    differencing,
    dominance,
    inference,
    membership,
    reconstruction,
    singling_out,
    synthetic,
    text,
    threshold,
)
from fanal.engines.disclosure.attacks.published import counts, seen
from fanal.engines.disclosure.attacks.report import AttackReport, Case, Lint, Outcome, Shadow, undecided
from fanal.engines.disclosure.bundle_parts import Bundle
from fanal.engines.disclosure.model import CodedTable, Cube, DisclosureError
from fanal.engines.disclosure.synthetic_files import PREFIX
from fanal.engines.disclosure.synthetic_rules import table_without

__all__ = ["LIMITS", "AttackReport", "Lint", "Outcome", "Shadow", "attack"]

type Truth = Sequence[CodedTable | Cube]

ON_TABLES: Mapping[str, Callable[[Case], Outcome]] = {
    "A1": threshold.attack,
    "A2": reconstruction.attack,
    "A3": averaging.attack,
    "A4": differencing.attack,
    "A8": dominance.attack,
    "A9": text.attack,
}
ON_ROWS = ("A5", "A6", "A7")


def attack(
    candidate: Bundle,
    earlier: Sequence[Bundle] = (),
    truth: Truth | None = None,
    *,
    rows: Sequence[CodedTable] = (),
    before: Mapping[str, Truth] | None = None,
    shadow: Shadow | None = None,
    own: Truth | None = None,
    objections: int | None = None,
    lint: Lint | None = None,
    names: Collection[str] = (),
    places: Collection[str] = (),
    organisations: Collection[str] = (),
) -> AttackReport:
    """All attacks that the release must withstand.

    `earlier`: all releases of the population, withdrawn ones too. `truth`: for each cohort its children or counts
    (None at the network, for pooled releases); `rows`: the children, where `truth` is counts; `before`: for the id of
    an earlier release the truth of its time, where it was another. `shadow`: makes synthetic rows from children; needed
    where the release has any. `own`: this member's counts in a pooled release; `objections`: of the members. `lint`:
    terms to avoid in a text. `names`, `places`: what no text may have; `organisations`: whose names may stand in one.
    Raises `DisclosureError` where counts and releases do not belong together.
    """
    case = Case(
        candidate, seen(candidate, earlier), truth=None if truth is None else counts(truth),
        before={name: counts(one) for name, one in (before or {}).items()},
        ids=(candidate.id, *(one.id for one in earlier)),
        rows=(*rows, *(one for one in truth or () if isinstance(one, CodedTable))),
        own=None if own is None else counts(own),
        shadow=shadow, objections=objections, lint=lint, names=names, places=places, known=text.words_of(organisations),
    )  # fmt: skip
    return AttackReport(candidate.id, candidate.sha256, _outcomes(case))


def _outcomes(case: Case) -> tuple[Outcome, ...]:
    codes = tuple(entry["code"] for entry in case.candidate.document.get("attacks", ()))
    if set(codes) != set(_required(case.candidate)):
        raise DisclosureError("the release does not name the attacks that it must withstand; make it again")
    found = {code: _tried(ON_TABLES[code], code, case) for code in codes if code in ON_TABLES}
    if any(code in ON_ROWS for code in codes):
        found |= _on_rows(case)
    return tuple(found[code] for code in codes)


def _required(candidate: Bundle) -> tuple[str, ...]:
    if not candidate.tables:
        return ("A9",)
    synthetic_rows, pooled = candidate.synthetic is not None, (candidate.coverage.members_in or 0) > 1
    return required(candidate.tables[0].policy.method, synthetic=synthetic_rows, pooled=pooled)


def _tried(one: Callable[[Case], Outcome], code: str, case: Case) -> Outcome:
    """The outcome; where what is published and what was counted do not fit, nothing is decided."""
    try:
        return one(case)
    except DisclosureError as error:
        return undecided(code, str(error), "Nothing may be published until this attack can be carried out.")


def _on_rows(case: Case) -> dict[str, Outcome]:
    if case.shadow is None or not case.rows or case.candidate.classes is None:
        advice = "Attack at the member, before release, with the method that made the rows."
        return {code: undecided(code, "It can only be carried out beside the children.", advice) for code in ON_ROWS}
    try:
        rows = [table_without(table, _left_out(case.candidate)) for table in case.rows]
        trial = synthetic.trial(rows, case.shadow)
    except DisclosureError as error:
        return {code: undecided(code, str(error)) for code in ON_ROWS}
    return {
        "A5": singling_out.attack(trial),
        "A6": inference.attack(trial, rows[0].classes),
        "A7": membership.attack(trial),
    }


def _left_out(candidate: Bundle) -> tuple[str, ...]:
    """Variables of the class set that the synthetic rows do not have."""
    head = (candidate.synthetic or b"").partition(b"\n")[0].decode().split(",")
    held = {name.strip().removeprefix(PREFIX) for name in head}
    return tuple(one.name for one in candidate.classes.variables if one.name not in held) if candidate.classes else ()
