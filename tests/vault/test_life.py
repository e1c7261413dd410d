"""Join, leave, reset, recover, rotate, write, entrust, hand over, erase in any order.

Whatever happens: every member opens all they are granted; whoever left opens nothing that was written afterwards, with
all keys they ever had and a fresh copy of the database; nothing is lost while the kit lives.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from fanal.vault import Keyring, NotGranted, RecordKeys
from tests.vault.organisation import Item, Knowledge, Organisation, Person
from tests.vault.people import uid

RINGS = ("intake", "custodian", "partner")
OURS = RINGS[:2]
NAMES = ("amal", "bea", "chan", "dara")
CONCERN = {
    "content": frozenset({"intake", "custodian"}),
    "reporter": frozenset({"intake"}),
    "dialogue": frozenset({"intake"}),
}
HANDOVER = {"content": frozenset({"intake", "partner"})}

names, rings = st.sampled_from(NAMES), st.sampled_from(OURS)
choice = st.integers(min_value=0, max_value=11)


class Life(RuleBasedStateMachine):
    organisation: type[Organisation] = Organisation

    def __init__(self) -> None:
        super().__init__()
        self.house = self.organisation(RINGS)
        self.known: dict[str, Knowledge] = {}
        self.made = 0

    def start(self, name: str, ring: str) -> None:
        person = self.house.new_person(name)
        self.known[name] = Knowledge()
        self.house.join(self.house.kit_keyring(), ring, person, all_versions=True)

    @initialize()
    def found(self) -> None:
        self.start("amal", "intake")
        self.start("chan", "intake")
        self.start("bea", "custodian")
        self.start("abroad", "partner")
        self.concern()

    def members(self, ring: str) -> list[Person]:
        return [one for one in self.house.people.values() if ring in one.rings() and not one.waiting]

    def some_record(self, at: int) -> UUID:
        return list(self.house.bundles)[at % len(self.house.bundles)]

    @rule()
    def concern(self) -> None:
        self.house.tick()
        self.made += 1
        self.house.create(uid(f"record {self.made}"), dict(CONCERN))

    @rule(name=names, ring=rings, all_versions=st.booleans())
    def join(self, name: str, ring: str, all_versions: bool) -> None:
        helpers = self.members(ring)
        person = self.house.people.get(name) or self.house.new_person(name)
        self.known.setdefault(name, Knowledge())
        if not helpers or person.waiting or ring in person.rings():
            return
        self.house.tick()
        self.house.join(self.house.keyring(helpers[0]), ring, person, all_versions=all_versions)

    @rule(ring=rings, who=choice)
    def leave(self, ring: str, who: int) -> None:
        members = [one for one in self.house.people.values() if ring in one.rings()]
        if members:
            self.study()
            self.house.leave(members[who % len(members)], ring)
            self.house.tick()

    @rule(name=names)
    def reset(self, name: str) -> None:
        person = self.house.people.get(name)
        if person and person.rings() and not person.waiting:
            self.house.reset(person)
            assert self.opens_today(person) == []

    @rule()
    def help_those_who_wait(self) -> None:
        """A colleague, or where there is none the kit, seals the rings again to whoever was reset."""
        for person in [one for one in self.house.people.values() if one.waiting]:
            for ring in sorted(person.rings()):
                helpers = self.members(ring)
                helper = self.house.keyring(helpers[0]) if helpers else self.house.kit_keyring()
                self.house.join(helper, ring, person, all_versions=True)
            person.waiting = False

    @rule(name=names, ring=rings)
    def recover(self, name: str, ring: str) -> None:
        """Nobody of a ring is left: two kit holders make a new keeper."""
        person = self.house.people.get(name) or self.house.new_person(name)
        self.known.setdefault(name, Knowledge())
        if not self.members(ring) and not person.waiting and ring not in person.rings():
            self.house.tick()
            self.house.join(self.house.kit_keyring(), ring, person, all_versions=True)

    @rule(ring=rings)
    def rotate(self, ring: str) -> None:
        self.house.rotate(ring)

    @rule(who=choice)
    def write(self, who: int) -> None:
        """In every record somebody writes where one of their rings has access."""
        for record in list(self.house.bundles):
            able = [
                (person, compartment)
                for compartment, audience in self.house.audience[record].items()
                for ring in sorted(audience)
                for person in self.members(ring)
            ]
            if able:
                self.write_in(record, *able[who % len(able)])

    def write_in(self, record: UUID, person: Person, compartment: str) -> None:
        """Who was not handed the old ring versions may find it shut, but nobody who was."""
        self.house.tick()
        payload = f"written at {self.house.now}".encode()
        try:
            self.house.edit(self.house.keyring(person), record, compartment, payload)
        except NotGranted:
            self.must_not_be_due(person, record, compartment)

    @precondition(lambda self: self.house.bundles)
    @rule(at=choice)
    def entrust(self, at: int) -> None:
        """The reporter goes to the custodian alone."""
        record, members = self.some_record(at), self.members("intake")
        if members and self.house.audience[record].get("reporter") == CONCERN["reporter"]:
            self.house.tick()
            try:
                self.house.entrust(self.house.keyring(members[0]), record, "reporter", "custodian")
            except NotGranted:
                self.must_not_be_due(members[0], record, "reporter")

    @rule()
    def hand_over(self) -> None:
        """A copy of what the preview showed, with keys of its own, for a ring on each side."""
        self.house.tick()
        self.made += 1
        self.house.create(uid(f"record {self.made}"), dict(HANDOVER))

    @precondition(lambda self: len(self.house.bundles) > 1)
    @rule(at=choice)
    def erase(self, at: int) -> None:
        self.house.erase(self.some_record(at))

    # What must hold

    def must_not_be_due(self, person: Person, record: UUID, compartment: str) -> None:
        assert not [
            one for one in self.due(person) if (one.place.record, one.place.compartment) == (record, compartment)
        ]

    def due(self, person: Person) -> list[Item]:
        """What a member must be able to open: all items for a ring of which they hold every version."""
        if person.waiting:
            return []
        held = {(ring.id, ring.version) for ring, to, _ in self.house.handed if to == person.principal}
        full = {
            ring for ring in person.rings() if all((one.id, one.version) in held for one in self.house.versions[ring])
        }
        return [item for item in self.house.items.values() if item.audience & full]

    def entitled(self, person: Person, item: Item) -> bool:
        ends = [person.until[ring] for ring in item.audience if ring in person.until]
        return any(end is None or end >= item.written for end in ends)

    def study(self) -> None:
        for name, knowledge in self.known.items():
            person = self.house.people[name]
            knowledge.learn(person.principal, self.house.seed_of(person))
            knowledge.study(self.house)

    @invariant()
    def members_open_what_is_theirs_and_nobody_opens_more(self) -> None:
        self.study()
        for name, knowledge in self.known.items():
            person = self.house.people[name]
            assert all(self.entitled(person, item) for item in knowledge.opens(self.house))
            opened = self.opens_today(person)
            assert all(item in opened for item in self.due(person))

    def opens_today(self, person: Person) -> list[Item]:
        """What opens with the seed behind the person's code and the database alone, without remembered keys."""
        today = Knowledge()
        today.learn(person.principal, self.house.seed_of(person))
        today.study(self.house)
        return list(today.opens(self.house))

    def teardown(self) -> None:
        """Two of the three shares open everything that is there."""
        kit = Knowledge()
        for principal in self.house.kit_keyring().principals:
            kit.learn(principal, self.house.kit_keyring().seed_of(principal.kind, principal.id, principal.version))
        kit.study(self.house)
        assert len(list(kit.opens(self.house))) == len(self.house.items)


