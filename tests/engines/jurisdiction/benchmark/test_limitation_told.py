"""The drafted limitation of states beside what a report says of them: it finds errors in files and is no source.

Secondary: report of Brave Movement and CHILD Global, as told by Euronews on 17 December 2025:
abolished for most child sexual offences in NL; for the gravest only in SE; the gravest until the victim is 60 in DE,
48 in FR, 46 in IT. What differs is listed with its reason; nothing else may.
"""

from datetime import date

import pytest

from fanal.engines.jurisdiction.benchmark.home import DatedLaw, Deed
from fanal.engines.jurisdiction.benchmark.lengths import by_offence
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Corpus, Years

pytestmark = pytest.mark.once
TODAY, AGE = date(2026, 11, 25), 10
ACT = Deed("sexual_activity", AGE, means=frozenset({"force"}))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def longest(corpus: Corpus, state: str, on: date = TODAY) -> int | None:
    """The age of the child on the day after the last day for the gravest offence that is or may be made out (whether it
    was the graver degree, no fact tells); None: no end."""
    found = [limit for _, made, limit in by_offence(DatedLaw(corpus, corpus.laws[state], on), ACT) if not made.is_false]
    assert found
    if any(limit.none for limit in found):
        return None
    ends = [limit.earliest for limit in found if limit.earliest == limit.latest and limit.earliest]
    return max(ends).year - (on.year - AGE)


def test_states_that_agree(corpus: Corpus) -> None:
    assert longest(corpus, "NL", date(2015, 11, 17)) is None
    assert longest(corpus, "SE") is None
    assert longest(corpus, "FR") == 48


def test_germany_differs_for_a_reason(corpus: Corpus) -> None:
    """Twenty years after 30 make 50; 60 needs the thirty years of section 176d (for life), which is not entered."""
    assert longest(corpus, "DE") == 50
    assert any("176d" in one.art for one in corpus.laws["DE"].not_entered)


def test_italy_differs_for_a_reason(corpus: Corpus) -> None:
    """46 is twice the fourteen years of article 609-ter for children below ten, until August 2019, from 18 on.

    A child of ten has half of twelve years more since then: twice eighteen from 18 on.
    """
    assert longest(corpus, "IT") == 18 + 2 * 18
    graver = corpus.laws["IT"].offences["it.609-bis.10"].versions
    assert Years(14, 14) in [version.text.max_penalty for version in graver]
