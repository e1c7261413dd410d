"""DNH-26: where somebody comes from or how they look is no sign in any assessment, and is asked of an adult only where
the law is."""

import re

from fanal.cases.acts.suspects import FOR_THE_LAW, NEEDED
from fanal.cases.assessing import instruments
from fanal.cases.model.declared import model

LOOKS = re.compile(r"\b(nationalit|ethnic|skin|colour of|religio|race|foreign-looking|accent)", re.IGNORECASE)


def test_no_sign_of_danger_is_how_somebody_looks_or_where_they_come_from() -> None:
    texts = [path.read_text("utf-8") for path in sorted(instruments.FOLDER.glob("*.yaml"))]
    assert len(texts) >= 5
    assert [found for text in texts for found in LOOKS.findall(text)] == []
    assert LOOKS.search("Their nationality or skin")


def test_of_an_adult_it_is_asked_for_the_law_alone() -> None:
    assert not set(FOR_THE_LAW) & set(NEEDED)
    filtered = [one.path for one in model().fields if one.filter]
    assert not [path for path in filtered if LOOKS.search(path.replace("_", " "))]
