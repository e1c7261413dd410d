"""What sealing costs: each operation beside the cost that was reckoned with, and its goals.

CPU seconds of one core, the least of several runs, so that other work on the machine disturbs little.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from benchmarks.figures import Figure, best_of
from fanal import vault
from fanal.site.console import Progress

TITLE = "The vault: CPU of one core"
REPEATS = 5
COMPARTMENTS = ("personal", "content", "identity", "offender", "reporter", "dialogue")
SAMPLE = 500  # records of which a rotation over 100,000 is reckoned


@dataclass(frozen=True, slots=True)
class Cost:
    """One operation: how often it is done in a run, what was reckoned with, in the unit."""

    name: str
    work: Callable[[], object]
    times: int
    goal: float
    unit: str = "µs"

    def figure(self) -> Figure:
        """Measure it."""
        scale = {"µs": 1e6, "ms": 1e3, "s": 1.0}[self.unit]
        spent = best_of(REPEATS, lambda: [self.work() for _ in range(self.times)])
        return Figure(self.name, spent / self.times * scale, self.unit, self.goal)


def run(step: Progress) -> list[Figure]:
    """Measure every operation and every goal."""
    costs = [*_primitives(), *_records()]
    figures = []
    for done, cost in enumerate(costs, 1):
        figures.append(cost.figure())
        step(done, len(costs) + 1)
    return [*figures, _rotation(), _stored()]


def _primitives() -> Iterator[Cost]:
    """What was measured one by one before anything was built."""
    seed, other = vault.Seed.new(), vault.Seed.new()
    public, signer, message = seed.kem().public, seed.signer(), bytes(200)
    sealed, signature = vault.seal_to(public, "benchmark", bytes(64)), signer.sign("benchmark", message)
    salt, pepper = vault.new_salt(), vault.KeyFile.new(demo=True).pepper
    password = "seven lanterns over calm water"
    kit = vault.make_kit(seed, 2, 3)
    yield Cost("HPKE: seal 64 bytes", lambda: vault.seal_to(public, "benchmark", bytes(64)), 200, 88)
    # To open a message, the key pair is made from its seed first.
    yield Cost("HPKE: open them", lambda: vault.open_sealed(seed, "benchmark", sealed), 200, 71 + 107)
    yield Cost("key pair from seed", lambda: vault.Seed.of(other.reveal()).kem().public, 200, 107)
    yield Cost("HKDF", lambda: seed.derive("benchmark"), 2000, 2.6)
    yield Cost("Ed25519: sign", lambda: signer.sign("benchmark", message), 500, 32)
    yield Cost("Ed25519: verify", lambda: vault.verify(signer.public, "benchmark", message, signature), 500, 87)
    yield Cost("HMAC token of a name", lambda: vault.blind(seed, "name", "Amara"), 2000, 1.2)  # with its normal form
    yield Cost("password: Argon2id", lambda: vault.hash_password(password, salt, pepper), 1, 150, "ms")
    yield Cost("recovery kit: split", lambda: vault.make_kit(seed, 2, 3), 5, 6, "ms")
    yield Cost("recovery kit: combine", lambda: vault.open_kit(kit[:2]), 5, 3, "ms")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """One concern as it is stored."""

    bundles: tuple[vault.Bundle, ...]
    items: tuple[tuple[vault.Place, bytes], ...]


def _seal_concern(org: UUID, ring: vault.Principal) -> _Sealed:
    """One concern as `concerns` seals it: five items; bundles for a ring, a person and the reporter, whose key is made
    from the receipt."""
    record, receipt = uuid4(), vault.Seed.new().kem().public
    keys = vault.new_record(org, record, COMPARTMENTS)
    reporter = vault.Principal("reporter", receipt.id, 1, receipt)
    bundles = (*(vault.grant(keys, ring, COMPARTMENTS) for _ in range(2)), vault.grant(keys, reporter, ["dialogue"]))
    places = [vault.Place(org, record, name, f"concerns_concern.{name}", record, 1) for name in COMPARTMENTS[:5]]
    items = tuple((place, vault.seal(keys, place, bytes(300), at_least=_least(place))) for place in places)
    return _Sealed(bundles, items)


def _least(place: vault.Place) -> int:
    return 4096 if place.compartment == "content" else 512


def _open_concern(sealed: _Sealed, holder: vault.Keyring) -> None:
    keys = vault.open_bundles(sealed.bundles[:1], holder)
    for place, item in sealed.items:
        vault.open_item(keys, place, item)


def _records() -> Iterator[Cost]:
    """What pages do."""
    org, ring = uuid4(), vault.new_ring(uuid4())
    holder = vault.Keyring.of([(ring.principal, ring.seed)])
    concern = _seal_concern(org, ring.principal)
    place, content = concern.items[1]
    keys = vault.open_bundles(concern.bundles[:1], holder)
    lines = [vault.seal_summary(ring, place, bytes(60)) for _ in range(50)]

    def scan() -> None:
        """One of many concerns in a session: its keys, then its content."""
        vault.open_item(vault.open_bundles(concern.bundles[:1], holder), place, content)

    def renew() -> None:
        """What a page does at most after somebody left: new keys for the one record that it writes."""
        fresh = vault.next_epoch(keys, COMPARTMENTS)
        for _ in concern.bundles:
            vault.grant(fresh, ring.principal, COMPARTMENTS)

    yield Cost("AES-256-GCM: open an item of 4 KB", lambda: vault.open_item(keys, place, content), 1000, 0.9 + 2.6)
    yield Cost("one concern sealed: 5 items, 3 bundles", lambda: _seal_concern(org, ring.principal), 50, 2, "ms")
    yield Cost("one record opened", lambda: _open_concern(concern, holder), 100, 3, "ms")
    yield Cost("list of 50 sealed lines", lambda: [vault.open_summary(ring, place, one) for one in lines], 20, 2, "ms")
    yield Cost("one of 10,000 concerns of a scan", scan, SAMPLE, 200)
    yield Cost("new keys for a record, inside a page", renew, 50, 50, "ms")


def _rotation() -> Figure:
    """A ring's new version over 100,000 records: each bundle opened once and sealed once, reckoned from a sample."""
    org, record = uuid4(), uuid4()
    old, new = (vault.new_ring(uuid4()) for _ in range(2))
    keys = vault.new_record(org, record, COMPARTMENTS)
    bundle = vault.grant(keys, old.principal, COMPARTMENTS)
    holder = vault.Keyring.of([(old.principal, old.seed)])

    def reseal() -> None:
        for _ in range(SAMPLE):
            vault.grant(vault.open_bundles([bundle], holder), new.principal, COMPARTMENTS)

    return Figure("rotation of a ring over 100,000 records", best_of(3, reseal) * 100_000 / SAMPLE, "s", 60)


def _stored() -> Figure:
    concern = _seal_concern(uuid4(), vault.new_ring(uuid4()).principal)
    size = sum(len(bundle.sealed) for bundle in concern.bundles) + sum(len(item) for _place, item in concern.items)
    return Figure("one concern stored, sealed bytes", size / 1024, "KB", 12)
