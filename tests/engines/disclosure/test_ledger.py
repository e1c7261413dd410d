"""The ledger: no overdraft, no refund, nothing changed or left out unseen."""

import json
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fanal.engines.disclosure import ledger as book
from fanal.engines.disclosure.ledger import Ledger, dumps, loads, may_spend, spend
from fanal.engines.disclosure.model import DisclosureError, NotReleased, Spend

pytestmark = pytest.mark.once


def cost(rho: str | Fraction, cohort: int = 2024, population: str = "P") -> Spend:
    loss = Fraction(rho)
    return Spend(population, cohort, loss, "discrete Gaussian: sex", Fraction(2) / loss, 4)


def test_a_release_may_spend_a_fifth_and_no_more() -> None:
    assert may_spend(Ledger(), [cost("1/10"), cost("1/10")])
    refused = may_spend(Ledger(), [cost("1/10"), cost("101/1000")])
    assert not refused
    assert refused.reason_code == "X3"
    assert refused.detail == ("P 2024: one release may spend 0.2; this would be 0.201.",)


def test_a_cohort_has_a_half_for_life() -> None:
    ledger = Ledger()
    for number in (1, 2):
        ledger = spend(ledger, [cost("1/5")], f"release {number}")
    assert ledger.left("P", 2024) == Fraction(1, 10)
    assert may_spend(ledger, [cost("1/10")])
    refused = may_spend(ledger, [cost("11/100")])
    assert not refused
    assert refused.detail == ("P 2024: 0.1 of 0.5 is left; this takes 0.11.",)
    with pytest.raises(NotReleased, match="X3"):
        spend(ledger, [cost("11/100")], "release 3")


def test_cohorts_and_populations_are_disjoint() -> None:
    several = [cost("1/5", 2023), cost("1/5", 2024), cost("1/5", 2024, "Q")]
    assert may_spend(Ledger(), several)
    assert spend(Ledger(), several, "r").cohorts() == (("P", 2023), ("P", 2024), ("Q", 2024))


def test_a_release_that_comes_back_adds_to_what_it_spent() -> None:
    ledger = spend(Ledger(), [cost("1/5")], "r")
    assert not may_spend(ledger, [cost("1/1000")], "r")
    assert may_spend(ledger, [cost("1/1000")], "s")


def test_all_or_nothing() -> None:
    ledger = spend(spend(Ledger(), [cost("1/5")], "a"), [cost("1/5")], "b")
    with pytest.raises(NotReleased):
        spend(ledger, [cost("1/10", 2025), cost("1/5", 2024)], "c")
    assert ledger.spent("P", 2025) == 0


@pytest.mark.parametrize(
    "bad",
    [
        Spend("P", 2024, Fraction(-1, 10), "m", Fraction(20), 4),
        Spend("P", 2024, Fraction(0), "m", Fraction(20), 4),
        Spend("P", 2024, Fraction(1, 100), "m", Fraction(20), 4),  # says less than its noise costs
        Spend("P", 2024, Fraction(1, 10), "m", Fraction(-20), -4),
        Spend("P", 2024, Fraction(1, 10), "m", Fraction(20), 0),
    ],
)
def test_nothing_gives_back(bad: Spend) -> None:
    with pytest.raises(DisclosureError, match="sensitivity2"):
        spend(Ledger(), [bad], "r")


def test_a_spend_names_its_release() -> None:
    with pytest.raises(DisclosureError, match="names its release"):
        spend(Ledger(), [cost("1/10")], "")


def written() -> str:
    ledger = Ledger()
    for number in range(3):
        ledger = spend(ledger, [cost("1/7", 2020 + number), cost("1/100", 2019)], f"r{number}")
    return dumps(ledger)


def test_what_is_written_is_read() -> None:
    text = written()
    ledger = loads(text)
    assert dumps(ledger) == text
    assert ledger.spent("P", 2021) == Fraction(1, 7)
    assert ledger.spent("P", 2019) == Fraction(3, 100)
    assert dumps(spend(ledger, [cost("1/10", 2022)], "r9")).startswith(text)


