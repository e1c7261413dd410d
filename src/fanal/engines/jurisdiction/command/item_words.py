"""Tests of the checklist in plain English, for the command line only: pages make their own of `text_key` and params."""

from collections.abc import Callable, Mapping
from typing import Any

from fanal.engines.jurisdiction.benchmark.exam import TestResult

type Params = Mapping[str, Any]

SETS = {
    "EXP": "every act of exploitation",
    "ALL": "every conduct",
    "ABROAD": "every act of exploitation, online ones included",
}
PERSONS = {
    "": "",
    "national": " by a national",
    "resident": " by a resident",
    "national_party": " by a national who is party to a foreigner's offence",
    "national_present": " by a national who is in the state and was not extradited",
    "child_national": " against a child that is a national",
    "child_resident": " against a child that is a resident",
    "ship": " aboard a ship",
    "aircraft": " aboard an aircraft",
}
_MATERIAL = {
    "csam": "child sexual abuse material",
    "csam_production": "production of child sexual abuse material",
    "csam_distribution": "distribution of child sexual abuse material",
    "csam_possession": "possession of child sexual abuse material",
    "csam_access": "access to child sexual abuse material",
}


def sentence(test: TestResult) -> str:
    """What a test asks, as a statement that is true, false or not known."""
    return _WORDS[test.text_key.rpartition(".")[2]](test.params)


def _plain(code: object) -> str:
    """A code as words: `live_stream` is "live stream", and several are joined by "and"."""
    words = (_MATERIAL.get(one, one.replace("_", " ")) for one in str(code).split("+"))
    return " and ".join(words)


def _deed(params: Params) -> str:
    age = params["age"]
    child = "a child just below the age of sexual consent" if age == "below_consent" else f"a child of {age}"
    paid = ", for payment" if "paid" in params else ""
    with_them = f", with {_plain(params['with'])}" if "with" in params else ""
    return f"{_plain(params['conduct'])} with {child}{paid}{with_them}"


def _set(name: object) -> str:
    return SETS.get(str(name), _plain(name))


def _rule(params: Params) -> str:
    free = f", without {_plain(str(params['without']).replace('.', ' of the '))}" if "without" in params else ""
    unasked = ", without double criminality" if "double_criminality" in params else ""
    person = PERSONS[str(params.get("person", ""))]
    return f"a rule of {_plain(params['basis'])} reaches {_set(params['of'])}{person}{unasked}{free}"


def _field(params: Params) -> str:
    group, _, name = str(params["of"]).partition(".")
    said = f"says {_plain(params['has'])}" if "has" in params else "says so"
    return f"{_plain(group)}: {_plain(name)} {said}"


def _definition(params: Params) -> str:
    what = f"includes {_plain(params['includes'])}" if "includes" in params else "is there"
    said = f" ({params['said']})" if "said" in params else ""
    return f"a definition of {_plain(params['term'])} {what}{said}"


def _measure(params: Params) -> str:
    what = f": {_plain(params['has'])}" if "has" in params else ""
    foreign = ", for foreign children too" if "also_foreign_child" in params else ""
    return f"a measure for the child, {_plain(params['kind'])}{what}{foreign}"


def _limit(params: Params) -> str:
    day = f"the {params['after']}th birthday" if "after" in params else f"the {params.get('since')}th birthday"
    until = f"after {day}" if "after" in params else f"not before {day}"
    return f"proceedings for {_deed(params)} can begin until {until}; last day: {params['last']}"


_WORDS: Mapping[str, Callable[[Params], str]] = {
    "pun": lambda params: f"punished at home: {_deed(params)}",
    "not_pun": lambda params: f"not punished at home: {_deed(params)}, by a peer",
    "attempt": lambda params: f"attempt is punished: {params['offence'] or 'no offence was found'}",
    "participation": lambda params: f"participation is punished: {params['offence'] or 'no offence was found'}",
    "enumerates": lambda params: f"the text on {_plain(params['of'])} names: {_plain(params['act'])}",
    "aggravations": lambda params: f"graver for {_set(params['of'])}: {_plain(params['code'])}",
    "penalty": lambda params: f"a maximum of {params['months']} months or more: {_plain(params['conduct'])}",
    "extraditable": lambda params: f"above the threshold of extradition: {_set(params['of'])}",
    "legal_persons": lambda params: f"legal persons are liable for {_set(params['of'])}",
    "rule": _rule,
    "conditions": lambda params: f"no rule for {_set(params['of'])} abroad needs a {_plain(params['none'])}".replace(
        ".", " of the "
    ),
    "consents": lambda params: f"each power of consent is bound by {_plain(params['bound_by'])}",
    "complaints": lambda params: f"no complaint of the child is needed at home for {_set(params['of'])}",
    "field": _field,
    "definition": _definition,
    "measure": _measure,
    "limit": _limit,
    "longer": lambda params: f"no shorter time than without the relation: {_deed(params)}",
    "any": lambda _params: "one of these is enough",
    "all": lambda _params: "all of these together",
}
