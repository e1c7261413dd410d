"""The plan of a company, criterion by criterion, with what was said of it; its versions side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotAllowed, NotHere, may, stated
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known, words
from fanal.tourism.desk.acts import titled
from fanal.tourism.desk.acts import url_of as membership_url
from fanal.tourism.desk.plan_acts import PLAN_ACTS, criterion_names, criterion_of, url_of
from fanal.tourism.desk.plan_acts import criterion as criterion_in
from fanal.tourism.membership import flow, rows
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import GO_OVER
from fanal.tourism.models import Action, Membership, Plan, PlanComment, Site
from fanal.tourism.planning import policy as deeds
from fanal.tourism.planning.actions import OVER, WRITES
from fanal.tourism.plans import criteria, plans
from fanal.tourism.plans.plans import SEND, SETTLE, Line
from fanal.tourism.policy import SEE
from fanal.tourism.programmes.model import Requirement, Scope
from fanal.tourism.said import said
from fanal.tourism.scoring.model import RequirementScore, Score
from fanal.web import api as web

# ---- the whole ----


@web.deeds.page(SEE)
@require_GET
def plan(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """The plan by criterion, what is the company's own, and the versions that were sent in."""
    row, today = rows.find(actor, membership), web.deeds.at(request).date()
    told, comments = _Told(actor, row, today), plans.comments(row)
    after = criteria.newer(row, today)
    versions = plans.versions(row)
    lines = [_line(told, comments, number, title) for number, title in _criteria(row)]
    context = {
        "row": row, "company": row.org.name, "title": titled(row), "url": membership_url(row), "mine": _mine(actor),
        "criteria": lines,
        "columns": [_("Criterion"), _("Has an action")],
        "own": [told.action(one) for one in told.actions if not one.requirements],
        "own_comments": [told.comment(one) for one in comments if criterion_of(row, one.requirement) is None],
        "lacking": plans.lacking(row, plans.lines(row), today),
        "can_write": told.writes,
        "go_on": next((line for line in lines if line["lacks"]), None) if told.writes else None,
        "locked": _mine(actor) and State(row.state) not in WRITES and State(row.state) not in OVER,
        "changed": told.changed,
        "buttons": [] if told.changed else _buttons(actor, row, versions),
        "versions": [_version(actor, row, one) for one in versions],
        "version_columns": [_("Version"), _("Sent in"), _("State")],
        "newer": after and _newer(actor, row, after),
    }  # fmt: skip
    return render(request, "tourism/desk/plan.html", context)


def _mine(actor: Actor) -> bool:
    return actor.org_kind is OrgKind.COMPANY


def _criteria(row: Membership) -> list[tuple[int, str]]:
    return [(one.number, said(one.title)) for one in sorted(known.criteria(row).criteria, key=lambda c: c.number)]


def _line(told: "_Told", comments: Sequence[PlanComment], number: int, title: str) -> dict[str, Any]:
    names = criterion_names(told.row, number)
    asked = [one.id for one in told.required if one.id in names]
    done = sum(bool(told.serving(name)) for name in asked)
    blocks = plans.blocking([one for one in comments if one.requirement in names])
    share = _("%(done)s of %(all)s") % {"done": web.digits(done), "all": web.digits(len(asked))}
    return {
        "cells": [f"{web.digits(number)}. {title}", _open() if blocks else share],
        "url": reverse("travel:criterion", args=[told.row.pk, number]), "open": title, "lacks": done < len(asked),
    }  # fmt: skip


def _buttons(actor: Actor, row: Membership, versions: Sequence[Plan]) -> list[dict[str, Any]]:
    """What can be done with the plan as a whole; that of an application goes with it."""
    if State(row.state) not in flow.JOINED:
        return []
    waits = any(one.state == plans.IN_REVIEW for one in versions)
    names = ["approve_plan", "return_plan"] if waits else []
    asked = {"send_plan": SEND, "approve_plan": SETTLE, "return_plan": SETTLE}
    return [
        {"label": PLAN_ACTS[name].titled(row), "url": reverse(f"travel:{name}", args=[row.pk]), "quiet": at > 1}
        for at, name in enumerate(["send_plan", *names])
        if may(actor, asked[name], row)
    ]


def _newer(actor: Actor, row: Membership, after: Any) -> dict[str, Any]:
    """What is asked for by the newer criteria that the membership is not by yet."""
    found = criteria.compared(row, after)
    lines = [
        (_("As before"), web.listed(found.same)),
        (_("In other words, or otherwise"), web.listed(found.changed)),
        (_("In the place of others"), web.listed([f"{old}: {web.listed(new)}" for old, new in found.moved.items()])),
        (_("Asked no more"), web.listed(found.retired)),
        (_("New"), web.listed(found.added)),
    ]
    return {
        "version": after.version,
        "until": web.day_words(criteria.until(row, after)),
        "lines": [line for line in lines if line[1]],
        "url": reverse("travel:go_over", args=[row.pk])
        if State(row.state) in WRITES and may(actor, GO_OVER, row)
        else "",
    }


