"""What a text that is published must say in another way, told with its words while the text can still be changed.

The same as attack A9 looks for in the final bytes (`engines.disclosure.attacks.text`): terms to avoid, names of people,
places below a country, addresses, days, small numbers of people.

People who are known by name are those of the writer's own organisation. Whoever works elsewhere is looked for in the
final bytes only (A9): a text that can be written again and again would else tell who works at another organisation.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, every
from fanal.engines.disclosure.contracts import ClassSet, Finding, a9
from fanal.engines.language.api import check_text
from fanal.network import api as network
from fanal.web import api as web

NO_PLACE = lazy("name the country, and no place in it")
INSTEAD: dict[str, Promise] = {
    "a known name": lazy("leave out the names of people of your organisation"),
    "a place": NO_PLACE,
    "what looks like a place below a country": NO_PLACE,
    "what looks like a name": lazy(
        "leave out names of persons; cite a work by family names, with the year in brackets"
    ),
    "a small number of people": lazy("leave out small numbers of people"),
    "an address or number of a person or place": lazy("leave out addresses and telephone numbers"),
    "an exact day": lazy("say the year, not the day"),
}
"""What to write instead, by the kind of finding; a test holds the kinds to those of the engine."""
PERSONAL = frozenset(
    {
        "a known name", "what looks like a name", "an address or number of a person or place",
        "a small number of people",
    }
)  # fmt: skip
"""What points at somebody, whoever reads it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known to whoever writes: names of people, that no text may have, and words (folded) that may be names."""

    people: list[str]
    words: frozenset[str]


def known_to(own: UUID, others: Collection[UUID] = (), classes: ClassSet | None = None) -> Known:
    """Looked up once for all texts of a form. `own`: the organisation of whoever writes. `others` take part: of them
    only the names of the organisations are known here, which may stand in a text."""

    return Known(people_of([own]), a9.reviewed(classes, " ".join(names_of({own, *others}))))


def words_to_avoid(text: str, language: str, known: Known, *, reference: bool = False) -> list[str]:
    """What a text must say in another way, each with its words and what to write instead. `reference`: the text says
    where something was published."""

    found = [*a9.of_people(text, known.people), *a9.findings(text, known.words, reference=reference)]
    return list(dict.fromkeys((*terms_to_avoid(text, language), *_said(found))))


def check(field: str, text: str, language: str, known: Known, *, reference: bool = False) -> None:
    """Raises `NotNow` for the field, with all its words that must go."""
    if terms := words_to_avoid(text, language, known, reference=reference):
        raise NotNow(_("Say it in another way: %(terms)s") % {"terms": " · ".join(terms)}, field or None)


def no_person(own: UUID, **texts: str) -> None:
    """What is kept in clear though it is printed nowhere, as the reasons of a reviewer, names nobody. Raises `NotNow`
    for every field that does. A day or a place may stand there. `own`: the organisation of whoever writes."""

    def judged(field: str, text: str) -> None:
        if said := _said(one for one in web.naming.findings(text, own) if one.kind in PERSONAL):
            raise NotNow(_("Say it in another way: %(terms)s") % {"terms": " · ".join(said)}, field)

    every(*(partial(judged, field, text) for field, text in texts.items()))


def _said(found: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(f"“{one.words}”: {INSTEAD[one.kind]}" for one in found))


def check_last(field: str, text: str, houses: Collection[UUID]) -> None:
    """Raises `NotNow` where a text that is public at once names somebody of `houses`, and does not say whom."""

    if a9.of_people(text, people_of(houses)):
        raise NotNow(_("Write the text again without names, places, days and small numbers."), field)


def terms_to_avoid(text: str, language: str) -> list[str]:
    """What the terminology says instead of terms that it blocks (DNH-51)."""
    return [f"“{one.text}”: {one.say}" for one in check_text(text, language) if one.level == "block"]


def people_of(houses: Collection[UUID]) -> list[str]:
    """The names of everybody who works there."""
    return [one.name for house in houses for one in network.persons(house)]


def names_of(houses: Collection[UUID]) -> list[str]:
    """The names of organisations."""
    return [network.org(house).name for house in houses]
