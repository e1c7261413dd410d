"""The pages of somebody who learns: what there is for them, the lessons, the situations at the end, what came of it.

Each page works without JavaScript. What was answered is stored before the next page is shown.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanal.learning import hosts, mine, published, reviewing, words
from fanal.learning.attempts import attempts
from fanal.learning.attempts.attempts import FINAL, LESSONS, PRE, Going
from fanal.learning.attempts.opened import opened_at
from fanal.learning.certificates import issuing, refreshing
from fanal.learning.courses import library, paths
from fanal.learning.courses.model import Audience, BlockKind, Page
from fanal.learning.courses.roles import nearness
from fanal.learning.models import Attempt, Post
from fanal.learning.player import practice, without
from fanal.learning.player.showing import Shown
from fanal.learning.sessions import confirming
from fanal.learning.signin import views
from fanal.learning.signin.views import Sitting, learner
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.web import api as web

CONFIDENCE = (1, 2, 3, 4, 5)
TOLD = timedelta(days=30)
"""So long somebody reads that their card was opened anew, and when."""


def shown_of(sitting: Sitting, code: str) -> Shown:
    """A course that is given, in the language of the page, else in the first in which it is given."""
    languages = reviewing.given(sitting.learner.org_id, sitting.now.date()).get(code)
    if languages is None:
        raise Http404
    return _read(sitting, code, languages)


def _read(sitting: Sitting, code: str, languages: Sequence[str]) -> Shown:
    return Shown(library.shipped()[code], library.spoken(code, reviewing.nearest(sitting.language, languages)))


def draw(sitting: Sitting, template: str, **context: Any) -> HttpResponse:
    """A page of the player, with what stands around each."""
    around = {"language": sitting.language, "label": sitting.learner.label, "tell": _tell(sitting)}
    context = {**around, "apart": hosts.apart(), **context}
    return render(sitting.request, f"learning/player/{template}.html", context)


def _tell(sitting: Sitting) -> str:
    """Where a concern is told in the country of the learner's work: nobody counts who goes there."""
    post = Post.objects.filter(learner=sitting.learner, until=None).select_related("cohort").order_by("-since").first()
    path = web.concern_link(post.cohort.country, sitting.language) if post else f"/{sitting.language}/"
    return hosts.address(sitting.request, path) if hosts.apart() else path


def to(sitting: Sitting, name: str, *rest: object) -> str:
    """The address of a page of the player, in the language of this one."""
    return reverse(f"learner:{name}", args=[sitting.language, *rest])


# ---- what there is ----


@learner
def courses(sitting: Sitting) -> HttpResponse:
    """My courses: what is due again first, then what is begun, then what is for one's work; the rest is folded."""
    opened = opened_at(sitting.learner)
    told = opened if opened and sitting.now - opened < TOLD else None
    papers = confirming.waiting(sitting.learner, sitting.now.date())
    every = _rows(sitting)
    folds = not all(row["rest"] for row in every)
    rest = [row for row in every if folds and row["rest"]]
    rows = [row for row in every if not (folds and row["rest"])]
    ends = any(row["again"] and not row["again"].first for row in rows)
    more = {"opened": told, "papers": papers, "ends": ends, "first": refreshing.FIRST}
    return draw(sitting, "mine", rows=rows, rest=rest, **more, **without.shown(sitting))


def _rows(sitting: Sitting) -> list[dict[str, Any]]:
    """Each course that is given, with what is done of it. `rest`: it is for the work of others, and not begun; nothing
    is where no course is known to be for one's own."""
    one, today = sitting.learner, sitting.now.date()
    again = refreshing.due(issuing.every([one.pk], today)[one.pk], today)
    rows: list[dict[str, Any]] = []
    made = attempts.of_courses(one)
    for code, languages in reviewing.given(one.org_id, today).items():
        shown, done = _read(sitting, code, languages), made.get(code, [])
        row = {"shown": shown, "url": to(sitting, "course", code), "again": again.get(code), "begun": bool(done)}
        rows.append(row | {"passed": attempts.has_passed(done)})
    given = [row["shown"].course for row in rows]
    work = set(Post.objects.filter(learner=one, until=None).values_list("role", flat=True))

    near = {each.code: 0 if each.code == one.course else nearness(each, work, given) for each in given}
    audiences = {each.audience for each in given if not near[each.code]}
    if network.org(one.org_id).kind is OrgKind.COMPANY:
        audiences.add(Audience.TOURISM)

    for line in rows:
        course = line["shown"].course
        line["far"] = course.audience not in audiences
        others = line["far"] or near[course.code] > 1
        line["rest"] = bool(audiences) and not (line["again"] or line["begun"]) and others

    def place(row: dict[str, Any]) -> tuple[bool | int, ...]:
        course = row["shown"].course
        return not row["again"], row["passed"], not row["begun"], row["far"], near[course.code], len(course.requires)

    return sorted(rows, key=place)


