"""How a file is found by those who hold it: a card and blind tokens for each, under the search key of the team, or of a
person by name (docs/cases.md, "Finding a file").

Whoever writes has not every key: a caseworker has none of the supervisors' team. What is for others waits, sealed to
their public key and marked by this installation, until one of them searches. What lies under an older version of a key
is made anew then, too. No card is believed that its key does not open at its place.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from fanal import vault
from fanal.access.api import Opened
from fanal.cases import holding, names
from fanal.cases.ages import born
from fanal.cases.models import Case, Child, Holding, SearchCard, SearchToken
from fanal.columns import sealed as sealed_columns
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError

SEARCHED: Final = frozenset(
    {"given_name", "middle_name", "family_name", "other_names", "birth_date", "age_at_intake", "sex", "nationalities",
     "identifiers", "contacts"}
)  # fmt: skip
"""What is on a card, by field of the child. Nobody else is on one: who cares for a child may be suspected of harm, and
there is no search for anybody suspected (DNH-25)."""
_STEP: Final = 512
_MARK: Final = 64
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit is compared on, and what a list of hits shows. `papers`: numbers of documents; `ways`: telephone
    numbers, addresses, names in apps; `latin`: the words of the names as they are compared."""

    given: str = field(default="", repr=False)
    middle: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)
    papers: tuple[str, ...] = field(default=(), repr=False)
    ways: tuple[str, ...] = field(default=(), repr=False)
    year: int | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)
    sex: str = field(default="", repr=False)
    nationalities: tuple[str, ...] = field(default=(), repr=False)
    latin: tuple[str, ...] = field(default=(), repr=False)

    @property
    def words(self) -> tuple[names.Word, ...]:
        """The words of the child's names."""
        return names.held(self.given, self.middle, self.family, self.others)

    @property
    def exact(self) -> frozenset[str]:
        """What its numbers and addresses are found by."""
        papers = (names.exact(one, rung=False) for one in self.papers)
        return frozenset().union(*papers, *map(names.exact, self.ways))

    @property
    def initials(self) -> str:
        """The first letters of the child's names."""
        return names.initials(self.given, self.family)


def card_of(said: Mapping[str, Any]) -> Card:
    """The card of a child. `said`: what is known, by field."""
    day = born(said.get("birth_date"))
    card = Card(
        given=said.get("given_name") or "",
        middle=said.get("middle_name") or "",
        family=said.get("family_name") or "",
        others=tuple(said.get("other_names") or ()),
        papers=tuple(one.value for one in said.get("identifiers") or ()),
        ways=tuple(one.value for one in said.get("contacts") or ()),
        year=day.year if day else None,
        age=said.get("age_at_intake"),
        sex=said.get("sex") or "",
        nationalities=tuple(said.get("nationalities") or ()),
    )
    return replace(card, latin=tuple(one.forms[0] for one in card.words))


def known(of_child: Opened, child: Child) -> Card:
    """The card of a child whose record is open."""
    boxes = [of_child.try_read(child, box) for box in ("identity", "personal")]
    return card_of({name: getattr(one, name) for one in boxes if one for name in SEARCHED if hasattr(one, name)})


def tokens(keys: vault.RingKeys, found: Collection[str]) -> set[int]:
    """The blind tokens of values under a search key."""
    search = keys.search
    return {vault.blind(search, "child", one) for one in found}


# ---- writing ----


def write(actor: Actor, case: Case, card: Card) -> None:
    """Make a file found by all who hold it, by what is known now. In the transaction of the deed. Raises `NetworkError`
    for a team whose key nobody signed."""
    wanted = _holders(case)
    _drop(SearchCard.objects.filter(case=case).exclude(principal__in=wanted))
    for to in _newest(case.org_id, wanted).values():
        _put(actor, case, to, card)


def follow(actor: Actor, case: Case) -> None:
    """The file goes to others, or stays with fewer: they find it, or no more. What nobody here can open stays out, and
    `differences` names it."""
    wanted = _holders(case)
    cards = {row.principal: row for row in SearchCard.objects.filter(case=case)}
    if wanted == cards.keys():
        return
    _drop(SearchCard.objects.filter(case=case).exclude(principal__in=wanted))
    card = next((one for row in _known(case, cards.values()) if (one := opened(actor, row.case.org_id, row))), None)
    if card is not None:
        for to in _newest(case.org_id, wanted - cards.keys()).values():
            _put(actor, case, to, card)


def _known(case: Case, cards: Collection[SearchCard]) -> Iterator[SearchCard]:
    """The cards of the file, then those of other files of the child."""
    yield from cards
    yield from SearchCard.objects.filter(case__child=case.child_id).exclude(case=case).select_related("case")


def differences() -> Iterator[str]:
    """Files that one of those who hold them cannot find."""
    for case, principal in _pairs(Holding) - _pairs(SearchCard):
        yield f"file {case}: not found by {principal}"
    for case, principal in _pairs(SearchCard) - _pairs(Holding):
        yield f"file {case}: still found by {principal}"


def _pairs(table: type[Holding] | type[SearchCard]) -> set[tuple[UUID, UUID]]:
    return set(table.objects.values_list("case", "principal"))


def _holders(case: Case) -> set[UUID]:
    return set(Holding.objects.filter(case=case).values_list("principal", flat=True))


def _drop(cards: Any) -> None:
    for case, principal in list(cards.values_list("case", "principal")):
        SearchToken.objects.filter(case=case, principal=principal).delete()
    cards.delete()


