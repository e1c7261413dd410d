"""Every word of the corpus of research that a page shows can be translated."""

from __future__ import annotations

import pytest

from fanal.engines.disclosure.attack_limits import LIMITS
from fanal.research import catalogue
from fanal.research.corpus_texts import TEXTS
from fanal.research.table_words import capital

pytestmark = pytest.mark.once


def shown() -> set[str]:
    found = {limit.words for limit in LIMITS.values()}
    for name in catalogue.class_sets():
        found.add(capital(catalogue.class_set(name).unit))
        for variable in catalogue.class_set(name).variables:
            found |= {variable.label, *variable.labels}
    for one in catalogue.questions():
        found |= {one.words, one.decision, one.smallest, one.harmed}
    return {text for text in found if any(letter.isalpha() for letter in text)}


def test_they_are_the_same() -> None:
    """Where this fails: a text of the corpus was changed; change it in `corpus_texts` too."""
    assert set(TEXTS) == shown()
    assert len(TEXTS) == len(set(TEXTS))
