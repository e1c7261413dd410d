"""A member's steps of a run (docs/linkage.md, "A run"): its part of the key, its list, and later its test rows.

Keys and rows are here and nowhere in `run`, which is the unit's. Sealing a part for the other members and signing a
list are the caller's: the vault has the keys for that.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import numpy as np

from fanal.engines.linkage.encoding import PART_BYTES, encode_mixed, run_key
from fanal.engines.linkage.files import built, digest, opened, packed
from fanal.engines.linkage.model import (
    ChildRow,
    Declaration,
    EncodedList,
    LinkageError,
    Random,
    Revealed,
    RunKey,
)
from fanal.engines.linkage.people import Style
from fanal.engines.linkage.run import Commitment
from fanal.engines.linkage.terms import RunAgreement, read_json


def draw_part(agreement: RunAgreement, member: str, random: Random, on: date) -> bytes:
    """32 random bytes: a member's part of the key. Raises LinkageError."""
    agreement.check_day(on)
    if member not in agreement.names:
        raise LinkageError(f"{member} has no list in this run, so it has no part of the key")
    return random(PART_BYTES)


def part_bytes(run: UUID, member: str, part: bytes) -> bytes:
    """A file of a part of the key: to be sealed for the other members, never for the unit."""
    return packed("PART", {"member": member, "run": str(run)}, np.frombuffer(part, dtype=np.uint8))


def read_part(content: bytes) -> tuple[UUID, str, bytes]:
    """Run, member and the 32 bytes. Raises LinkageError."""
    head, body = opened("PART", content)

    def build() -> tuple[UUID, str, bytes]:
        made = UUID(head["run"]), str(head["member"]), bytes(body)
        if len(body) != PART_BYTES or part_bytes(*made) != content:
            raise LinkageError("it is not whole")
        return made

    return built("part of a key", build)


def key_of(agreement: RunAgreement, parts: Mapping[str, bytes], on: date) -> RunKey:
    """The key of a run from the parts of all its members. Raises LinkageError."""
    agreement.check_day(on)
    if tuple(sorted(parts)) != agreement.names:
        raise LinkageError("the key is made of one part of each member of the run, and of nobody else")
    return run_key(parts)


def fingerprint(key: RunKey) -> str:
    """16 hexadecimal digits that say nothing of the key: members compare them by telephone."""
    return hmac.digest(key, b"fingerprint", "sha256")[:8].hex()


def told_of_lists(agreement: RunAgreement, content: bytes) -> tuple[dict[str, int], dict[str, Style]]:
    """Size and style of each list, which all members tell each other before test rows are made: JSON with, by member,
    `rows` and, where it is not the default, `style` (fields of `people.Style`). Raises LinkageError."""
    given = read_json("file that tells of the lists", content)
    if tuple(sorted(given)) != agreement.names:
        raise LinkageError("each member of the run, and nobody else, tells of its list")
    try:
        sizes = {name: int(part["rows"]) for name, part in given.items()}
        styles = {name: Style(**part.get("style", {})) for name, part in given.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LinkageError(
            error if isinstance(error, LinkageError) else "rows or style of a list cannot be read"
        ) from None
    return sizes, styles


def encoded(
    agreement: RunAgreement,
    member: str,
    rows: Sequence[ChildRow],
    tests: Mapping[int, ChildRow],
    key: RunKey,
    random: Random,
    on: date,
) -> tuple[EncodedList, Revealed]:
    """A member's list with test rows in it, and which rows they are: to be kept until the unit has committed.

    `tests`: fictional children by number. Raises LinkageError.
    """
    agreement.check_day(on)
    declared = Declaration("children", agreement.population, agreement.period, len(rows), "research_linkage")
    made, revealed = encode_mixed(
        rows, tests, key, agreement.scheme, random, member=member, run=agreement.run, declared=declared
    )
    agreement.check_list(made)
    return made, revealed


def may_reveal(agreement: RunAgreement, committed: Commitment, member: str, list_bytes: bytes, on: date) -> None:
    """Raises LinkageError unless the unit has committed to a result from exactly this list, in this run."""
    agreement.check_day(on)
    if (committed.run, committed.agreement) != (agreement.run, agreement.digest):
        raise LinkageError("the commitment is of another run or agreement")
    if dict(committed.lists).get(member) != digest(list_bytes):
        raise LinkageError(f"the unit has not committed to a result from this list of {member}; reveal nothing")
