"""The extracts of statutes that lie in the corpus, by source of a jurisdiction, and all that a file quotes of them.

Of a text that was read and is not kept a quotation cannot be compared here; `checked` leaves those out and the tests
say how many they compared.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from fanal.engines.jurisdiction.files.articles import Article, articles, complete
from fanal.engines.jurisdiction.model import Cite, Law
from fanal.vocabulary.corpus import CORPUS

TEXTS = CORPUS / "law" / "texts"


@cache
def source_articles(*names: str) -> Mapping[str, Article]:
    """The articles of a source whose extract may lie in several files; parts of one article are joined."""
    return articles("\n".join((TEXTS / f"{name}.md").read_text("utf-8").split("---\n", 2)[2] for name in names))


def checkable(law: Law, texts: Mapping[str, str]) -> Iterator[tuple[str, Cite, Mapping[str, Article]]]:
    """Quotations whose articles we keep: with the articles. `texts` names the file of each source that is kept."""
    for who, cite in dict.fromkeys(quotations(law)):
        if cite.source in texts and complete(kept := source_articles(texts[cite.source]), cite.art):
            yield who, cite, kept


def quotations(law: Law) -> Iterator[tuple[str, Cite]]:
    """Every citation with a quotation, with the id of what cites."""
    for kind in (law.offences, law.rules, law.limitation):
        for provision in kind.values():
            for version in provision.versions:
                if version.cite and version.cite.quote:
                    yield provision.id, version.cite
    for name, switch in law.groups.items():
        if switch.cite and switch.cite.quote:
            yield name, switch.cite
    for definition in law.definitions:
        if definition.cite and definition.cite.quote:
            yield definition.term, definition.cite
