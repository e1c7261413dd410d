"""What somebody shows in practice: how it stands, marked by an observer, and three months later what is used of it.
Nothing of how they answered, nor whether they did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, visible
from fanal.learning import reviewing
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Learner, Post, SkillCheck
from fanal.learning.people import people
from fanal.learning.skills import skills, words
from fanal.learning.skills.forms import Seen, Used, barriers
from fanal.learning.skills.policy import OBSERVE
from fanal.learning.skills.skills import Step
from fanal.network.contracts import Actor
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Practice:
    """Somebody's post, and the course whose skills are looked at."""

    post: Post
    course: Course
    texts: Mapping[str, str]

    @property
    def skills(self) -> dict[str, str]:
        """By key, as they are worded."""
        return {key: self.texts[key] for key in self.course.skills}


def _practice(actor: Actor, post: UUID, code: str, now: datetime) -> Practice:
    course = library.shipped().get(code)
    if course is None or not course.skill_check or code not in reviewing.given(actor.org, now.date()):
        raise NotHere
    return Practice(people.post(actor, post), course, reviewing.texts(actor.org, course, now.date()))


def _url(one: Practice) -> str:
    return reverse("learners:skills", args=[one.post.pk])


@web.deeds.page(OBSERVE)
@require_GET
def shown(request: HttpRequest, actor: Actor, post: UUID) -> HttpResponse:
    """How the skills of somebody stand, course by course."""
    one, today = people.post(actor, post), web.deeds.at(request).date()
    checks, given = skills.checks_of([one.learner_id]), reviewing.given(actor.org, today)
    courses = [course for code in given if (course := library.shipped()[code]).skill_check]
    courses.sort(key=lambda course: one.role not in course.roles)
    practices = [Practice(one, course, reviewing.texts(actor.org, course, today)) for course in courses]
    context = {"one": one, "courses": [_course(each, checks, today) for each in practices]}
    return render(request, "learning/people/skills.html", context)


def _course(one: Practice, checks: list[SkillCheck], today: date) -> dict[str, Any]:
    found = skills.standing(one.course, checks, today)
    asks = skills.is_asked(checks, one.course.code, found, Step.SUPERVISOR, today)
    place = [one.post.pk, one.course.code]
    return {
        "title": one.texts["title"],
        "rows": [(said, *words.of(found.marks.get(key))) for key, said in one.skills.items()],
        "mark": reverse("learners:see", args=place),
        "use": reverse("learners:use", args=place) if asks else "",
        "use_on": found.use_on,
    }


def _form(made: type[Seen]) -> Any:
    return lambda request, _actor, one: made(one.skills, web.deeds.posted(request))


def _marks(one: Practice, data: Mapping[str, str]) -> dict[str, str]:
    return {key: data[key] for key in one.course.skills}


PRACTICES = web.Things(
    find=_practice, dated=True, url=_url, back=lambda one: one.post.learner.label, asks=False
)  # fmt: skip
ACTS = {
    "see": web.Act(
        deed=OBSERVE,
        title=lambda one: _("What %(name)s shows") % {"name": one.post.learner.label},
        lede=lazy("What you saw yourself, in practice or in a role-play. No child is named, and nothing is written."),
        form=_form(Seen),
        call=lambda actor, one, data, now: skills.observe(actor, one.post.learner, one.course, _marks(one, data), now),
        done=lazy("Kept."),
    ),
    "use": web.Act(
        deed=OBSERVE,
        title=lambda one: _("What %(name)s uses") % {"name": one.post.learner.label},
        lede=lazy("Three months after it was shown: what of it is used at work, and what stands against it?"),
        form=_form(Used),
        call=lambda actor, one, data, now: skills.supervise(
            actor, one.post.learner, one.course, _marks(one, data), barriers(data), now
        ),
        done=lazy("Kept."),
    ),
}  # fmt: skip


# ---- on my day ----


def address(subject: UUID) -> str:
    """Where it is said what is used of the skills that a check completed."""
    return reverse("learners:skills_of", args=[subject])


@web.deeds.page(OBSERVE)
@require_GET
def of_check(request: HttpRequest, actor: Actor, check: UUID) -> HttpResponse:
    """To the skills of whoever showed them then."""
    posts = visible(actor, Post.objects.filter(learner__in=SkillCheck.objects.filter(pk=check).values("learner")))
    post = posts.order_by("until", "-since").first()
    if post is None:
        raise NotHere
    return HttpResponseRedirect(reverse("learners:skills", args=[post.pk]))


def about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Whose skills, and of which course."""
    learners = visible(actor, Learner.objects.all())
    rows = SkillCheck.objects.filter(pk__in=subjects, learner__in=learners).select_related("learner")
    titles = library.shipped()
    return {row.pk: web.day.About(web.dots(row.learner.label, titles[row.course].texts["title"])) for row in rows}
