"""What stands in the way though the act is punishable and in time: an earlier judgment (part N), immunity (part I).

Nothing that was judged and no immunity are presumed where the facts are silent; the answer says so. How the codes of a
judgment are read against the law (its groups `ne_bis_in_idem` and `immunity`):

- A conviction or an acquittal can bar. A settlement abroad bars where `also_bars` names it. Whether a discontinuance
  bars is in no field: not known.
- A sentence that was pardoned or has lapsed (`reason`) was not executed, so the exception `sentence_not_executed` would
  lift the bar; where `also_bars` names pardon or lapse (NL art. 68(2)) it does not.
- An exception that a court must find (reasons contrary to principles, grounds for reopening, a sham trial) applies if
  `reason` names it and does not if `reason` names another, such as `on_the_merits`; without a reason nobody knows.
- A judgment of another part of the same state is not known to bar: parts may be sovereigns of their own (US).
"""

from collections.abc import Callable

from fanal.engines.jurisdiction.answer import Node, Ref
from fanal.engines.jurisdiction.facts import Facts, Judgment, Moments
from fanal.engines.jurisdiction.model import Basis, Law, Missing, Switch
from fanal.engines.jurisdiction.parts.membership import UNION, member
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.places import PLACES, certain, inside
from fanal.engines.jurisdiction.parts.versions import group
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    fact_unknown,
    known,
    law_unknown,
    negation,
)

JUDGMENTS = fact_unknown("course.judgments")
NE_BIS, IMMUNITY = "ne_bis_in_idem", "immunity"
UNEXECUTED = frozenset({"pardon", "lapse_of_penalty"})


def ne_bis(law: Law, question: Question, basis: Basis | None = None) -> tuple[Value, Node]:
    """N: true where no earlier judgment stands in the way. A rule whose `basis` is territory is territorial."""
    judgments = question.facts.course.judgments
    paths = ("course.judgments",)
    if not judgments:
        key = "law.ne_bis_presumed" if judgments is None else "law.ne_bis_none"
        return TRUE, Node("N", key, TRUE, facts=paths)
    nodes = []
    for judgment in judgments:
        bars = _bars(judgment, law, question, basis)
        params = {"state": judgment.state, "kind": judgment.kind}
        nodes.append(Node("judgment", "law.ne_bis_judgment", bars, params, _ref(law, NE_BIS), paths))
    value = negation(any_of(node.value for node in nodes))
    if _credited(judgments, law, question.moments):
        nodes.append(Node("credit", "law.ne_bis_credit", TRUE, {"state": law.jurisdiction}, _ref(law, NE_BIS)))
    return value, Node("N", "law.ne_bis", value, {"state": law.jurisdiction}, facts=paths, children=tuple(nodes))


def immunity(law: Law, question: Question) -> tuple[Value, Node]:
    """I: true where no immunity stands in the way.

    One that was claimed is for a court to decide, unless the law knows none. Marriage is looked at where the law makes
    it an immunity, or where nobody read whether it does and the facts say that there was one.
    """
    facts, switches = question.facts, group(law, IMMUNITY, question.moments)
    official, spousal = _official(facts, law, switches), _spousal(facts, law, switches)
    value = negation(any_of((official, spousal)))
    key = "law.immunity_presumed" if facts.suspect.immunity is None and value.is_true else "law.immunity"
    node = Node(
        "I",
        key,
        value,
        {"state": law.jurisdiction, "claim": facts.suspect.immunity or ""},
        _ref(law, IMMUNITY),
        ("suspect.immunity", "act.marriage"),
    )
    return value, node


def _official(facts: Facts, law: Law, switches: Switch) -> Value:
    if facts.suspect.immunity != "claimed":
        return FALSE
    held = switches.get("official")
    if isinstance(held, Missing):
        return law_unknown(law.jurisdiction, f"{IMMUNITY}#official")
    return fact_unknown("suspect.immunity") if held else FALSE


def _spousal(facts: Facts, law: Law, switches: Switch) -> Value:
    held, married = switches.get("spousal"), facts.act.marriage
    if held is True:
        return fact_unknown("act.marriage") if married is None else known(married)
    unread = isinstance(held, Missing) and married is True
    return law_unknown(law.jurisdiction, f"{IMMUNITY}#spousal") if unread else FALSE


# Ne bis in idem.


