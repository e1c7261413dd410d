"""Decided cases (`decided/cases.yaml`): what courts held, written by hand, against what the shipped law answers."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engines.jurisdiction.abroad import ask

from fanal.engines.jurisdiction.answer import Verdict

pytestmark = pytest.mark.once

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[1] / "decided" / "cases.yaml").read_text("utf-8"))[
    "cases"
]

SAME = {"reached": {"open", "open_on_condition"}, "not reached": {"none", "barred"}, "in time": {"in time"}}
"""What a definite answer must be to agree with the court; whether one may ask first is a decision, not a difference."""


def answered(case: dict[str, Any]) -> str:
    """The answer to what the court was asked: of the state, of one way, or whether the time of that way had run."""
    answer = ask(case["facts"], case["as_of"], case["state"])
    if "way" not in case:
        return next(one.verdict.value for one in answer.states if one.state == case["state"])
    offence, rule = case["way"]
    routes = [one for one in answer.routes if one.rule == rule and offence in ("*", one.offence)]
    if case["held"] == "in time":
        (one,) = routes
        return "in time" if one.parts["L"].is_true else "cannot_say" if one.parts["L"].is_unknown else "barred"
    return min((one.verdict for one in routes), key=list(Verdict).index).value if routes else "none"


@pytest.mark.parametrize("case", CASES, ids=[one["id"] for one in CASES])
def test_the_answer_is_the_courts_or_says_why_not(case: dict[str, Any]) -> None:
    ours = answered(case)
    assert ours == case["ours"]
    agrees = SAME.get(case["held"], set())
    assert ours in agrees or ours == "cannot_say"  # never against a court
    assert ours in agrees or case["why"]


def test_most_of_what_courts_answered_is_answered() -> None:
    asked = [one for one in CASES if one["held"] != "not decided"]
    assert len(asked) >= 20
    assert sum(one["ours"] != "cannot_say" for one in asked) / len(asked) >= 0.75


def test_a_case_names_nobody_and_says_where_it_was_read() -> None:
    assert len({one["id"] for one in CASES}) == len(CASES)
    for one in CASES:
        assert one["read"], one["id"]
        assert " v. " not in one["docket"] + one["court"], one["id"]
