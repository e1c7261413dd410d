"""The comparison of laws: the Dutch table (`nl/expected.csv`) line by line, each cell against the tree evaluator, small
changes."""

import csv
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import worlds
from tests.engines.jurisdiction.world_laws import Shape

from fanal.engines.jurisdiction.answer import Route
from fanal.engines.jurisdiction.cases import routes
from fanal.engines.jurisdiction.comparing.diff import (
    ANY,
    EARLIEST,
    CellChange,
    DiffKind,
    changed_jurisdictions,
    law_diff,
    untested,
)
from fanal.engines.jurisdiction.comparing.diff_lines import Line, lines
from fanal.engines.jurisdiction.comparing.personas import Person, persons, places
from fanal.engines.jurisdiction.comparing.readings import Reader
from fanal.engines.jurisdiction.comparing.subjects import ages, by_offence, concerned
from fanal.engines.jurisdiction.comparing.ways import Way, ways
from fanal.engines.jurisdiction.counting.patterns import ADULT
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.files.reading import read
from fanal.engines.jurisdiction.model import Corpus, Law, Profile
from fanal.engines.jurisdiction.parts.links import HERE, Forum
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

DRAFTS = Path(__file__).parents[1] / "nl"
AS_OF = date(2016, 6, 1)
EMPTY = Corpus({}, (), (), {}, (), {}, "")
HOME = {"act_in_the_state", "act_aboard"}


def draft(name: str) -> dict[str, Any]:
    return read((DRAFTS / name / "NL.yaml").read_text("utf-8"), "NL.yaml").value


def dutch(change: Callable[[dict[str, Any]], None] = lambda _law: None) -> list[CellChange]:
    after = draft("after")
    change(after)
    return law_diff(compile_documents({"NL": draft("before")}), compile_documents({"NL": after}), AS_OF)


def as_row(line: Line) -> tuple[Any, ...]:
    cell = line.cell
    assert (cell.ages, cell.facts, cell.first, cell.last) == (None, None, None, None)
    return (
        cell.who, frozenset(line.subjects), cell.place, cell.extradition, cell.before, cell.after, str(cell.kind),
        cell.rules_before, cell.rules_after,
    )  # fmt: skip


