"""Words for the codes of the law corpus, in the reader's language: conducts, bases, means, measures and the like."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fanal.justice.law.named import NAMED
from fanal.web import api as web

CONDUCTS: dict[str, Promise] = {
    "sexual_activity": _("sexual activity with a child"),
    "procuring": _("procuring a child for exploitation in prostitution"),
    "trafficking": _("trafficking of a child"),
    "csam_production": _("production of child sexual abuse material"),
    "csam_distribution": _("distribution of child sexual abuse material"),
    "csam_possession": _("possession of child sexual abuse material"),
    "csam_access": _("knowingly obtaining access to child sexual abuse material"),
    "performance": _("sexual performances of a child, live streaming among them"),
    "grooming": _("solicitation of a child for sexual purposes (grooming)"),
    "corruption": _("causing a child to witness sexual acts"),
    "child_marriage": _("child, early and forced marriage"),
    "travel_facilitation": _("organising or advertising travel for the exploitation of a child"),
    "sale": _("sale of a child"),
}
BASES: dict[str, Promise] = {
    "territory": _("the act happened in the country"),
    "flag": _("the act happened on its ship or aircraft"),
    "active_nationality": _("the person suspected is a national"),
    "habitual_residence": _("the person suspected lives in the country"),
    "passive_personality": _("the child is a national or lives in the country"),
    "presence": _("the person suspected is in the country"),
    "vicarious": _("the person suspected is in the country and is not extradited"),
    "universal": _("wherever it happened, and whoever did it"),
    "treaty": _("a treaty obliges the country"),
}
VERDICTS: dict[str, Promise] = {
    "open": pgettext_lazy("a path", "Open"),  # elsewhere the same word is a button
    "open_on_condition": _("Open on a condition"),
    "cannot_say": _("Cannot say"),
    "barred": _("Barred"),
    "none": _("No route"),
}
STATUSES: dict[str, Promise] = {
    "drafted": _("drafted"),
    "checked": _("checked"),
    "reviewed": _("reviewed"),
    "expired": _("review has ended"),
}
SOURCES: dict[str, Promise] = {
    "statute": _("text of the law"),
    "treaty": _("text of the treaty"),
    "translation": _("translation"),
    "secondary": _("another source than the text of the law"),
}
TRUTHS: dict[str, Promise] = {"T": _("yes"), "F": _("no"), "U": _("not known")}
TREATIES: dict[str, Promise] = {
    "CRC": _("Convention on the Rights of the Child"),
    "OPSC": _("Optional Protocol on the sale of children"),
    "C182": _("ILO Convention 182"),
    "PALERMO": _("Trafficking Protocol of Palermo"),
    "LANZAROTE": _("Lanzarote Convention"),
    "BUDAPEST": _("Budapest Convention on cybercrime"),
    "EU_2011_93": _("EU Directive 2011/93"),
    "EU_2011_36": _("EU Directive 2011/36"),
}
TREATY_STATES: dict[str, Promise] = {
    "party": _("is bound by it"),
    "signatory": _("has signed it, and is not bound yet"),
    "no_action": _("has not signed it"),
    "denounced": _("has left it"),
}
CODES: dict[str, Promise] = {
    # means
    "force": _("force"),
    "threat": _("threat"),
    "coercion": _("coercion"),
    "deception": _("deception"),
    "abuse_of_trust": _("abuse of trust"),
    "abuse_of_authority": _("abuse of authority"),
    "abuse_of_vulnerability": _("abuse of vulnerability"),
    "incapacity": _("incapacity of the child"),
    "intoxication": _("intoxication of the child"),
    "exploitation_of_predicament": _("exploitation of a predicament"),
    "debt": _("debt"),
    # relations
    "parent": _("parent"),
    "relative": _("relative"),
    "guardian": _("guardian"),
    "caregiver": _("caregiver"),
    "teacher": _("teacher"),
    "employer": _("employer"),
    "official": _("official"),
    "detention_staff": _("staff of a place of detention"),
    "clergy": _("clergy"),
    "other_trust": _("another position of trust"),
    # media
    "in_person": _("in person"),
    "online": _("online"),
    "live_stream": _("live stream"),
    "image": _("image"),
    # exceptions
    "marriage": _("marriage"),
    "peer": _("between peers"),
    "close_in_age": _("close in age"),
    # roles
    "principal": _("whoever does the act"),
    "party": _("whoever takes part"),
    "organiser": _("organiser"),
    "facilitator": _("facilitator"),
    "payer": _("whoever pays"),
    "attempt": _("whoever attempts it"),
    # moments, legs
    "act": _("at the act"),
    "charge": _("at the charge"),
    "travel": _("at the journey"),
    "departs": _("the journey began there"),
    "arrives": _("the journey ended there"),
    "touches": _("the journey began or ended there"),
    # double criminality
    "not_required": _("not required"),
    "required": _("required"),
    "required_or_no_mans_land": _("required, unless the place is outside every state"),
    # who decides, how it stands
    "victim": _("the child"),
    "state": _("the state of the place"),
    "minister": _("a minister"),
    "riksaklagaren": _("the Prosecutor-General (Riksåklagaren)"),
    "refused": _("refused"),
    "not_requested": _("not asked for"),
    "not_effected": _("not carried out"),
    "not_asked": _("not asked yet"),
    "asked": _("asked"),
    "granted": _("granted"),
    # what a mind must know, aggravations
    "knowledge": _("knowledge"),
    "negligence": _("negligence"),
    "none": _("none"),
    "family": _("family"),
    "trust": _("position of trust"),
    "young_age": _("young age of the child"),
    "group": _("several together"),
    "repeat": _("repeated"),
    "grave_harm": _("grave harm"),
    "danger_to_life": _("danger to life"),
    # limitation
    "act_end": _("the end of the act"),
    "report": _("the report"),
    "start": _("the start of the period"),
    # place of act, ne bis in idem
    "ubiquity": _("where it was done, and where its effect is"),
    "conduct": _("where it was done"),
    "result": _("where its effect is"),
    "intended_result": _("where its effect was meant to be"),
    "participation_at_home": _("where somebody took part"),
    "ict_access": _("where it was reached through a network"),
    "treaty_only": _("only where a treaty says so"),
    "eu_only": _("only within the European Union"),
    "acquitted_because_no_offence_there": _("acquitted because it is no offence there"),
    "sentence_not_executed": _("the sentence was not served"),
    "territorial": _("the act happened in the country"),
    "contrary_to_principles": _("the trial was contrary to basic principles"),
    "grounds_for_reopening": _("there are grounds for reopening"),
    "sham_trial": _("the trial was a sham"),
    "pardon": _("pardon"),
    "lapse_of_penalty": _("the penalty has lapsed"),
    "settlement_abroad": _("settlement with an authority abroad"),
    # extradition, the child
    "never": _("never"),
    "may": _("possible"),
    "principle": _("as a principle"),
    "discretion": _("at somebody’s discretion"),
    "own_exploitation": _("the exploitation itself"),
    "status_offences": _("offences that only a child can commit"),
    "immigration_offences": _("offences of entry and residence"),
    "own_images": _("images of the child itself"),
    # definitions and measures
    "national": _("national"),
    "resident": _("resident"),
    "child": _("child"),
    "age_of_consent": _("age of sexual consent"),
    "remuneration": _("remuneration"),
    "csam": _("child sexual abuse material"),
    "present": _("present"),
    "interview": _("interview of the child"),
    "video_evidence": _("evidence by video"),
    "closed_hearing": _("hearing without the public"),
    "legal_aid": _("legal aid"),
    "information": _("information for the child"),
    "privacy": _("privacy"),
    "no_contact": _("no contact with the person suspected"),
    "support": _("support"),
    "recovery_period": _("time for recovery"),
    "compensation": _("compensation"),
    "safe_return": _("safe return"),
    "complaint_at_home": _("complaint at home for an act abroad"),
}
_EVERY = NAMED | CODES | CONDUCTS | BASES | TREATIES
LABELS: dict[str, Promise] = {
    "law_at": _("Which law counts"),
    "lex_mitior": _("A milder later law counts"),
    "all_elements_after_commencement": _("Every element must lie after the law began"),
    "extends_running": _("A longer limitation counts for periods that still run"),
    "shortens_running": _("A shorter limitation counts for periods that still run"),
    "revives_expired": _("A longer limitation revives what has expired"),
    "rule": _("Rule"),
    "includes": _("Includes"),
    "result_only_if_element": _("An effect counts only if it belongs to the offence"),
    "presumption_if_uncertain": _("Presumed at home where the place is uncertain"),
    "domestic_judgment_bars": _("A judgment at home bars"),
    "foreign_judgment_bars": _("A judgment abroad bars"),
    "exceptions": _("Except"),
    "also_bars": _("Bars too"),
    "credits_foreign_sentence": _("A sentence served abroad is taken into account"),
    "official": _("Immunity of officials"),
    "spousal": _("Immunity of spouses"),
    "nationals": _("Own nationals"),
    "residents": _("Residents"),
    "needs_treaty": _("Needs a treaty"),
    "opsc_as_basis": _("The Optional Protocol is a legal basis"),
    "double_criminality": _("Must be an offence in both countries"),
    "min_penalty_months": _("Lowest maximum penalty, in months"),
    "lapse_of_time_bars": _("Lapse of time bars"),
    "prosecute_if_refused": _("Prosecutes if it does not extradite"),
    "treaties": _("Treaties with"),
    "covers": _("Covers"),
    "continues_if_child_withdraws": _("Goes on if the child withdraws"),
    "age_doubt_does_not_stop_investigation": _("Doubt about the age does not stop an investigation"),
    "measures_pending_age_verification": _("Measures apply while the age is established"),
    "concurrent_claims_consultation": _("Countries consult where several can act"),
    "liable": _("Companies are liable"),
    "offences": _("Offences"),
    "sanctions": _("Sanctions"),
    "proceeds": _("Proceeds"),
    "instruments": _("What was used for it"),
    "closing_of_premises": _("Closing of premises"),
}
GROUPS: dict[str, Promise] = {
    "temporal.substantive": _("Which law counts in time"),
    "temporal.jurisdiction_rules": _("Which rules of jurisdiction count in time"),
    "temporal.limitation_change": _("When the rules of limitation change"),
    "place_of_act": _("Where an act is done"),
    "ne_bis_in_idem": _("Earlier judgments"),
    "immunity": _("Immunity"),
    "extradition": _("Extradition"),
    "child_not_punished": _("The child is not punished"),
    "procedure": _("Proceedings"),
    "legal_persons": _("Liability of companies"),
    "confiscation": _("Confiscation"),
}


def word(code: object) -> str:
    """What a code means; an unknown one with its underscores as spaces, so that nothing goes unsaid."""
    found = _EVERY.get(str(code))
    return str(code).replace("_", " ") if found is None else str(found)


def is_known(code: str) -> bool:
    """Whether a code has words."""
    return code in _EVERY


def label(field: str) -> str:
    """What a field of a law is called."""
    return str(LABELS.get(field, field.replace("_", " ")))


def listed(codes: Iterable[object]) -> str:
    """Several of them, in the order of their words."""
    return web.listed(sorted(map(word, codes)))
