"""W8 to W11: the warnings of an estimate that take further estimates to find."""

from collections.abc import Iterator
from dataclasses import replace

from fanal.engines.prevalence import heterogeneity
from fanal.engines.prevalence.result import Notice, Options, Part
from fanal.engines.prevalence.said import Said
from fanal.engines.prevalence.sensitivity import missed_links, two_groups
from fanal.engines.prevalence.stability import consistency, left_out
from fanal.engines.prevalence.table import CaptureTable

REPLICATES = 500
"""Replicates of each list taken as a population: enough to tell whether a known size is far outside."""


def notices(table: CaptureTable, part: Part, options: Options) -> tuple[Notice, ...]:
    """What speaks against an estimate that was made with these options; none where there is no estimate."""
    return tuple(_notices(table, part, options)) if part.estimated else ()


def _notices(table: CaptureTable, part: Part, options: Options) -> Iterator[Notice]:
    quiet = replace(options, method=part.method, tell=None)
    fewer = replace(quiet, replicates=min(options.replicates, REPLICATES))
    whole = Said(part.point, part.lower, part.upper, part.model)
    if sum(table.depth[2:]):
        yield from two_groups(heterogeneity.surface(table))
    yield from missed_links(table, part.point or 0.0, fewer)
    yield from left_out(table, fewer, whole, limits=False).warnings
    yield from consistency(table, fewer).warnings