@learner
def course(sitting: Sitting, code: str) -> HttpResponse:
    """One course: the lessons and how far they are read, the situations at the end."""
    shown = shown_of(sitting, code)
    done = attempts.of_course(sitting.learner, shown.course)
    here = attempts.of_version(done, shown.course)
    seen = {page for one in here if one.use == LESSONS for page in _going(sitting, one.pk).state.seen}
    pages = [f"{lesson}.{page.id}" for lesson, page in shown.course.places]
    left = next((name for name in pages if name not in seen), None)
    forms = [one for one in here if one.use != LESSONS]
    finals = [one for one in done if one.use == FINAL]
    passed = next((one for one in reversed(finals) if one.passed), None)
    context = {
        "shown": shown,
        "objectives": [shown.texts[key] for key in shown.course.objectives],
        "requires": [_shown_or_none(sitting, name) for name in shown.course.requires],
        "seen": len(seen & set(pages)),
        "whole": len(pages),
        "next": to(sitting, "page", code, *(left or pages[0]).split(".")),
        "read": left is None,
        "asked_before": any(one.use == PRE for one in forms),
        "pre": bool(shown.course.forms.get(PRE)),
        "open": next(
            (to(sitting, "attempt", one.pk) for one in done if one.use != LESSONS and not one.finished_at), ""
        ),
        "passed": passed is not None,
        "first": refreshing.FIRST if passed and _counts_no_more(sitting, passed) else "",
        "paper": to(sitting, "certificate", passed.pk) if passed else "",
        **practice.steps(sitting.learner, shown, sitting.now.date()),
        "tries": [(one.finished_at, to(sitting, "attempt", one.pk)) for one in finals],
        "talk": attempts.failed_today(done, sitting.now) >= attempts.TALK_AFTER,
    }
    return draw(sitting, "course", **context)


def _counts_no_more(sitting: Sitting, passed: Attempt) -> bool:
    """Whether what somebody holds for having passed is one of the first certificates."""
    today = sitting.now.date()
    held = issuing.of_attempt(passed, today)
    return held is not None and issuing.checked(held, today).first


def _shown_or_none(sitting: Sitting, code: str) -> tuple[str, str]:
    try:
        return shown_of(sitting, code).title, to(sitting, "course", code)
    except Http404:
        return library.shipped()[code].texts["title"], ""


# ---- lessons ----


@require_http_methods(["GET", "POST"])
@learner
def page(sitting: Sitting, code: str, lesson: str, name: str) -> HttpResponse:
    """One page of a lesson. What was seen is remembered, so that one goes on there on any device."""
    shown = shown_of(sitting, code)
    places, at = shown.course.places, shown.course.place(lesson, name)
    if at is None:
        raise Http404
    row = attempts.begin(sitting.learner, shown.course, shown.lang, LESSONS, sitting.now)
    here = _going(sitting, row.pk)
    if sitting.request.method == "POST":
        return _answered(sitting, here, places[at][1])
    attempts.see(here, f"{lesson}.{name}", sitting.now)
    following, before = places[at + 1 : at + 2], places[max(at - 1, 0) : at]
    context = {
        "shown": shown,
        **shown.page(places[at][1], here.state.answers),
        "here": to(sitting, "page", code, lesson, name),
        "steps": [("done" if n < at else "now" if n == at else "") for n in range(len(places))],
        "number": at + 1,
        "whole": len(places),
        "following": to(sitting, "page", code, following[0][0], following[0][1].id) if following else "",
        "before": to(sitting, "page", code, before[0][0], before[0][1].id) if before else "",
        "course": to(sitting, "course", code),
        "missed": "missed" in sitting.request.GET,
    }
    return draw(sitting, "page", **context)


def _answered(sitting: Sitting, here: Going, one: Page) -> HttpResponse:
    """A situation or a question of a lesson was answered: the page shows what each choice would bring."""
    item = sitting.request.POST.get("item", "")
    asked = [block.ref for block in one.blocks if block.kind in _ANSWERED]
    known = {*asked, *(each.id for each in paths.reached(here.course, asked))}
    chosen = ",".join(sitting.request.POST.getlist("choice"))
    if item in known and chosen:
        attempts.practise(here, item, chosen, sitting.now)
    missed = "" if chosen else "?missed"
    return HttpResponseRedirect(f"{sitting.request.path}{missed}#{item if item in known else 'main'}")


_ANSWERED = {BlockKind.SCENARIO, BlockKind.QUESTION}


# ---- attempts ----


def _going(sitting: Sitting, pk: UUID) -> Going:
    found = attempts.going(sitting.learner, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["POST"])
