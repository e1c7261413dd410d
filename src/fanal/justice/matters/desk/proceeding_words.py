"""Codes of proceedings in words."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.content import LegalEvent, ProceedingContent
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import BASES
from fanal.web import api as web

type Words = Mapping[str, Promise]

KINDS: Words = {
    "investigation": lazy("investigation"),
    "criminal": lazy("criminal proceeding"),
    "child_protection": lazy("child protection proceeding"),
    "civil_compensation": lazy("civil claim for compensation"),
    "state_compensation": lazy("compensation by the state"),
    "extradition": lazy("extradition"),
    "mutual_legal_assistance": lazy("mutual legal assistance"),
    "immigration": lazy("proceeding on residence"),
    "disciplinary": lazy("disciplinary proceeding"),
}
EVENTS: Words = {
    "complaint": lazy("complaint"),
    "statement_taken": lazy("statement taken"),
    "forensic_interview": lazy("investigative interview of the child"),
    "arrest": lazy("arrest"),
    "charge": lazy("charge"),
    "bail": lazy("bail"),
    "application": lazy("application"),
    "plea": lazy("plea"),
    "hearing": lazy("hearing"),
    "mention": lazy("short hearing"),
    "testimony": lazy("testimony"),
    "judgement": lazy("judgment"),
    "sentencing": lazy("sentence"),
    "appeal": lazy("appeal"),
    "mla_request_sent": lazy("request for legal assistance sent"),
    "mla_reply": lazy("answer to a request for legal assistance"),
    "extradition_request": lazy("request for extradition"),
    "surrender": lazy("surrender"),
    "order": lazy("order"),
    "visit_missed": lazy("missed appointment"),
}
OUTCOMES: Words = {
    "adjourned_hearing": lazy("put off to another hearing"),
    "adjourned_mention": lazy("put off to a short hearing"),
    "adjourned_judgement": lazy("put off to the judgment"),
    "ruling": lazy("ruling"),
    "judgement": lazy("judgment"),
    "order_made": lazy("order made"),
    "application_granted": lazy("application granted"),
    "application_refused": lazy("application refused"),
    "withdrawn": lazy("withdrawn"),
    "none": lazy("nothing came of it"),
}
ORDERS: Words = {
    "care_or_committal": lazy("care or committal"),
    "interim_care": lazy("care for the time being"),
    "custody_or_contact": lazy("custody or contact"),
    "guardianship": lazy("guardianship"),
    "guardian_ad_litem": lazy("guardian for the proceeding"),
    "adoption": lazy("adoption"),
    "foster": lazy("foster care"),
    "supervision": lazy("supervision"),
    "maintenance": lazy("maintenance"),
    "protection_or_exclusion": lazy("protection, or keeping somebody away"),
    "assessment_or_counselling": lazy("assessment or counselling"),
    "education_or_service": lazy("education or service"),
    "marriage_annulled": lazy("marriage annulled"),
    "compensation": lazy("compensation"),
    "other": lazy("another one"),
}
RESULTS: Words = {
    "convicted": lazy("convicted"),
    "convicted_lesser": lazy("convicted of a lesser offence"),
    "acquitted": lazy("acquitted"),
    "discontinued": lazy("discontinued"),
    "no_jurisdiction": lazy("no jurisdiction"),
    "time_barred": lazy("barred by time"),
    "accused_absconded": lazy("the accused person is gone"),
    "accused_died": lazy("the accused person has died"),
    "settled_out_of_court": lazy("settled out of court"),
    "pending": lazy("pending"),
}
ROLES: Words = {
    "victim": lazy("as the one who was harmed"),
    "witness": lazy("as a witness"),
    "civil_party": lazy("as a civil party"),
    "applicant": lazy("as an applicant"),
}
MEASURES: Words = {
    "recorded_interview": lazy("recorded interview, so that it is told once"),
    "single_interviewer": lazy("one interviewer throughout"),
    "video_link": lazy("evidence by video link"),
    "screen": lazy("a screen between the child and the accused person"),
    "closed_court": lazy("hearing without the public"),
    "support_person": lazy("a person who supports the child"),
    "guardian_ad_litem": lazy("a guardian for the proceeding"),
    "interpreter": lazy("an interpreter"),
    "identity_protected": lazy("identity kept from the public"),
    "no_confrontation": lazy("no confrontation with the accused person"),
    "transport_and_safety": lazy("safe transport"),
    "legal_aid": lazy("a lawyer for the child, paid by the state"),
}
MEASURE_STATES: Words = {
    "asked": lazy("asked for"),
    "granted": lazy("granted"),
    "refused": lazy("refused"),
    "not_asked": lazy("not asked for"),
    "not_available": lazy("does not exist there"),
}
ANSWERS: Words = {"yes": lazy("yes"), "no": lazy("no"), "unknown": lazy("not known")}
ALARMS: Words = {
    "second_interview": lazy("The child was interviewed again. Each interview can harm: see whether it must be."),
    "child_punished": lazy(
        "The child is punished for having been exploited. Somebody must act on it: the child is a victim."
    ),
    "limitation_date": lazy("The time to prosecute runs out. See that somebody acts before."),
}


def word(words: Words, code: str) -> str:
    """A code in words; empty for none, the code where there are no words."""
    return str(words.get(code, code)) if code else ""


def title(content: ProceedingContent) -> str:
    """What a proceeding is called in a list: its kind and its country."""
    kind = word(KINDS, content.kind) or _("proceeding")
    return f"{kind}, {law_words.state_name(content.state)}" if content.state else kind


def result(content: ProceedingContent) -> str:
    """How it stands."""
    return word(RESULTS, content.result) or (_("ended") if content.ended_on else _("goes on"))


def event(one: LegalEvent) -> str:
    """One event in a line."""
    parts = [word(EVENTS, one.type), word(OUTCOMES, one.outcome), word(ORDERS, one.order)]
    if one.next_on:
        parts.append(_("next on {day}").format(day=web.day_words(one.next_on)))
    return web.dots(*parts)


def bases(content: ProceedingContent) -> str:
    """Why the state may act."""
    return web.listed(str(BASES.get(code, code)) for code in content.jurisdiction_basis)


def money(content: ProceedingContent) -> str:
    """A sum of compensation in the reader's language, from minor units."""
    if not content.compensation_currency:
        return ""
    shown = minor(content.compensation_amount, content.compensation_currency)
    return web.digits(format_currency(shown, content.compensation_currency, locale=web.locale()))


def minor(amount: int, currency: str) -> Decimal:
    """A sum in whole units from its minor units: cents of euros, and yen as they are."""
    return Decimal(amount).scaleb(-int(get_currency_precision(currency)))
