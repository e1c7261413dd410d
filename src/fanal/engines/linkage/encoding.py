"""At each member: the key of a run from all members' parts, and rows that become tokens in random order.

The unit gets what `encode` returns and nothing else; it never has the key (docs/linkage.md, "A run").
"""

import hmac
from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np

from fanal.engines.linkage.features import Features
from fanal.engines.linkage.model import (
    TEST_SHARE,
    ChildRow,
    Declaration,
    EncodedList,
    Handles,
    LinkageError,
    Random,
    Revealed,
    RunKey,
    Scheme,
    Tokens,
)
from fanal.engines.linkage.tokens import capped, derived, minima, randoms, tokens

PART_BYTES = 32
AT_A_TIME = 16384
"""Rows whose minima are in memory at one time."""


def run_key(parts: Mapping[str, bytes]) -> RunKey:
    """HMAC-SHA256 over all members' parts in order of member id, the id before each; 32 bytes.

    `parts`: 32 random bytes of each member, two members or more. The HMAC's own key is a fixed text; its message are
    all parts, the length of an id (four bytes) before it. Raises LinkageError.
    """
    if len(parts) < 2:
        raise LinkageError(f"{len(parts)} parts of the key; two members or more have one each")
    if wrong := sum(len(part) != PART_BYTES for part in parts.values()):
        raise LinkageError(f"{wrong} parts of the key have not {PART_BYTES} bytes")
    if len(set(parts.values())) < len(parts):
        raise LinkageError("two members have the same part of the key")
    ordered = sorted((member.encode(), part) for member, part in parts.items())
    message = b"".join(len(member).to_bytes(4) + member + part for member, part in ordered)
    return RunKey(hmac.digest(b"fanal linkage 1", message, "sha256"))


def encode(
    rows: Sequence[ChildRow],
    key: RunKey,
    scheme: Scheme,
    random: Random,
    *,
    member: str,
    run: UUID,
    declared: Declaration,
) -> EncodedList:
    """The list without test rows; see `encode_mixed`."""
    return encode_mixed(rows, {}, key, scheme, random, member=member, run=run, declared=declared)[0]


def encode_mixed(
    rows: Sequence[ChildRow],
    tests: Mapping[int, ChildRow],
    key: RunKey,
    scheme: Scheme,
    random: Random,
    *,
    member: str,
    run: UUID,
    declared: Declaration,
) -> tuple[EncodedList, Revealed]:
    """Tokens of all rows, shuffled, each with a random handle; and which handles are of test rows.

    `tests`: test rows by the number of the fictional child (`trial.for_list`). The second part of the result stays
    with the member until the unit has committed to its result. Raises LinkageError (counts only): another number of
    rows than declared, too many test rows, all rows alike, something that is no row of a child.
    """
    _check(rows, tests, key, declared)
    everybody = [*rows, *tests.values()]
    made = tokens_of(everybody, key, scheme, random)
    handles = _handles(len(everybody), random)
    order = np.argsort(randoms(random, len(everybody)), kind="stable")
    encoded = EncodedList(member, run, scheme, made[order], handles[order], declared)
    persons = np.array(list(tests), dtype=np.uint64)
    return encoded, Revealed(member, run, persons, handles[len(rows) :])


def tokens_of(rows: Sequence[ChildRow], key: RunKey, scheme: Scheme, random: Random) -> Tokens:
    """uint64[n, bands] in the order of the rows, tokens that too many rows share replaced. Never leaves a member so:
    the order of a list may say who is who."""
    features = Features(derived(key, "f"), scheme.weights)
    made = np.empty((len(rows), scheme.bands), dtype=np.uint64)
    for first in range(0, len(rows), AT_A_TIME):
        codes, starts = features.of(rows[first : first + AT_A_TIME])
        made[first : first + AT_A_TIME] = tokens(minima(codes, starts, key, scheme), key, random)
    return capped(made, scheme.cap, random)


def _check(rows: Sequence[ChildRow], tests: Mapping[int, ChildRow], key: RunKey, declared: Declaration) -> None:
    if not isinstance(key, RunKey):
        raise LinkageError("the key of a run is made by run_key")
    if wrong := sum(type(row) is not ChildRow for row in (*rows, *tests.values())):
        raise LinkageError(f"{wrong} of the rows are no rows of children")
    if len(rows) != declared.rows:
        raise LinkageError(f"{len(rows)} rows where {declared.rows} are declared")
    if len(tests) > TEST_SHARE * (len(rows) + len(tests)):
        raise LinkageError(f"{len(tests)} test rows on {len(rows)}; at most a tenth of a list may be test rows")
    if len(set(rows)) < 2:
        raise LinkageError(f"all {len(rows)} rows are alike")


def _handles(count: int, random: Random) -> Handles:
    """Different random numbers; drawn again in the one case of 10^7 lists where two are equal."""
    while True:
        drawn = randoms(random, count)
        if len(np.unique(drawn)) == count:
            return drawn
