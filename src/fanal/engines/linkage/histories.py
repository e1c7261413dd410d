"""From lists to capture histories: join, take the test rows out, choose the threshold, count
(docs/linkage.md, "Matching").

What comes out are counts and their quality. No function gives a pair or a record to anyone who runs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fanal.engines.linkage.clusters import Links, forest, links_of
from fanal.engines.linkage.latent import LatentCheck, latent_check
from fanal.engines.linkage.model import Counts, EncodedList, Histories, Revealed
from fanal.engines.linkage.quality import Trial, assess, trial


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """`histories` with the threshold (equal bands) that they rest on and what a second look at their quality says."""

    histories: Histories
    threshold: int
    check: LatentCheck


def link(
    lists: Sequence[EncodedList],
    threshold: int | None = None,
    *,
    revealed: Sequence[Revealed],
    threads: int | None = None,
) -> Histories:
    """How many children are on exactly which lists, with the quality that test rows show.

    `revealed`: the test rows of each list: without them no quality is known, and no result is given. `threshold`: equal
    bands from which records are linked; by default test rows choose. The same lists give the same result, whatever
    their order, the order of rows, or the threads. Raises LinkageError; Refused where the links are too poor.
    """
    return count(links_of(lists, threads), revealed, threshold).histories


def count(links: Links, revealed: Sequence[Revealed], threshold: int | None = None) -> Counted:
    """The same from links that were committed to before test rows were revealed."""
    known = trial(links, revealed)
    chosen, quality = assess(forest(links), known, threshold)
    counts = _histories(links, known, chosen)
    sizes = tuple(int((~known.rows)[part].sum()) for part in _parts(links))
    return Counted(Histories(links.lists, counts, quality, sizes), chosen, latent_check(links, known, chosen, counts))


def _histories(links: Links, known: Trial, threshold: int) -> Counts:
    """int64[2^k] without test rows."""
    kept = ~known.rows
    first = forest(links, known.rows).clusters(threshold)
    masks = np.zeros(first.size, dtype=np.int64)
    np.bitwise_or.at(masks, first[kept], links.owner[kept].astype(np.int64))
    counts: Counts = np.bincount(masks, minlength=1 << len(links.lists)).astype(np.int64)
    counts[0] = 0
    return counts


def _parts(links: Links) -> list[slice]:
    """The rows of each list."""
    ends = np.cumsum((0, *links.sizes)).tolist()
    return [slice(one, other) for one, other in pairwise(ends)]
