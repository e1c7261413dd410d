"""Choices of the case question in the reader's language: countries, codes, and words of the facts themselves."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.jurisdiction.contracts import CONDUCTS
from fanal.justice.law import codes as law_codes
from fanal.justice.law.words import state_name
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

type Choices = list[tuple[str, object]]

NOT_KNOWN = ("", lazy("not known"))
PARTS = ("GB-EAW", "GB-SCT", "GB-NIR")
"""Parts of states with a criminal law of their own; those of federations are asked by their state."""
MEANS = (
    "force", "threat", "coercion", "deception", "abuse_of_trust", "abuse_of_authority", "abuse_of_vulnerability",
    "incapacity", "intoxication", "exploitation_of_predicament", "debt",
)  # fmt: skip
RELATIONS = (
    "parent", "relative", "guardian", "caregiver", "teacher", "employer", "official", "detention_staff", "clergy",
    "other_trust",
)  # fmt: skip
MEDIA = ("in_person", "online", "live_stream", "image")
ROLES = ("principal", "party", "organiser", "facilitator", "payer", "attempt")
PART_OF_ACT: dict[str, Promise] = {
    "conduct": lazy("there somebody acted"),
    "result": lazy("there the child was, or the effect was"),
}
CERTAINTY: dict[str, Promise] = {
    "known": lazy("known"),
    "reasonable_grounds": lazy("there are good reasons to think so"),
    "possible": lazy("possible"),
}
VESSELS: dict[str, Promise] = {"ship": lazy("ship"), "aircraft": lazy("aircraft")}
IMMUNITY: dict[str, Promise] = {
    "none": lazy("no immunity"),
    "claimed": lazy("immunity is claimed"),
    "waived": lazy("immunity was waived"),
}
EVENTS: dict[str, Promise] = {
    "charge": lazy("a charge"),
    "served_with_charge": lazy("the charge was served on the person suspected"),
    "arrest_warrant": lazy("a warrant of arrest"),
    "detained": lazy("the person suspected was detained"),
    "first_questioning_of_suspect": lazy("the person suspected was questioned for the first time"),
    "judicial_questioning_of_suspect": lazy("a judge questioned the person suspected"),
    "search_or_seizure_order": lazy("an order to search or seize"),
    "appointment_of_expert": lazy("an expert was appointed"),
    "request_for_investigation_abroad": lazy("a request to investigate abroad"),
    "act_of_prosecution": lazy("another act of prosecution"),
    "penal_order": lazy("a penal order"),
    "accepted_penalty_order": lazy("a penal order that was accepted"),
    "trial_date_set": lazy("the day of the trial was set"),
    "opening_of_trial": lazy("the trial was opened"),
    "first_instance_judgment": lazy("a judgment of the first court"),
    "discontinued_for_absence": lazy("discontinued because the person suspected was away"),
    "discontinued_for_unfitness": lazy("discontinued because the person suspected could not stand trial"),
    "fugitive_request_pending": lazy("a request to find or hand over the person suspected was open"),
    "parliamentary_immunity": lazy("immunity as a member of parliament"),
    "proceedings_barred_by_law": lazy("the law did not let proceedings begin or go on"),
    "prejudicial_dispute": lazy("another court had to decide first"),
    "report": lazy("the act was reported to an authority"),
    "sanction_pending": lazy("a permission to prosecute was asked for and not yet given"),
    "new_offence": lazy("the person suspected did another offence"),
    "in_hiding": lazy("the person suspected was in hiding, so that no charge could be served"),
    "found_after_flight": lazy("the person suspected was found after a flight"),
    "outside_the_country": lazy("the person suspected was outside the country"),
    "abroad_to_evade": lazy("the person suspected stayed abroad to escape punishment"),
    "public_office": lazy("somebody who took part held a public office"),
}
JUDGMENTS: dict[str, Promise] = {
    "conviction": lazy("conviction"),
    "acquittal": lazy("acquittal"),
    "discontinuance": lazy("discontinued"),
    "settlement": lazy("settlement with an authority"),
}
SENTENCES: dict[str, Promise] = {
    "served": lazy("served"),
    "being_served": lazy("being served"),
    "not_served": lazy("not served"),
    "none": lazy("there was none"),
}
REASONS: dict[str, Promise] = {
    "on_the_merits": lazy("on the facts"),
    "no_offence_there": lazy("it is no offence there"),
    "contrary_to_principles": lazy("the trial was contrary to basic principles"),
    "grounds_for_reopening": lazy("there are grounds to open it again"),
    "sham_trial": lazy("the trial was a sham"),
    "pardon": lazy("pardon"),
    "lapse_of_penalty": lazy("the penalty has lapsed"),
}
EXTRADITION: dict[str, Promise] = {
    "requested": lazy("asked for"),
    "granted": lazy("granted"),
    "refused": lazy("refused"),
    "not_possible": lazy("not possible"),
}
CONDITIONS: dict[str, Promise] = {
    "consent": lazy("consent of an authority"),
    "complaint": lazy("complaint"),
    "request": lazy("request"),
    "extradition": lazy("refusal of extradition"),
    "transfer_of_proceedings": lazy("transfer of proceedings"),
}
STATUSES: dict[str, Promise] = {
    "not_asked": lazy("not asked yet"),
    "asked": lazy("asked"),
    "granted": lazy("granted"),
    "refused": lazy("refused"),
}


def yes_no() -> Choices:
    """An answer that may be left open."""
    return [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


def complete() -> Choices:
    """Whether a list is whole; that it is not is what stands where nobody says so."""
    return [("no", _("There may be others")), ("yes", _("These are all; nothing else applies"))]


def coded(words: dict[str, Promise], *, empty: bool = True) -> Choices:
    """Codes with their words."""
    return [*([NOT_KNOWN] if empty else []), *words.items()]


def listed(codes: Iterable[str], *, empty: bool = False) -> Choices:
    """Codes of the law with the words of the law library."""
    return [*([NOT_KNOWN] if empty else []), *((code, law_codes.word(code)) for code in codes)]


def conducts() -> Choices:
    """The conducts that the library knows."""
    return [(code, law_codes.CONDUCTS[code]) for code in CONDUCTS]


def states() -> Choices:
    """Every country by name; fictional ones outside production."""
    return [NOT_KNOWN, *country_choices(web.spoken(), not settings.PRODUCTION)]


def places() -> Choices:
    """Countries, parts of them with a law of their own, and no country at all."""
    return [*states(), *_parts(), ("XZ", _("outside every state (high seas)"))]


def residences() -> Choices:
    """Countries and parts of them, and abroad without saying where."""
    return [*states(), *_parts(), ("abroad", _("abroad, not known where"))]


def nationalities() -> Choices:
    """Countries, and what stands in a passport that is of none."""
    return [*states(), ("XXA", _("stateless")), ("XXB", _("refugee"))]


def _parts() -> Choices:
    return [(code, state_name(code)) for code in PARTS]
