"""The courses that are here: how their reviews stand, in which languages, what guessing would reach; each page as a
learner meets it, and each text beside its translation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may, reviews
from fanal.learning import reviewing, words
from fanal.learning.courses import guessing, library
from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import TextState, Translation
from fanal.learning.player.showing import Shown
from fanal.learning.policy import MEASURES, READ
from fanal.learning.scorm import desk as scorm
from fanal.network.contracts import Actor
from fanal.vocabulary.languages import language_name
from fanal.web import api as web


def course_of(code: str) -> Course:
    """A course that is here; else there is no such page."""
    found = library.shipped().get(code)
    if found is None:
        raise Http404
    return found


def translation_of(course: Course, language: str) -> Translation:
    """A course in a language in which something of it is there."""
    if language not in library.languages(course.code):
        raise Http404
    return library.spoken(course.code, language)


def named(language: str) -> str:
    """A language in the language of the page."""
    return language_name(language, web.spoken())


@web.deeds.page(READ)
@require_GET
def courses(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them, by whom they are for."""
    today = web.deeds.at(request).date()
    playable = [course for course in library.shipped().values() if course.playable]
    items = {course.code: reviewing.course_item(course) for course in playable}
    found = {item.name: standing for item, standing in reviews.standings(actor.org, list(items.values()), today)}
    rows = [_row(course, found.get(course.code)) for course in library.shipped().values()]
    columns = [_("Course"), _("For"), _("Minutes"), _("Languages"), _("Review")]
    return render(request, "learning/desk/courses.html", {"rows": rows, "columns": columns})


def _row(course: Course, found: reviews.Standing | None) -> dict[str, object]:
    cells = [
        course.texts["title"],
        str(words.AUDIENCES[course.audience]),
        web.digits(course.minutes),
        web.apart(map(named, library.languages(course.code))),
        _reviewed(found),
    ]
    return {"cells": cells, "url": reverse("learning:course", args=[course.code]), "open": course.texts["title"]}


def _reviewed(found: reviews.Standing | None) -> SafeString:
    if found is None:
        return web.tag(_("outline"))
    good = found.state in reviews.GOOD
    return web.tag(_("reviewed") if good else _("not reviewed"), "ok" if good else "soon")


