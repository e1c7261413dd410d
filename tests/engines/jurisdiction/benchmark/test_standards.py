"""The benchmark: each item passes by one good law and fails by a small edit; unknown is never "no".

Expected values were worked out by hand from the checklist and docs/law-benchmark.md, "Results", never from our own
output.
"""

import copy
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction.good_law import (
    EDITS,
    GOOD,
    Mapped,
    both,
    definition,
    good,
    group,
    limitation,
    measure,
    of,
    offence,
    rule,
)
from tests.engines.jurisdiction.worlds import synthetic

from fanal.engines.jurisdiction.benchmark import standards
from fanal.engines.jurisdiction.benchmark.exam import said
from fanal.engines.jurisdiction.benchmark.standards import ItemResult, ItemState, Score, benchmark, differ, percent
from fanal.engines.jurisdiction.files.corpus import CorpusError, compile_documents, load_corpus
from fanal.engines.jurisdiction.values import Truth

pytestmark = pytest.mark.once
ON = date(2026, 6, 1)
ENGINE = Path(standards.__file__).parent


def results(law: Mapped, on: date = ON, code: str = "XA") -> dict[str, ItemResult]:
    corpus = compile_documents({code: law})
    return {result.item.removeprefix("law."): result for result in benchmark(corpus, code, on, outside=True)}


def edited(*edits: Any) -> dict[str, ItemResult]:
    law = good()
    for edit in edits:
        edit(law)
    return results(law)


@cache
def of_good() -> dict[str, ItemResult]:
    return results(good())


def values(result: ItemResult) -> dict[str, Truth]:
    return {said(test): test.value.truth for test in result.tests}


# The 48 items and A23


def test_forty_eight_items_in_four_groups_and_one_beside_them() -> None:
    counted = benchmark(compile_documents({"XA": good()}), "XA", ON)
    assert [result.item for result in counted] == [
        f"law.{letter}{number}"
        for letter, many in zip("ABCD", (22, 14, 4, 8), strict=True)
        for number in range(1, many + 1)
    ]
    assert set(of_good()) - {result.item.removeprefix("law.") for result in counted} == {"A23"}
    assert set(EDITS) == set(of_good())


@pytest.mark.parametrize("item", EDITS)
def test_a_law_passes_and_one_fails(item: str) -> None:
    edit, state = EDITS[item]
    assert of_good()[item].state == "yes"
    failed = edited(edit)[item]
    assert failed.state == state
    assert Truth.U not in values(failed).values()


def test_the_four_groups_have_as_many_tests_as_the_checklist_says() -> None:
    assert sum(len(result.tests) for name, result in of_good().items() if name[0] == "D") == 28
    assert len(of_good()["A8"].tests) == 18 + 3  # one test for each age from 0 to 17, and three kinds of remuneration
    assert len(of_good()["A1"].tests) == 7  # the conducts of exploitation
    assert len(of_good()["C1"].tests) == 9  # three conducts, three ages


def test_what_is_shown_is_not_counted() -> None:
    """C1 shows the one who pays and material, which Lanzarote 33 does not name; C2 the 50th and 33rd birthdays."""
    result = of_good()["C1"]
    assert {said(test).split()[1] for test in result.shown} == {"sexual_activity", "csam_production", "csam_possession"}
    limited(law := good(), ["xa.prod", "xa.poss"], 1)
    assert results(law)["C1"].state == "yes"
    assert {test.value.truth for test in results(law)["C1"].shown} == {Truth.T, Truth.F}


