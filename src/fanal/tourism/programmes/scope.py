"""What a programme asks of one firm, and what its answers to the exclusion questions lead to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from fanal.tourism.programmes.model import CriteriaSet, Requirement


@dataclass(frozen=True, slots=True)
class Company:
    """What decides which requirements are in scope. `tags`: those that its answers called (`answered`)."""

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


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers lead to. `refused`: questions whose answer ends the application; `ask_more`: those that want words;
    `tags`: what they call into scope; `missing`: not answered; `kept`: the answers that may be stored."""

    refused: tuple[str, ...]
    ask_more: tuple[str, ...]
    tags: frozenset[str]
    missing: tuple[str, ...]
    kept: Mapping[str, str]


def answered(one: CriteriaSet, answers: Mapping[str, str]) -> Answered:
    """What `yes` and `no` lead to, by id of the question."""
    asked = one.exclusions
    more = [question for question in asked if question.ask_more_if and answers.get(question.id) == question.ask_more_if]
    return Answered(
        refused=tuple(q.id for q in asked if q.refuse_if and answers.get(q.id) == q.refuse_if),
        ask_more=tuple(question.id for question in more),
        tags=frozenset(tag for question in more for tag in question.calls),
        missing=tuple(q.id for q in asked if answers.get(q.id) not in {"yes", "no"}),
        kept={q.id: answers[q.id] for q in asked if q.stored and q.id in answers},
    )
