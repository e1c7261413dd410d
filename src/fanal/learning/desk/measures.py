"""What the answers of many say about a course, for its authors: what was gained, whether looks changed the answer, and
which situations tell something."""

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.engines.intervals import Interval
from fanal.learning import words
from fanal.learning.courses.model import Course
from fanal.learning.courses.roles import ROLES
from fanal.learning.desk.pages import course_of, named
from fanal.learning.measures import counting, picture
from fanal.learning.measures.counting import LANGUAGE, ROLE, Counted, Gap, Group, Item
from fanal.learning.measures.groups import LEAST
from fanal.learning.policy import MEASURES
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page(MEASURES)
@require_GET
def measures(request: HttpRequest, _actor: Actor, code: str) -> HttpResponse:
    """Of all who learn here, and of nobody in particular."""
    course = course_of(code)
    if not course.playable:
        raise Http404
    found = counting.counted(course)
    gains = [(_group(one.group), one.share) for one in found.gains]
    gaps = [(_gap(course, one), one.share) for one in found.gaps]
    interval = [_("Best guess, in points of 100"), _("Very likely between")]
    context = {
        "course": course,
        "title": course.texts["title"],
        "least": web.digits(LEAST),
        "look": list(_look(course, found)),
        "gains": [{"cells": [_group(one.group), web.digits(one.people), *_shares(one.share)]} for one in found.gains],
        "gain_columns": [_("Who"), _("People"), *interval],
        "gain_picture": _drawn("gains", _("How much more is right at the end than before"), gains),
        "gaps": [{"cells": [_gap(course, one), _arms(one), *_shares(one.share)]} for one in found.gaps],
        "gap_columns": [_("What differs"), _("Answers in each arm"), *interval],
        "gap_picture": _drawn("gaps", _("How much more often somebody tells in the second arm"), gaps),
        "items": [{"cells": list(_item(one))} for one in found.items],
        "item_columns": [_("Form"), _("Situation"), _("People"), _("Right"), _("Tells who can do it"),
                         _("Wrong of those who passed")],
    }  # fmt: skip
    return render(request, "learning/desk/measures.html", context)


def _drawn(name: str, title: str, lines: Sequence[tuple[str, Interval]]) -> SafeString | None:
    return web.drawings.inline(picture.drawn(title, _("points of 100"), lines), name) if lines else None


def _group(one: Group) -> str:
    if one.by == ROLE:
        return _(ROLES.get(one.code, ROLES["other"]))
    return named(one.code) if one.by == LANGUAGE else _("Everybody")


def _gap(course: Course, one: Gap) -> str:
    if not one.slot:
        return _("All pairs: %(who)s") % {"who": _group(one.group)}
    arm = next(each for each in course.scenarios if each.like == one.slot)
    return f"{words.VARIED[arm.varies]} ({one.slot})"


def _arms(one: Gap) -> str:
    return web.listed(map(web.digits, one.people))


def _points(value: float) -> str:
    return web.digits(round(100 * value))


def _shares(one: Interval) -> list[str]:
    between = _("%(lower)s and %(upper)s") % {"lower": _points(one.lower), "upper": _points(one.upper)}
    return [_points(one.point), between]


def _item(one: Item) -> Iterator[str]:
    yield from (one.form, one.slot, web.digits(one.people), _percent(one.right))
    yield _("cannot be said") if one.tells is None else web.digits(round(one.tells, 2))
    yield _("too few") if one.of_passers is None else _percent(one.of_passers)


def _percent(share: float) -> str:
    return _("%(share)s %%") % {"share": _points(share)}


def _look(course: Course, found: Counted) -> Iterator[tuple[str, str]]:
    """What asks for somebody who wrote it, with where it stands."""
    forms = {arms[0].id: form for each in course.forms.values() for form in each for arms in course.slots(form)}
    for gap in counting.odd_gaps(found):
        said = _("Somebody’s looks change the answer: %(what)s.") % {"what": _gap(course, gap)}
        yield said, _form(course, forms[gap.slot]) if gap.slot else ""
    for item in counting.odd_items(found):
        said = _("Half of those who passed had this situation wrong: %(what)s.") % {"what": item.slot}
        yield said, _form(course, item.form)


def _form(course: Course, form: str) -> str:
    return reverse("learning:form", args=[course.code, course.language, form])
