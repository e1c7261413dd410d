"""Of which groups something may be told, so that nobody learns of a few by subtracting. Pure."""

from collections.abc import Mapping

LEAST = 30
"""So many people a group has at least, and each arm of a pair in it."""


def told[K](sizes: Mapping[K, tuple[int, ...]], least: int = LEAST) -> list[K]:
    """The groups of one division that are told, largest first. `sizes`: of each arm. Those that are too small are left
    out, and so is the smallest of the others while what is left out has together between one and `least`: who knows
    the whole would have it by subtraction."""
    order = sorted(sizes, key=lambda one: (-min(sizes[one]), str(one)))
    kept = [one for one in order if min(sizes[one]) >= least]
    while kept and _is_few(sizes, kept, least):
        kept.pop()
    return kept


def _is_few[K](sizes: Mapping[K, tuple[int, ...]], kept: list[K], least: int) -> bool:
    rest = [sizes[one] for one in sizes if one not in kept]
    return any(0 < sum(arm) < least for arm in zip(*rest, strict=True))
