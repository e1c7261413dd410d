"""Training cases: a fixed list, made up, to learn what the law library says and what it does not.

Countries are real where their law is in the library, XA and XB are not. The answers are whatever the law says: none is
written here. What a case teaches stands beside it in one sentence.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fanal.engines.jurisdiction.contracts import FACTS_SCHEMA


@dataclass(frozen=True, slots=True)
class Training:
    """One case: what it is called, what one learns from it, and its facts (`fanal.facts/1`)."""

    code: str
    title: Promise
    learn: Promise
    facts: Mapping[str, Any]

    def copy(self) -> dict[str, Any]:
        """The facts, to be changed by whoever works on them."""
        return deepcopy(dict(self.facts))


def _case(code: str, title: Promise, learn: Promise, **facts: Any) -> Training:
    return Training(code, title, learn, {"schema": FACTS_SCHEMA, **facts})


_ADULT = {"lo": 44, "hi": 44}

CASES: tuple[Training, ...] = (
    _case(
        "traveller",
        _("A German traveller, a child of 13, a country without a file"),
        _("A national can be prosecuted at home for what he did abroad. A country without a file is never a “no”."),
        act={"conduct": ["sexual_activity"], "from": "2016-02-01", "places": ["XB"], "commercial": False},
        child={"age": {"lo": 13, "hi": 13}},
        suspect={"age": _ADULT, "nationality": ["DE"], "residence": ["DE"]},
    ),
    _case(
        "resident",
        _("Lives in Germany, is no national; paid, a child of 16"),
        _("Law changes: the same act has another answer in another year. Change the day of the act and compare."),
        act={"conduct": ["sexual_activity"], "from": "2024-02-01", "places": ["XB"], "commercial": True},
        child={"age": {"lo": 16, "hi": 16}},
        suspect={"age": _ADULT, "nationality": ["XA"], "residence": ["DE"]},
    ),
    _case(
        "long_ago",
        _("An act of 1999 that a grown person tells today"),
        _("Limitation is a walk through changes of law: a period that had not ended could be made longer."),
        act={"conduct": ["sexual_activity"], "from": "1999-05-01", "places": ["XB"]},
        child={"dob": "1991-01-01"},
        suspect={"age": _ADULT, "nationality": ["DE"]},
    ),
    _case(
        "who_is_it",
        _("Lives in Sweden, nationality not known; paid, a child of 13"),
        _("What is not known in the case, and what is not in our library, are two lists. One question may decide."),
        act={"conduct": ["sexual_activity"], "from": "2024-02-01", "places": ["XB"], "commercial": True},
        child={"age": {"lo": 13, "hi": 13}},
        suspect={"age": _ADULT, "residence": ["SE"]},
    ),
    _case(
        "doubtful_age",
        _("A child who may be 15, or 18"),
        _("Doubt about the age of a child never hides a route."),
        act={"conduct": ["sexual_activity"], "from": "2025-06", "places": ["SE"], "commercial": True},
        child={"age": {"lo": 15, "hi": 18}},
        suspect={"age": _ADULT, "nationality": ["XA"], "presence": ["SE"]},
    ),
    _case(
        "at_the_screen",
        _("Ordered at a screen in Germany, done in another country"),
        _("Online there are two places: where somebody directs, and where the child is. Both may have territory."),
        act={
            "conduct": ["performance", "csam_production"],
            "from": "2025-03",
            "to": "2025-09",
            "places": [{"in": "DE", "part": ["conduct"]}, {"in": "XA", "part": ["conduct", "result"]}],
            "commercial": True,
            "medium": ["online", "live_stream"],
            "role": "payer",
        },
        child={"age": {"lo": 9, "hi": 10}, "nationality": ["XA"], "residence": ["XA"]},
        suspect={"age": _ADULT, "nationality": ["DE"], "residence": ["DE"], "presence": ["DE"]},
    ),
    _case(
        "american_abroad",
        _("An American who lives in another country"),
        _("“Travels” or “resides”: the words of a rule decide, and sometimes an expert must say what they mean."),
        act={"conduct": ["sexual_activity"], "from": "2019-08", "places": ["XA"], "commercial": True},
        child={"age": {"lo": 15, "hi": 15}, "nationality": ["XA"]},
        suspect={"age": _ADULT, "nationality": ["US"], "residence": ["XA"], "presence": ["XA"]},
    ),
    _case(
        "judged_before",
        _("Acquitted abroad; the file says why"),
        _("A judgment abroad may bar a second one, or not: it depends on the state and on the reason."),
        act={"conduct": ["sexual_activity"], "from": "2023-04-10", "places": ["XB"], "commercial": True},
        child={"age": {"lo": 14, "hi": 14}},
        suspect={"age": _ADULT, "nationality": ["SE"], "residence": ["SE"], "presence": ["SE"]},
        course={
            "judgments": [{"state": "XB", "kind": "acquittal", "final": True, "reason": "no_offence_there"}],
        },
    ),
)
BY_CODE: Mapping[str, Training] = {one.code: one for one in CASES}
