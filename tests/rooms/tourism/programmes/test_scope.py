"""What is asked of a firm, what its answers lead to, and what becomes of plans when criteria change."""

from datetime import date
from pathlib import Path

from fanal.tourism.programmes import comparing, library
from fanal.tourism.programmes.scope import Company, called, in_scope
from tests.rooms.tourism import made


def _asked(company: Company) -> set[str]:
    criteria = library.shipped()["the-code"].current(date(2026, 12, 1))
    assert criteria is not None
    return {one.id for one in criteria.requirements if in_scope(one, company)}


def test_sectors_and_tags_decide() -> None:
    hotel, airline = frozenset({"accommodation"}), frozenset({"airline"})
    assert "C1.8" in _asked(Company(hotel, ("a",)))
    assert "C1.8" not in _asked(Company(airline, ("a",)))
    assert "C1.9" not in _asked(Company(hotel, ("a",)))
    assert {"C1.9", "C3.6"} <= _asked(Company(hotel, ("a",), frozenset({"voluntourism"})))


def test_size_decides(tmp_path: Path) -> None:
    said = made.document()
    said["criteria_sets"][0]["criteria"][0]["requirements"][1]["min_sites"] = 3
    found = made.read(tmp_path, said).set("one")
    assert found is not None
    large = found.requirement("C1.2")
    assert large is not None
    assert [in_scope(large, Company(frozenset(), tuple("abcd"[:n]))) for n in (0, 2, 3, 4)] == [
        False,
        False,
        True,
        True,
    ]


def test_an_answer_that_asks_for_more_calls_requirements_into_scope() -> None:
    criteria = library.shipped()["the-code"].current(date(2026, 12, 1))
    assert criteria is not None
    every = {one.id: "no" for one in criteria.exclusions}
    assert called(criteria, every) == frozenset()
    assert called(criteria, every | {"X4": "yes"}) == {"voluntourism"}
    assert called(criteria, every | {"X6": "yes"}) == frozenset()


def test_a_change_of_criteria_carries_every_action(tmp_path: Path) -> None:
    said = made.document()
    first = said["criteria_sets"][0] | {"valid_to": date(2026, 12, 31)}
    second = made.criteria_set("two", valid_from=date(2027, 1, 1), predecessor="one", retired={"C1.3": "The law asks."})
    requirements = second["criteria"][0]["requirements"]
    requirements[0]["text"] = {"en": "Other words."}
    requirements[1:3] = [made.requirement("C1.5", replaces=["C1.2"]), made.requirement("C1.6", replaces=["C1.2"])]
    second["criteria"][1]["requirements"].append(made.requirement("C2.3"))
    second["exclusions"] = second["exclusions"][:2]
    said["criteria_sets"] = [first, second]
    found = made.read(tmp_path, said)
    before, after = found.set("one"), found.set("two")
    assert before is not None
    assert after is not None
    made_of = comparing.difference(before, after)
    assert made_of.same == ("C1.4", "C2.1", "C2.2")
    assert made_of.changed == {"C1.1": ("text",)}
    assert made_of.moved == {"C1.2": ("C1.5", "C1.6")}
    assert made_of.retired == {"C1.3": "The law asks."}
    assert made_of.added == ("C2.3",)
    assert made_of.exclusions == ("X3",)
    assert [made_of.carried(name) for name in ("C1.1", "C1.2", "C1.3")] == [("C1.1",), ("C1.5", "C1.6"), ()]
    for one in before.requirements:
        assert made_of.carried(one.id) or one.id in made_of.retired


def test_nothing_changes_between_equal_sets(tmp_path: Path) -> None:
    one = made.read(tmp_path, made.document()).set("one")
    assert one is not None
    found = comparing.difference(one, one)
    assert (found.changed, found.moved, found.retired, found.added, found.exclusions) == ({}, {}, {}, (), ())
