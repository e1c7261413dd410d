"""Every word of the corpus of research and of the engines that a page shows can be translated."""

import pytest

from fanal.engines.disclosure.attack_limits import LIMITS
from fanal.engines.language.command import PACKAGE, found_by_room
from fanal.research.questions import catalogue
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


def test_each_is_among_the_messages_of_the_room() -> None:
    """Where this fails: a key of the corpus is missing in `locale/corpus.yaml`, a unit in `table_words.UNITS`, or what
    an attack proves in `engine_words.PROVED`."""
    messages = {message.singular for message in found_by_room(PACKAGE)["research"]}
    assert len(shown()) > 150
    assert shown() <= messages
