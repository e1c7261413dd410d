"""The unit's steps of a run, as functions of bytes (docs/linkage.md, "A run"). The unit never holds a key or a row.

Receive and join the lists; commit to the links by their hash; once members have revealed which rows were test rows,
close: take them out, choose the threshold, count. Signatures are checked by the caller, who knows the members' keys:
`receive` asks it about the exact bytes. Nothing here knows how rows become tokens.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

import numpy as np

from fanal.engines.linkage.clusters import Links, links_of
from fanal.engines.linkage.files import canonical, digest, period_text, read_list
from fanal.engines.linkage.histories import Counted, count
from fanal.engines.linkage.latent import LatentCheck
from fanal.engines.linkage.model import (
    EncodedList,
    Histories,
    Interval3,
    LinkageError,
    Point,
    Quality,
    Revealed,
)
from fanal.engines.linkage.terms import RunAgreement, read_json

ENGINE = "fanal.linkage 1"

type Verifier = Callable[[str, bytes, bytes], bool]
"""Member, the bytes of its list, its signature: whether it is that member's, for this run."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the unit publishes before test rows are revealed. `lists`: SHA-256 of each list; `links`: of what it found;
    `agreement`: of the agreement."""

    run: UUID
    agreement: str
    lists: tuple[tuple[str, str], ...]
    links: str

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return canonical(asdict(self) | {"run": str(self.run), "lists": dict(self.lists), "form": 1})

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Raises LinkageError."""
        given = read_json("commitment", content)
        try:
            made = cls(UUID(given["run"]), given["agreement"], tuple(sorted(given["lists"].items())), given["links"])
        except (KeyError, TypeError, ValueError, AttributeError):
            made = None
        if made is None or made.to_bytes() != content:
            raise LinkageError("the commitment is not in its one form")
        return made


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gives: counts with their quality, and what they were made from."""

    agreement: RunAgreement
    commitment: Commitment
    counted: Counted

    def to_bytes(self) -> bytes:
        """Canonical JSON; `counts` by mask: bit i is list i of `lists`."""
        histories = self.counted.histories
        quality = asdict(histories.quality)
        return canonical(
            {
                "form": 1,
                "engine": ENGINE,
                "run": str(self.agreement.run),
                "purpose": self.agreement.purpose,
                "population": self.agreement.population,
                "period": period_text(self.agreement.period),
                "agreement": self.agreement.digest,
                "commitment": digest(self.commitment.to_bytes()),
                "lists": histories.lists,
                "sizes": histories.sizes,
                "counts": histories.counts.tolist(),
                "threshold": self.counted.threshold,
                "quality": quality,
                "latent": asdict(self.counted.check),
            }
        )


def receive(
    agreement: RunAgreement, signed: Mapping[str, tuple[bytes, bytes]], verify: Verifier, on: date
) -> tuple[EncodedList, ...]:
    """The lists of all members, in order. `signed`: by member the bytes of its list and its signature.

    Raises LinkageError: agreement over, a member without list, a signature that is not its own, a list that is not as
    agreed.
    """
    agreement.check_day(on)
    if tuple(sorted(signed)) != agreement.names:
        raise LinkageError("each member of the run, and nobody else, sends one list")
    lists = []
    for member in agreement.names:
        content, signature = signed[member]
        if not verify(member, content, signature):
            raise LinkageError(f"the signature on the list of {member} is not its own")
        given = read_list(content)
        if given.member != member:
            raise LinkageError(f"the list that {member} signed is of {given.member}")
        agreement.check_list(given)
        lists.append(given)
    return tuple(lists)


def compute(agreement: RunAgreement, lists: Sequence[EncodedList], on: date, threads: int | None = None) -> Links:
    """Joins all pairs of lists. Raises LinkageError; Refused where a list was not encoded as agreed."""
    agreement.check_day(on)
    if tuple(sorted(one.member for one in lists)) != agreement.names:
        raise LinkageError("each member of the run, and nobody else, has one list")
    for one in lists:
        agreement.check_list(one)
    return links_of(lists, threads)


def commit(links: Links) -> bytes:
    """SHA-256 of all links, 32 bytes: the same whatever the order of lists, rows or threads."""
    return links.digest()


def commitment(agreement: RunAgreement, links: Links, digests: Mapping[str, str]) -> Commitment:
    """`digests`: SHA-256 of each member's list, as it was received."""
    return Commitment(agreement.run, agreement.digest, tuple(sorted(digests.items())), commit(links).hex())


def close(
    agreement: RunAgreement,
    links: Links,
    committed: Commitment,
    revealed: Sequence[Revealed],
    on: date,
    threshold: int | None = None,
) -> Result:
    """The result, from the links that were committed to. Raises LinkageError where they are others or something is not
    revealed; Refused where the links are too poor for an estimate."""
    agreement.check_day(on)
    if (committed.run, committed.agreement) != (agreement.run, agreement.digest) or links.run != agreement.run:
        raise LinkageError("agreement, links and commitment are not of one run")
    if not hmac.compare_digest(committed.links, commit(links).hex()):
        raise LinkageError("these are not the links that were committed to")
    return Result(agreement, committed, count(links, revealed, threshold))


def receipt(agreement: RunAgreement, deleted: Mapping[str, str], by: str, on: date) -> bytes:
    """Says that files are destroyed, for the journal: canonical JSON, to be signed by the caller.

    `deleted`: SHA-256 by what it was (`list of …`, `links`, `key`, `part`, `test rows`). Raises LinkageError if `by`
    is nobody of the run, or nothing was deleted.
    """
    if by not in (*agreement.names, agreement.unit):
        raise LinkageError("only a member of the run or its unit says that it deleted something")
    if not deleted:
        raise LinkageError("nothing was deleted")
    told = {"run": str(agreement.run), "agreement": agreement.digest, "by": by, "on": on.isoformat()}
    return canonical({"form": 1, **told, "deleted": dict(sorted(deleted.items()))})


def read_result(content: bytes) -> tuple[dict[str, Any], Counted]:
    """A result as it was written, and its counts. Raises LinkageError."""
    given = read_json("result", content)
    try:
        quality = given["quality"]
        made = Quality(
            missed=Interval3(**quality["missed"]),
            false=Interval3(**quality["false"]),
            curve=tuple(Point(**point) for point in quality["curve"]),
            test_rows=quality["test_rows"],
        )
        counts = np.array(given["counts"], dtype=np.int64)
        histories = Histories(tuple(given["lists"]), counts, made, tuple(given["sizes"]))
        counted = Counted(histories, given["threshold"], LatentCheck(**given["latent"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise LinkageError("the result says too much, too little or something else") from None
    if canonical(given) != content:
        raise LinkageError("the result is not in its one form")
    return given, counted
