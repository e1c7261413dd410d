"""All that a file of law quotes, and what of it can be compared with a text that lies in the corpus.

Of a text that was read and is not kept a quotation cannot be compared here; `checkable` leaves those out and the tests
say how many they compared.
"""

from collections.abc import Iterator, Mapping

from fanal.engines.jurisdiction.files.articles import Article, complete
from fanal.engines.jurisdiction.files.extracts import citations
from fanal.engines.jurisdiction.files.stored import held
from fanal.engines.jurisdiction.model import Cite, Law


def checkable(law: Law) -> Iterator[tuple[str, Cite, Mapping[str, Article]]]:
    """Quotations whose articles we keep: with the articles."""
    for who, cite in dict.fromkeys(quotations(law)):
        if (kept := held(law.jurisdiction, cite.source)) and complete(kept, cite.art):
            yield who, cite, kept


def quotations(law: Law) -> Iterator[tuple[str, Cite]]:
    """Every citation with a quotation, with the id of what cites."""
    yield from ((name, cite) for name, _, cite in citations(law) if cite.quote)
