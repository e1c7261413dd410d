"""What a file of law cites, and the articles of stored texts (`stored`) that it left out.

A text is of the act whose official address it names, and so is every source of a file with that address.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fanal.engines.jurisdiction.files import stored
from fanal.engines.jurisdiction.files.articles import Article, numbers
from fanal.engines.jurisdiction.model import (
    ABSENT,
    Cite,
    Definition,
    Exemption,
    Law,
    Missing,
    Switch,
    Version,
    VictimMeasure,
)

type Part = Version[Any] | Switch | Definition | VictimMeasure
"""What of a law is cited and reviewed by itself."""


def left_out(law: Law) -> list[Article]:
    """The articles of stored texts that no provision of a file cites, by their numbers."""
    found = []
    for address, held in acts(law.jurisdiction).items():
        keys = {key for key, source in law.sources.items() if source.url == address}
        cited = {number for _, _, cite in citations(law) if cite.source in keys for number in _numbers(cite.art)}
        found += [article for number, article in held.items() if number not in cited]
    return sorted(found, key=lambda article: _order(article.number))


def _order(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"[0-9]+|[^0-9]+", number)]


def acts(jurisdiction: str) -> Mapping[str, Mapping[str, Article]]:
    """The articles that are stored of each act of a jurisdiction, by its official address; the later text counts."""
    found: dict[str, dict[str, Article]] = {}
    for text in stored.texts(jurisdiction):
        found.setdefault(text.address, {}).update(text.articles)
    return found


def citations(law: Law) -> Iterator[tuple[str, Part, Cite]]:
    """Everything that a law cites: the id of what cites it, the part of that, and what."""
    provisions = (one for kind in (law.offences, law.rules, law.limitation) for one in kind.values())
    held: list[tuple[str, Part]] = [(one.id, version) for one in provisions for version in one.versions]
    held += law.groups.items()
    held += [(one.term, one) for one in law.definitions]
    held += [(one.id, one) for one in law.victim_measures]
    for name, part in held:
        yield from ((name, part, cite) for cite in cites(part))


def cites(part: Part) -> Iterator[Cite]:
    """What a part of a law cites, then where it was read whose its exceptions are: that may be another text."""
    if part.cite:
        yield part.cite
    yield from (one.burden_cite for one in exceptions(part) if one.burden_cite)


def exceptions(part: Part) -> tuple[Exemption, ...]:
    """The exceptions that a version of an offence is known to have."""
    held = ABSENT if not isinstance(part, Version) or part.unknown else getattr(part.text, "exceptions", ABSENT)
    return () if isinstance(held, Missing) else held


def names(cited: str, article: Article) -> bool:
    """Whether a citation names an article."""
    return article.number in _numbers(cited)


def _numbers(cited: str | None) -> Iterator[str]:
    """Its numbers; of `2423-2425`, which may be one number or two, both readings."""
    for number in numbers(cited or ""):
        yield from (number, *number.split("-"))
