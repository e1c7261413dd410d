"""The pages of somebody who learns: what there is for them, the lessons, the situations at the end, what came of it.

Each page works without JavaScript. What was answered is stored before the next page is shown.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanal.learning import reviewing, words
from fanal.learning.attempts import attempts, mine
from fanal.learning.attempts.attempts import FINAL, LESSONS, PRE, Going
from fanal.learning.courses import library
from fanal.learning.courses.model import BlockKind, Page
from fanal.learning.player.showing import Shown
from fanal.learning.signin.views import Sitting, learner
from fanal.web import api as web

CONFIDENCE = (1, 2, 3, 4, 5)


def _given(sitting: Sitting) -> dict[str, list[str]]:
    """By code, the courses that the learner's organisation gives, each with its languages."""
    today, org = sitting.now.date(), sitting.learner.org_id
    found = {code: reviewing.live(org, course, today) for code, course in library.shipped().items()}
    return {code: languages for code, languages in found.items() if languages}


def _shown(sitting: Sitting, code: str) -> Shown:
    """A course that is given, in the language of the page, else in the first in which it is given."""
    course = library.shipped().get(code)
    languages = reviewing.live(sitting.learner.org_id, course, sitting.now.date()) if course else []
    if course is None or not languages:
        raise Http404
    language = sitting.language if sitting.language in languages else languages[0]
    return Shown(course, library.spoken(code, language))


def _draw(sitting: Sitting, template: str, **context: Any) -> HttpResponse:
    frame = {"language": sitting.language, "label": sitting.learner.label, "tell": _tell(sitting)}
    return render(sitting.request, f"learning/player/{template}.html", {**frame, **context})


def _tell(sitting: Sitting) -> str:
    """Where somebody is told: nobody counts who goes there."""
    return f"/{web.public_language()}/"


def _to(sitting: Sitting, name: str, *rest: object) -> str:
    return reverse(f"learner:{name}", args=[sitting.language, *rest])


# ---- what there is ----


@learner
def courses(sitting: Sitting) -> HttpResponse:
    """My courses: the next first, with what is done."""
    rows = []
    for code in _given(sitting):
        shown = _shown(sitting, code)
        done = attempts.of_course(sitting.learner, shown.course)
        passed = attempts.has_passed(done)
        rows.append({"shown": shown, "url": _to(sitting, "course", code), "passed": passed, "begun": bool(done)})
    rows.sort(key=lambda row: (row["passed"], not row["begun"], len(row["shown"].course.requires)))  # type: ignore[attr-defined]
    return _draw(sitting, "mine", rows=rows)


@learner
def course(sitting: Sitting, code: str) -> HttpResponse:
    """One course: the lessons and how far they are read, the situations at the end."""
    shown = _shown(sitting, code)
    done = attempts.of_course(sitting.learner, shown.course)
    reading = next((one for one in done if one.use == LESSONS), None)
    seen = set(_going(sitting, reading.pk).state.seen) if reading else set()
    pages = [f"{lesson.id}.{page.id}" for lesson in shown.course.lessons for page in lesson.pages]
    left = next((name for name in pages if name not in seen), None)
    forms = [one for one in done if one.use != LESSONS]
    context = {
        "shown": shown,
        "objectives": [shown.texts[key] for key in shown.course.objectives],
        "requires": [_shown_or_none(sitting, name) for name in shown.course.requires],
        "seen": len(seen & set(pages)),
        "whole": len(pages),
        "next": _to(sitting, "page", code, *(left or pages[0]).split(".")),
        "read": left is None,
        "asked_before": any(one.use == PRE for one in forms),
        "pre": bool(shown.course.forms.get(PRE)),
        "open": next(
            (_to(sitting, "attempt", one.pk) for one in done if one.use != LESSONS and not one.finished_at), ""
        ),
        "passed": attempts.has_passed(done),
        "tries": [(one.finished_at, _to(sitting, "attempt", one.pk)) for one in forms if one.use == FINAL],
        "talk": attempts.failed_today(done, sitting.now) >= attempts.TALK_AFTER,
    }
    return _draw(sitting, "course", **context)


