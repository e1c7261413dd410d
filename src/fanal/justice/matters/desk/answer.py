"""Pages of one answer: which states can prosecute, a view to print, why not, asked again, and two answers compared."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import NotNow, may, visible
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import word
from fanal.justice.matters import asking, fact_words, policy, proceedings, training
from fanal.justice.matters.asking import Given
from fanal.justice.matters.compare import Changed, Standing, compare, facts_changed
from fanal.justice.matters.desk import beside, facts_draft
from fanal.justice.matters.desk import memo as memos
from fanal.justice.matters.desk import proceeding_words as wording
from fanal.justice.matters.desk.answer_path import Link, provision_url, unless_said
from fanal.justice.matters.desk.answer_view import TONES, view
from fanal.justice.matters.desk.facts_draft import values_of
from fanal.justice.matters.desk.facts_form import answers
from fanal.justice.matters.desk.question import law_choices
from fanal.justice.models import Question
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds


class Again(web.Page):
    """The same facts on another day, or by another law."""

    as_of = web.Day(label=lazy("Law as of"))
    version = forms.ChoiceField(label=lazy("Which law?"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask again and compare")),)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        web.offer(self, "version", [("", _("the law in our library now")), *law_choices()])


@deeds.page(policy.ANSWER)
@require_GET
def answer(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """The answer of one question."""
    given = asking.read(actor, question_id, deeds.at(request))
    if given.unreadable:
        return _unreadable(request, actor, given)
    others = visible(actor, Question.objects.filter(matter=given.matter)).exclude(pk=question_id)
    context = _context(given, deeds.at(request)) | {
        "beside": beside.asked(request.GET, given.answer, given.facts),
        "again": Again(initial={"as_of": deeds.at(request).date()}),
        "others": list(others.order_by("-pk")[:10]),
        "may_ask": bool(may(actor, policy.ASK, given.matter)),
        "filed": [(filed.row.pk, wording.title(filed.content)) for filed in given.filed if not filed.unreadable],
        "may_take": bool(given.filed) and bool(may(actor, policy.LIMIT, given.matter)),
    }
    return render(request, "justice/matters/answer.html", context)


def _unreadable(request: HttpRequest, actor: Actor, given: Given) -> HttpResponse:
    """An answer that this version cannot read: what was known stands, and can be asked again."""
    may_ask = bool(given.facts) and bool(may(actor, policy.ASK, given.matter))
    context = _known(given) | {"may_ask": may_ask}
    return render(request, "justice/matters/answer_unreadable.html", context)


@deeds.page(policy.ANSWER)
@require_GET
def printed(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """The same with nothing folded, to be printed."""
    given = asking.read(actor, question_id, deeds.at(request))
    if given.unreadable:
        return _unreadable(request, actor, given)
    context = _context(given, deeds.at(request)) | {"printed_on": deeds.at(request).date()}
    return render(request, "justice/matters/answer_print.html", context)


@deeds.page(policy.ANSWER)
@require_GET
def memo(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """The same as a few pages for a file, as a PDF or for a word processor."""
    given = asking.read(actor, question_id, deeds.at(request))
    if given.unreadable:
        return _unreadable(request, actor, given)
    known = _context(given, deeds.at(request))
    form = web.papers.form_of(request.GET.get("as", ""), web.papers.MEMO)
    try:
        made = web.papers.made(memos.memo(given, known, deeds.at(request).date()), form)
    except web.papers.NoFont as why:
        messages.warning(request, why.words)
        return HttpResponseRedirect(reverse("justice:answer", args=[question_id]))
    return web.papers.answer(made, form, "memo")


def _context(given: Given, now: datetime) -> dict[str, Any]:
    since = asking.since(given, now)
    return _known(given) | {
        "view": view(given.answer, given.facts, asking.law_of(given)),
        "law_changed": since is not None,
        "since": [one for one in map(_changed, since or ()) if one["before"] != one["after"]],
    }


def _known(given: Given) -> dict[str, Any]:
    draft = facts_draft.read(values_of(given.facts))
    rows = answers(draft)
    return {
        "given": given,
        "question": given.row,
        "matter": given.matter,
        "case": training.BY_CODE.get(given.matter.training),
        "rows": [(row.question, row.answer) for row in rows],
        "summary": _summary(draft),
        "version": given.row.corpus_version[:12],
    }


def _summary(draft: facts_draft.Draft) -> str:
    """A few words that say which act it is."""
    facts = draft.facts
    act, child = facts.get("act", {}), facts.get("child", {})
    said = [web.listed(str(word(code)) for code in act.get("conduct", ()))]
    if "age" in child:
        low, high = child["age"]["lo"], child["age"]["hi"]
        said.append(
            _("child of %(age)s") % {"age": web.digits(low)}
            if low == high
            else _("child of %(low)s to %(high)s") % {"low": web.digits(low), "high": web.digits(high)}
        )
    said.append({True: _("paid"), False: _("not paid")}.get(act.get("commercial"), ""))
    codes = [place if isinstance(place, str) else place["in"] for place in act.get("places", ())]
    said.append(web.listed(law_words.state_name(code) for code in codes))
    said.append(web.part_day_words(str(act.get("from", ""))))
    return " · ".join(part for part in said if part)


@deeds.page(policy.WHY_NOT)
@require_GET
def why_not(request: HttpRequest, actor: Actor, question_id: UUID, state: str) -> HttpResponse:
    """What would have to be otherwise for one state."""
    try:
        tried = asking.why_not(actor, question_id, state, deeds.at(request))
    except NotNow as why:
        messages.warning(request, why.words)
        return HttpResponseRedirect(reverse("justice:answer", args=[question_id]))
    sets = _sets(tried)
    context = {
        "question": tried.given.row,
        "matter": tried.given.matter,
        "name": law_words.state_name(state),
        "verdict": law_words.verdict(tried.verdict),
        "tone": TONES[tried.verdict],
        "sets": sets,
        "open": tried.verdict == "open",
        "filed": tried.is_filed,
    }
    return render(request, "justice/matters/why_not.html", context)


def _sets(tried: asking.WhyNot) -> list[dict[str, Any]]:
    """The sets that were tried, each once with all the paths that it opens."""
    grouped: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    for each in tried.sets:
        words = tuple((str(fact_words.KINDS[flip.kind]), fact_words.change(flip, tried.law)) for flip in each.changes)
        held = grouped.setdefault(words, {"words": words, "opens": {}})
        verdict = (law_words.verdict(each.verdict), TONES[each.verdict])
        path = [
            Link(fact_words.article(ref, tried.law), provision_url(each.state, ref))
            for ref in (each.offence, each.rule)
        ]
        held["opens"].setdefault(verdict, []).append(path)
    return [{**group, "opens": list(group["opens"].items())} for group in grouped.values()]


QUESTIONS = Things(
    find=asking.read,
    dated=True,
    url=lambda given: reverse("justice:answer", args=[given.row.pk]),
    back=lazy("Back to the answer"),
)
ACTS = {
    "again": Act(
        deed=policy.ASK,
        title=lazy("Ask again"),
        heading=lazy("Ask the same again"),
        lede=lazy("The facts stay. The answer is a new one, beside the old."),
        form=lambda request, _actor, _given: Again(deeds.posted(request), initial={"as_of": deeds.at(request).date()}),
        call=lambda actor, given, data, now: (
            given.row,
            asking.put_question(actor, given.matter.pk, given.facts, data["as_of"], now, version=data["version"]),
        ),
        leads=lambda two: reverse("justice:compare", args=[one.pk for one in two]),
    ),
}


@deeds.page(policy.COMPARE)
@require_GET
def compared(request: HttpRequest, actor: Actor, question_id: UUID, other_id: UUID) -> HttpResponse:
    """Two answers of one matter: what changed."""
    before, after = asking.read_all(actor, [question_id, other_id], deeds.at(request), deed=policy.COMPARE)
    if unreadable := [given for given in (before, after) if given.unreadable]:
        messages.warning(request, unreadable[0].unreadable)
        return HttpResponseRedirect(reverse("justice:answer", args=[unreadable[0].row.pk]))
    changed = [_changed(state) for state in compare(before.answer, after.answer)]
    context = {
        "before": before,
        "after": after,
        "matter": before.matter,
        "facts": [fact_words.fact(path.removesuffix("_complete")) for path in facts_changed(before.facts, after.facts)],
        "same_law": before.row.corpus_version == after.row.corpus_version,
        "changed": [state for state in changed if state["other_verdict"]],
        "paths": [state for state in changed if not state["other_verdict"]],
    }
    return render(request, "justice/matters/compare.html", context)


def _changed(changed: Changed) -> dict[str, Any]:
    turns = [
        (
            [Link(ref, provision_url(changed.state, ref)) for ref in turn.route.split("/")],
            _verdict(turn.before),
            _verdict(turn.after),
        )
        for turn in changed.routes
    ]
    return {
        "name": law_words.state_name(changed.state),
        "before": _standing(changed.before, changed.state),
        "after": _standing(changed.after, changed.state),
        "other_verdict": _code(changed.before) != _code(changed.after),
        "turns": turns,
    }


def _code(one: Standing | None) -> str:
    return one.verdict if one else ""


def _standing(one: Standing | None, state: str) -> dict[str, str]:
    if one is None:
        return {"words": _("not named"), "tone": "", "until": ""}
    until = " ".join(filter(None, (_ends(one), *unless_said(one.unless, state))))
    return {"words": law_words.verdict(one.verdict), "tone": TONES[one.verdict], "until": until}


def _ends(one: Standing) -> str:
    """Both ends of time of a state that can prosecute."""
    if not one.verdict.startswith("open"):
        return ""
    if not one.first:
        return _("No time limit.") if one.none else ""
    given = {"day": law_words.day_text(one.first), "latest": law_words.day_text(one.last)}
    if one.none:
        return _("The first path closes on %(day)s; another has no time limit.") % given
    if one.last and one.last != one.first:
        return _("The first path closes on %(day)s, the last on %(latest)s.") % given
    return _("Act by %(day)s.") % given


def _verdict(code: str) -> str:
    return law_words.verdict(code) if code else _("not shown")


@deeds.page(policy.LIMIT)
@require_POST
def take_limit(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """Take the end of limitation of a route into a proceeding."""
    try:
        target = UUID(request.POST.get("proceeding", ""))
    except ValueError:
        messages.warning(request, _("Choose a proceeding first."))
        return HttpResponseRedirect(reverse("justice:answer", args=[question_id]))
    try:
        proceedings.take_limit(actor, target, question_id, request.POST.get("route", ""), deeds.at(request))
    except NotNow as why:
        messages.warning(request, why.words)
        return HttpResponseRedirect(reverse("justice:answer", args=[question_id]))
    messages.success(request, _("Taken over, with the provisions beside it. You will hear of it two years before."))
    return HttpResponseRedirect(reverse("justice:proceeding", args=[target]))
