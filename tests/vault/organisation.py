"""An organisation built on nothing but the vault's functions, and what a person can open of its database.

`Organisation` does what `network` does with tables: rings and who was handed which version, records with bundles and
items. `Knowledge` is somebody who keeps every key that ever passed through their hands and tries all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from fanal import vault
from fanal.vault import Bundle, CannotOpen, CompartmentKey, Keyring, NotGranted, Place, Principal, RecordKeys, Seed
from tests.vault.people import ORG, uid

type Handed = tuple[Principal, Principal, bytes]  # ring version, to whom, sealed seed


@dataclass(frozen=True)
class Item:
    """A sealed item as stored, with what only the test knows: when it was written and for which rings."""

    place: Place
    sealed: bytes
    payload: bytes
    written: int
    audience: frozenset[str]


@dataclass
class Person:
    """Somebody with a seed behind a code slot, and with the times of their memberships (None: still a member)."""

    name: str
    code: str
    slot: bytes
    principal: Principal
    until: dict[str, int | None] = field(default_factory=dict)
    waiting: bool = False

    def rings(self) -> set[str]:
        return {ring for ring, end in self.until.items() if end is None}


class Organisation:
    """The database of an organisation and the deeds that change it. Everything in it but `kit` is open to a thief."""

    def __init__(self, rings: Iterable[str]) -> None:
        self.now = 0
        self.pepper = vault.KeyFile.new().pepper
        recovery = Seed.new()
        self.recovery = Principal("recovery", ORG.bytes, 1, recovery.kem().public)
        self.kit = vault.make_kit(recovery, 2, 3)
        self.versions: dict[str, list[Principal]] = {ring: [] for ring in rings}
        self.handed: list[Handed] = []
        self.people: dict[str, Person] = {}
        self.audience: dict[UUID, dict[str, frozenset[str]]] = {}
        self.bundles: dict[UUID, list[Bundle]] = {}
        self.epochs: dict[UUID, dict[str, int]] = {}
        self.items: dict[tuple[UUID, str, UUID], Item] = {}
        for ring in self.versions:
            self.rotate(ring)

    def tick(self) -> None:
        self.now += 1

    # People and rings

    def current(self, ring: str) -> Principal:
        return self.versions[ring][-1]

    def seed_of(self, person: Person) -> Seed:
        return vault.open_code_slot(person.slot, person.code, self.pepper, person.principal.id)

    def keyring(self, person: Person) -> Keyring:
        return self.keyring_for(person.principal, self.seed_of(person))

    def keyring_for(self, principal: Principal, seed: Seed) -> Keyring:
        opened = (
            vault.open_ring(sealed, ring, to, seed)
            for ring, to, sealed in self.handed
            if (to.kind, to.id, to.version) == (principal.kind, principal.id, principal.version)
        )
        own = Keyring.of([(principal, seed)])
        return own.extend((ring.principal, ring.seed) for ring in opened)

    def new_person(self, name: str) -> Person:
        person = self.people[name] = Person(name, *self.new_slot(name, 1))
        return person

    def new_slot(self, name: str, version: int) -> tuple[str, bytes, Principal]:
        seed, code = Seed.new(), vault.new_recovery_code()
        principal = Principal("user", uid(name).bytes, version, seed.kem().public)
        return code, vault.make_code_slot(seed, code, self.pepper, principal.id), principal

    def rotate(self, ring: str) -> None:
        made = vault.new_ring(uid(ring), len(self.versions[ring]) + 1)
        self.versions[ring].append(made.principal)
        members = [person.principal for person in self.people.values() if ring in person.rings() and not person.waiting]
        for to in [*members, self.recovery]:
            self.handed.append((made.principal, to, vault.seal_ring(made, to)))

    def hand(self, holder: Keyring, ring: str, to: Person, versions: Iterable[Principal]) -> None:
        """Seal the ring versions that the keyring holds to a person."""
        for version in versions:
            seed = holder.seed_of("ring", version.id, version.version)
            keys = vault.RingKeys(uid(ring), version.version, seed)
            self.handed.append((version, to.principal, vault.seal_ring(keys, to.principal)))

    def join(self, helper: Keyring, ring: str, person: Person, *, all_versions: bool) -> None:
        held = [
            version for version in self.versions[ring] if (version.kind, version.id, version.version) in ids(helper)
        ]
        self.hand(helper, ring, person, held if all_versions else held[-1:])
        person.until[ring] = None

    def leave(self, person: Person, ring: str) -> None:
        person.until[ring] = self.now
        self.handed = [one for one in self.handed if one[0].id != uid(ring).bytes or one[1].id != person.principal.id]
        self.rotate(ring)

    def reset(self, person: Person) -> None:
        """A forgotten password without code: a new seed, waiting for a colleague."""
        self.handed = [one for one in self.handed if one[1].id != person.principal.id]
        person.code, person.slot, person.principal = self.new_slot(person.name, person.principal.version + 1)
        person.waiting = True

    def kit_keyring(self) -> Keyring:
        return self.keyring_for(self.recovery, vault.open_kit(self.kit[1:]))

    # Records

    def create(self, record: UUID, audience: dict[str, frozenset[str]]) -> None:
        """What an anonymous request does: only public keys are needed."""
        keys = vault.new_record(ORG, record, audience)
        self.audience[record], self.bundles[record], self.epochs[record] = audience, [], {}
        for ring in sorted(frozenset().union(*audience.values())):
            self.grant(keys, ring)
        for compartment in audience:
            self.write(keys, record, compartment, uid(f"{record}{compartment}"), b"first")

    def grant(self, keys: RecordKeys, ring: str) -> None:
        only = {name for name, rings in self.audience[keys.record].items() if ring in rings} & keys.compartments
        if only:
            self.bundles[keys.record].append(vault.grant(keys, self.current(ring), only))

    def write(self, keys: RecordKeys, record: UUID, compartment: str, row: UUID, payload: bytes) -> None:
        at = (record, compartment, row)
        version = self.items[at].place.version + 1 if at in self.items else 1
        place = Place(ORG, record, compartment, "item", row, version)
        sealed = vault.seal(keys, place, payload)
        self.epochs[record][compartment] = keys.newest(compartment).epoch
        self.items[at] = Item(place, sealed, payload, self.now, self.audience[record][compartment])

    def open(self, holder: Keyring, record: UUID) -> RecordKeys:
        return vault.open_bundles(self.bundles[record], holder)

    def is_stale(self, record: UUID) -> bool:
        """Whether some bundle is for a ring version that is no longer current: the next write opens a new epoch."""
        current = {(ring[-1].id, ring[-1].version) for ring in self.versions.values()}
        return any((bundle.principal, bundle.version) not in current for bundle in self.bundles[record])

    def renew(self, holder: Keyring, keys: RecordKeys) -> RecordKeys:
        """Open a new epoch for all that is held: replace the bundles that the holder can open, add to the others."""
        newer = vault.next_epoch(keys, keys.compartments)
        held = {bundle.principal for bundle in self.bundles[keys.record] if holder.holds(bundle)}
        self.bundles[keys.record] = [bundle for bundle in self.bundles[keys.record] if not holder.holds(bundle)]
        for ring in sorted(frozenset().union(*self.audience[keys.record].values())):
            self.grant(newer if uid(ring).bytes in held else newer.newest_only(), ring)
        return newer

    def edit(self, holder: Keyring, record: UUID, compartment: str, payload: bytes) -> None:
        keys = self.open(holder, record)
        keys.newest(compartment)
        if self.is_stale(record):
            keys = self.renew(holder, keys)
        self.write(keys, record, compartment, uid(f"{record}{compartment}"), payload)

    def entrust(self, holder: Keyring, record: UUID, compartment: str, ring: str) -> None:
        """Triage is decided: the compartment goes to one ring alone, under a new key."""
        keys = self.open(holder, record)
        keys.newest(compartment)
        self.audience[record] = {**self.audience[record], compartment: frozenset({ring})}
        keys = self.renew(holder, keys)
        for item in [item for at, item in self.items.items() if at[:2] == (record, compartment)]:
            self.write(keys, record, compartment, item.place.row, item.payload)

    def erase(self, record: UUID) -> None:
        del self.bundles[record], self.audience[record], self.epochs[record]
        self.items = {at: item for at, item in self.items.items() if at[0] != record}


def ids(holder: Keyring) -> set[tuple[str, bytes, int]]:
    return {(one.kind, one.id, one.version) for one in holder.principals}


@dataclass
class Knowledge:
    """All keys that somebody has ever had in hand, and kept."""

    seeds: dict[tuple[str, bytes, int], tuple[Principal, Seed]] = field(default_factory=dict)
    keys: dict[UUID, list[CompartmentKey]] = field(default_factory=dict)

    def learn(self, principal: Principal, seed: Seed) -> None:
        self.seeds[principal.kind, principal.id, principal.version] = (principal, seed)

    def study(self, house: Organisation) -> None:
        """Open with what is known every handed ring and every bundle of the database as it is now, and keep all."""
        for ring, to, sealed in house.handed:
            known = self.seeds.get((to.kind, to.id, to.version))
            if known and (ring.kind, ring.id, ring.version) not in self.seeds:
                self.learn(ring, vault.open_ring(sealed, ring, to, known[1]).seed)
        holder = Keyring.of(self.seeds.values())
        for record, bundles in house.bundles.items():
            try:
                found = vault.open_bundles(bundles, holder)
            except NotGranted:
                continue
            held = RecordKeys(ORG, record, tuple(self.keys.get(record, [])))
            self.keys[record] = list(held.merged(found).keys)

    def opens(self, house: Organisation) -> Iterator[Item]:
        """The items that open with any key that was ever held."""
        for item in house.items.values():
            keys = RecordKeys(ORG, item.place.record, tuple(self.keys.get(item.place.record, [])))
            try:
                opened = vault.open_item(keys, item.place, item.sealed)
            except (CannotOpen, NotGranted):
                continue
            assert opened == item.payload
            yield item