def test_the_hash_is_that_of_the_canonical_entry() -> None:
    """Computed from the words of the module: SHA-256 of the entry without its own hash, sorted keys, no spaces."""
    import hashlib

    lines = written().splitlines()
    previous = hashlib.sha256(b"fanal.ledger/1").hexdigest()
    for line in lines:
        entry = json.loads(line)
        own = entry.pop("sha256")
        assert entry["previous"] == previous
        assert hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).hexdigest() == own
        previous = own


@pytest.mark.parametrize("place", range(6))
def test_a_changed_a_missing_and_a_moved_line_are_seen(place: int) -> None:
    lines = written().splitlines()
    for key, value in (("rho", "1/5"), ("cohort", 2018), ("release", "z"), ("sigma2", "999"), ("population", "Q")):
        changed = [*lines]
        changed[place] = json.dumps({**json.loads(lines[place]), key: value})
        with pytest.raises(DisclosureError, match=f"line {place + 1}"):
            loads("\n".join(changed))
    if place < 5:
        with pytest.raises(DisclosureError, match=f"line {place + 1}"):
            loads("\n".join(lines[:place] + lines[place + 1 :]))
        moved = [*lines]
        moved[place], moved[place + 1] = moved[place + 1], moved[place]
        with pytest.raises(DisclosureError, match=f"line {place + 1}"):
            loads("\n".join(moved))


def test_a_cut_end_is_seen_by_who_keeps_the_newest_hash() -> None:
    lines = written().splitlines()
    whole, cut = loads("\n".join(lines)), loads("\n".join(lines[:-1]))
    assert whole.head != cut.head


@pytest.mark.parametrize("line", ["", "{}", "[]", "nonsense", '{"rho": "1/0"}'])
def test_a_line_that_is_no_entry(line: str) -> None:
    with pytest.raises(DisclosureError, match="line 1 of the ledger is no entry"):
        loads(f"{line}\n")


class Life(RuleBasedStateMachine):
    """Releases are made, withdrawn, tried again and read anew; a plain dictionary keeps the sums."""

    @initialize()
    def begin(self) -> None:
        self.ledger = Ledger()
        self.lives: dict[int, Fraction] = {}
        self.releases: dict[tuple[str, int], Fraction] = {}
        self.length = 0

    @rule(
        release=st.sampled_from(["a", "b", "c", "d"]),
        parts=st.lists(st.tuples(st.integers(2020, 2022), st.integers(1, 9)), min_size=1, max_size=4),
    )
    def ask_for(self, release: str, parts: list[tuple[int, int]]) -> None:
        spends = [cost(Fraction(part, 40), cohort) for cohort, part in parts]
        lives, releases = dict(self.lives), dict(self.releases)
        for cohort, part in parts:
            lives[cohort] = lives.get(cohort, Fraction(0)) + Fraction(part, 40)
            releases[release, cohort] = releases.get((release, cohort), Fraction(0)) + Fraction(part, 40)
        fits = all(v <= Fraction(1, 2) for v in lives.values()) and all(v <= Fraction(1, 5) for v in releases.values())
        assert bool(may_spend(self.ledger, spends, release)) == fits
        if fits:
            self.ledger = spend(self.ledger, spends, release)
            self.lives, self.releases, self.length = lives, releases, self.length + len(parts)
        else:
            with pytest.raises(NotReleased):
                spend(self.ledger, spends, release)

    @rule()
    def read_anew(self) -> None:
        self.ledger = loads(dumps(self.ledger))

    @rule(part=st.integers(1, 9))
    def try_to_take_back(self, part: int) -> None:
        refund = Spend("P", 2020, Fraction(-part, 40), "refund", Fraction(2), 4)
        with pytest.raises(DisclosureError):
            spend(self.ledger, [refund], "a")

    @invariant()
    def nothing_is_forgotten(self) -> None:
        assert len(self.ledger.entries) == self.length
        for cohort in (2020, 2021, 2022):
            assert self.ledger.spent("P", cohort) == self.lives.get(cohort, 0)
            assert 0 <= self.ledger.left("P", cohort) <= book.MOST_LIFE


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestLife = Life.TestCase