# ---- a criterion ----


@web.deeds.page(SEE)
@require_GET
def criterion(request: HttpRequest, actor: Actor, membership: UUID, number: int) -> HttpResponse:
    """What a criterion asks and why, what the company does for it, how far it is, what was said."""
    found = criterion_in(actor, membership, number)
    row, today = found.row, web.deeds.at(request).date()
    told, comments = _Told(actor, row, today), plans.comments(row)
    here = [one for one in told.required if one.id in criterion_names(row, number)]
    order = [at for at, _title in _criteria(row)]
    at = order.index(number)
    context = {
        "row": row, "url": url_of(row), "title": f"{web.digits(number)}. {said(found.criterion.title)}",
        "purpose": said(found.criterion.purpose), "mine": _mine(actor), "company": row.org.name,
        "asked": [told.asked(one, [c for c in comments if c.requirement == one.id]) for one in here],
        "adopt": reverse("travel:adopt", args=[row.pk, number])
        if told.writes and any(not told.serving(one.id) for one in here) else "",
        "changed": told.changed,
        "following": reverse("travel:criterion", args=[row.pk, order[at + 1]]) if at + 1 < len(order) else "",
        "unreviewed": known.criteria(row).is_draft,
    }  # fmt: skip
    return render(request, "tourism/desk/criterion.html", context)


def _changed(row: Membership) -> str:
    """What people read where a plan, or what was said or found of it, is not as it was left."""
    try:
        rows.need_believed(row)
        plans.need_actions(row.org_id)
    except NotAllowed:
        return stated.words()
    return ""


class _Told:
    """A plan as the actor reads it."""

    def __init__(self, actor: Actor, row: Membership, today: date) -> None:
        self.actor, self.row = actor, row
        self.company = plans.company_of(row, today)
        self.required = plans.required(row, self.company)
        self.actions = plans.actions(row)
        self.today = today
        self.changed = _changed(row)
        self.writes = not self.changed and State(row.state) in WRITES and bool(may(actor, plans.PLAN, row))
        goes_on = not self.changed and State(row.state) not in OVER
        self.says = goes_on and bool(may(actor, plans.SAY, row))
        self.reviews = goes_on and bool(may(actor, deeds.COMMENT, row))
        self.replies = not self.changed and bool(may(actor, deeds.REPLY, row))
        self.codes = codes_of(row)

    @cached_property
    def scores(self) -> Mapping[str, RequirementScore]:
        """How far each requirement is; nothing where somebody changed what that rests on."""
        if self.changed:
            return {}
        found: Score = plans.score(self.row, self.today)
        return {one.id: one for each in found.criteria for one in each.requirements}

    def serving(self, name: str) -> list[Action]:
        return [one for one in self.actions if name in plans.serves(one, self.row)]

    def asked(self, one: Requirement, comments: Iterable[PlanComment]) -> dict[str, Any]:
        """A requirement with all that stands at it."""
        return {
            "id": one.id,
            "text": said(one.text),
            "mandatory": one.mandatory,
            "where": self._where(one),
            "far": how_far(self.scores[one.id]) if one.id in self.scores else "",
            "actions": [self.action(action) for action in self.serving(one.id)],
            "comments": [self.comment(each) for each in comments],
            "add": reverse("travel:add_action", args=[self.row.pk, one.id]) if self.writes else "",
            "comment": reverse("travel:comment", args=[self.row.pk, one.id]) if self.reviews else "",
        }

    def _where(self, one: Requirement) -> str:
        if one.scope is Scope.COMPANY or not self.company.sites:
            return _("once for the company")
        return _("at each place (%(count)s)") % {"count": web.digits(len(self.company.sites))}

    def action(self, one: Action) -> dict[str, Any]:
        """An action, with what can be done with it."""
        names: tuple[tuple[str, str], ...] = (("how_far", _("Say how far it is")),) if self.says else ()
        names += (("change_action", _("Change")), ("end_action", _("We do it no more"))) if self.writes else ()
        names += (("comment_action", _("Say something")),) if self.reviews else ()
        line = plans.line(one, self.row)
        return {
            "what": one.text or _("as it is asked"),
            "facts": web.dots(*self.parts(line)),
            "note": one.note,
            "links": [(label, reverse(f"travel:{name}", args=[self.row.pk, one.pk])) for name, label in names],
        }

    def parts(self, line: Line) -> list[str]:
        return parts(self.actor, line, self.codes)

    def comment(self, one: PlanComment) -> dict[str, Any]:
        """Something that was said. Of others one reads the organisation."""
        is_open = one.blocking and one.settled_at is None
        return {
            "who": rows.named(self.actor, one.by),
            "at": one.at,
            "words": one.words,
            "tag": "" if not one.blocking else _open() if is_open else _settled(),
            "reply": reverse("travel:reply_on_plan", args=[self.row.pk, one.pk])
            if self.replies and one.by.org_id != self.row.org_id else "",
            "settle": reverse("travel:settle_comment", args=[self.row.pk, one.pk])
            if self.reviews and is_open else "",
        }  # fmt: skip