@learner
def begin(sitting: Sitting, code: str, use: str) -> HttpResponse:
    """Begin the situations before a course, or at its end."""
    shown = shown_of(sitting, code)
    if use not in shown.course.forms:
        raise Http404
    row = attempts.begin(sitting.learner, shown.course, shown.lang, use, sitting.now)
    return HttpResponseRedirect(to(sitting, "attempt", row.pk))


@require_http_methods(["GET", "POST"])
@learner
def attempt(sitting: Sitting, attempt: UUID) -> HttpResponse:
    """The situation that is open; after the last how sure one is; then what came of it."""
    rows = Attempt.objects.filter(learner=sitting.learner, pk=attempt, confirmed=True).exclude(use=LESSONS)
    row = rows.first()
    if row is None:
        raise Http404
    one = attempts.going(sitting.learner, attempt)
    if one is None or attempts.is_closed(row, opened_at(sitting.learner)):
        return draw(sitting, "closed", row=row, course=to(sitting, "course", row.course), earlier=one is None)
    given = reviewing.given(sitting.learner.org_id, sitting.now.date()).get(row.course, ())
    lacks = row.finished_at is None and one.state.finished_at is not None
    if lacks or (row.finished_at is None and not given):
        return draw(sitting, "closed", row=row, course=to(sitting, "mine"), parts=lacks, withdrawn=not lacks)
    language = row.language if row.finished_at else reviewing.nearest(row.language, given)
    shown = Shown(one.course, published.spoken(one.course, language))
    open_one = one.next_open
    if sitting.request.method == "POST":
        return _posted(sitting, one)
    if one.row.finished_at is not None:
        return draw(sitting, "result", **_result(sitting, one, shown))
    frame = {"shown": shown, "number": min(one.number + 1, len(one.asked)), "whole": len(one.asked)}
    frame |= {"course": to(sitting, "course", one.course.code), "missed": "missed" in sitting.request.GET}
    if open_one is None:
        return draw(sitting, "sure", levels=CONFIDENCE, **frame)
    follows = open_one.id not in {each.id for each in one.asked}
    return draw(sitting, "asked", situation=shown.to_choose(open_one, one.row.seed), follows=follows, **frame)


def _posted(sitting: Sitting, one: Going) -> HttpResponse:
    here, said = sitting.request.path, sitting.request.POST
    if one.row.finished_at is not None:
        return HttpResponseRedirect(here)
    if one.next_open is None:
        if "finish" in said:  # not the last answer, sent twice
            attempts.finish(one, said.get("sure", ""), sitting.now)
        return HttpResponseRedirect(here)
    if not said.get("choice") and said.get("item") == one.next_open.id:
        return HttpResponseRedirect(f"{here}?missed")
    attempts.answer(one, said.get("item", ""), said.get("choice", ""), sitting.now)
    return HttpResponseRedirect(here)


def _result(sitting: Sitting, one: Going, shown: Shown) -> dict[str, Any]:
    before = attempts.of_course(sitting.learner, one.course)
    situations = [
        {"parts": [shown.situation(met, [made]) for met, made in one.walked(each)], "truth": words.TRUTHS[each.truth]}
        for each in (one.asked if one.row.use == FINAL else [])
    ]
    return {
        "shown": shown,
        "row": one.row,
        "final": one.row.use == FINAL,
        "balance": attempts.balance(one),
        "again": attempts.look_again(one),
        "situations": situations,
        "talk": attempts.failed_today(before, sitting.now) >= attempts.TALK_AFTER,
        "course": to(sitting, "course", one.course.code),
        "begin": to(sitting, "begin", one.course.code, FINAL),
        "paper": to(sitting, "certificate", one.row.pk) if one.row.passed else "",
    }


# ---- what is held of somebody ----


@learner
def data(sitting: Sitting) -> HttpResponse:
    """All that is held of the learner."""
    held, missed = mine.held(sitting.learner), "missed" in sitting.request.GET
    answers = sum(len(one["answers"]) for one in held["attempts"])
    invited = library.shipped().get(sitting.learner.course)
    more = {
        "opened": opened_at(sitting.learner),
        "invited": library.spoken(invited.code, sitting.language).texts["title"] if invited else "",
    }
    return draw(sitting, "data", held=held, attempts=len(held["attempts"]), answers=answers, missed=missed, **more)


@learner
def take(sitting: Sitting) -> HttpResponse:
    """The same as a file."""
    answer = JsonResponse(mine.held(sitting.learner), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-learning.json"'
    return answer


@require_http_methods(["POST"])
@learner
def delete(sitting: Sitting) -> HttpResponse:
    """Delete all of it; the card opens nothing any more."""
    if sitting.request.POST.get("sure") != "yes":
        return HttpResponseRedirect(f"{to(sitting, 'data')}?missed")
    mine.delete(sitting.learner, sitting.now)
    return views.left(f"{to(sitting, 'in')}?deleted")
