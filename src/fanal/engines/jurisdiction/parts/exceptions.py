"""The exceptions to an offence, and whose each one is (docs/law-rules.md, "Elements and ages"; decision 46).

The prosecution shows that an exception which is an element does not apply; a defence is the accused's to raise. So one
of the first that is not known makes E not known; a defence on which the facts are silent leaves E as it is, and goes
with the route.
"""

from collections.abc import Iterator
from dataclasses import replace

from fanal.engines.jurisdiction.answer import Defence, Node, Ref
from fanal.engines.jurisdiction.model import UNDETERMINED, Exemption, Expr, Missing, OffenceText
from fanal.engines.jurisdiction.parts.expressions import LEAVES, Ground, not_known, weigh
from fanal.engines.jurisdiction.values import FACT, FALSE, Value, all_of, any_of, known, law_unknown, negation

ADULT, PEER_GAP = 18, 4
DEFENCE = "defence"
_SEEN = {"marriage": ("act.marriage",), "close_in_age": LEAVES["age_gap_ge"][1], "peer": LEAVES["age_gap_ge"][1]}


def applies(text: OffenceText, ground: Ground) -> Value:
    """Whether some exception takes the offence away. A file that says nothing of exceptions knows none."""
    if text.exceptions is UNDETERMINED:
        return law_unknown(ground.law.jurisdiction, f"{ground.id}#exceptions")
    if isinstance(text.exceptions, Missing):
        return FALSE
    return any_of(_counted(one, ground) for one in text.exceptions)


def apart(exemption: Exemption) -> Expr:
    """How far apart two are whom an exception for those who are close in age does not spare."""
    return Expr("age_gap_gt" if exemption.inclusive else "age_gap_ge", exemption.years)


def _counted(exemption: Exemption, ground: Ground) -> Value:
    value = _holds(exemption, ground)
    return FALSE if exemption.burden == DEFENCE and value.is_unknown else value


def _holds(exemption: Exemption, ground: Ground) -> Value:
    if exemption.kind == "close_in_age":
        close = negation(weigh(apart(exemption), ground))
        if exemption.min_child_age is None:
            return close
        return all_of((close, weigh(Expr("child_age_ge", exemption.min_child_age), ground)))
    if exemption.kind == "marriage":
        married = ground.facts.act.marriage
        return not_known("act.marriage") if married is None else known(married)
    # Peers of about the same age and development: a question for a court, unless the ages rule it out.
    far = all_of((weigh(Expr("offender_age_ge", ADULT), ground), weigh(Expr("age_gap_ge", PEER_GAP), ground)))
    if far.is_true:
        return FALSE
    return far if far.is_unknown else law_unknown(ground.law.jurisdiction, f"{ground.id}#exceptions.peer")


def defences(text: OffenceText) -> list[Exemption]:
    return [] if isinstance(text.exceptions, Missing) else [one for one in text.exceptions if one.burden == DEFENCE]


def unraised(text: OffenceText, ground: Ground, ref: Ref) -> Iterator[Defence]:
    """The defences on which the facts are silent; `ref` is the version of the offence."""
    for one in defences(text):
        value = _holds(one, ground)
        if value.is_unknown:
            facts = sorted(reason.removeprefix(FACT) for reason in value.reasons if reason.startswith(FACT))
            yield Defence(one.kind, tuple(facts), _given_by(one, ref))


def _given_by(exemption: Exemption, ref: Ref) -> Ref:
    """The article that gives a defence, in the place of that of the offence."""
    cite = exemption.burden_cite
    return ref if cite is None else replace(ref, source=cite.source, art=cite.art, quote=cite.quote, text_of="")


def explained(text: OffenceText, ground: Ground, ref: Ref) -> Iterator[Node]:
    """The exceptions that are elements, together; each defence by itself, with what the facts say of it."""
    held = [] if isinstance(text.exceptions, Missing) else [one for one in text.exceptions if one.burden != DEFENCE]
    if held:
        kinds = {"value": ", ".join(exemption.kind for exemption in held)}
        yield Node("exceptions", "law.exceptions", any_of(_holds(one, ground) for one in held), kinds)
    for one in defences(text):
        params = {"value": one.kind, "article": _given_by(one, ref).art}
        yield Node("defence", "law.defence", _holds(one, ground), params, facts=_SEEN[one.kind])
