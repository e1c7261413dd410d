"""English sentences of the command line for the text keys of explanations. Pages have their own, in each language."""

from collections.abc import Mapping

from fanal.engines.jurisdiction.answer import Defence, Node, Ref, Verdict
from fanal.engines.jurisdiction.files.exporting import between
from fanal.engines.jurisdiction.parts.versions import lived

NOTICE = (
    "Information for a professional, not legal advice. Provisions may be drafts that no lawyer has reviewed: each one "
    "shows its source and its review. A state that is not listed was not found to be linked to this act."
)
VERDICTS: Mapping[str, str] = {
    Verdict.OPEN: "open",
    Verdict.OPEN_ON_CONDITION: "open on a condition",
    Verdict.CANNOT_SAY: "cannot say",
    Verdict.BARRED: "barred",
    Verdict.NONE: "no route",
}
CONDITIONS: Mapping[str, str] = {
    "consent": "consent of {who}",
    "complaint": "complaint of {who}",
    "request": "request of {who}",
    "extradition": "extradition {who}",
    "transfer_of_proceedings": "transfer of proceedings by {who}",
}
ASSUMPTIONS: Mapping[str, str] = {
    "course.judgments=none": "No court has judged this act yet.",
    "suspect.immunity=none": "The person suspected has no immunity.",
    "course.extradition=none": "Nobody has asked for extradition.",
    "course.conditions=not_asked": "Nobody has been asked for a consent, a complaint or a request.",
    "course.events=none_suspending": "Nothing has suspended limitation but the events that were given.",
    "act.role=principal": "The person suspected did the act, and completed it.",
    "act.vessel=none": "The act was not done aboard a ship or an aircraft.",
    "act.to=act.from": "The act ended on the day it began.",
}
NOTES: Mapping[str, str] = {
    "law.by_part": "by the law of its parts",
    "law.open_in_every_completion": "whatever the unknown facts are, some offence is open; they decide which",
}
SENTENCES: Mapping[str, str] = {
    # the route and its parts
    "law.route": "{offence} by {rule}",
    "law.part.E": "The elements of {id} are made out",
    "law.part.J": "{id} covers the act",
    "law.part.D": "The act is an offence at its place, as far as that is asked",
    "law.offence_act": "{id} as of the act ({version})",
    "law.offence_since": "{id} since the act ({version}): the milder law counts",
    "law.punished_at_act": "{id} at the act",
    "law.rule": "{id} ({version}): {basis}",
    "law.not_in_force": "{id} was not in force",
    "law.not_established": "Whether one of these versions of {id} held then, and which, is not known",
    "law.not_read": "What {id} says ({version}) is not established",
    "law.offence_not_listed": "{id} ({version}) does not list {offence}",
    "law.exceptions": "An exception applies: {value}",
    "law.defence": "The accused has a defence: {value} ({article})",
    "law.unless": "unless: {value}, for the accused to show ({article})",
    "law.role_punished": "The law punishes this role: {value}",
    "law.threshold_max_penalty": "The maximum penalty of {offence} is at least {months} months",
    "law.threshold_min_penalty": "The minimum penalty of {offence} is at least {months} months",
    "law.all_elements": "Every dated element lies after the day from which the law knew it",
    # joins
    "law.all_of": "all of",
    "law.any_of": "any of",
    "law.none_of": "none of",
    "law.all": "all of",
    "law.any": "any of",
    "law.not": "not",
    # elements
    "law.child_age_lt": "The child was under {value}",
    "law.child_age_ge": "The child was {value} or older",
    "law.child_under": "The child was under {value}",
    "law.offender_age_lt": "The person suspected was under {value}",
    "law.offender_age_ge": "The person suspected was {value} or older",
    "law.age_gap_ge": "The person suspected is at least {value} years older",
    "law.age_gap_gt": "The person suspected is more than {value} years older",
    "law.commercial": "Something was given or promised for it",
    "law.means_any": "By one of these means: {value}",
    "law.relation_any": "In one of these relations: {value}",
    "law.medium_any": "Through one of these: {value}",
    "law.role_any": "In one of these roles: {value}",
    # links
    "law.role": "In one of these roles: {value}",
    "law.suspect_national": "The person suspected is a national of {state} ({value})",
    "law.suspect_resident": "The person suspected lives in {state} ({value})",
    "law.suspect_permanent_resident": "The person suspected has a right of permanent residence in {state} ({value})",
    "law.suspect_present": "The person suspected is in {state} ({value})",
    "law.suspect_became_national": "The person suspected became a national of {state} after the act",
    "law.suspect_resides_abroad": "The person suspected lives in another state than {state} ({value})",
    "law.victim_national": "The child is a national of {state} ({value})",
    "law.victim_resident": "The child lives in {state} ({value})",
    "law.principal_national": "The person whose act it is, is a national of {state}",
    "law.vessel_flag": "The ship or aircraft is registered in {state}",
    "law.travel": "A journey before the act, to or from {state} ({value})",
    "law.also_asks": "The text also asks for what no case file tells: {value}",
    "law.offence_in": "The offence is one of {value}",
    "law.min_penalty_ge": "The minimum penalty is at least {value} years",
    # double criminality
    "law.dc_not_required": "Double criminality is not required",
    "law.dc_not_asked": "Done at home or aboard: double criminality is not asked",
    "law.dc_unread": "Whether {id} asks for double criminality has not been read",
    "law.dc_excused": "{id} waives double criminality here",
    "law.dc_unless": "{id} waives double criminality, or the act is an offence at its place",
    "law.dc_required": "The act is an offence at its place",
    "law.dc_required_or_no_mans_land": "The act is an offence at its place, or its place is outside every state",
    "law.dc_place": "It is an offence in {state}",
    # limitation
    "law.limitation": "Proceedings can begin until {earliest} at the earliest, {latest} at the latest",
    "law.limitation_open": "Proceedings can begin until {earliest} at least; the latest end is not known",
    "law.limitation_latest": "Proceedings can begin until {latest} at the latest; the earliest end is not known",
    "law.limitation_unknown": "Until when proceedings can begin is not known",
    "law.limitation_no_end": "Limitation does not end this",
    "law.limitation_none": "{id}: no limitation",
    "law.limitation_period": "{id} as of {mark}: from {start} until {end} (at the latest {latest})",
    "law.limitation_unread": "{id} as of {mark}: the wording is not established",
    # bars
    "law.ne_bis": "No earlier judgment stands in the way",
    "law.ne_bis_presumed": "No earlier judgment is known",
    "law.ne_bis_none": "There is no earlier judgment",
    "law.ne_bis_judgment": "A judgment stands in the way: {kind} in {state}",
    "law.ne_bis_credit": "{state} takes a sentence served abroad into account",
    "law.immunity": "No immunity stands in the way",
    "law.immunity_presumed": "No immunity is known",
    # practical obstacles
    "law.obstacle_reach": "A person in {from} may not come before a court of {to}",
    "law.obstacle_whereabouts": "Where the person suspected is, is not known",
    "law.duty_to_prosecute": "If {from} does not give up its national, a treaty obliges it to prosecute",
}


def sentence(node: Node) -> str:
    return filled(node.text_key, {"id": node.id, **node.params})


def filled(text_key: str, params: Mapping[str, str | int]) -> str:
    """The sentence of a key; the key itself where there is none, so that nothing goes unsaid."""
    words = SENTENCES.get(text_key)
    if "version" in params:
        params = {**params, "version": days(str(params["version"]))}
    return text_key if words is None else words.format_map(_Known(params))


def unless(one: Defence) -> str:
    """A defence that was not ruled out."""
    return filled("law.unless", {"value": one.kind, "article": f"{one.ref.id}: {one.ref.art}"})


def days(version: str) -> str:
    """Between which days a version holds, in words."""
    return between(*lived(version))


def article(ref: Ref) -> str:
    """The article, and in which text it is called so where it may have had another number then."""
    return f"{ref.art} in the text of {ref.text_of}" if ref.text_of else ref.art


class _Known(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "?"
