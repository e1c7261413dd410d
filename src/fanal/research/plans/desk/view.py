"""A plan as its page shows it: facts, the form of the gate, the draft exactly as it would be published."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.engines.disclosure.contracts import bundles
from fanal.network.contracts import Actor
from fanal.research import engine_words, table_words, words
from fanal.research.contracts import ENDED, HARMED, ContributionState, PlanState, RowsAsked, Source
from fanal.research.models import Draft, Plan
from fanal.research.plans import forms, policy, reviewing, synthetic_words
from fanal.research.plans.desk import costs
from fanal.research.questions import catalogue
from fanal.research.records import importing, populations
from fanal.research.records import policy as policy_records
from fanal.web import api as web

ASKED = frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.TO_SIGN})


def facts(plan: Plan) -> list[tuple[str, object]]:
    """What the plan says, in short."""
    question = catalogue.question(plan.question)
    held = forms.policy_of(plan)
    facts: list[tuple[str, object]] = [
        (_("Question"), str(question.words) if question else plan.question),
        (_("Records"), plan.population.definition),
        (_("Years"), web.listed(map(str, plan.cohorts))),
        (_("Tables"), _tables(plan)),
        (_("Protection"), str(words.METHODS[held.method][0])),
        (_("For whom"), str(words.AUDIENCES[held.audience])),
        (_("Number of the release"), plan.number),
    ]
    if asked := forms.rows_of(plan):
        facts.append((_("Synthetic rows"), web.listed(_labels(plan, asked.variables))))
    if held.rho is not None:
        facts.append((_("Privacy loss"), _loss(held.rho, asked)))
    if plan.supersedes is not None:
        facts.append((_("Corrects"), f"{plan.supersedes.number}: {plan.supersedes.reason}"))
    return facts


def _loss(tables: Fraction, asked: RowsAsked | None) -> str:
    """What a plan costs, and how it is divided."""
    if asked is None:
        return f"ρ {tables}"
    parts = {"all": f"ρ {tables + asked.rho}", "tables": f"ρ {tables}", "rows": f"ρ {asked.rho}"}
    return _("%(all)s in all: %(tables)s for the tables, %(rows)s for the synthetic rows") % parts


def _tables(plan: Plan) -> SafeString:
    """Each table in a plain sentence, by its number."""
    found = costs.sentences(populations.classes_of(plan.population), forms.specs_of(plan))
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ([one] for one in found)))


def _labels(plan: Plan, names: Iterable[str]) -> list[str]:
    classes = populations.classes_of(plan.population)
    return [table_words.variable_label(classes.variables[classes.place(one)]) for one in names]


def protocol(plan: Plan) -> list[tuple[str, str]]:
    """The form of the gate in words."""
    held = forms.protocol_of(plan)
    lines = [(_("Used for"), held.use)]
    lines += [(_(name), held.harms.get(who, "")) for who, name in HARMED.items()]
    lines += [
        (_("Why these classes"), held.classes), (_("Who was heard"), held.heard), (_("How to say no"), held.consent),
        (_("Law"), held.law),
        (_("An unwelcome result"), _("is published all the same") if held.unwelcome else ""),
        (_("Ends on"), web.day_words(held.ends_on) if held.ends_on else ""),
    ]  # fmt: skip
    if held.outsiders:
        lines.append((_("Committee"), f"{held.committee}, {held.committee_number}"))
    return lines


def members(plan: Plan) -> list[dict[str, object]]:
    """The members of a plan over several: how far each is. Who objected is said, why is not."""
    state = {
        ContributionState.ASKED: _("asked"),
        ContributionState.AGREED: _("takes part"),
        ContributionState.SENT: _("sent its share"),
        ContributionState.OBJECTED: _("objected"),
    }
    rows = plan.contributions.select_related("org").order_by("org__name")
    return [
        {"cells": [asked.org.name, state[ContributionState(asked.state)], web.day_words(asked.at) if asked.at else ""]}
        for asked in rows
    ]


def pooled_acts(actor: Actor, plan: Plan) -> dict[str, bool]:
    """What a member, or the secretariat that adds up, can do now with a plan over several members."""
    if plan.population.source != Source.POOLED or plan.state not in {PlanState.GATED, PlanState.EXTRACTING}:
        return {}
    rows = {member.org_id: member.state for member in plan.contributions.all()}
    every = set(rows.values())
    agreed = ContributionState.ASKED not in every
    mine = rows.get(actor.org)
    return {
        "agree": mine == ContributionState.ASKED and bool(access.may(actor, policy.AGREE, plan)),
        "send": agreed and mine == ContributionState.AGREED and bool(access.may(actor, policy.SEND_SHARE, plan)),
        "add_up": every == {ContributionState.SENT} and bool(access.may(actor, policy.ADD_UP, plan)),
        "begin_again": plan.state == PlanState.EXTRACTING and bool(access.may(actor, policy.ADD_UP, plan)),
    }


def not_here(actor: Actor, plan: Plan) -> dict[str, str]:
    """Years of files that were erased, as when the release left that this plan corrects, and where to read them in."""
    if plan.state in {*ENDED, PlanState.TO_SIGN}:
        return {}
    years = importing.not_here(plan.population, plan.cohorts)
    if not years:
        return {}
    may = access.may(actor, policy_records.READ_IN, plan.population)
    url = reverse("research:record_read", args=[plan.population_id]) if may else ""
    return {"years": web.listed(map(str, years)), "url": url}


def shown(draft: Draft | None) -> dict[str, Any] | None:
    """The tables exactly as they would be published, with coverage and error beside them."""
    if draft is None or not draft.packed:
        return None
    bundle = bundles.read(bundles.unpacked(bytes(draft.packed)), draft=True)
    listed = bundle.document["tables"]
    coverage = bundle.coverage
    members = {"given": web.digits(coverage.members_in), "asked": web.digits(coverage.members_asked)}
    return {
        "rows": synthetic_words.rows(bundle),
        "tables": [(listed[at]["number"], table_words.table(table)) for at, table in enumerate(bundle.tables)],
        "coverage": [
            (_("Organisations"), _("%(given)s of %(asked)s that could contribute did") % members),
            (_("Left out at their wish"), web.digits(coverage.opted_out)),
            (_("Not counted"), _(coverage.note)),
        ],
    }


def attacks(draft: Draft | None) -> list[dict[str, object]]:
    """What each attack found: passed, or why not and what would help. In words, never a score."""
    if draft is None:
        return []
    tones = {"passed": (_("withstood"), "ok"), "refused": (_("not released"), "late")}
    classes = populations.classes_of(draft.plan.population)
    return [
        {
            "code": attack["code"],
            "limit": _(attack["limit"]) if attack.get("limit") else "",
            "state": tones.get(attack["state"], (_("an attack succeeded"), "late")),
            "reason": engine_words.in_words(attack["reason"], classes) if attack["state"] != "passed" else "",
            "advice": engine_words.in_words(attack.get("advice", ""), classes) if attack["state"] != "passed" else "",
        }
        for attack in draft.attacks
    ]


def can(actor: Actor, plan: Plan) -> dict[str, bool]:
    """What the policy and the state of the plan let this person do now."""
    states = {
        "change": (policy.REVISE_PLAN, {PlanState.DRAFT, PlanState.GATED, PlanState.PROTECTED, PlanState.ATTACKED}),
        "gate": (policy.PASS_GATE, {PlanState.DRAFT, PlanState.GATED}),
        "work": (
            policy.WORK,
            set()
            if plan.population.source == Source.POOLED
            else {PlanState.GATED, PlanState.PROTECTED, PlanState.ATTACKED, PlanState.EXTRACTING},
        ),
        "narrow": (policy.REVISE_PLAN, {PlanState.PROTECTED}),
        "submit": (policy.SUBMIT, {PlanState.ATTACKED}),
        "review": (policy.REVIEW, ASKED),
        "assent": (policy.ASSENT, ASKED),
        "object": (policy.OBJECT, ASKED),
        "publish": (policy.PUBLISH, {PlanState.APPROVED}),
        "sign": (policy.SIGN, {PlanState.TO_SIGN}),
        "stop": (policy.STOP_PLAN, set(PlanState) - ENDED),
    }
    if reviewing.of_group(plan):
        states["assent"] = (policy.ASSENT, ASKED | {PlanState.GATED})
    return {
        name: plan.state in fitting and bool(access.may(actor, deed, plan)) for name, (deed, fitting) in states.items()
    }
