"""Earlier judgments and immunity, case by case. Articles: BrB 2 kap. 9, 11 §§ (SE); Sr art. 68 (NL); CISA art. 54."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.limits import edge

from fanal.engines.jurisdiction.facts import Act, Course, Facts, Judgment, Moments, Place, Suspect
from fanal.engines.jurisdiction.model import Basis, Cite, Corpus, Law, Review, ReviewStatus, Switch
from fanal.engines.jurisdiction.parts.bars import immunity, ne_bis
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 25)
MEMBERS = {
    "DE": (edge("1958-01-01"), None),
    "FR": (edge("1958-01-01"), None),
    "GB": (edge("1973-01-01"), edge("2020-02-01")),
    "XB": (edge("2020-01-01..2030-01-01"), None),
}
SWEDEN = {
    "domestic_judgment_bars": True,
    "foreign_judgment_bars": True,
    "exceptions": frozenset(
        {
            "acquitted_because_no_offence_there",
            "sentence_not_executed",
            "territorial",
            "contrary_to_principles",
            "grounds_for_reopening",
        }
    ),
    "also_bars": frozenset(),
}


def law(fields: dict[str, object] | None, code: str = "XA", group: str = "ne_bis_in_idem") -> Law:
    return Law(code, {}, {}, {}, {}, {}, {} if fields is None else {group: Switch(fields, Cite("s", "art. 1"))})


def question(
    *judgments: Judgment, act: Act | None = None, as_of: date = TODAY, groups: Any = None, **more: Any
) -> Question:
    facts = Facts("a", act or Act(("grooming",), places=(Place("XB"),)), course=Course(judgments=judgments), **more)
    corpus = Corpus({}, (), (), {"EU": MEMBERS} if groups is None else groups, (), {}, "")
    return Question(corpus, facts, Moments(None, Interval(as_of, as_of), as_of), Interval())


def told(fields: dict[str, object] | None, *judgments: Judgment, code: str = "XA", **more: Any) -> tuple[str, set[str]]:
    value, node = ne_bis(law(fields, code), question(*judgments, **more))
    assert node.value == value
    return value.truth.name, set(value.reasons)


def convicted(
    state: str = "XB", sentence: str | None = "served", reason: str = "on_the_merits", **more: Any
) -> Judgment:
    return Judgment(state, "conviction", sentence=sentence, reason=reason, **more)


JUDGED = "fact:course.judgments"
LAW = "law:XA/ne_bis_in_idem#"


def test_without_judgments_nothing_bars_and_silence_is_called_a_presumption() -> None:
    silent = Question(question().corpus, Facts("a", Act(("grooming",))), question().moments, Interval())
    value, node = ne_bis(law(None), silent)
    assert (value.is_true, node.text_key) == (True, "law.ne_bis_presumed")
    value, node = ne_bis(law(None), question())
    assert (value.is_true, node.text_key) == (True, "law.ne_bis_none")


@pytest.mark.parametrize(
    ("judgment", "expected", "why"),
    [
        (convicted(), "F", set()),
        (convicted(sentence="being_served"), "F", set()),
        (convicted(sentence="not_served"), "T", set()),
        (convicted(sentence=None), "U", {JUDGED}),
        (convicted(reason=""), "U", {JUDGED}),  # perhaps against fundamental principles of the law
        (convicted(reason="contrary_to_principles"), "T", set()),
        (convicted(reason="grounds_for_reopening"), "T", set()),
        (convicted(reason="sham_trial"), "F", set()),  # no exception of this law
        (convicted(same_act=False), "T", set()),
        (convicted(final=False), "T", set()),
        (convicted(same_act=None), "U", {JUDGED}),
        (convicted(final=None), "U", {JUDGED}),
        (Judgment("XB", "acquittal", reason="no_offence_there"), "T", set()),
        (Judgment("XB", "acquittal", reason="on_the_merits"), "F", set()),
        (Judgment("XB", "acquittal"), "U", {JUDGED}),
        (Judgment("XB", "discontinuance", reason="on_the_merits"), "U", {LAW + "discontinuance"}),
        (Judgment("XB", "discontinuance", final=False), "T", set()),
        (Judgment("XB", "settlement", reason="on_the_merits"), "T", set()),  # `also_bars` does not name it
        (convicted(sentence="not_served", reason="pardon"), "T", set()),  # nor a pardon
        (convicted("XA"), "F", set()),
        (convicted("XA", sentence="not_served"), "F", set()),  # at home the exceptions are none
        (Judgment("XA", "acquittal"), "F", set()),
    ],
)
def test_sweden(judgment: Judgment, expected: str, why: set[str]) -> None:
    assert told(SWEDEN, judgment) == (expected, why)


def test_an_act_on_its_own_soil_is_tried_again() -> None:
    assert told(SWEDEN, convicted(), act=Act(("grooming",), places=(Place("XB"), Place("XA"))))[0] == "T"
    possible = Act(("grooming",), places=(Place("XB"), Place("XA", certainty="possible")))
    assert told(SWEDEN, convicted(), act=possible) == ("U", {"fact:act.places"})
    assert told(SWEDEN, convicted(), act=Act(("grooming",))) == ("U", {"fact:act.places"})
    more = Act(("grooming",), places=(Place("XB"),), places_complete=False)
    assert told(SWEDEN, convicted(), act=more) == ("U", {"fact:act.places"})
    asked = question(convicted(), act=possible)
    assert ne_bis(law(SWEDEN), asked, Basis.TERRITORY)[0].is_true
    assert ne_bis(law(SWEDEN), asked, Basis.ACTIVE_NATIONALITY)[0].is_unknown


NETHERLANDS: dict[str, object] = {
    "domestic_judgment_bars": True,
    "foreign_judgment_bars": True,
    "exceptions": frozenset({"sentence_not_executed"}),
    "also_bars": frozenset({"pardon", "lapse_of_penalty", "settlement_abroad"}),
}


@pytest.mark.parametrize("reason", ["pardon", "lapse_of_penalty"])
def test_netherlands_pardon_lapse_and_settlement_bar(reason: str) -> None:
    assert told(NETHERLANDS, convicted(sentence="not_served", reason=reason))[0] == "F"
    assert told(NETHERLANDS, convicted(sentence="not_served"))[0] == "T"
    assert told(NETHERLANDS, Judgment("XB", "settlement"))[0] == "F"
    unread = {name: held for name, held in NETHERLANDS.items() if name != "also_bars"}
    assert told(unread, convicted(sentence="not_served", reason=reason)) == ("U", {LAW + "also_bars"})
    assert told(unread, Judgment("XB", "settlement")) == ("U", {LAW + "also_bars"})


@pytest.mark.parametrize(
    ("fields", "expected", "why"),
    [
        (None, "U", {LAW + "foreign_judgment_bars", LAW + "exceptions"}),
        ({"foreign_judgment_bars": True}, "U", {LAW + "exceptions"}),
        ({"exceptions": frozenset()}, "U", {LAW + "foreign_judgment_bars"}),
        ({"foreign_judgment_bars": True, "exceptions": frozenset()}, "F", set()),
        ({"foreign_judgment_bars": False}, "T", set()),
        ({"foreign_judgment_bars": "treaty_only", "exceptions": frozenset()}, "U", {LAW + "treaty"}),
    ],
)
def test_what_nobody_read_of_foreign_judgments(fields: dict[str, object] | None, expected: str, why: set[str]) -> None:
    assert told(fields, convicted()) == (expected, why)


def test_what_nobody_read_of_judgments_at_home() -> None:
    assert told({}, convicted("XA")) == ("U", {LAW + "domestic_judgment_bars"})
    assert told({"domestic_judgment_bars": False}, convicted("XA"))[0] == "T"


def test_one_judgment_that_bars_is_enough() -> None:
    assert told(SWEDEN, convicted(sentence="not_served"), convicted("XC"))[0] == "F"
    assert told(SWEDEN, convicted(sentence=None), convicted("XC"))[0] == "F"


def test_within_the_union_only() -> None:
    union: dict[str, object] = {"foreign_judgment_bars": "eu_only", "exceptions": frozenset()}
    assert told(union, convicted("FR"), code="DE")[0] == "F"
    assert told(union, convicted("XC"), code="DE")[0] == "T"
    assert told(union, convicted("FR"), code="XC")[0] == "T"
    assert told(union, convicted("GB"), code="DE", as_of=date(2020, 1, 31))[0] == "F"
    assert told(union, convicted("GB-EAW"), code="DE", as_of=date(2020, 2, 1))[0] == "T"
    assert told(union, convicted("XB"), code="DE") == ("U", {"law:XB/groups.EU#membership"})
    assert told(union, convicted("FR"), code="DE", groups={}) == (
        "U",
        {"law:DE/groups.EU#absent", "law:FR/groups.EU#absent"},
    )


def test_another_part_of_the_state_may_be_another_sovereign() -> None:
    assert told(SWEDEN, convicted("US-CA"), code="US") == ("U", {"law:US/ne_bis_in_idem#other_part"})
    assert told(SWEDEN, convicted("GB"), code="GB-EAW") == ("U", {"law:GB-EAW/ne_bis_in_idem#other_part"})


def test_a_sentence_abroad_is_credited() -> None:
    fields: dict[str, object] = {"foreign_judgment_bars": False, "credits_foreign_sentence": True}
    _, node = ne_bis(law(fields), question(convicted()))
    assert [child.text_key for child in node.children] == ["law.ne_bis_judgment", "law.ne_bis_credit"]
    _, node = ne_bis(law(fields), question(Judgment("XB", "acquittal")))
    assert [child.text_key for child in node.children] == ["law.ne_bis_judgment"]


def test_a_group_whose_review_has_run_out_is_unread() -> None:
    review = Review(ReviewStatus.REVIEWED, valid_until=date(2026, 1, 1))
    expired = Law("XA", {}, {}, {}, {}, {}, {"ne_bis_in_idem": Switch(SWEDEN, None, review)})
    assert ne_bis(expired, question(convicted()))[0].reasons == {LAW + "foreign_judgment_bars", LAW + "exceptions"}


# Immunity.


@pytest.mark.parametrize(
    ("claim", "married", "fields", "expected", "why"),
    [
        (None, None, None, "T", set()),
        ("none", None, None, "T", set()),
        ("waived", None, {"official": True}, "T", set()),
        ("claimed", None, None, "U", {"law:XA/immunity#official"}),
        ("claimed", None, {"official": True}, "U", {"fact:suspect.immunity"}),  # for a court to decide
        ("claimed", None, {"official": False}, "T", set()),
        (None, True, {"spousal": True}, "F", set()),
        (None, None, {"spousal": True}, "U", {"fact:act.marriage"}),
        (None, False, {"spousal": True}, "T", set()),
        (None, True, {"spousal": False}, "T", set()),
        (None, True, None, "U", {"law:XA/immunity#spousal"}),
        (None, False, None, "T", set()),
    ],
)
def test_immunity(
    claim: str | None, married: bool | None, fields: dict[str, object] | None, expected: str, why: set[str]
) -> None:
    asked = question(act=Act(("grooming",), marriage=married), suspect=Suspect(immunity=claim))
    value, node = immunity(law(fields, group="immunity"), asked)
    assert (value.truth.name, set(value.reasons)) == (expected, why)
    assert (node.text_key == "law.immunity_presumed") is (claim is None and expected == "T")