def _shown_or_none(sitting: Sitting, code: str) -> tuple[str, str]:
    try:
        return _shown(sitting, code).title, _to(sitting, "course", code)
    except Http404:
        return library.shipped()[code].texts["title"], ""


# ---- lessons ----


@require_http_methods(["GET", "POST"])
@learner
def page(sitting: Sitting, code: str, lesson: str, name: str) -> HttpResponse:
    """One page of a lesson. What was seen is remembered, so that one goes on there on any device."""
    shown = _shown(sitting, code)
    places = [(part, one) for part in shown.course.lessons for one in part.pages]
    at = next((n for n, (part, one) in enumerate(places) if (part.id, one.id) == (lesson, name)), None)
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
        "here": _to(sitting, "page", code, lesson, name),
        "steps": [("done" if n < at else "now" if n == at else "") for n in range(len(places))],
        "number": at + 1,
        "whole": len(places),
        "following": _to(sitting, "page", code, following[0][0].id, following[0][1].id) if following else "",
        "before": _to(sitting, "page", code, before[0][0].id, before[0][1].id) if before else "",
        "course": _to(sitting, "course", code),
    }
    return _draw(sitting, "page", **context)


def _answered(sitting: Sitting, here: Going, one: Page) -> HttpResponse:
    """A situation or a question of a lesson was answered: the page shows what each choice would bring."""
    item = sitting.request.POST.get("item", "")
    known = {block.ref for block in one.blocks if block.kind in {BlockKind.SCENARIO, BlockKind.QUESTION}}
    known |= {made.next for ref in known if (met := here.course.scenario(ref)) for made in met.choices if made.next}
    chosen = ",".join(sitting.request.POST.getlist("choice"))[:60]
    if item in known and chosen:
        attempts.practise(here, item, chosen, sitting.now)
    return HttpResponseRedirect(f"{sitting.request.path}#{item}" if item in known else sitting.request.path)


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
    shown = _shown(sitting, code)
    if use not in shown.course.forms:
        raise Http404
    row = attempts.begin(sitting.learner, shown.course, shown.lang, use, sitting.now)
    return HttpResponseRedirect(_to(sitting, "attempt", row.pk))


@require_http_methods(["GET", "POST"])
@learner
def attempt(sitting: Sitting, attempt: UUID) -> HttpResponse:
    """The situation that is open; after the last how sure one is; then what came of it."""
    one = _going(sitting, attempt)
    if one.row.use == LESSONS:
        raise Http404
    shown = Shown(one.course, library.spoken(one.course.code, one.row.language))
    open_one = one.next_open
    if sitting.request.method == "POST":
        return _posted(sitting, one)
    if one.row.finished_at is not None:
        return _draw(sitting, "result", **_result(sitting, one, shown))
    frame = {"shown": shown, "number": min(one.number + 1, len(one.asked)), "whole": len(one.asked)}
    frame |= {"course": _to(sitting, "course", one.course.code), "missed": "missed" in sitting.request.GET}
    if open_one is None:
        return _draw(sitting, "sure", levels=CONFIDENCE, **frame)
    follows = open_one.id not in {each.id for each in one.asked}
    return _draw(sitting, "asked", situation=shown.to_choose(open_one, one.row.seed), follows=follows, **frame)


def _posted(sitting: Sitting, one: Going) -> HttpResponse:
    here, said = sitting.request.path, sitting.request.POST
    if one.row.finished_at is not None:
        return HttpResponseRedirect(here)
    if one.next_open is None:
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
        "again": len(attempts.look_again(one)),
        "situations": situations,
        "talk": attempts.failed_today(before, sitting.now) >= attempts.TALK_AFTER,
        "course": _to(sitting, "course", one.course.code),
        "begin": _to(sitting, "begin", one.course.code, FINAL),
    }


# ---- what is held of somebody ----


@learner
def data(sitting: Sitting) -> HttpResponse:
    """All that is held of the learner."""
    return _draw(sitting, "data", held=mine.held(sitting.learner), **mine.told(sitting.learner))


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
        return HttpResponseRedirect(f"{_to(sitting, 'data')}?missed")
    mine.delete(sitting.learner, sitting.now)
    return HttpResponseRedirect(_to(sitting, "in"))
