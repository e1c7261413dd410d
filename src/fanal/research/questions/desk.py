"""The review of class sets: two people look at them before anything is counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.contracts import LineState
from fanal.engines.disclosure.contracts import MISSING, ClassSet, Variable
from fanal.network.contracts import Actor
from fanal.research import deciding, table_words, words
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import SaidAs
from fanal.research.policy import ASSENT_ROLES, POPULATIONS
from fanal.research.questions import catalogue, classing, policy
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds


@deeds.page(POPULATIONS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All class sets, and how the review of each stands here."""
    rows = []
    for name in catalogue.class_sets():
        day = classing.classes_for(actor.org, name).reviewed_on
        state = _("reviewed on %(day)s") % {"day": web.day_words(day)} if day else _("waits for review")
        cells = [words.class_set(name), web.digits(len(catalogue.class_set(name).variables)), state]
        rows.append({"cells": cells, "url": reverse("research:class_set", args=[name]), "open": cells[0]})
    context = {"rows": rows, "columns": [_("Of whom"), _("Variables"), _("Review")]}
    return render(request, "research/questions/classes.html", context)


@deeds.page(POPULATIONS)
@require_GET
def class_set(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """The variables and classes of one set, and who said what about it."""
    classes, lines = _class_set(name), classing.standing(actor.org, name)
    context = {
        "name": name,
        "title": words.class_set(name),
        "found": classes,
        **_variables(classes),
        "lines": words.lines(lines),
        "line_columns": [_("Who"), _("Answer"), _("Why"), _("Day")],
        "missing": deciding.missing(classing.subject_of(name)),
        "may_review": bool(access.may(actor, policy.REVIEW_CLASSES)),
        "waits": any(line.state is LineState.WAITING for line in lines),
    }
    return render(request, "research/questions/set.html", context)


def _class_set(name: str) -> ClassSet:
    if name not in catalogue.class_sets():
        raise access.NotHere
    return catalogue.class_set(name)


def _variables(found: ClassSet) -> dict[str, Any]:
    """What is counted, in which classes, as a table."""
    return {
        "variables": [{"cells": _cells(one)} for one in found.variables],
        "columns": [_("Variable"), _("Classes"), _("Sensitive")],
    }


def _cells(variable: Variable) -> list[str]:
    codes = web.apart(table_words.code_label(variable, code) for code in variable.codes if code != MISSING)
    return [table_words.variable_label(variable), codes, _("yes") if variable.sensitive else ""]


def _answer(request: HttpRequest, actor: Actor, _found: ClassSet) -> SaidAs:
    choices = {
        Verdict.PASSED: web.two_lines(_("Yes"), _("it may be counted in these classes")),
        Verdict.REFUSED: web.two_lines(_("No"), _("whoever keeps the file reads why")),
    }
    return SaidAs([role for role in ASSENT_ROLES if actor.has(role)], choices, deeds.posted(request))


CLASSES = Things(
    find=lambda _actor, name: _class_set(name),
    url=lambda found: reverse("research:class_set", args=[found.population]),
    back=lambda found: words.class_set(found.population),
)
ACTS = {
    "review": Act(
        deed=policy.REVIEW_CLASSES,
        title=lazy("Review classes"),
        heading=lambda found: (
            _("%(title)s: may they be counted in these classes?") % {"title": words.class_set(found.population)}
        ),
        lede=lazy(
            "Think of the reader who knows much about one child and looks for the rest. Coarser classes are safer; "
            "finer ones are never added later."
        ),
        form=_answer,
        template="research/questions/review.html",
        more=lambda _request, _actor, found: _variables(found),
        call=lambda actor, found, data, now: classing.review_classes(
            actor, found.population, data["role"], data["verdict"], data["reasons"], now
        ),
        done=lazy("Your answer is noted."),
    ),
}
