"""What a programme asks of one firm, and what its answers to the exclusion questions lead to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from fanal.tourism.programmes.model import CriteriaSet, Requirement


@dataclass(frozen=True, slots=True)
class Company:
    """What decides which requirements are in scope. `tags`: those that its answers called (`called`)."""

    sectors: frozenset[str]
    sites: tuple[str, ...]
    tags: frozenset[str] = frozenset()


def in_scope(one: Requirement, company: Company) -> bool:
    """Whether a requirement is asked of a firm. Its plan has no say in it: what it leaves out is still asked for."""
    return (
        (not one.sectors or not company.sectors.isdisjoint(one.sectors))
        and len(company.sites) >= one.min_sites
        and (not one.tag or one.tag in company.tags)
    )


def called(one: CriteriaSet, answers: Mapping[str, str]) -> frozenset[str]:
    """The tags that answers call into scope, by id of the question."""
    more = (asked for asked in one.exclusions if asked.ask_more_if and answers.get(asked.id) == asked.ask_more_if)
    return frozenset(tag for asked in more for tag in asked.calls)
