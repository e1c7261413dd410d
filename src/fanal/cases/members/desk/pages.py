"""Pages of what goes between members: whom to ask, what would leave, the draft, and one as both sides see it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fanal.access import api as access
from fanal.access.api import NotHere, NotNow
from fanal.cases import readiness
from fanal.cases.codes_work import Passed
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.files import File, case_of
from fanal.cases.members import arriving, asking, coming, members, seen
from fanal.cases.members.desk import acts, wording
from fanal.cases.members.kind import kind_of
from fanal.cases.members.policy import LIST, NAMES, OPEN_TAKEN, PASS_ON, REQUEST
from fanal.cases.members.seen import Seen, Wanted
from fanal.cases.model import words
from fanal.cases.models import Case, Service, TakenOver, Transition
from fanal.cases.opening.desk import same
from fanal.cases.opening.desk.opening import Open, Ways, go_on
from fanal.cases.opening.opening import check
from fanal.cases.passing_on.desk import adding, leaves
from fanal.cases.planning import helping
from fanal.network.contracts import Actor
from fanal.passing.api import page, sending, states
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed
from fanal.web import api as web

# ---- whom ----


@web.deeds.page(PASS_ON)
@require_safe
def whom(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The members with whom there is an agreement, and what it carries."""
    case = case_of(actor, case_id)
    access.ask(actor, PASS_ON, case)
    rows = [
        {
            "name": f"{org.name}, {org.country}",
            "ways": [
                (
                    wording.WAYS[role],
                    reverse("cases:member_new", args=[case.pk, role.value, org.id]) if answer else "",
                    "" if isinstance(answer, Allowed) else answer.words,
                )
                for role, answer in roles.items()
                if role in wording.WAYS and access.may(actor, PASS_ON, _offer(case, role))
            ],
        }
        for org, roles in seen.partners(actor.org, web.deeds.at(request))
    ]
    return render(request, "cases/members/whom.html", {"case": case, "rows": rows})


def _offer(case: Case, role: Passed) -> Transition:
    """As the policy looks at one that is not there yet."""
    return Transition(case=case, org_id=case.org_id, role=role.value, state=State.DRAFT.value)


# ---- what would leave ----


@web.deeds.page(PASS_ON)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, case_id: UUID, role: str, org: UUID) -> HttpResponse:
    """What would leave for a member; what is written for them. What is kept from here is shown once more before it is
    sent."""
    case, now = case_of(actor, case_id), web.deeds.at(request)
    if role not in wording.WAYS:
        raise NotHere
    access.ask(actor, PASS_ON, _offer(case, Passed(role)))
    with files.looking(actor, case_id, now) as found:
        helps = _askable(found) if role == Passed.REFERRAL else {}
        if role == Passed.REFERRAL and not helps:
            return render(request, "cases/members/new.html", {"case": case, "none": True, "way": wording.WAYS[role]})
        chosen = request.POST.get("help") or request.GET.get("help") or next(iter(helps), "")
        wish = Wanted(
            Passed(role), org, case.risk == "critical", UUID(chosen) if chosen in helps else None
        )  # fmt: skip
        made = seen.seen(found, wish, now)
    form = _form(request, made, helps, wish)
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form), page.saying(adding.ADD):
            row = filled.named(_keep)(actor, (case_id, wish), adding.filled(form), now)
            return HttpResponseRedirect(acts.url_of(row))
    context = {"case": case, "form": form, "way": wording.WAYS[role], "transfer": role == Passed.TRANSFER}
    return render(request, "cases/members/new.html", context | _shown(made))


def _askable(found: File) -> dict[str, str]:
    """The help of the plan that can be asked for, in words."""
    rows = [one for one in found.of(Service) if one.row.state in helping.ASKABLE and not one.unreadable]
    return {str(one.row.pk): words.code("service_type", one.said["type"]) for one in rows}


def _keep(actor: Actor, where: tuple[UUID, Wanted], data: dict[str, Any], now: datetime) -> Transition:
    case_id, wish = where
    said = filled.of("referral", data)
    help_ = UUID(data["help"]) if data.get("help") else None
    wish = Wanted(wish.role, wish.org, bool(said.get("urgent")), help_, (), data["added"])
    return members.draft(actor, case_id, wish, said, data["request_key"], now)