@web.deeds.page(READ)
@require_GET
def course(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One course: what it is, its pages, its forms with what guessing would reach, its languages."""
    one, today = course_of(code), web.deeds.at(request).date()
    context: dict[str, Any] = {
        "course": one,
        "title": one.texts["title"],
        "measures": one.playable and bool(may(actor, MEASURES)),
        "about": one.texts["about"],
        "facts": list(_facts(one)),
        "objectives": [one.texts[key] for key in one.objectives],
        "skills": [one.texts[key] for key in one.skills],
        "lessons": [_lesson(one, at) for at in range(len(one.lessons))],
        "form_columns": [_("Form"), _("Used"), _("Situations"), _("Passed by guessing")],
        "forms": list(_forms(one)),
        "language_columns": [_("Language"), _("Translated"), _("Stale"), _("Review")],
        "languages": list(_languages(actor, one, today)),
    }
    if one.playable:
        context["item"] = reverse("desk:review", args=[reviewing.COURSES, code])
        context["lines"] = _lines(actor, one, today)
        context["packages"] = [(named(language), url) for language, url in scorm.places(actor, one, request)]
    return render(request, "learning/desk/course.html", context)


def _facts(one: Course) -> Iterator[tuple[str, object]]:
    yield _("For"), words.AUDIENCES[one.audience]
    yield _("What for"), words.KINDS[one.kind]
    yield _("Minutes"), web.digits(one.minutes)
    yield _("Version"), _("%(number)s of %(day)s") % {"number": one.version, "day": web.day_words(one.since)}
    if one.requires:
        yield _("After"), web.apart(library.shipped()[name].texts["title"] for name in one.requires)
    if one.playable:
        yield _("Certificate"), _("%(months)s months") % {"months": one.valid_months}


def _lines(actor: Actor, one: Course, today: date) -> list[tuple[str, str, str]]:
    """Who must review it, and who did."""
    found = reviews.standing(actor.org, reviewing.course_item(one), today)
    told = {"passed": (_("it holds"), "ok"), "refused": (_("it does not hold"), "danger")}
    return [(str(reviews.REVIEWERS[line.role]), *told.get(line.state, (_("waits"), "soon"))) for line in found.lines]


def _lesson(one: Course, at: int) -> dict[str, object]:
    lesson = one.lessons[at]
    pages = [
        (one.texts[page.title], reverse("learning:page", args=[one.code, one.language, lesson.id, page.id]))
        for page in lesson.pages
    ]
    return {"title": one.texts[lesson.title], "pages": pages}


def _forms(one: Course) -> Iterator[dict[str, object]]:
    for use, forms in one.forms.items():
        for form in forms:
            share = guessing.chance(one, form) if use == "final" else None
            told = _("%(share)s in a thousand") % {"share": web.digits(round(float(share) * 1000, 1))} if share else ""
            cells = [form, str(words.USES[use]), web.digits(len(one.slots(form))), told]
            url = reverse("learning:form", args=[one.code, one.language, form])
            yield {"cells": cells, "url": url, "open": form}


def _languages(actor: Actor, one: Course, today: date) -> Iterator[dict[str, object]]:
    others = [library.spoken(one.code, language) for language in library.languages(one.code)[1:]]
    items = [reviewing.texts_item(said) for said in others] if one.playable else []
    found = {item.digest: standing for item, standing in reviews.standings(actor.org, items, today)}
    for said in others:
        there = len(one.texts) - len(said.missing)
        cells = [
            named(said.language),
            _("%(number)s of %(all)s") % {"number": web.digits(there), "all": web.digits(len(one.texts))},
            web.digits(len(said.stale)),
            _reviewed(found.get(reviewing.texts_item(said).digest)),
        ]
        url = reverse("learning:texts", args=[one.code, said.language])
        yield {"cells": cells, "url": url, "open": named(said.language)}


@web.deeds.page(READ)
@require_GET
def texts(request: HttpRequest, _actor: Actor, code: str, language: str) -> HttpResponse:
    """Each text beside its translation, what is missing or stale first."""
    said = translation_of(course_of(code), language)
    order = list(TextState)
    keys = sorted(said.course.texts, key=lambda key: order.index(said.state(key)))
    rows = [
        {
            "key": key,
            "source": said.course.texts[key],
            "text": said.texts[key] if key in said.entries else "",
            "state": web.tag(*words.TEXT_STATES[said.state(key)]),
            "before": said.entries[key].singular if said.state(key) is TextState.STALE else "",
        }
        for key in keys
    ]
    context = {"said": said, "title": said.course.texts["title"], "language": named(language), "rows": rows}
    return render(request, "learning/desk/texts.html", context)


@web.deeds.page(READ)
@require_GET
def page(request: HttpRequest, _actor: Actor, code: str, language: str, lesson: str, name: str) -> HttpResponse:
    """One page of a lesson as a learner meets it, with the way to the next."""
    one = course_of(code)
    shown = Shown(one, translation_of(one, language))
    places, at = one.places, one.place(lesson, name)
    if at is None:
        raise Http404
    following, before = places[at + 1 : at + 2], places[max(at - 1, 0) : at]
    context = {
        "shown": shown,
        **shown.page(places[at][1]),
        "number": at + 1,
        "whole": len(places),
        "following": _page_url(one, language, following),
        "before": _page_url(one, language, before),
        "languages": _others("learning:page", one, lesson, name),
        "back": reverse("learning:course", args=[code]),
    }
    return render(request, "learning/desk/page.html", context)


def _page_url(one: Course, language: str, places: list[tuple[str, Any]]) -> str:
    return reverse("learning:page", args=[one.code, language, places[0][0], places[0][1].id]) if places else ""


def _others(name: str, one: Course, *rest: str) -> list[tuple[str, str]]:
    """The same in each language."""
    return [(named(code), reverse(name, args=[one.code, code, *rest])) for code in library.languages(one.code)]


@web.deeds.page(READ)
@require_GET
def form(request: HttpRequest, _actor: Actor, code: str, language: str, form: str) -> HttpResponse:
    """The situations of a form, with what each choice is worth."""
    one = course_of(code)
    shown = Shown(one, translation_of(one, language))
    found = one.of_form(form)
    if not found:
        raise Http404
    context = {
        "shown": shown,
        "form": form,
        "situations": [
            {**shown.situation(each), "truth": words.TRUTHS[each.truth], "like": each.like} for each in found
        ],
        "languages": _others("learning:form", one, form),
        "back": reverse("learning:course", args=[code]),
    }
    return render(request, "learning/desk/form.html", context)
