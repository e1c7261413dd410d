"""What stands behind how far a company says it is: documents that a reviewer accepted, findings of which a company was
told. Read by whoever reckons with its plan; the deeds are those of `evidence` and `verifying`.

A finding counts from the day on which the company was told, above its own word or below. Nothing that the company says
or shows later lifts a level above it, until a later verification does, or its months have passed; what the company says
later of less counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fanal.access.api import stated
from fanal.tourism import known
from fanal.tourism.models import Evidence as Document
from fanal.tourism.models import Finding, Membership, Verification
from fanal.tourism.policy import REMOVED
from fanal.tourism.programmes import comparing
from fanal.tourism.scoring.model import Basis, Evidence, State
from fanal.vocabulary.dates import months_later

ADD, REVIEW, TAKE_BACK = "tourism.add_evidence", "tourism.review_evidence", "tourism.take_evidence_back"
DOCUMENT_DEEDS = (ADD, REVIEW, TAKE_BACK)
VERIFY, DECLARE, FIND = "tourism.ask_verification", "tourism.declare_ties", "tourism.find"
DROP, TELL, REPLY = "tourism.drop_verification", "tourism.tell_findings", "tourism.answer_finding"
VERIFYING_DEEDS = (VERIFY, DECLARE, FIND, DROP, TELL, REPLY)
PENDING, ACCEPTED, REFUSED, TAKEN_BACK = "pending", "accepted", "refused", "taken_back"
KINDS: Mapping[str, Basis] = {"desk": Basis.DESK, "visit": Basis.SITE}
"""What a finding is worth, by the kind of a verification."""

type Key = tuple[str, str]
"""A requirement, and a place; no place is the company."""
type Heirs = Mapping[str, tuple[str, ...]]
"""By requirement, what of the criteria of today stands in its place."""


def believed(rows: Iterable[Document]) -> list[Document]:
    """Those of these documents that are as they were added, reviewed or taken back. Raises `NotAllowed`."""
    return stated.as_left(rows, *DOCUMENT_DEEDS)


def need_verified(row: Membership) -> None:
    """Raises `NotAllowed` where a verification of a membership, or something that was found, was changed, is gone, or
    nobody found it."""
    found = Finding.objects.filter(verification__membership=row)
    stated.need_each(row.pk, [*row.verifications.all(), *found], *VERIFYING_DEEDS, REMOVED)


def findings(one: Verification) -> list[Finding]:
    """What was found, by requirement and place."""
    return list(one.findings.select_related("site").order_by("requirement", "site__code", "pk"))


@dataclass(frozen=True, slots=True)
class Found:
    """What a verifier found at one place, and since when it counts."""

    level: int
    basis: Basis
    on: date
    evidence: Evidence


def weigh(row: Membership, said: Mapping[Key, State], on: date) -> list[State]:
    """What a company says of itself, with what stands behind it on a day; and what was found where it says nothing.
    What was proved by criteria of before counts for what stands in the place of what they asked. Raises
    `NotAllowed`."""
    need_verified(row)
    heirs = comparing.heirs(known.of(row).sets, row.criteria)
    renew = {one.id: one.renew_months for one in known.criteria(row).requirements}
    documents, found = _documents(row, renew, heirs, on), _found(row, renew, heirs, on)
    found = {key: one for key, one in found.items() if one.evidence.stands(on)}
    return [
        _weighed(key, said.get(key), found.get(key), documents[key] + documents[key[0], _ANYWHERE])
        for key in sorted(said.keys() | found.keys())
    ]


_ANYWHERE = "*"


def _weighed(key: Key, said: State | None, found: Found | None, documents: tuple[Evidence, ...]) -> State:
    if found is not None and (said is None or said.as_of <= found.on or said.level >= found.level):
        as_of = max(found.on, said.as_of) if said is not None else found.on
        return State(*key, found.level, found.basis, as_of, (found.evidence,))
    assert said is not None
    return replace(said, basis=Basis.DOCUMENT, evidence=documents) if documents else said


def _documents(row: Membership, renew: Mapping[str, int], heirs: Heirs, on: date) -> Mapping[Key, tuple[Evidence, ...]]:
    by_place: dict[Key, tuple[Evidence, ...]] = defaultdict(tuple)
    rows = row.evidence.filter(state=ACCEPTED, reviewed_at__date__lte=on).order_by("pk")
    for one in believed(rows):
        for name in dict.fromkeys(new for old in one.requirements for new in heirs.get(old, ())):
            proof = Evidence(one.title, True, until(one, renew[name]))
            for place in one.sites or [_ANYWHERE]:
                by_place[name, place] += (proof,)
    return by_place


def until(one: Document, renew_months: int) -> date:
    """The last day of a document, for a requirement that is renewed so often."""
    return months_later(one.ends, renew_months)


def _found(row: Membership, renew: Mapping[str, int], heirs: Heirs, on: date) -> dict[Key, Found]:
    found: dict[Key, Found] = {}
    rows = row.verifications.filter(told_at__date__lte=on).order_by("told_at", "pk")
    for one in rows:
        mine = findings(one)
        if one.told_at is None:
            continue
        basis, day = KINDS[one.kind], one.told_at.date()
        for each in mine:
            for name in heirs.get(each.requirement, ()):
                proof = Evidence(f"{one.kind} {day}", True, months_later(day, renew[name]))
                found[name, str(each.site_id or "")] = Found(each.level, basis, day, proof)
    return found