def limited(law: Mapped, ids: list[str], years: int) -> None:
    law["limitation"][0]["offences"] = [one["id"] for one in law["offences"] if one["id"] not in ids]
    law["limitation"].append({
        "id": "xa.l.short", "offences": ids, "years": years, "start": {"max_of": ["act_end"]}, "interrupted_by": [],
        "suspended_while": [], "stopped_by": [], "absolute_cap": None, "cite": law["limitation"][0]["cite"],
        "versions": law["limitation"][0]["versions"],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("until", "c1", "c2"),
    [(18, "no", "no"), (19, "yes", "no"), (48, "yes", "no"), (49, "yes", "yes")],
)
def test_limitation_by_birthday(until: int, c1: str, c2: str) -> None:
    """`until_age: 48` ends the day before the 48th birthday, so it is one day too short for C2 ("48th or later")."""
    law = good()
    limit = law["limitation"][0]
    del limit["none"]
    limit |= {"length_by_victim_age": {"until_age": until}, "start": {"max_of": ["act_end"]}, "absolute_cap": None}
    limit |= {"interrupted_by": [], "suspended_while": [], "stopped_by": []}
    found = results(law)
    assert (found["C1"].state, found["C2"].state) == (c1, c2)


def test_a_country_that_was_read_until_a_day_was_looked_at() -> None:
    """NL until 2015, CH until 2020: no data, never "nobody has looked"."""
    law = load_corpus()
    states = {code: {one.item: one.state for one in benchmark(law, code, date(2026, 11, 28))} for code in ("NL", "CH")}
    assert {code: held["law.B6"] for code, held in states.items()} == {"NL": ItemState.NO_DATA, "CH": ItemState.NO_DATA}


def test_the_last_day_is_shown() -> None:
    """Twenty years after an act on 1 June 2026 end with 31 May 2046, whatever the age."""
    law = good()
    limited(law, [one["id"] for one in law["offences"]], 20)
    law["limitation"] = law["limitation"][1:]
    shown = {said(test).split()[-1] for test in results(law)["C1"].tests}
    assert shown == {"2046-05-31"}


def test_degrees_of_one_offence_count_with_the_shortest() -> None:
    law = good()
    grave = copy.deepcopy(of(law, "offences", "perf")) | {"id": "xa.perf.grave", "degree_of": "xa.perf"}
    law["offences"].append(grave)
    limited(law, ["xa.perf"], 1)
    assert values(results(law)["C1"])["limit performance 5 18 2027-05-31"] is Truth.F
    del grave["degree_of"]  # another offence: proceedings can begin for that one as long as for any
    assert results(law)["C1"].state == "yes"


def test_the_same_length_is_only_said_where_lengths_are_known() -> None:
    """C3: a rule of unknown wording may treat the family otherwise; a rule that does, makes the item fail."""
    unread = [{"from": "1990-01-01", "unknown": True, "note": "not read"}]
    assert edited(lambda law: law["limitation"][0].update(versions=unread))["C3"].state == "no_data"
    wide = {"max_penalty_years": {"lo": 1, "hi": 9}}
    steps = [{"gt": 5, "years": 20}, {"gt": 0, "years": 10}]
    ranged = edited(offence("sex", **wide), limitation(length_by_max_penalty=steps))
    assert ranged["C3"].state == "yes"  # ten to twenty years, with a relation or without
    assert edited(both(limitation(years=30), lambda law: law["limitation"].append(in_family(law))))["C3"].state == "no"


def in_family(law: Mapped) -> Mapped:
    """No limitation but for parents and teachers, beside the general thirty years."""
    keep = {name: law["limitation"][0][name] for name in ("cite", "versions")}
    return {"id": "xa.l.none", "offences": ["xa.sex"], "none": True, **keep,
            "unless": {"relation_any": ["parent", "teacher"]}}  # fmt: skip


def test_the_age_of_consent_is_shown_and_not_graded() -> None:
    assert "definition age_of_consent 16" in values(of_good()["A2"])
    lower = edited(lambda law: law["definitions"][0].update(value=14))
    assert lower["A2"].state == "yes"
    assert [said(test) for test in lower["A16"].tests] == ["pun corruption 13"]


def test_without_an_age_limit_peers_need_no_exemption() -> None:
    none = edited(lambda law: law["definitions"][0].update(value="none"))
    assert none["A6"].state == "n_a"
    assert none["A2"].state == "partial"
    assert none["A16"].state == "not_assessed"  # which age is below that of consent cannot be said


def test_what_a_definition_does_not_name_is_not_denied() -> None:
    """A drafter who saw one kind of remuneration said nothing of the others; only an empty list says "none"."""
    seen = edited(definition("remuneration", includes=["in_kind"]))["A8"]
    assert Truth.F not in values(seen).values()
    assert list(values(seen).values()).count(Truth.U) == 2  # promise and third person
    none = edited(definition("remuneration", includes=[]))["A8"]
    assert list(values(none).values()).count(Truth.F) == 3


def test_a_part_of_a_state_is_not_asked_what_the_state_decides() -> None:
    law = good() | {"jurisdiction": "GB-EAW"}
    for part in ("offences", "jurisdiction_rules", "limitation", "victim_measures"):
        for one in law[part]:
            one["id"] = one["id"].replace("xa.", "gb-eaw.")
    found = results(law, code="GB-EAW")
    assert {name for name, result in found.items() if result.state == "n_a"} == {"B9", "B10"}
    assert found["B3"].state == "yes"  # nationality is that of the state
    whole = benchmark(compile_documents({"GB-EAW": law}), "GB", ON)
    assert {result.state for result in whole} == {ItemState.NOT_ASSESSED}  # a part says nothing of the whole


def test_links_to_two_states_at_once_are_no_whole_rule() -> None:
    """A rule for nationals who also live there is not the rule of B3; a threshold of penalty leaves offences out."""
    coupled = {"all": [{"suspect_national": {"at": "act"}}, {"suspect_resident": {"at": "act"}}]}
    assert edited(rule("nat", when=coupled))["B3"].state == "no"
    assert edited(rule("nat", min_max_penalty_months=121))["B3"].state == "no"
    assert edited(rule("nat", min_max_penalty_months=120))["B3"].state == "yes"


def test_double_criminality_excused_for_listed_offences() -> None:
    """The pattern of the Swedish rule: none is asked for offences against children on a list, else it is."""
    named = ["xa.sex", "xa.means", "xa.pay", "xa.proc", "xa.prod"]
    excused = {"unless": {"all": [{"child_under": 18}, {"offence_in": named}]}, "else": "required"}
    found = edited(rule("nat", double_criminality=excused))["B6"]
    assert found.state == "partial"
    assert [text for text, truth in values(found).items() if truth is Truth.F] == [
        "rule performance active_nationality national not_required"
    ]


def test_an_offence_for_acts_abroad_only_is_none_at_home() -> None:
    """18 U.S.C. 2423(c) is no offence on US soil, so it answers no `pun` unless a territorial rule covers it."""
    law = good()
    law["jurisdiction_rules"] = [one for one in law["jurisdiction_rules"] if one["basis"] not in {"territory", "flag"}]
    for one in law["jurisdiction_rules"]:
        one["offences"] = ["xa.poss"]
    found = results(law)["A12"]
    assert found.state == "not_assessed"
    assert found.reasons == {"law:XA/xa.poss#territory"}


# Unknown is never "no"


def test_a_state_without_a_file_is_not_assessed_throughout() -> None:
    found = benchmark(compile_documents({"XA": good()}), "XB", ON)
    assert len(found) == 48
    assert {result.state for result in found} == {ItemState.NOT_ASSESSED}
    assert {reason for result in found for reason in result.reasons} == {"law:XB/not_in_corpus"}
    scores = standards.group_scores(found)
    assert {name: score.whole for name, score in scores.items()} == dict.fromkeys("ABCD", (0, 1))
    assert {name: score.unknown for name, score in scores.items()} == {"A": 22, "B": 14, "C": 4, "D": 8}


def test_an_empty_file_is_not_assessed_throughout() -> None:
    found = results({name: GOOD[name] for name in ("schema", "jurisdiction", "names", "sources")})
    assert {result.state for result in found.values()} == {ItemState.NOT_ASSESSED}


def removals() -> Iterator[tuple[str, Any]]:
    """Everything that can be taken out of the good law: parts, provisions, fields."""
    for part, held in GOOD.items():
        if part in {"schema", "jurisdiction", "names", "sources", "coverage"}:
            continue
        yield part, lambda law, part=part: law.pop(part)
        if isinstance(held, dict):
            for name in held:
                yield f"{part}.{name}", lambda law, part=part, name=name: law[part].pop(name)
            continue
        for index, one in enumerate(held):
            label = f"{part}.{one.get('id', one.get('term'))}"
            yield label, lambda law, part=part, index=index: law[part].pop(index)
            for name in one.keys() - {"id", "cite", "covers", "kind", "basis", "term", "versions"}:
                yield f"{label}.{name}", lambda law, part=part, index=index, name=name: law[part][index].pop(name)


def test_what_is_taken_out_of_a_file_never_becomes_a_no() -> None:
    """The file is not declared complete. Whatever nobody wrote, no test is false and no item no or partial."""
    tried = 0
    for label, remove in removals():
        law = good()
        del law["coverage"]
        remove(law)
        try:
            found = results(law)
        except CorpusError:
            continue  # what a file cannot leave out
        tried += 1
        for name, result in found.items():
            assert result.state not in {"no", "partial"}, (label, name)
            assert all(test.value.truth is not Truth.F for test in (*result.tests, *result.shown)), (label, name)
    assert tried > 120


def test_no_path_turns_unknown_into_no() -> None:
    """A search of the code: nowhere is FALSE chosen because something is unknown, absent or undetermined."""
    wrong = re.compile(
        r"FALSE if (?:(?! else )[^\n])*(unknown|Missing|ABSENT)|is_unknown[^\n]*:\n\s+(return|value =) FALSE"
    )
    names = ("home", "exam", "items", "items_abroad", "fields", "lengths", "standards", "binding")
    for name in names:
        assert not wrong.search((ENGINE / f"{name}.py").read_text("utf-8")), name


def test_looked_for_in_vain_is_no_data_and_nobody_looked_is_not_assessed() -> None:
    assert edited(group("procedure", concurrent_claims_consultation="undetermined"))["B13"].state == "no_data"
    assert edited(lambda law: law["procedure"].pop("concurrent_claims_consultation"))["B13"].state == "not_assessed"
    assert edited(offence("access", elements="undetermined"))["A13"].state == "no_data"
    assert edited(lambda law: of(law, "offences", "access").pop("elements"))["A13"].state == "not_assessed"
    unknown = [{"to": "2026-12-31", "unknown": True}, {"from": "2027-01-01", "source": "code", "note": "fictional"}]
    assert edited(offence("access", versions=unknown))["A13"].state == "no_data"


def test_false_and_unknown_together_are_unknown_without_a_true() -> None:
    one = edited(lambda law: law["procedure"].update(age_doubt_does_not_stop_investigation=False),
                 lambda law: law["procedure"].pop("measures_pending_age_verification"))  # fmt: skip
    assert one["D2"].state == "not_assessed"
    two = edited(lambda law: law["procedure"].pop("measures_pending_age_verification"),
                 lambda law: law["confiscation"].update(proceeds=False),
                 lambda law: law["confiscation"].pop("instruments"))  # fmt: skip
    assert two["D2"].state == "not_assessed"  # true and unknown
    assert two["A22"].state == "partial"  # true, false, and whatever the rest


def test_what_was_not_entered_is_named() -> None:
    law = good()
    law["coverage"] = []
    law["not_entered"] = [{"art": "§ 9", "covers": ["csam_access"], "why": "not read"}]
    law["offences"] = [one for one in law["offences"] if one["id"] != "xa.access"]
    assert results(law)["A13"].reasons == {"law:XA/not_entered#§ 9"}


def test_no_consent_is_only_said_of_a_complete_file() -> None:
    """B12 is about what rules do not say: a file that may lack a rule cannot give it."""
    law = good()
    del law["coverage"]
    assert results(law)["B12"].state == "not_assessed"
    assert edited(rule("vic", requires=[{"consent": "minister"}]))["B12"].state == "not_assessed"
    free = edited(rule("vic", requires=[{"consent": "minister", "criteria": False, "time_limit_days": None}]))["B12"]
    assert list(values(free).values()) == [Truth.T, Truth.F, Truth.F]


# Review


REVIEWED = {"status": "reviewed", "by": "a law office", "role": "lawyer", "on": "2025-01-01", "drafted_by": "drafter",
            "checked_by": "second reader", "checked_on": "2024-12-01", "valid_until": "2026-05-01"}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "edit"),
    [
        ("A12", offence("poss", review=REVIEWED)),
        ("B13", group("procedure", review=REVIEWED)),
        ("D4", measure("video", review=REVIEWED)),
        ("B4", rule("res", review=REVIEWED)),
        ("C1", lambda law: law["limitation"][0].update(review=REVIEWED)),
        ("A14", lambda law: law["definitions"][2].update(review=REVIEWED)),
    ],
)
def test_a_review_that_has_ended_makes_the_result_unknown(item: str, edit: Any) -> None:
    law = good()
    edit(law)
    before, after = results(law, date(2026, 5, 1))[item], results(law, date(2026, 5, 2))[item]
    assert (before.state, before.stale_since) == ("yes", None)
    assert (after.state, after.last_state, after.stale_since) == ("not_assessed", "yes", date(2026, 5, 2))
    assert standards.score([after]).unknown == 1