def _put(actor: Actor, case: Case, to: vault.Principal, card: Card) -> None:
    principal, keys = UUID(bytes=to.id), _held(actor, to)
    said = json.dumps({k: v for k, v in asdict(card).items() if v}, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = vault.seal_card(keys, _place(case.org_id, case.pk, principal), said) if keys else _handed(case, to, said)
    SearchCard.objects.update_or_create(
        case=case, principal=principal, defaults={"version": to.version, "waiting": keys is None, "card": sealed}
    )
    SearchToken.objects.filter(case=case, principal=principal).delete()
    if keys:
        found = tokens(keys, card.exact.union(*(one.tokens for one in card.words)))
        SearchToken.objects.bulk_create(SearchToken(principal=principal, token=one, case=case) for one in found)


def _handed(case: Case, to: vault.Principal, said: bytes) -> bytes:
    """Sealed to whoever has no hand in this deed, with the mark of this installation: their public key anybody has."""
    whole = _mark(case.org_id, case.pk, to, said) + said
    return vault.seal_to(to.public, _told(case.org_id, case.pk, to), whole.ljust(-(-len(whole) // _STEP) * _STEP))


def _mark(org: UUID, case: UUID, to: vault.Principal, said: bytes) -> bytes:
    code = network.keyfile.keyfile().signing.code("card", _told(org, case, to).encode() + said)
    return code.hex().encode()[:_MARK]


def _told(org: UUID, case: UUID, to: vault.Principal) -> str:
    return f"card:{org}:{case}:{to.kind}:{to.id.hex()}:{to.version}"


def _place(org: UUID, case: UUID, principal: UUID) -> vault.Place:
    return vault.Place(org, case, "identity", SearchCard._meta.db_table, principal, 1)


def _newest(org: UUID, principals: Collection[UUID]) -> dict[UUID, vault.Principal]:
    """The newest key of each: of a team, or of a person who still works here."""
    teams = {one.id for one in network.teams.of(org)}.intersection(principals)
    found = {UUID(bytes=id): to for id, to in network.rings.newest_of(teams).items()} if teams else {}
    for person in set(principals) - teams:
        try:
            found[person] = network.trusted.principal(person)
        except NetworkError:
            continue  # they left
    return found


# ---- opening ----


def held(actor: Actor) -> list[vault.RingKeys]:
    """The search keys that somebody has of those by whom they see files, in every version."""
    mine = holding.principals(actor)
    found = ((UUID(bytes=one.id), one) for one in actor.keyring.principals)
    keys = (_held(actor, one) for id, one in found if id in mine)
    return [one for one in keys if one is not None]


def _held(actor: Actor, to: vault.Principal) -> vault.RingKeys | None:
    try:
        seed = actor.keyring.seed_of(to.kind, to.id, to.version)
    except vault.NotGranted:
        return None
    return vault.RingKeys(UUID(bytes=to.id), to.version, seed)


def opened(actor: Actor, org: UUID, row: SearchCard) -> Card | None:
    """A card of a file of an organisation, where this person's keys open it at its place."""
    for to in actor.keyring.principals:
        if UUID(bytes=to.id) == row.principal and to.version == row.version:
            keys = _held(actor, to)
            assert keys is not None
            try:
                said = _taken(org, row, to, keys) if row.waiting else _read(org, row, keys)
                return _card(json.loads(said))
            except (vault.CannotOpen, ValueError, TypeError, AttributeError):
                return None
    return None


def _read(org: UUID, row: SearchCard, keys: vault.RingKeys) -> bytes:
    return vault.open_card(keys, _place(org, row.case_id, keys.ring), bytes(row.card))


def _taken(org: UUID, row: SearchCard, to: vault.Principal, keys: vault.RingKeys) -> bytes:
    whole = vault.open_sealed(keys.seed, _told(org, row.case_id, to), bytes(row.card))
    mark, said = whole[:_MARK], whole[_MARK:].rstrip(b" ")
    if not vault.same(mark, _mark(org, row.case_id, to, said)):
        raise vault.CannotOpen
    return said


def _card(said: Any) -> Card:
    plain: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Card(**plain)


def take_in(actor: Actor) -> int:
    """Make the tokens of what waits for this person, and anew of what lies under an older version of a key; so many at
    a time. How many files are left that this person cannot find yet."""
    keys = held(actor)
    newest = _newest(actor.org, {one.ring for one in keys})
    have = {one.ring for one in keys if one.ring in newest and one.version == newest[one.ring].version}
    behind = Q(waiting=True) | Q(pk=None)
    for ring in have:
        behind |= Q(principal=ring, version__lt=newest[ring].version)
    rows = SearchCard.objects.filter(behind, principal__in=have).select_related("case").order_by("pk")
    rows = rows.defer(*(f"case__{one}" for one in sealed_columns(Case)))
    for row in rows[:_AT_ONCE]:
        card = opened(actor, row.case.org_id, row)
        if card is not None:
            _put(actor, row.case, newest[row.principal], card)
    closed = Q(pk=None)
    for principal in holding.principals(actor):
        closed |= _closed(principal, [one.version for one in keys if one.ring == principal])
    return SearchCard.objects.filter(closed).values("case").distinct().count()


def _closed(principal: UUID, versions: Collection[int]) -> Q:
    """The cards of a holder that these versions of its key do not open: what waits, and every stretch between two
    versions, so that the database reads those cards alone."""
    edges = [0, *sorted(versions), 2**31 - 1]
    found = Q(principal=principal, waiting=True)
    for below, above in pairwise(edges):
        if above > below + 1:
            found |= Q(principal=principal, waiting=False, version__gt=below, version__lt=above)
    return found