def _form(request: HttpRequest, made: Seen, helps: dict[str, str], wish: Wanted) -> filled.Filled:
    form = filled.form(
        lazy("See it once more before you send it"), filled.fields("referral", *seen.WRITTEN, "urgent"),
        web.deeds.posted(request), held={"referral.urgent": wish.urgent},
        required=[f"referral.{name}" for name in seen.WRITTEN],
    )  # fmt: skip
    if helps:
        help_ = forms.ChoiceField(label=_("Which help of the plan?"), choices=list(helps.items()))
        form.ask({"help": help_})
        form.initial["help"] = str(wish.help)
        form.groups = (web.Group(("help",)), *form.groups)  # type: ignore[misc]
    adding.ask(form, made.made.pack.stays)
    return form


def _shown(made: Seen) -> dict[str, object]:
    agreement = made.made.agreement
    agreed = [agreement.words] if isinstance(agreement, Allowed) else []
    return leaves.shown(made.made) | {
        "to": made.to.name,
        "leaves": wording.facts(made.made.pack.leaves),
        "why_not": [_(one.words) for one in made.refusals],
        "allows": [*leaves.ground_until(made.made), *agreed],
    }


# ---- one ----


@web.deeds.page(LIST)
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """One, on either side. Opening what is sealed stands in the journal."""
    row = members.transition_of(actor, row_id)
    if row.state == State.DRAFT:
        return _draft(request, actor, row)
    if request.method == "POST":
        return HttpResponseRedirect(acts.url_of(row))
    now = web.deeds.at(request)
    read, context = page.look(kind_of(row), actor, row, now)
    context |= {
        "urgent": row.urgent and row.state == State.OFFERED,
        "facts": wording.read_facts(read) if read else [],
        "why": wording.way(row),
        "acts": acts.shown(actor, row),
        "acts_at": "cases:transition_",
        "heading": web.dots(wording.way(row), wording.with_whom(row, mine=bool(context["mine"]))),
        "back": _came_back(row, mine=bool(context["mine"])),
        "case": row.case if context["mine"] else None,
        "outcome": "" if row.role == Passed.TRANSFER else context["outcome"],
        "met": row.role == Passed.TRANSFER and row.outcome == HandoverOutcome.HELPED,
        **_taking(actor, row, mine=bool(context["mine"])),
    }
    return render(request, "cases/members/transition.html", context)


def _came_back(row: Transition, *, mine: bool) -> bool:
    """Whether whoever sent it is to look for another way. Who only asked for a child never answered for it."""
    over = row.state in {State.DECLINED, State.EXPIRED, State.REVOKED} and not row.outcome
    return mine and over and row.role != Passed.REQUEST


def _taking(actor: Actor, row: Transition, *, mine: bool) -> dict[str, object]:
    """On the side of whoever takes a child over: who of ours takes it on, and the file."""
    taken = None if mine else access.visible(actor, TakenOver.objects.filter(transition=row)).first()
    if taken is None or row.state not in {State.ACCEPTED, State.COMPLETED}:
        return {}
    opens = taken.case_id is None and row.released and bool(access.may(actor, OPEN_TAKEN, taken))
    return {"taken": taken, "to_open": opens}


