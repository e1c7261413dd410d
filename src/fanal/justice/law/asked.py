"""What higher rooms ask of the law of a state: how the items of the checklist stand, how far groups of them are known,
whether a provision that somebody cites was law on a day, what members published, what the state replied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fanal.engines.jurisdiction.contracts import Provision, Score, Truth, standards, versions
from fanal.justice.law import items, ladder, library, places, results
from fanal.justice.law import words as law_words
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the law of a state stands with an item of the checklist. `state`: one of the five, or `n_a`; without a law in
    the library it is `not_assessed`, and what facts are missing for is `no_data`: never "no". `provisions`: what it
    rests on, by id, article and address."""

    code: str
    title: str
    state: str
    unreviewed: bool
    provisions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """How far somebody has looked at the law of a state. `here`: whether it is in the library; `known`: how many `of`
    the items of the checklist; `groups`: each by its title, with what is known of it: an interval, and four counts."""

    here: bool
    known: int
    of: int
    groups: tuple[tuple[str, Score], ...]


class Cited(StrEnum):
    """How a provision stands that somebody cites for a day."""

    LAW = "law"
    REPEALED = "repealed"  # it was law on that day, and is no more
    NOT_LAW = "not_law"  # it is here, and was no law on that day
    ABSENT = "absent"


def benchmark(state: str, on: datetime) -> Mapping[str, Verdict]:
    """The items of the checklist as they stand at an instant, by their ids."""
    corpus = library.corpus(on)
    law = corpus.laws.get(state)
    found = {}
    for one in results.of_state(corpus, state, on.date()):
        ids = tuple(dict.fromkeys(places.item_id(law, ref.id) for ref in one.provisions)) if law else ()
        rests = tuple(
            (name, places.article(law, name), places.address("provision", state, name)) for name in ids if law
        )
        code, title = items.code_of(one.item), items.title(one.item)
        found[one.item] = Verdict(code, title, one.state.value, one.unreviewed, rests)
    return found


def looked(state: str, on: datetime) -> Looked:
    """How far the law of a state is known at an instant."""
    corpus = library.corpus(on)
    found = results.of_state(corpus, state, on.date())
    counted = results.counted(found)
    groups = tuple((items.group(code), score) for code, score in results.scores(found).items())
    return Looked(state in corpus.laws, standards.score(counted).known, len(counted), groups)


def cited(code: str, provision: str, on: date, now: datetime) -> Cited:
    """How a provision stands that somebody cites for a day."""
    law = library.corpus(now).laws.get(code)
    found = ladder.item(law, provision) if law else None
    if found is None:
        return Cited.ABSENT
    if not isinstance(found.thing, Provision):
        return Cited.LAW
    then, today = (
        any(versions.holds(one, day) is not Truth.F for one in found.thing.versions) for day in (on, now.date())
    )
    if not then:
        return Cited.NOT_LAW
    return Cited.LAW if today else Cited.REPEALED


def is_new(code: str, provision: str, since: date, now: datetime) -> bool:
    """Whether a wording of a provision is law that was none on that day."""
    law = library.corpus(now).laws.get(code)
    found = ladder.item(law, provision) if law else None
    if found is None or not isinstance(found.thing, Provision):
        return False
    wordings = found.thing.versions
    return any(versions.holds(one, now.date()) is Truth.T and versions.holds(one, since) is Truth.F for one in wordings)


def read_as(code: str, provisions: Iterable[str], now: datetime) -> dict[str, tuple[str, str]]:
    """What provisions are called, each by a name of its own, and how the words of each begin: for whoever ticks those
    on which something rests."""
    law = library.corpus(now).laws[code]
    return {one: (places.named(law, one), places.quoted(law, one)) for one in provisions}


def cited_as(code: str, provision: str, now: datetime) -> tuple[str, str]:
    """What such a provision is called, and where everybody reads it."""
    law = library.corpus(now).laws[code]
    return web.listed([law_words.law_name(law), places.named(law, provision)]), places.address(
        "provision", code, provision
    )