CALM = settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
Life.TestCase.settings = CALM
TestLife = Life.TestCase


class LeaveWithoutNewVersion(Organisation):
    def leave(self, person: Person, ring: str) -> None:
        person.until[ring] = self.now
        self.handed = [one for one in self.handed if one[0].id != uid(ring).bytes or one[1].id != person.principal.id]


class WriteWithoutNewEpoch(Organisation):
    def is_stale(self, record: UUID) -> bool:
        return False


class ReplaceWhatCannotBeOpened(Organisation):
    def renew(self, holder: Keyring, keys: RecordKeys) -> RecordKeys:
        mine = [bundle for bundle in self.bundles[keys.record] if holder.holds(bundle)]
        self.bundles[keys.record] = mine
        return super().renew(holder, keys)


class EntrustUnderTheOldKey(Organisation):
    def entrust(self, holder: Keyring, record: UUID, compartment: str, ring: str) -> None:
        keys = self.open(holder, record)
        keys.newest(compartment)
        self.audience[record] = {**self.audience[record], compartment: frozenset({ring})}
        for item in [item for at, item in self.items.items() if at[:2] == (record, compartment)]:
            self.write(keys, record, compartment, item.place.row, item.payload)


class RotateWithoutTheKit(Organisation):
    def rotate(self, ring: str) -> None:
        super().rotate(ring)
        if len(self.versions[ring]) > 1:
            self.handed = [one for one in self.handed if one[0] != self.current(ring) or one[1] != self.recovery]


def walk(life: Life) -> None:
    """One short life by hand, with every invariant after every step."""
    house = life.house
    record = uid("record 1")
    steps: list[Callable[[], object]] = [
        life.found,
        lambda: life.write_in(record, house.people["amal"], "content"),
        lambda: life.join("dara", "intake", False),
        lambda: house.leave(house.people["chan"], "intake"),
        house.tick,
        lambda: life.write_in(record, house.people["amal"], "dialogue"),
        lambda: life.write_in(record, house.people["bea"], "content"),
        lambda: life.rotate("custodian"),
        lambda: life.write_in(record, house.people["dara"], "content"),
        lambda: life.entrust(0),
        lambda: life.write_in(record, house.people["bea"], "reporter"),
        lambda: life.reset("bea"),
        life.help_those_who_wait,
        life.hand_over,
        lambda: life.write_in(uid("record 2"), house.people["abroad"], "content"),
        lambda: life.erase(1),
    ]
    for step in steps:
        step()
        life.members_open_what_is_theirs_and_nobody_opens_more()
    life.teardown()


def test_a_life_by_hand_holds_every_promise() -> None:
    walk(Life())


@pytest.mark.parametrize(
    "wrong",
    [
        LeaveWithoutNewVersion,
        WriteWithoutNewEpoch,
        ReplaceWhatCannotBeOpened,
        EntrustUnderTheOldKey,
        RotateWithoutTheKit,
    ],
)
def test_an_organisation_that_forgets_a_step_is_found_out(wrong: type[Organisation]) -> None:
    """The invariants can fail: each of these habits breaks one of them on the same walk."""

    class Wrong(Life):
        organisation = wrong

    with pytest.raises(AssertionError):
        walk(Wrong())