def _open() -> Any:
    return web.tag(_("has to change"), "soon")


def _settled() -> Any:
    return web.tag(_("settled"), "ok")


def codes_of(row: Membership) -> Mapping[str, str]:
    """The codes of the places of a company, by identifier."""
    return {str(pk): code for pk, code in Site.objects.filter(org_id=row.org_id).values_list("pk", "code")}


def parts(actor: Actor, line: Line, codes: Mapping[str, str]) -> list[str]:
    """Who, until when, where: of an action, or of one in a version."""
    if not line["owner"]:
        who = _("to be named")
    else:
        who = network.person(UUID(line["owner"])).name if _mine(actor) else _("somebody of the company")
    where = web.listed([codes.get(site, "?") for site in line["sites"]])
    return [who, _("until %(day)s") % {"day": web.day_words(date.fromisoformat(line["due"]))}, where]


def how_far(one: RequirementScore) -> str:
    """How far something is, by the number of places where it is more than one."""
    found = Counter(place.level for place in one.places)
    if len(one.places) == 1:
        return str(words.LEVELS[one.places[0].level])
    return web.listed([f"{words.LEVELS[at]}: {web.digits(found[at])}" for at in sorted(found, reverse=True)])


# ---- versions ----


def _stands(row: Membership, one: Plan) -> tuple[Promise, str]:
    """Where a version stands. Nobody looks at one any more where the membership ended before somebody decided it."""
    over = State(row.state) not in flow.BEFORE | flow.JOINED
    return (lazy("never decided"), "") if over and one.state == plans.IN_REVIEW else words.PLANS[one.state]


def _version(actor: Actor, row: Membership, one: Plan) -> dict[str, Any]:
    (label, kind), who = _stands(row, one), rows.named(actor, one.sent_by)
    return {
        "cells": [web.digits(one.number), web.dots(web.day_words(one.sent_at), who), web.tag(label, kind)],
        "url": reverse("travel:plan_version", args=[row.pk, one.number]), "open": web.digits(one.number),
    }  # fmt: skip


@web.deeds.page(SEE)
@require_GET
def version(request: HttpRequest, actor: Actor, membership: UUID, number: int) -> HttpResponse:
    """A version beside the one before it: what is new, what changed, what is gone."""
    row = rows.find(actor, membership)
    found = {one.number: one for one in plans.versions(row)}
    if number not in found:
        raise NotHere
    before = found.get(max((each for each in found if each < number), default=0))
    old = {line["action"]: line for line in before.lines} if before else {}
    new = {line["action"]: line for line in found[number].lines}
    codes = codes_of(row)

    def cell(line: Line | None) -> str:
        if line is None:
            return ""
        return web.dots(line["text"] or _("as it is asked"), *parts(actor, line, codes))

    lines = [
        {"cells": [_asked(row, old.get(key), new.get(key)), cell(old.get(key)), cell(new.get(key)), mark]}
        for key in dict.fromkeys((*old, *new))
        if (mark := _mark(old.get(key), new.get(key), bool(before)))
    ]
    label, kind = _stands(row, found[number])
    columns = [_("For"), "", _("Version %(number)s") % {"number": web.digits(number)}, ""]
    if before:
        columns[1] = _("Version %(number)s") % {"number": web.digits(before.number)}
        columns[3] = _("What changed")
    else:
        columns, lines = [columns[0], columns[2]], [{"cells": one["cells"][::2]} for one in lines]
    context = {
        "row": row, "url": url_of(row), "number": number, "before": before, "rows": lines, "columns": columns,
        "tag": web.tag(label, kind), "sent_at": found[number].sent_at, "criteria": found[number].criteria,
        "same": sum(old.get(key) == line for key, line in new.items()),
    }  # fmt: skip
    return render(request, "tourism/desk/version.html", context)


def _asked(row: Membership, *lines: Line | None) -> str:
    """What the lines are for, in words: nobody knows a requirement by its number. Of one of an older set the number."""
    names = dict.fromkeys(name for line in lines if line for name in line["requirements"])
    known_now = {one.id: said(one.text) for one in known.criteria(row).requirements}
    return web.listed(f"{name} {known_now.get(name, '')}".strip() for name in names) or _("its own")


def _mark(old: Line | None, new: Line | None, compares: bool) -> Any:
    if not compares:
        return web.tag(_("new"), "info")
    if old == new:
        return ""
    if old is None:
        return web.tag(_("new"), "ok")
    return web.tag(_("changed"), "info") if new else web.tag(_("gone"), "soon")
