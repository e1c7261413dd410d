"""What a result says, as a table of captures for an estimate and in sentences; and whether the papers of a run fit.

Counts with their quality are never apart: the table names the quality in its first lines, where `fanal prevalence`
reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fanal.engines.linkage.files import canonical, digest
from fanal.engines.linkage.histories import Counted
from fanal.engines.linkage.model import Interval3, LinkageError, Quality
from fanal.engines.linkage.run import Commitment, read_result
from fanal.engines.linkage.terms import RunAgreement, read_json


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must fit, and whether it does."""

    what: str
    fits: bool


def capture_csv(given: Mapping[str, Any], counted: Counted) -> str:
    """A capture table as `fanal prevalence` reads it: fewest lists first. `given`: the result's JSON."""
    histories = counted.histories
    k = len(histories.lists)
    order = sorted(
        range(1, 1 << k), key=lambda mask: (mask.bit_count(), [place for place in range(k) if mask >> place & 1])
    )
    lines = ["# kind: children", f"# linkage: {linkage_words(histories.quality)}"]
    lines += [f"# period {name}: {given['period']}" for name in histories.lists]
    lines.append(",".join([*histories.lists, "count"]))
    for mask in order:
        if histories.counts[mask]:
            lines.append(",".join([*(str(mask >> place & 1) for place in range(k)), str(histories.counts[mask])]))
    return "\n".join(lines) + "\n"


def linkage_words(quality: Quality) -> str:
    """One line on the quality of links."""
    return (
        f"by tokens; missed m = {rate_words(quality.missed)}; false f = {rate_words(quality.false)}; "
        f"from {quality.test_rows} test rows"
    )


def rate_words(rate: Interval3) -> str:
    return f"{rate.point:.4f} ({rate.lower:.4f} to {rate.upper:.4f})"


def notices(counted: Counted) -> list[str]:
    """What to mind: where the lists themselves say something else than the test rows."""
    quality, seen = counted.histories.quality, counted.check
    said = []
    if seen.false is None or seen.missed is None:
        said.append("From the lists alone, links of one child and of two cannot be told apart: rest on the test rows.")
        return said
    if seen.false > quality.false.upper:
        said.append(
            f"The lists themselves speak for more false links ({seen.false:.2%} of persons) than the test rows: the "
            "children on them resemble each other more than the fictional ones do."
        )
    if seen.missed > quality.missed.upper:
        said.append(
            f"The lists themselves speak for more missed links ({seen.missed:.1%}) than the test rows: the children's "
            "data have more errors than those of the fictional ones."
        )
    return said


def checks(
    result: bytes,
    agreement: RunAgreement,
    committed: Commitment,
    lists: Sequence[bytes] = (),
    receipts: Sequence[bytes] = (),
) -> list[Check]:
    """Whether the papers of a run fit each other. `lists`: files of lists that were kept for this; `receipts`: what
    members and unit said they deleted. Raises LinkageError where one of them cannot be read."""
    given, counted = read_result(result)
    histories, hashes = counted.histories, dict(committed.lists)
    names, run = agreement.names, str(agreement.run)
    made = [
        Check("the result is of this agreement", (given["run"], given["agreement"]) == (run, agreement.digest)),
        Check("the commitment is of this agreement", committed.agreement == agreement.digest),
        Check("the result is from what was committed to", given["commitment"] == digest(committed.to_bytes())),
        Check("there is a list of each member", names == tuple(sorted(histories.lists)) == tuple(sorted(hashes))),
        Check("histories and sizes of lists agree", _sums(counted)),
        Check("no list is longer than the register says", _within(agreement, counted)),
    ]
    made += [Check(f"list {digest(file)[:16]} is in the commitment", digest(file) in hashes.values()) for file in lists]
    for content in receipts:
        told = read_json("receipt", content)
        ours = told.get("by") in {*names, agreement.unit}
        fits = canonical(told) == content and (told.get("run"), told.get("agreement")) == (run, agreement.digest)
        made.append(Check(f"the receipt of {told['by'] if ours else 'nobody here'} is of this run", ours and fits))
    return made


def _sums(counted: Counted) -> bool:
    found = counted.histories
    masks = range(len(found.counts))
    return all(
        sum(int(found.counts[mask]) for mask in masks if mask >> place & 1) == size
        for place, size in enumerate(found.sizes)
    )


def _within(agreement: RunAgreement, counted: Counted) -> bool:
    most = dict(agreement.members)
    return all(
        size <= most.get(name, 0) for name, size in zip(counted.histories.lists, counted.histories.sizes, strict=True)
    )


def own_digests(content: bytes) -> dict[str, str]:
    """SHA-256 of the lists by member, as members have told them. Raises LinkageError."""
    given = read_json("file of digests", content)
    if not all(isinstance(value, str) and len(value) == 64 for value in given.values()):
        raise LinkageError("the file of digests has a SHA-256 in hexadecimal for each member")
    return given
