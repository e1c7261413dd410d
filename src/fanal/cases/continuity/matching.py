"""What one member asks of another about a child, and what of it is the same of a child there (CM-59, DNH-43). Pure.

Values are never sent: each is a token under a key that only the two have and that is another for each request, so that
what was asked once can be compared with nothing that was asked before.
"""

from collections.abc import Collection
from typing import Final

from fanal import vault
from fanal.cases import names
from fanal.cases.index import Card
from fanal.cases.models import SearchQuestion

NAME, YEAR, ORIGIN, PAPER = "name", "year", "origin", "paper"
FACTS: Final = (NAME, YEAR, ORIGIN, PAPER)
"""Name, year of birth give or take one, sex with a nationality, number of a document."""
LEAST: Final = 2
"""So many of them are asked, and must be the same."""
_BITS: Final = 32
_WORDS: Final = 8
"""So many words of a name are asked (own)."""
_NEEDED: Final = 2
"""So many words of a name are the same, or all where it has fewer (own)."""


def key_of(secret: bytes, salt: str) -> vault.Seed:
    """The key of one request, from the secret of the agreement."""
    return vault.Seed.of(secret).derive(f"continuity:{salt}")


def year_of(card: Card, opened_in: int) -> int | None:
    """The year of birth, or what follows from the age when the file was opened."""
    if card.year is not None or card.age is None:
        return card.year
    return opened_in - card.age


def known(card: Card, year: int | None) -> frozenset[str]:
    """Which facts of a child are known well enough to ask."""
    there = {NAME: card.words, YEAR: year, ORIGIN: _origins(card), PAPER: _papers(card)}
    return frozenset(one for one, value in there.items() if value)


def asked(key: vault.Seed, card: Card, year: int | None, facts: Collection[str], reason: str) -> SearchQuestion:
    """What is asked of a child: the facts that were chosen, as tokens."""
    words = names.words(card.given, card.middle, card.family, *card.others)[:_WORDS] if NAME in facts else ()
    years = [str(year + one) for one in (-1, 0, 1)] if YEAR in facts and year else []
    return SearchQuestion(
        reason=reason,
        names=tuple(" ".join(map(str, _tokens(key, NAME, word.tokens))) for word in words),
        years=_tokens(key, YEAR, years),
        origins=_tokens(key, ORIGIN, _origins(card)) if ORIGIN in facts else (),
        papers=_tokens(key, PAPER, _papers(card)) if PAPER in facts else (),
    )


def same(key: vault.Seed, question: SearchQuestion, card: Card, year: int | None) -> tuple[str, ...]:
    """Which of the asked facts are the same of this child, in the order of `FACTS`."""
    found = {
        NAME: _same_name(key, question, card),
        YEAR: bool(year) and _meet(question.years, _tokens(key, YEAR, [str(year)])),
        ORIGIN: _meet(question.origins, _tokens(key, ORIGIN, _origins(card))),
        PAPER: _meet(question.papers, _tokens(key, PAPER, _papers(card))),
    }
    return tuple(one for one in FACTS if found[one])


def _same_name(key: vault.Seed, question: SearchQuestion, card: Card) -> bool:
    """Each asked word with a word of its own here, as far as two, or all there are."""
    left = [set(_tokens(key, NAME, word.tokens)) for word in card.words]
    met = 0
    for word in question.names:
        here = set(map(int, word.split()))
        found = next((one for one in left if here & one), None)
        if found is not None:
            left.remove(found)
            met += 1
    return 0 < min(_NEEDED, len(question.names)) <= met


def _origins(card: Card) -> list[str]:
    known_sex = card.sex and card.sex != "unknown"
    return [f"{card.sex}|{one}" for one in card.nationalities] if known_sex else []


def _papers(card: Card) -> frozenset[str]:
    return frozenset().union(*(names.exact(one, rung=False) for one in card.papers))


def _tokens(key: vault.Seed, kind: str, values: Collection[str]) -> tuple[int, ...]:
    """In the order of the tokens, which says nothing of the order of the values."""
    return tuple(sorted({vault.blind(key, kind, one, _BITS) for one in values}))


def _meet(one: Collection[int], other: Collection[int]) -> bool:
    return not set(one).isdisjoint(other)
