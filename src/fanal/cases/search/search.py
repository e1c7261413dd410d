"""Finding a file among those that one holds: by its number, by a number or address of the child, by the child's name in
any script. Tokens say which files may fit; each is compared on its opened card, and a person looks at what is left.

Nothing is cut in silence: what is too much, what waits, and what could not be read is said (CM-57).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import chain
from operator import or_
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, Value
from django.db.models import When as If

from fanal.access.api import ask, visible
from fanal.cases import holding, index, names, numbers
from fanal.cases.access_terms import sees
from fanal.cases.index import Card
from fanal.cases.models import Case, Child, SearchCard, SearchToken
from fanal.cases.search.policy import SEARCH
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

MOST: Final = 200
"""More files than this are no answer (docs/cases.md, "Finding a file")."""
_OPENED: Final = 400
"""So many cards are opened at most: of the files that share most with what was asked (own)."""
_NUMBER, _EXACT = 3.0, 2.0
_LIKE: Final = 0.3
"""A name that is less like the asked one fell together with it by its token alone (own)."""
_YEAR: Final = {0: 0.3, 1: 0.15}
_OTHER_YEAR, _SEX, _OTHER_SEX = -0.3, 0.05, -0.15
"""What a birth year that is the same, one off, or another, and the sex add to the likeness of the name (own)."""
_BELOW: Final = 0.35
"""Where more than `MOST` files fit, those that are so much less like it than the first are left out, and the page says
so (own)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. `value`: a number of a file, a number of a document, a telephone number, an address.
    `year` and `sex` only order what is found by the others."""

    value: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    year: int | None = field(default=None, repr=False)
    sex: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that may be the one, with what a list of hits shows of the child."""

    case: Case
    initials: str = field(repr=False)
    age: int | None = field(repr=False)
    sex: str = field(repr=False)
    like: float


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, the most like first. `too_many`: more than `MOST` fit alike, and none is shown. `fewer`: others share
    less with what was asked, and are not shown. `behind`: files that cannot be searched yet. `broken`: files whose
    cards could not be read."""

    hits: tuple[Hit, ...] = ()
    too_many: bool = False
    fewer: bool = False
    behind: int = 0
    broken: int = 0


def find(actor: Actor, asked: Asked, now: datetime) -> Found:
    """What somebody looks for, among the files that are theirs to see. One entry says how many were found; it holds no
    value. Raises `NotAllowed`."""
    ask(actor, SEARCH)
    with transaction.atomic():
        found = candidates(actor, asked)
        said = "many" if found.too_many else str(len(found.hits))
        journal.write(actor.person, actor.signatory(), SEARCH, at=now, purpose=f"{AccessPurpose.CASEWORK}:{said}")
    return found


def candidates(actor: Actor, asked: Asked) -> Found:
    """As `find`, for a deed that has an entry of its own."""
    behind = index.take_in(actor)
    ways = names.asked(asked.name)
    cases, fewer = _by_tokens(actor, asked, ways)
    found, broken = _compared(actor, asked, ways, cases, _by_number(actor, asked))
    found.sort(key=lambda one: (-one.like, one.case.number))
    if len(found) > MOST:
        found, fewer = [one for one in found if one.like >= found[0].like - _BELOW], True
    if len(found) > MOST:
        return Found(too_many=True, behind=behind, broken=broken)
    return Found(tuple(found), fewer=fewer, behind=behind, broken=broken)


def _by_number(actor: Actor, asked: Asked) -> list[UUID]:
    """The file whose number was typed."""
    number = numbers.parsed(asked.value.strip())
    return list(visible(actor, Case.objects.all()).filter(number=number).values_list("pk", flat=True)) if number else []


def _by_tokens(actor: Actor, asked: Asked, ways: Collection[Collection[names.Word]]) -> tuple[list[UUID], bool]:
    """Files that share a value, or some of the name, with what was asked: first those that share more of its words,
    then those whose words are written more alike. And whether there are others that share less."""
    facts = list(_facts(actor, asked, ways))
    if not facts:
        return [], False
    of_holders: dict[UUID, set[int]] = {}
    for holder, found in chain.from_iterable(one.items() for one in facts):
        of_holders.setdefault(holder, set()).update(found)
    mine = reduce(or_, (Q(principal=holder, token__in=found) for holder, found in of_holders.items()))
    which = When(
        *(If(token__in=set().union(*one.values()), then=Value(at)) for at, one in enumerate(facts)),
        output_field=IntegerField(),
    )
    rows = SearchToken.objects.filter(mine).values("case")
    counted = rows.annotate(shared=Count(which, distinct=True), alike=Count("token", distinct=True))
    cases = list(counted.order_by("-shared", "-alike", "case").values_list("case", flat=True)[: _OPENED + 1])
    return cases[:_OPENED], len(cases) > _OPENED


def _facts(actor: Actor, asked: Asked, ways: Collection[Collection[names.Word]]) -> Iterator[dict[UUID, set[int]]]:
    """The tokens of each thing that was asked, by the team or person under whose keys they are: each holder is asked
    for its own alone."""
    words = dict.fromkeys(word for way in ways for word in way)
    values = [one for one in (names.exact(asked.value), *(word.tokens for word in words)) if one]
    keys = index.held(actor)
    for found in values if keys else ():
        of: dict[UUID, set[int]] = {}
        for one in keys:
            of.setdefault(one.ring, set()).update(index.tokens(one, found))
        yield of


def _compared(
    actor: Actor,
    asked: Asked,
    ways: Collection[Collection[names.Word]],
    cases: Collection[UUID],
    numbered: Collection[UUID],
) -> tuple[list[Hit], int]:
    """The files among these that fit by what their cards say, those with the number that was asked, and how many cards
    cannot be read. A file that is not theirs to see is none, whatever a token says. Most of them do not fit: of those
    no more than the card is read."""
    every, alike = visible(actor, Case.objects.all()), names.comparing()
    theirs = every.filter(pk__in=[*cases, *numbered]).values("pk")
    lying = SearchCard.objects.filter(holding.mine(actor), case__in=theirs, waiting=False)
    cards: dict[UUID, Card] = {}
    for row in lying:
        if row.case_id not in cards and (card := index.opened(actor, actor.org, row)) is not None:
            cards[row.case_id] = card
    likes = {pk: likeness(asked, ways, card, alike) for pk, card in cards.items()} | dict.fromkeys(numbered, _NUMBER)
    fits = {pk: like for pk, like in likes.items() if like > 0}
    broken = {row.case_id for row in lying} - cards.keys()
    rows = every.filter(pk__in=[*fits, *broken]).select_related("owner", "child")
    rows = rows.defer(*sealed(Case), *(f"child__{one}" for one in sealed(Child)))
    seen = {case.pk: case for case in rows if sees(actor, case)}
    hits = [Hit(case, *_shown(case, cards.get(pk)), fits[pk]) for pk, case in seen.items() if pk in fits]
    return hits, len(broken & seen.keys())


def likeness(
    asked: Asked, ways: Collection[Collection[names.Word]], card: Card, alike: names.Alike | None = None
) -> float:
    """How well a card fits: by a number or an address wholly, by a name as far as it is alike, with what the year and
    the sex add."""
    if names.exact(asked.value) & card.exact:
        return _EXACT
    like = names.likeness(ways, card.latin, alike)
    if like < _LIKE:
        return 0.0
    if asked.year and card.year:
        like += _YEAR.get(abs(asked.year - card.year), _OTHER_YEAR)
    if asked.sex and card.sex:
        like += _SEX if asked.sex == card.sex else _OTHER_SEX
    return max(like, 0.01)


def _shown(case: Case, card: Card | None) -> tuple[str, int | None, str]:
    """What a list of hits shows; of a name that is protected not a letter."""
    if card is None:
        return "", None, ""
    return "" if case.child.protected_name else card.initials, card.age, card.sex