def expected() -> list[dict[str, str]]:
    with (DRAFTS / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_hand(row: Mapping[str, str]) -> tuple[Any, ...]:
    before, after = (tuple(row[name].split()) for name in ("rules_before", "rules_after"))
    return (
        row["who"], frozenset(row["offences"].split()), row["place_punishes"], row["extradition"], row["before"],
        row["after"], row["change"], before, after,
    )  # fmt: skip


def test_the_two_dutch_texts_give_the_table_of_the_design_and_nothing_else():
    found = lines(dutch())
    abroad = [line for line in found if line.cell.who not in HOME]
    assert {as_row(line) for line in abroad} == {by_hand(row) for row in expected()}
    assert len(abroad) == len(expected())
    # What is done at home is as punishable as it was.
    assert [line.kind for line in found if line.cell.who in HOME] == [DiffKind.NONE] * 2


def test_every_loss_of_article_5_carries_the_note_of_article_6():
    noted = {by_hand(row)[:4] for row in expected() if "art. 6" in row["note"]}
    losses = [line for line in lines(dutch()) if line.kind is DiffKind.LOST]
    assert {as_row(line)[:4] for line in losses if any("art. 6" in note for note in line.cell.notes)} == noted
    assert len(noted) == 3


def test_what_is_in_the_way_is_named_as_the_table_names_it():
    words = {"threshold": "maximum below eight years", "double_criminality": "double criminality"}
    rows = {by_hand(row)[:4]: row["note"] for row in expected()}
    for line in lines(dutch()):
        if line.kind is DiffKind.LOST and line.cell.who == "child_national_or_resident":
            note = rows[as_row(line)[:4]]
            certain = {one.part for one in line.cell.blocked if one.worth == "no"}
            assert certain == {part for part, said in words.items() if said in note}


def test_an_offence_moved_across_eight_years_changes_its_own_row_only():
    def moved(law: dict[str, Any]) -> None:
        (paid,) = [one for one in law["offences"] if one["id"] == "nl.248b"]
        paid["max_penalty_years"] = 8

    def row(cell: CellChange) -> tuple[str, ...]:
        return cell.who, cell.offence, cell.place, cell.extradition, cell.before, cell.after

    before, after = ({row(cell) for cell in dutch(change)} for change in (lambda _law: None, moved))
    assert {cell[1] for cell in before ^ after} == {"nl.248b"}
    assert {cell[:1] + cell[2:] for cell in after - before} == {
        ("child_national", "yes", "", "yes", "yes"),
        ("child_national", "no", "", "yes", "no"),
        ("child_resident", "yes", "", "yes", "yes"),
        ("child_resident", "no", "", "yes", "no"),
        ("foreigner_present", "any", "refused", "no", "yes"),
        ("foreigner_present", "yes", "not_possible", "no", "yes"),
        ("foreigner_present", "no", "not_possible", "no", "no"),
    }


# --- each cell against the tree evaluator ----------------------------------------------------------------------------


WORDS = ("no", "unknown", "condition", "yes")
LATE = date(2026, 11, 25)


def seen(corpus: Corpus, cell: CellChange, person: Person, act: Facts, place: str) -> str:
    """What the tree evaluator says of one act in a cell, by its one offence."""
    law = corpus.laws[cell.jurisdiction]
    question = Reader(corpus, law, [person], LATE).at(act, person, place or "yes", cell.extradition)
    alone = replace(law, offences={cell.offence: law.offences[cell.offence]})
    found = routes.routes(Forum(alone, True, True), question)
    asked = [one for one in found if (one.basis if one.basis in HERE else None) == person.here]  # home, or abroad
    return WORDS[max((worth(route) for route in asked), default=0)]


def worth(route: Route) -> int:
    """Judgments and immunity are in no cell; what a rule asks of extradition is part of it, and met or not."""
    if any(
        one.status == "refused" or (one.kind == "extradition" and one.status != "granted") for one in route.conditions
    ):
        return 0
    lowest = min(route.parts[part].truth for part in "EJDL")
    if lowest is not Truth.T:
        return int(lowest)
    return 2 if any(one.status != "granted" for one in route.conditions) else 3


@given(st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_every_cell_says_what_the_tree_evaluator_says(complete: bool, chance: Any):
    """Of law that is whole the same; of law that nobody has read whole, never the contrary."""
    world = worlds.world(chance, Shape(states=(1, 1), offences=(1, 2), rules=(1, 3), complete=complete))
    documents = deepcopy(world.documents)
    (code,) = documents
    changed(documents[code], chance)
    corpora = world.corpus, compile_documents(documents)
    laws = [corpus.laws[code] for corpus in corpora]
    assume(laws[0] != laws[1])
    people = {one.name: one for one in persons(laws)}
    cells = law_diff(*corpora, LATE)
    assert all(one.kind is not DiffKind.NEW for one in cells)
    for cell in chance.sample(cells, min(12, len(cells))):
        person = people[cell.who]
        for act in acts(cell, laws, chance):
            place = cell.place if cell.place != ANY else chance.choice(places(person, laws))
            for corpus, said in zip(corpora, (cell.before, cell.after), strict=True):
                if complete or said != "unknown":
                    assert seen(corpus, cell, person, act, place) == said, (cell, act)


def acts(cell: CellChange, laws: list[Law], chance: Any) -> list[Facts]:
    """An act on some day of the cell, made out by one of the laws; the child of the highest age of some band."""
    held = [law.offences[cell.offence] for law in laws]
    (subject,) = (one for one in by_offence((laws[0], laws[1])) if one.offence == cell.offence)
    bands = ages(concerned((laws[0], laws[1]), subject))
    found = []
    first, last = cell.first or EARLIEST, cell.last or LATE
    for _ in range(8):
        way = Way(cell.facts) if cell.facts is not None else chance.choice(ways(*held))
        low, high = cell.ages or (0, ADULT - 1)
        age = chance.choice([last for first, last in bands if low <= first <= last <= high])
        day = first + timedelta(chance.randint(0, (last - first).days))
        covers = frozenset().union(*(text.text.covers for one in held for text in one.versions))
        act = way.told(covers, (age, age), Interval(day, day))
        if any(Reader(EMPTY, law, [], LATE).made_out(act, [law.offences[cell.offence]]) for law in laws):
            found.append(act)
    return found[:2]


def changed(law: dict[str, Any], chance: Any) -> None:
    """One offence or rule, drawn, is changed as a legislator may."""
    offence, rule = chance.choice(law["offences"]), chance.choice(law["jurisdiction_rules"])
    kind = chance.choice(("age", "penalty", "double", "threshold", "condition", "exception"))
    if kind == "age":
        for version in offence["versions"]:
            version["elements"] = {"child_age_lt": chance.choice((12, 15, 18))}
    elif kind == "penalty":
        for version in offence["versions"]:
            version["max_penalty_years"] = chance.choice((1, 5, 20))
            version.pop("min_penalty_years", None)
    elif kind == "exception":
        for version in offence["versions"]:
            version["exceptions"] = [{"marriage": True}]
    elif rule["basis"] not in {"territory", "flag"}:
        fields = {
            "double": {"double_criminality": chance.choice(("required", "not_required"))},
            "threshold": {"min_max_penalty_months": 60},
            "condition": {"requires": [{"consent": "prosecutor_general", "criteria": True}]},
        }
        rule |= fields[kind]


# --- small changes, by hand ------------------------------------------------------------------------------------------


def home(**changes: Any) -> dict[str, Any]:
    """XA protects to 16, prosecutes its nationals everywhere, and nothing lapses."""
    offence = {"id": "xa.1", "covers": ["sexual_activity"], "elements": {"child_age_lt": 16}, "max_penalty_years": 10}
    rule: dict[str, Any] = {"id": "xa.j.1", "basis": "active_nationality", "offences": "*"}
    rule |= {"double_criminality": "not_required", "when": {"suspect_national": {"at": "act"}}}
    limit: dict[str, Any] = {"id": "xa.l.1", "offences": "*", "none": True}
    parts = {"offence": offence, "rule": rule, "limit": limit}
    for name, fields in changes.items():
        parts[name] |= fields
    for part in parts.values():
        part |= {"cite": {"source": "code", "art": "1"}}
        part.setdefault("versions", [{"source": "code"}])
    return {
        "schema": "fanal.law/1",
        "jurisdiction": "XA",
        "names": {"en": "XA"},
        "sources": {
            "code": {"title": "Code", "kind": "statute", "version_date": "2020-01-01", "url": "https://law.example"}
        },
        "temporal": {"substantive": {"law_at": "act", "lex_mitior": False, "cite": {"source": "code", "art": "2"}}},
        "offences": [offence],
        "jurisdiction_rules": [rule],
        "limitation": [limit],
    }


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[CellChange]:
    found = law_diff(compile_documents({"XA": before}), compile_documents({"XA": after}), LATE)
    return [one for one in found if one.kind is not DiffKind.NONE]


WITHOUT_ACTS = {"interrupted_by": [], "suspended_while": [], "stopped_by": []}
FROM_18 = {"years": 20, "start": {"max_of": ["act_end", {"victim_age": 18}]}, "absolute_cap": None} | WITHOUT_ACTS
FROM_THE_ACT = {"years": 30, "start": {"max_of": ["act_end"]}, "absolute_cap": None} | WITHOUT_ACTS


def test_a_time_that_gets_shorter_for_small_children_alone_is_a_loss():
    """Twenty years from the 18th birthday, then thirty from the act: for a child of 7 the same within a year, for one
    of 2 five years fewer. All ages told by the eldest would show what older children gained, and nothing else."""
    before, after = in_time(FROM_18), in_time(FROM_THE_ACT)
    found = compared(before, after)
    assert ages_of(found, DiffKind.LOST) == set(range(8))
    assert ages_of(found, DiffKind.GAINED) == set(range(9, 16))
    # Whoever was 2 on 25 November 1991 turned 18 on 26 November 2006 or later; the twenty years end a day before that.
    (two,) = (one for one in found if one.kind is DiffKind.LOST and one.ages == (2, 2))
    assert (two.first, two.last) == (date(1991, 11, 25), date(1996, 11, 25))


def in_time(limit: dict[str, Any], **changes: Any) -> dict[str, Any]:
    law = home(limit=limit, **changes)
    del law["limitation"][0]["none"]
    return law


def ages_of(found: list[CellChange], kind: DiffKind) -> set[int]:
    held = [one.ages for one in found if one.kind is kind and one.ages]
    return {age for low, high in held for age in range(low, high + 1)}


def test_where_the_time_is_the_same_the_days_are_those_of_the_eldest():
    """Whoever was 15 on 25 November 2004 turned 18 on 26 November 2006 or later; the twenty years end a day before."""
    found = compared(in_time(FROM_18), in_time(FROM_18, rule={"double_criminality": "required"}))
    (lost,) = (one for one in found if one.kind is DiffKind.LOST)
    assert (lost.ages, lost.first, lost.last) == (None, date(2004, 11, 25), None)


def test_what_holds_of_some_ages_alone_names_them_though_each_way_there_is_alike():
    """A youth and a child below 12: open; an adult and a child of 16 or 17: the maximum is too low. "No" of any age
    would deny what another line says of the younger ones (a made world of the property found it)."""
    young = {"elements": {"all_of": [{"child_age_lt": 12}, {"offender_age_lt": 21}]}, "max_penalty_years": 8}
    old = {"elements": {"all_of": [{"child_age_ge": 16}, {"age_gap_ge": 5}]}, "max_penalty_years": 2}
    versions = [
        {"to": "2009-12-31", "source": "code"} | young,
        {"from": "2010-01-01", "source": "code"} | old,
    ]
    rule = {"min_max_penalty_months": 60}
    before = home(offence={"versions": versions}, rule=rule)
    after = home(offence={"versions": versions, "exceptions": [{"marriage": True}]}, rule=rule)
    cells = law_diff(compile_documents({"XA": before}), compile_documents({"XA": after}), LATE)
    assert {one.ages for one in cells if one.before == one.after == "no"} == {(16, 17)}
    assert {(one.before, one.after) for one in cells if one.ages != (16, 17)} == {("yes", "yes"), ("yes", "no")}


def test_the_same_law_has_no_cells():
    corpus = compile_documents({"XA": home()})
    assert changed_jurisdictions(corpus, corpus) == []
    assert law_diff(corpus, corpus, LATE) == []


def test_a_limit_of_age_that_is_raised_gains_those_ages():
    (found,) = compared(home(), home(offence={"elements": {"child_age_lt": 18}}))
    assert (found.kind, found.ages, found.place, found.rules_after) == (DiffKind.GAINED, (16, 17), "any", ("xa.j.1",))
    assert (found.first, found.last, found.facts) == (None, None, None)


def test_a_law_of_a_later_day_changes_nothing_before_it():
    versions = [{"to": "2018-12-31", "source": "code"}, {"from": "2019-01-01", "source": "code"}]
    later = [versions[0], versions[1] | {"elements": {"child_age_lt": 14}}]
    (found,) = compared(home(offence={"versions": versions}), home(offence={"versions": later}))
    assert (found.kind, found.ages, found.first, found.last) == (DiffKind.LOST, (14, 15), date(2019, 1, 1), None)
    assert {(one.offence, one.part) for one in found.blocked} == {("xa.1", "elements")}


def test_consent_of_an_authority_is_a_loss_that_somebody_can_mend():
    (found,) = compared(home(), home(rule={"requires": [{"consent": "attorney_general", "criteria": False}]}))
    assert (found.kind, found.before, found.after) == (DiffKind.LOST, "yes", "condition")
    assert {one.part for one in found.blocked} == {"condition"}


def test_double_criminality_that_is_asked_for_loses_where_the_place_does_not_punish():
    lost, *more = compared(home(), home(rule={"double_criminality": "required_or_no_mans_land"}))
    assert (lost.kind, lost.place, {one.part for one in lost.blocked}) == (DiffKind.LOST, "no", {"double_criminality"})
    assert more == []


def test_a_defence_of_marriage_is_seen_in_a_married_child_only():
    (found,) = compared(home(), home(offence={"exceptions": [{"marriage": True}]}))
    assert (found.kind, found.facts) == (DiffKind.LOST, (("marriage", 1),))


def test_a_tie_that_is_no_longer_asked_at_the_charge_is_lost_to_those_who_came_later():
    both = {"any": [{"suspect_national": {"at": "act"}}, {"suspect_became_national": {"at": "charge"}}]}
    (found,) = compared(home(rule={"when": both}), home())
    assert (found.kind, found.who, found.blocked) == (DiffKind.LOST, "suspect_became_national", ())


def test_a_shorter_period_loses_old_acts():
    """Ten years from the act: acts before 26 November 2016 are over on 25 November 2026, by hand."""
    years = {
        "years": 10,
        "start": {"max_of": ["act_end"]},
        "interrupted_by": [],
        "suspended_while": [],
        "stopped_by": [],
    }
    after = home(limit=years | {"absolute_cap": None})
    del after["limitation"][0]["none"]
    (found,) = compared(home(), after)
    assert (found.kind, found.first, found.last) == (DiffKind.LOST, None, date(2016, 11, 25))
    assert {one.part for one in found.blocked} == {"time"}


def test_an_offence_under_another_number_is_lost_by_offence_and_not_by_conduct():
    profile = Profile(
        "sexual_activity", "sexual_activity", {"commercial": True, "means": (), "relation": (), "role": "principal"}
    )
    before, after = (
        replace(compile_documents({"XA": home(offence={"id": name})}), profiles=(profile,)) for name in ("xa.1", "xa.2")
    )
    kinds = {one.offence: one.kind for one in law_diff(before, after, LATE)}
    assert kinds == {"xa.1": DiffKind.LOST, "xa.2": DiffKind.NEW}
    assert {one.kind for one in law_diff(before, after, LATE, by="conduct")} == {DiffKind.NONE}


def test_a_comparison_by_conduct_needs_profiles():
    corpora = (compile_documents({"XA": home(offence={"id": name})}) for name in ("xa.1", "xa.2"))
    with pytest.raises(ValueError, match="profiles"):
        law_diff(*corpora, LATE, by="conduct")


def test_what_no_cell_holds_is_named():
    bars = {"ne_bis_in_idem": {"foreign_judgment_bars": True, "cite": {"source": "code", "art": "9"}}}
    corpora = compile_documents({"XA": home()}), compile_documents({"XA": home() | bars})
    assert untested(*corpora) == [("XA", "ne_bis_in_idem")]


def test_a_law_that_is_gone_loses_all_it_had():
    found = law_diff(compile_documents({"XA": home()}), EMPTY, LATE)
    assert [(one.kind, one.blocked[0].part) for one in found] == [(DiffKind.LOST, "gone")]