def _draft(request: HttpRequest, actor: Actor, row: Transition) -> HttpResponse:
    """What is kept and not sent yet: exactly what would leave, and who must confirm it."""
    access.ask(actor, PASS_ON, row)
    now, kind, act = web.deeds.at(request), kind_of(row), request.POST.get("act")
    problem = ""
    if request.method == "POST":
        try:
            with page.saying(adding.ADD):
                if act == "again":
                    members.redraft(actor, row.pk, now)
                else:
                    row = members.confirm(actor, row.pk, request.POST.get("seen", ""), now)
                    messages.success(request, _after(row))
            return HttpResponseRedirect(acts.url_of(row))
        except NotNow as why:
            problem = str(why)
        row = members.transition_of(actor, row.pk)
    try:
        with page.saying(adding.ADD):
            made, same = members.look_again(actor, row.pk, now)
    except NotNow as why:
        return render(request, "cases/members/draft.html", {"row": row, "case": row.case, "why_not": [str(why)]})
    waits = row.confirmed_by_id is not None and sending.waits_for_second(kind, row, actor)
    context = {
        "row": row, "case": row.case, "problem": problem, "changed": not same, "seen": made.preview.hash,
        "way": wording.way(row), "waits": waits, "first": sending.waits_for_second(kind, row, actor),
        "by": row.confirmed_by.name if row.confirmed_by else "", "urgent": row.urgent,
        "hours": web.digits(int(states.answer_limit(urgent=row.urgent).total_seconds() // 3600)),
    }  # fmt: skip
    return render(request, "cases/members/draft.html", context | _shown(made))


def _after(row: Transition) -> str:
    if row.state == State.OFFERED:
        return _("Sent: they see the card and nothing else. You have a task when they answer.")
    return _("Confirmed by you. A second person must confirm it too, and then it goes.")


@web.deeds.page(LIST)
@require_safe
def opened_by(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """Who did what with it, on both sides."""
    row = members.transition_of(actor, row_id)
    context = {"row": row, "back": acts.url_of(row), "events": access.history(actor, row.pk)}
    return render(request, "passing/history.html", context)


# ---- who the child is ----


@web.deeds.page(NAMES)
@require_http_methods(["GET", "POST"])
def names(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """The second confirmation of a transfer: who the child is, exactly as it would go."""
    now, problem = web.deeds.at(request), ""
    if request.method == "POST":
        try:
            with page.saying(adding.ADD):
                row = arriving.send_names(actor, row_id, request.POST.get("seen", ""), now)
            messages.success(request, _("Sent. They open the file and say when they met the child."))
            return HttpResponseRedirect(acts.url_of(row))
        except NotNow as why:
            problem = str(why)
    row, made, shown = arriving.look_at_names(actor, row_id, now)
    context = {
        "row": row, "case": row.case, "seen": shown, "problem": problem, "to": row.recipient.name,
        "leaves": wording.facts(made.pack.leaves), "stays": leaves.stay_facts(made.pack.stays),
        "why_not": leaves.why_not(made),
    }  # fmt: skip
    return render(request, "cases/members/names.html", context)


# ---- the new file ----


@web.deeds.page(OPEN_TAKEN)
@require_http_methods(["GET", "POST"])
def open_file(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """Open the file of a child whom another member hands over, filled from what came."""
    now, taken = web.deeds.at(request), arriving.taken_of(actor, row_id)
    access.ask(actor, OPEN_TAKEN, taken)
    if taken.case_id is not None:
        return HttpResponseRedirect(reverse("cases:file", args=[taken.case_id]))
    try:
        read = arriving.came(actor, row_id, now)
    except NotNow as why:
        messages.info(request, str(why))
        return HttpResponseRedirect(reverse("cases:transition", args=[row_id]))
    form = Open(coming.prefill(read), web.deeds.posted(request), grounded=False)
    if request.method == "POST" and form.is_valid() and same.BACK not in request.POST:
        ways = Ways(
            lambda answers: check(answers, grounded=False),
            lambda answers: arriving.open_file(actor, row_id, answers, wording.lines(read), now),
            lambda case: arriving.add_to(actor, row_id, case, now),
            lazy("The handover belongs to the file of this child now."),
        )
        with web.deeds.telling(form):
            return go_on(request, actor, form, ways, now)
    context = {
        "form": form, "row": taken.transition, "taken": taken, "facts": wording.read_facts(read),
        "ready": readiness.may_open(taken.org_id, now.date()),
    }  # fmt: skip
    return render(request, "cases/members/open.html", context)


# ---- to be handed a child ----


@web.deeds.page(REQUEST)
@require_http_methods(["GET", "POST"])
def ask_for(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask a member to hand over a child, in words."""
    now = web.deeds.at(request)
    orgs = [(str(org.id), org.name) for org, roles in seen.partners(actor.org, now) if roles[Passed.REQUEST]]
    form = filled.form(
        lazy("Ask them"), filled.fields("referral", *asking.WRITTEN, "urgent"), web.deeds.posted(request),
        required=[f"referral.{name}" for name in asking.WRITTEN],
    )  # fmt: skip
    to = forms.ChoiceField(label=_("Which member?"), choices=[("", _("Choose")), *orgs])
    form.ask({"to": to, "request_key": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)})
    form.groups = (web.Group(("to",)), *form.groups)  # type: ignore[misc]
    form.fields["referral_need"].label = _("Which child, and why do you want to take the work on?")
    form.fields["referral_need"].help_text = _(
        "As you spoke of it: for example the number of their file. Do not name the child."
    )
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            data = form.cleaned_data | {"asked": form.asked()}
            row = filled.named(_ask_for)(actor, None, data, now)
            messages.success(request, _("Sent. You have a task when they answer."))
            return HttpResponseRedirect(acts.url_of(row))
    return render(request, "cases/members/ask.html", {"form": form, "nobody": not orgs})


def _ask_for(actor: Actor, _thing: None, data: dict[str, Any], now: datetime) -> Transition:
    said = filled.of("referral", data)
    return asking.send(actor, UUID(data["to"]), said, data["request_key"], now, urgent=bool(said.get("urgent")))


# ---- lists ----


@web.deeds.page(LIST)
@require_safe
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What goes between this organisation and other members, what waits for an answer first."""
    return wording.drawn_list(request, actor)
