"""Facts of a case in words, where they come from, and what would have to be otherwise."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.jurisdiction.api import Change
from fanal.engines.jurisdiction.contracts import FACT, Corpus
from fanal.justice.law import places
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import word
from fanal.justice.law.sentences import CONDITIONS

FACTS: Mapping[str, Promise] = {
    "act.conduct": lazy("what it is"),
    "act.from": lazy("when it began"),
    "act.to": lazy("when it ended"),
    "act.place": lazy("the place"),
    "act.places": lazy("the place"),
    "act.vessel": lazy("whether it was on a ship or an aircraft"),
    "act.commercial": lazy("whether anything was given or promised for it"),
    "act.means": lazy("by which means"),
    "act.medium": lazy("in which way, in person or online"),
    "act.relation": lazy("what the person suspected was to the child"),
    "act.role": lazy("what part the person suspected had"),
    "act.principal": lazy("the nationality of whoever did the act"),
    "act.marriage": lazy("whether they were married under any law"),
    "child.dob": lazy("when the child was born"),
    "child.age": lazy("the age of the child at the act"),
    "child.nationality": lazy("the nationality of the child"),
    "child.residence": lazy("where the child lives"),
    "suspect.dob": lazy("when the person suspected was born"),
    "suspect.age": lazy("the age of the person suspected at the act"),
    "suspect.nationality": lazy("the nationality of the person suspected"),
    "suspect.residence": lazy("where the person suspected lives"),
    "suspect.permanent_residence": lazy("where the person suspected has a right of permanent residence"),
    "suspect.presence": lazy("where the person suspected is"),
    "suspect.travel": lazy("the journeys of the person suspected"),
    "suspect.immunity": lazy("whether the person suspected has immunity"),
    "course.charge_on": lazy("when a charge was brought"),
    "course.events": lazy("which steps authorities took, and when"),
    "course.judgments": lazy("whether a court has judged this act"),
    "course.extradition": lazy("how extradition stands"),
    "course.conditions": lazy("how the decisions of authorities stand"),
    "which part": lazy("in which part of the country"),
}
OBTAIN: Mapping[str, Promise] = {
    "document": lazy("from documents"),
    "authority": lazy("from an authority"),
    "adult": lazy("from an adult who knows"),
}
_TOLD_AS = {"place": "places"}
_PAGES = {"act.conduct": "what", "act.from": "what", "act.to": "what", "act.place": "what", "act.places": "what"}
KINDS: Mapping[str, Promise] = {
    "fact": lazy("a fact"),
    "gap": lazy("a gap of our library: the law may be so already"),
    "law": lazy("a reform of law"),
    "decision": lazy("a decision of an authority"),
    "time": lazy("time; nobody can change it any more"),
}
FLIPS: Mapping[str, Promise] = {
    "flip.fact": lazy("This would be otherwise: %(fact)s (%(value)s)"),
    "flip.protect_to": lazy("%(id)s would protect to %(to)s, not to %(value)s"),
    "flip.drop_leaf": lazy("%(id)s would not ask for this: %(asked)s"),
    "flip.drop_exceptions": lazy("%(id)s would have no exceptions"),
    "flip.punish_attempt": lazy("%(id)s would punish the attempt"),
    "flip.punish_participation": lazy("%(id)s would punish taking part"),
    "flip.list_offence": lazy("%(id)s would list %(offence)s"),
    "flip.drop_threshold": lazy("%(id)s would ask for no penalty of %(months)s months"),
    "flip.waive_double_criminality": lazy("%(id)s would not ask whether the act is an offence at its place"),
    "flip.punish_at_place": lazy("%(state)s would make the act an offence"),
    "flip.place_unread": lazy("%(state)s would punish the act; that law is not in our library"),
    "flip.limitation_unread": lazy("The time for %(offence)s would not be over; what the law says of it was not read"),
    "flip.time_barred": lazy("The time for %(offence)s would not be over"),
    "flip.no_limitation": lazy("%(state)s would have no limitation for %(offence)s"),
    "flip.foreign_judgment_bars_no_more": lazy("In %(state)s a judgment of another state would not bar"),
    "flip.no_spousal_immunity": lazy("In %(state)s marriage would give no immunity"),
    "flip.waive_immunity": lazy("The immunity would be waived"),
    "flip.decision": lazy("This would be decided in favour: %(decision)s"),
    "flip.drop_conditions": lazy("%(id)s would ask for no decision of anybody"),
    "flip.not_in_force": lazy("%(id)s would have been in force at the act"),
    "flip.not_established": lazy("The wording of %(id)s, which was not read, would cover the act"),
}


def fact(path: str) -> str:
    """A fact in words; a path without words as it stands, so that nothing goes unsaid."""
    path = path.removeprefix(FACT)
    return str(FACTS.get(path, path))


def unsure(path: str, facts: Mapping[str, Any]) -> str:
    """What is not known of a fact, in words: of one that was told, that more of it would be needed."""
    who, _dot, name = path.removeprefix(FACT).partition(".")
    held = facts.get(who, {}).get(_TOLD_AS.get(name, name))
    if held in (None, [], ""):
        return fact(path)
    words = (
        _("%(fact)s (some was told; there may be more)")
        if isinstance(held, list)
        else _("%(fact)s (told, but not closely enough)")
    )
    return words % {"fact": fact(path)}


def page_of(path: str) -> str:
    """On which page of the case question a fact is asked."""
    who = path.partition(".")[0]
    return _PAGES.get(path, {"act": "how", "course": "since"}.get(who, who if who in {"child", "suspect"} else "what"))


def obtain(code: str) -> str:
    """From where a fact may be had. A further interview of the child is never among it."""
    return str(OBTAIN.get(code, ""))


def change(flip: Change, law: Corpus) -> str:
    """What would have to be otherwise, in one sentence, with the article instead of the id of a provision."""
    template = FLIPS.get(flip.text_key)
    if template is None:
        return flip.text_key
    params = {name: _shown(name, value, law) for name, value in flip.params.items()}
    if "op" in flip.params:
        state = str(flip.params["id"]).partition(".")[0].upper()
        params["asked"] = law_words.of_key(f"law.{flip.params['op']}", {**flip.params, "state": state})
    if "kind" in flip.params:
        kind, who = str(flip.params["kind"]), str(flip.params.get("who", ""))
        params["decision"] = law_words.filled(CONDITIONS.get(kind, kind), {"who": who})
    return str(template) % params


def _shown(name: str, value: object, law: Corpus) -> str:
    text = str(value)
    if name in {"id", "offence"}:
        return article(text, law)
    if name == "fact":
        return fact(text)
    if name == "state":
        return law_words.state_name(text)
    if name == "value":
        return {"true": _("yes"), "false": _("no"), "elsewhere": _("elsewhere"), "none": _("none")}.get(
            text, _codes(text)
        )
    return word(text)


def _codes(text: str) -> str:
    if len(text) in {2, 6} and text[:2].isupper():
        return law_words.state_name(text)
    return " / ".join(word(part) for part in text.split(" or "))


def article(ref: str, law: Corpus) -> str:
    """The article of a provision; the id where no file has it."""
    code = ref.partition(".")[0].upper()
    held = law.laws.get(code)
    return places.article(held, ref) if held else ref
