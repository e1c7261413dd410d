"""Beginning an assessment, keeping its sections one by one, choosing the level, finishing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere
from fanal.cases.assessing import assessing
from fanal.cases.assessing.desk import pages, sections
from fanal.cases.assessing.instruments import Instrument, Section
from fanal.cases.assessing.policy import ASSESS
from fanal.cases.codes import AssessmentKind
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.model.words import code
from fanal.cases.models import Approval, Assessment, Case
from fanal.network.contracts import Actor
from fanal.web import api as web


class Begin(web.Page):
    """Which look."""

    kind = forms.ChoiceField(label=lazy("What do you want to look at?"), widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Begin")),)
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "kind", [(one.value, _named(one, found)) for one, found in assessing.kinds()])


def _named(kind: AssessmentKind, found: Instrument) -> web.Words:
    return web.two_lines(code("assessment_kind", kind), _(found.about))


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
BEGIN = {
    "assess": web.Act(
        deed=ASSESS,
        title=lazy("Begin an assessment"),
        lede=lazy("What is in the file is not asked again. You can stop after each part and go on later."),
        form=Begin,
        call=lambda actor, case, data, now: assessing.begin(actor, case.pk, data["kind"], now),
        leads=pages.url_of,
    ),
}


def _read(request: HttpRequest, actor: Actor, row: Assessment) -> tuple[files.File, files.Read]:
    found = files.look(actor, row.case_id, web.deeds.at(request))
    read = found.one(Assessment, row.pk)
    return found, read


# ---- what the child thinks ----


def _views(request: HttpRequest, actor: Actor, row: Assessment) -> filled.Filled:
    _found, read = _read(request, actor, row)
    return filled.form(
        lazy("Keep it"), filled.fields("assessment", "child_views", "child_present", "factors"),
        web.deeds.posted(request), held=filled.by_path("assessment", read), version=row.version,
    )  # fmt: skip


# ---- the level ----


class Level(filled.Filled):
    """The level, and which of the two buttons was pressed."""

    finish = False

    def asked(self) -> dict[str, Any]:
        return super().asked() | {"finish": self.finish}


def _level(request: HttpRequest, actor: Actor, row: Assessment) -> Level:
    _found, read = _read(request, actor, row)
    held = filled.by_path("assessment", read) | {"assessment.risk": row.risk}
    fields = filled.fields("assessment", "risk", "risk_differs_reason", "nothing_pushes")
    form = Level(fields, web.deeds.posted(request), values=held, initial={"version": row.version})
    form.buttons = (web.Button(lazy("Keep it")),)  # type: ignore[misc]
    if not row.completed_on:
        form.buttons = (  # type: ignore[misc]
            web.Button(lazy("Finish the assessment"), "step", "finish"),
            web.Button(lazy("Keep it, and go on later")),
        )
    form.finish = request.POST.get("step") == "finish"
    return form


def _keep_level(actor: Actor, row: Assessment, data: Mapping[str, Any], now: datetime) -> object:
    said = filled.of("assessment", data)
    version, finish = data["version"], data["asked"]["finish"]
    return assessing.keep_level(actor, row.case_id, row.pk, said, version, now, finish=finish)


def _level_done(row: Assessment, made: Assessment) -> web.Words:
    if row.completed_on or not made.completed_on:
        return lazy("Kept.")
    if Approval.objects.filter(subject=made.pk, decision="").exists():
        return lazy("The assessment is finished, and the risk is set. The supervisor is asked to approve it.")
    return lazy("The assessment is finished, and the risk is set.")


def _against(request: HttpRequest, actor: Actor, row: Assessment) -> Mapping[str, Any]:
    found, read = _read(request, actor, row)
    return {"against": pages.against(read), "pushes": pages.push_words(found)}


ASSESSMENTS = web.Things(find=assessing.assessment_of, url=pages.url_of, back=lazy("Back to the assessment"), asks=True)
ACTS = {
    "views": web.Act(
        deed=ASSESS,
        title=lazy("What the child thinks"),
        lede=lazy("Before all questions. In the child’s own words."),
        form=_views,
        call=filled.kept("assessment", assessing.keep_views),
        done=lazy("Kept."),
    ),
    "level": web.Act(
        deed=ASSESS,
        title=lazy("The level, and the end"),
        lede=lazy("You choose the level. What the signs ask for at least is shown beside it and kept nowhere."),
        form=_level,
        call=filled.named(_keep_level),
        done=_level_done,
        template="cases/assessing/level.html",
        more=_against,
    ),
}


# ---- one section ----


@dataclass(frozen=True, slots=True)
class OnSection:
    """A section of an assessment."""

    row: Assessment
    section: Section

    @property
    def case(self) -> Case:
        return self.row.case


def _section_of(actor: Actor, case_id: UUID, assessment_id: UUID, section: str) -> OnSection:
    row = assessing.assessment_of(actor, case_id, assessment_id)
    instrument = assessing.instrument(row)
    found = instrument.section(section) if instrument else None
    if found is None:
        raise NotHere
    return OnSection(row, found)


def _section(request: HttpRequest, actor: Actor, on: OnSection) -> filled.Filled:
    found, read = _read(request, actor, on.row)
    return sections.form(on.section, read, pages.before(found, read), web.deeds.posted(request))


def _next_after(on: OnSection) -> str:
    """The section that follows; after the last, the level."""
    instrument = assessing.instrument(on.row)
    names = [one.code for one in instrument.sections] if instrument else []
    at = names.index(on.section.code) + 1
    where = [on.row.case_id, on.row.pk]
    if at < len(names):
        return reverse("cases:assessment_section", args=[*where, names[at]])
    return reverse("cases:assessment_level", args=where)


def _keep_section(actor: Actor, on: OnSection, data: Mapping[str, Any], now: datetime) -> OnSection:
    said = filled.of("assessment", data)
    assessing.keep_section(actor, on.row.case_id, on.row.pk, on.section, said, data["version"], now)
    return on


SECTIONS = web.Things(
    find=_section_of, url=lambda on: pages.url_of(on.row), back=lazy("Back to the assessment"), asks=True
)
SECTION_ACTS = {
    "section": web.Act(
        deed=ASSESS,
        title=lambda on: _(on.section.title),
        lede=lazy("Leave open what you do not know. Ask nothing that need not be said."),
        form=_section,
        call=filled.named(_keep_section),
        done=lazy("Kept."),
        leads=_next_after,
        slug="questions",
        template="cases/assessing/section.html",
        more=lambda request, _actor, on: {"notices": pages.notices(on.row, on.case.org_id, web.deeds.at(request))},
    ),
}