def test_unreviewed_is_carried() -> None:
    assert of_good()["A12"].unreviewed
    reviewed = {**REVIEWED, "valid_until": "2026-12-31"}
    assert not edited(offence("poss", review=reviewed))["A12"].unreviewed


def test_each_result_opens_down_to_provisions_or_to_the_field() -> None:
    result = of_good()["A12"]
    assert [(ref.id, ref.source, ref.art, ref.version) for ref in result.provisions] == [
        ("xa.poss", "code", "1", "1990-01-01/..")
    ]
    assert result.checklist_version == standards.shipped().version
    assert len(result.corpus_version) == 64
    assert edited(lambda law: law.pop("legal_persons"))["A20"].reasons == {
        f"law:XA/legal_persons.{name}#absent" for name in ("liable", "offences", "sanctions")
    }


# Scores


def test_the_worked_example() -> None:
    """By hand: 22 items, 10 yes, 3 partial, 2 no, 6 unknown, 1 n/a: [0.476, 0.762], in part [0.619, 0.905]."""
    found = Score(yes=10, partial=3, no=2, unknown=6, not_applicable=1)
    assert found.applicable == 21
    assert found.whole == (Fraction(10, 21), Fraction(16, 21))
    assert found.in_part == (Fraction(13, 21), Fraction(19, 21))
    assert [round(float(end), 3) for end in (*found.whole, *found.in_part)] == [0.476, 0.762, 0.619, 0.905]
    assert (percent(found.whole), percent(found.in_part)) == ((47, 77), (61, 91))
    assert found.bar


