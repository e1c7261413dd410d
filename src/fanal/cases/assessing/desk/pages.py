"""One assessment on a page, and what its other pages show of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.approvals.approvals import Facts
from fanal.cases.assessing import assessing, content, reviewing
from fanal.cases.assessing.policy import ASSESS
from fanal.cases.files import files
from fanal.cases.files.desk import words
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.model.declared import model
from fanal.cases.model.words import code, told
from fanal.cases.models import Assessment, PushFactor
from fanal.cases.policy import LOOK
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_FIELDS = model().entities["assessment"].fields


@web.deeds.page(LOOK)
@require_GET
def assessment(request: HttpRequest, actor: Actor, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """An assessment, part by part; whoever works with the child goes on from here."""
    row, now = assessing.assessment_of(actor, case_id, assessment_id), web.deeds.at(request)
    try:
        with files.looking(actor, case_id, now) as found:
            read = found.one(Assessment, row.pk)
            return render(request, "cases/assessing/assessment.html", _shown(actor, found, read, now))
    except ReasonFirst:
        return HttpResponseRedirect(reverse("cases:file", args=[case_id]))


def _shown(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, Any]:
    row, said = read.row, plain(read)
    instrument = assessing.instrument(row)
    titles = [_(one.title) for one in instrument.sections] if instrument else [_("Answers")]
    facts = dict(content.sections_of(instrument, said))
    addresses = [section_url(row, one.code) for one in instrument.sections] if instrument else [""]
    return {
        "case": found.case,
        "row": row,
        "kind": code("assessment_kind", row.kind),
        "about": _(instrument.about) if instrument else "",
        "sources": instrument.sources if instrument else (),
        "risk": words.risk(row.risk) if row.risk else "",
        "views": read.said["child_views"],
        "there": told(_FIELDS["child_present"], read.said["child_present"]),
        "factors": told(_FIELDS["factors"], read.said["factors"]),
        "sections": [
            {"title": title, "facts": facts[title], "url": url} for title, url in zip(titles, addresses, strict=True)
        ],
        "against": content.against(instrument, said),
        "notices": notices(row, found.case.org_id, now),
        "unreadable": read.unreadable,
        "may": bool(may(actor, ASSESS, found.case)) and found.grounded,
    }


def plain(read: Read) -> dict[str, Any]:
    """What an assessment holds, as `content` shows it."""
    said = read.said
    maps = {name: {one.key: one.value for one in said[name]} for name in ("answers", "wellbeing")}
    return {**said, **maps, "risk": read.row.risk}


def against(read: Read) -> Facts:
    """The level beside what the signs ask for."""
    return content.against(assessing.instrument(read.row), plain(read))


def push_words(found: File) -> str:
    """What is noted on the file that pushes the child."""
    return web.listed(code("push_factor", one.said["code"]) for one in found.of(PushFactor) if one.said["code"])


def before(found: File, read: Read) -> Read | None:
    """The newest finished assessment of the same kind, but this one."""
    done = [one for one in found.of(Assessment) if one.row.kind == read.row.kind and one.row.completed_on]
    done = [one for one in done if one.row.pk != read.row.pk]
    return max(done, key=lambda one: (one.row.completed_on, one.row.made_at), default=None)


def notices(row: Assessment, org: UUID, now: datetime) -> list[str]:
    """What whoever asks must know of the questions: that nobody here reviewed them, in which language they are."""
    instrument = assessing.instrument(row)
    if instrument is None:
        return [_("This program does not know these questions any more. What was answered stands by its name.")]
    said = ""
    if web.locale()[:2] != "en":
        said = _("The questions are translated from English. Ask in the child’s own language.")
        if _(instrument.about) == instrument.about:
            said = _("The questions are in English. Ask in the child’s own language.")
    return [*filter(None, (reviewing.waits_for(org, instrument, network.day_at(org, now)), said))]


def url_of(row: Assessment) -> str:
    """The page of an assessment."""
    return reverse("cases:assessment", args=[row.case_id, row.pk])


def section_url(row: Assessment, section: str) -> str:
    """Where a section is filled in."""
    return reverse("cases:assessment_section", args=[row.case_id, row.pk, section])