def _bars(judgment: Judgment, law: Law, question: Question, basis: Basis | None) -> Value:
    switches = group(law, NE_BIS, question.moments)
    counts = [JUDGMENTS if truth is None else known(truth) for truth in (judgment.same_act, judgment.final)]
    if any(count.is_false for count in counts):
        return FALSE
    if judgment.state == law.jurisdiction:
        return all_of((*counts, _switch(law, switches, "domestic_judgment_bars"), _decides(judgment, law)))
    if judgment.state.partition("-")[0] == law.state:
        return all_of((*counts, _question(law, "other_part")))
    base = _foreign(judgment, law, switches, question)
    lifted = _lifted(judgment, law, switches, question, basis)
    return all_of((*counts, base, _ends(judgment, law, switches), negation(lifted)))


def _question(law: Law, what: str) -> Value:
    return law_unknown(law.jurisdiction, f"{NE_BIS}#{what}")


def _switch(law: Law, switches: Switch, name: str) -> Value:
    held = switches.get(name)
    return known(held) if isinstance(held, bool) else _question(law, name)


def _foreign(judgment: Judgment, law: Law, switches: Switch, question: Question) -> Value:
    """Whether judgments of that state bar at all."""
    held = switches.get("foreign_judgment_bars")
    if held == "eu_only":
        both = (law.state, judgment.state.partition("-")[0])
        return all_of(member(question.corpus, UNION, state, question.as_of) for state in both)
    return _question(law, "treaty") if held == "treaty_only" else _switch(law, switches, "foreign_judgment_bars")


def _decides(judgment: Judgment, law: Law) -> Value:
    return TRUE if judgment.kind in {"conviction", "acquittal"} else _question(law, judgment.kind)


def _ends(judgment: Judgment, law: Law, switches: Switch) -> Value:
    """Whether this kind of decision abroad ends the matter."""
    return _also(law, switches, "settlement_abroad") if judgment.kind == "settlement" else _decides(judgment, law)


def _also(law: Law, switches: Switch, what: str) -> Value:
    held = switches.get("also_bars")
    return known(what in held) if isinstance(held, frozenset) else _question(law, "also_bars")


def _lifted(judgment: Judgment, law: Law, switches: Switch, question: Question, basis: Basis | None) -> Value:
    """Whether an exception takes the bar away."""
    held = switches.get("exceptions")
    if not isinstance(held, frozenset):
        return _question(law, "exceptions")
    asked: dict[str, Callable[[], Value]] = {
        "acquitted_because_no_offence_there": lambda: _no_offence_there(judgment),
        "sentence_not_executed": lambda: _not_executed(judgment, law, switches),
        "territorial": lambda: _territorial(law, question, basis),
    }
    return any_of(asked[name]() if name in asked else _found(judgment, name) for name in sorted(held))


def _no_offence_there(judgment: Judgment) -> Value:
    return FALSE if judgment.kind == "conviction" else _found(judgment, "no_offence_there")


def _found(judgment: Judgment, reason: str) -> Value:
    return known(judgment.reason == reason) if judgment.reason else JUDGMENTS


def _not_executed(judgment: Judgment, law: Law, switches: Switch) -> Value:
    if judgment.kind != "conviction":
        return FALSE
    if judgment.reason in UNEXECUTED:
        return negation(_also(law, switches, judgment.reason))
    return JUDGMENTS if judgment.sentence is None else known(judgment.sentence == "not_served")


def _territorial(law: Law, question: Question, basis: Basis | None) -> Value:
    """Whether the act was done, at least in part, in the state itself; asked of a territorial rule, it was."""
    act, place_rule = question.facts.act, group(law, "place_of_act", question.moments)
    if basis is Basis.TERRITORY:
        return TRUE
    places = act.places
    if places is None:
        return fact_unknown(PLACES)
    found = [all_of((inside(place, law), certain(place, place_rule))) for place in places]
    return any_of(found if act.places_complete else [*found, fact_unknown(PLACES)])


def _credited(judgments: tuple[Judgment, ...], law: Law, moments: Moments) -> bool:
    """Whether a sentence abroad is taken off one here."""
    credits = group(law, NE_BIS, moments).get("credits_foreign_sentence") is True
    return credits and any(one.kind == "conviction" and one.state != law.jurisdiction for one in judgments)


def _ref(law: Law, name: str) -> Ref | None:
    switches = law.groups.get(name)
    if switches is None:
        return None
    cite = switches.cite
    source, art, quote = (cite.source, cite.art, cite.quote) if cite else (None, "", "")
    return Ref(name, source, art, "../..", switches.review, quote)