def test_a_bar_needs_half_of_the_items() -> None:
    assert Score(3, 0, 1, 4, 0).bar
    assert not Score(3, 0, 0, 4, 0).bar
    assert not Score(0, 0, 0, 0, 5).bar


def test_scores_differ_only_without_overlap() -> None:
    assert differ((Fraction(0), Fraction(1, 3)), (Fraction(1, 2), Fraction(1)))
    assert not differ((Fraction(0), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))


STATES = st.lists(st.sampled_from(list(ItemState)), min_size=1, max_size=22)


def scored(states: list[ItemState]) -> Score:
    results = [ItemResult("law.A1", "A", "XA", ON, state, (), (), frozenset(), (), False, "", "") for state in states]
    return standards.score(results)


@given(STATES, st.data())
@settings(max_examples=150, deadline=None)
def test_knowing_more_never_widens_a_score(states: list[ItemState], data: st.DataObject) -> None:
    unknown = [index for index, state in enumerate(states) if state.is_unknown]
    if not unknown:
        return
    index = data.draw(st.sampled_from(unknown))
    found = data.draw(st.sampled_from([ItemState.YES, ItemState.PARTIAL, ItemState.NO]))
    before, after = scored(states), scored([*states[:index], found, *states[index + 1 :]])
    for one, other in ((before.whole, after.whole), (before.in_part, after.in_part)):
        assert one[0] <= other[0] <= other[1] <= one[1]


@given(STATES, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_items_changes_nothing(states: list[ItemState], chance: Any) -> None:
    mixed = list(states)
    chance.shuffle(mixed)
    assert scored(mixed) == scored(states)


@given(STATES)
@settings(max_examples=100, deadline=None)
def test_per_cent_are_rounded_outwards(states: list[ItemState]) -> None:
    for interval in (scored(states).whole, scored(states).in_part):
        low, high = percent(interval)
        assert Fraction(low, 100) <= interval[0] <= interval[1] <= Fraction(high, 100)
        assert interval[0] - Fraction(low, 100) < Fraction(1, 100)
        assert Fraction(high, 100) - interval[1] < Fraction(1, 100)


def test_same_inputs_same_bytes() -> None:
    one, other = (standards.to_json(results(good()).values()) for _ in range(2))
    assert one == other


def test_a_generated_world_is_measured_whole() -> None:
    """Laws of every shape get 48 results, and what they know lies within what they may."""
    corpus = synthetic(12).corpus
    for code in corpus.laws:
        found = benchmark(corpus, code, date(2020, 6, 1))
        assert len(found) == 48
        for score in standards.group_scores(found).values():
            assert 0 <= score.whole[0] <= score.whole[1] <= score.in_part[1] <= 1
