"""The articles of stored texts (`stored`) that a file of law left out.

A text is of the act whose official address it names, and so is every source of a file with that address.
"""

import re
from collections.abc import Iterator, Mapping

from fanal.engines.jurisdiction.files import stored
from fanal.engines.jurisdiction.files.articles import Article, numbers
from fanal.engines.jurisdiction.model import Cite, Law


def left_out(law: Law) -> list[Article]:
    """The articles of stored texts that no provision of a file cites, by their numbers."""
    found = []
    for address, held in acts(law.jurisdiction).items():
        keys = {key for key, source in law.sources.items() if source.url == address}
        cited = {number for cite in cites(law) if cite.source in keys for number in _numbers(cite.art)}
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


def cites(law: Law) -> Iterator[Cite]:
    """Every article that a file cites."""
    provisions = (one for kind in (law.offences, law.rules, law.limitation) for one in kind.values())
    held = [version.cite for provision in provisions for version in provision.versions]
    held += [one.cite for one in law.groups.values()]
    held += [one.cite for one in law.definitions]
    held += [one.cite for one in law.victim_measures]
    yield from (cite for cite in held if cite)


def names(cited: str, article: Article) -> bool:
    """Whether a citation names an article."""
    return article.number in _numbers(cited)


def _numbers(cited: str | None) -> Iterator[str]:
    """Its numbers; of `2423-2425`, which may be one number or two, both readings."""
    for number in numbers(cited or ""):
        yield from (number, *number.split("-"))
