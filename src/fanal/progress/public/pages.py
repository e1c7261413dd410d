"""The pages of the board. Each reads what was published and nothing else; a wording of a commitment stands there once
somebody here compared it with the full text. Countries stand by name: no page orders them by how they do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere
from fanal.justice import api as justice
from fanal.network import api as network
from fanal.progress import promised, words
from fanal.progress.assessing import assessing, cells, citing
from fanal.progress.assessing.heard import Heard, heard
from fanal.progress.assessing.standing import Board, Place, Stands
from fanal.progress.assessing.standing import board as standing
from fanal.progress.commitments import rubrics, rules
from fanal.progress.commitments.rubrics import Commitment
from fanal.progress.models import CountryAssessment, Publication
from fanal.progress.public import parts
from fanal.progress.public.names import address, every_state, named
from fanal.vocabulary.countries import country_name, is_country
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.evidence import State
from fanal.web import api as web

PAGE: Final = 40
ALL: Final = 35
type Source = tuple[str, str, str]
type Asked = Mapping[tuple[str, str], int]
"""How many asks are open, by country and commitment."""


class Since(forms.Form):
    """The day since which changes are counted; it stands in the address, and what is no day is the day a year ago."""

    since = web.Day(label=lazy("What changed since"), required=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: its instant, the board, which wordings may be read, and since when changes are counted."""

    request: HttpRequest
    now: datetime
    board: Board
    readable: frozenset[str]
    since: date

    @property
    def on(self) -> date:
        return self.now.date()

    @property
    def states(self) -> list[tuple[str, str]]:
        """Every country of the board by name."""
        return every_state(self.board.lists)

    def changed(self, code: str, items: Iterable[str]) -> str:
        """What changed of some commitments in a country since then, in words."""
        return words.moved(self.board.moved(code, items, self.since))

    def draw(self, template: str, **context: Any) -> HttpResponse:
        """A page in its frame."""
        known = {
            "on": self.on,
            "all_readable": len(self.readable) == ALL,
            "home": address("board"),
            "since": self.since,
            "since_form": Since(initial={"since": self.since}),
        }
        return render(self.request, f"progress/public/{template}.html", known | context)


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for everybody: read only, no session, in the language of its path."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now: datetime = request.now  # type: ignore[attr-defined]
        visit = Visit(request, now, standing(now.date()), promised.public(now.date()), _since(request, now.date()))
        try:
            return view(visit, *args, **kwargs)
        except NotHere:
            raise Http404 from None

    return web.open_page("what states promised and how they stand is public; the page takes nothing")(guarded)


def _since(request: HttpRequest, on: date) -> date:
    form = Since(request.GET)
    return (form.cleaned_data["since"] if form.is_valid() else None) or months_later(on, -12)


def text_of(visit: Visit, one: Commitment) -> str:
    """Our wording of a commitment, once it may be read."""
    return one.text if one.id in visit.readable else ""


# ---- the board ----


@page
def board(visit: Visit) -> HttpResponse:
    """Each country in which somebody has looked, by name, with the counts of each chapter in words."""
    every = visit.states
    looked = [(code, name) for code, name in every if code in visit.board.lists]
    here = f"{visit.request.path}?since={visit.since.isoformat()}"
    shown, first, following = web.paged(visit.request, here, looked, PAGE)
    filled = sum(visit.board.looked(code) for code, _name in every)
    asked = parts.open_asks()
    return visit.draw(
        "board",
        columns=[_("Country"), *map(str, words.CHAPTERS.values()), _("Open asks")],
        rows=[_row(visit, code, name, asked) for code, name in shown],
        items=[(named(one), text_of(visit, one), address("item", one.id)) for one in rubrics.shipped().values()],
        others=[(name, address("country", code)) for code, name in every if code not in visit.board.lists],
        filled=web.digits(filled),
        places=web.digits(len(every) * ALL),
        first=first,
        following=following,
    )


def _row(visit: Visit, code: str, name: str, asked: Asked) -> dict[str, Any]:
    counts = [_counts(visit, code, [one.id for one in held]) for held in rubrics.chapters().values()]
    return {"cells": [name, *counts, _asked(asked, code)], "url": address("country", code), "open": name}


def _asked(asked: Asked, code: str, item: str = "") -> str:
    """How many asks are open there, in digits; nothing where there is none."""
    found = asked.get((code, item), 0)
    return web.digits(found) if found else ""


def _counts(visit: Visit, code: str, items: Sequence[str]) -> SafeString:
    """The five counts, and below what changed."""
    changed = visit.changed(code, items)
    below = format_html('<br><span class="small quiet">{}</span>', changed) if changed else ""
    return format_html("{}{}", words.counted(visit.board.counts(code, items)), below)


@page
def item(visit: Visit, item: str) -> HttpResponse:
    """One commitment for all countries, by name; one may look at those with one of the five states alone."""
    one = rubrics.shipped().get(item)
    if one is None:
        raise Http404
    chosen = visit.request.GET.get("state", "")
    if chosen not in set(State):
        chosen = ""
    every = [(code, name, visit.board.listed(code, item)) for code, name in visit.states]
    found = [(code, name, of) for code, name, of in every if of and (not chosen or of.state == chosen)]
    here = f"{visit.request.path}?state={chosen}" if chosen else visit.request.path
    shown, first, following = web.paged(visit.request, here, found, PAGE)
    rows = [
        {
            "cells": [name, web.state_tag(stands.state), web.day_words(stands.as_of), _old(stands, visit.on)],
            "url": address("cell", code, item), "open": name,
        }
        for code, name, stands in shown
    ]  # fmt: skip
    counts = words.counted(_counted(stands for _code, _name, stands in every))
    return visit.draw(
        "item",
        title=named(one),
        text=text_of(visit, one),
        anchors=list(enumerate(one.anchors)) if one.id in visit.readable else (),
        counts=counts,
        columns=[_("Country"), _("State"), _("For the day"), _("Old since")],
        rows=rows,
        first=first,
        following=following,
        chosen=chosen,
        states=[(state, web.state_tag(state)) for state in State if state is not State.NOT_ASSESSED],
        others=[(name, address("cell", code, item)) for code, name, stands in every if not stands],
    )


def _counted(found: Iterable[Place | None]) -> dict[State, int]:
    return dict(rules.counts(one.state if one else State.NOT_ASSESSED for one in found))


def _old(stands: Place, on: date) -> str:
    return web.day_words(stands.stale_on) if stands.is_stale(on) else ""


# ---- a country ----


@page
def country(visit: Visit, code: str) -> HttpResponse:
    """The front page of a country: what changed last, its commitments, its law, and what else is shown of it."""
    if not is_country(code):
        raise Http404
    return visit.draw("country", **_country(visit, code))


@page
def sheet(visit: Visit, code: str) -> HttpResponse:
    """The same on one sheet of paper for those who make laws: the state, why and on which sources, what the law says of
    it, and the smallest change."""
    if not is_country(code):
        raise Http404
    found = [(one, stands) for one in rubrics.shipped().values() if (stands := visit.board.of(code, one.id))]
    shown = iter(citing.shown([each for _one, stands in found for each in stands.citations]))
    law = justice.benchmark(code, visit.now)
    lines = [_on_sheet(visit, one, stands, list(islice(shown, len(stands.citations))), law) for one, stands in found]
    return visit.draw(
        "sheet", lines=lines, whole=visit.request.build_absolute_uri(address("country", code)), **_country(visit, code)
    )


def _on_sheet(
    visit: Visit, one: Commitment, stands: Stands, sources: Sequence[Source], law: Mapping[str, justice.Verdict]
) -> dict[str, Any]:
    verdict, verdicts = assessing.of_law(one, law)
    return {
        "name": named(one),
        "text": text_of(visit, one),
        "stands": stands,
        "silent": stands.heard.silent_since(visit.on) if stands.heard else None,
        "sources": sources,
        "verdict": verdict,
        "law": [(each.code, each.title, [article for _id, article, _url in each.provisions]) for each in verdicts],
    }


def _country(visit: Visit, code: str) -> dict[str, Any]:
    last = visit.board.last(code)
    law = justice.looked(code, visit.now)
    asked = parts.open_asks()
    return {
        "name": _name(code),
        "code": code,
        "last": last,
        "last_words": _last(last) if last else "",
        "chapters": [_chapter(visit, code, number, held, asked) for number, held in rubrics.chapters().items()],
        "columns": [_("Promise"), _("State"), _("For the day"), _("Old since"), _("Open asks")],
        "law": law.groups,
        "law_here": law.here,
        "law_url": web.elsewhere("law:state", code),
        "evidence_url": web.elsewhere("evidence:country", code),
        "reforms": justice.published_reforms(code),
        "parts": list(parts.of(code, visit.on)),
        "changed": visit.changed(code, rubrics.shipped()),
        "looked": web.digits(visit.board.looked(code)),
        "known": web.digits(law.known),
        "points": web.digits(law.of),
        "sheet": address("sheet", code),
        "form": address("form", code) if visit.readable else "",
        "data": address("country_data", code),
    }


def _name(code: str) -> str:
    return country_name(code, web.spoken())


def _last(stands: Stands) -> str:
    one = rubrics.shipped()[stands.item]
    said = {"day": web.day_words(stands.at), "promise": named(one)}
    return _("%(day)s, %(promise)s:") % said


def _chapter(
    visit: Visit, code: str, number: str, held: Iterable[Commitment], asked: Mapping[tuple[str, str], int]
) -> tuple[str, list[State], SafeString, list[dict[str, Any]]]:
    rows, ids, states = [], [], []
    for one in held:
        stands = visit.board.of(code, one.id)
        ids.append(one.id)
        state = visit.board.state(code, one.id)
        states.append(state)
        name = f"{one.code} {text_of(visit, one)}".strip()
        cells_ = [name, web.state_tag(state), web.day_words(stands.as_of) if stands else ""]
        rows.append({"cells": [*cells_, _old(stands, visit.on) if stands else "", _asked(asked, code, one.id)],
                     "url": address("cell", code, one.id), "open": one.code})  # fmt: skip
    return str(words.CHAPTERS[number]), states, _counts(visit, code, ids), rows


# ---- a place of the board ----


@page
def cell(visit: Visit, code: str, item: str) -> HttpResponse:
    """A commitment in a country: the state, why, on which sources, who read it; the law beside it; what was before."""
    where = cells.place(code, item)
    stands = visit.board.of(code, item)
    publications = cells.published(where.cell) if where.cell and stands and cells.is_believed(where.cell) else []
    found, names = cells.state(publications), _names(publications)
    before = _before(publications, found)
    helps = [
        (name, address("cell", other, item))
        for other, name in visit.states
        if other != code and visit.board.state(other, item) is State.YES
    ]
    return visit.draw(
        "cell",
        title=web.dots(_name(code), named(where.commitment)),
        name=_name(code),
        front=address("country", code),
        form=address("form", code) if visit.readable else "",
        of_item=address("item", item),
        text=text_of(visit, where.commitment),
        state=visit.board.state(code, item),
        one=found,
        sources=citing.shown(found.citations) if found else (),
        facts=_facts(found, names) if found else (),
        stale=_old(stands, visit.on) if stands else "",
        heard=(told := heard(found)),
        silent=told.silent_since(visit.on) if told else None,
        told=_told(told) if told else "",
        disputes=[_dispute(visit, row.assessment) for row in publications[:1] if row.kind == cells.DISPUTE],
        **assessing.beside(where, visit.now),
        history=[_was(row, names, linked=row in before) for row in publications],
        earlier=[_earlier(visit, row) for row in before],
        helps=helps,
        parts=list(parts.of_place(code, item, visit.on)),
    )


def _names(publications: Iterable[Publication]) -> dict[UUID, str]:
    """What the organisations are called that wrote or read what was published; nobody who changed a name in the
    database has another one say anything."""
    wrote: Iterable[Any] = (each for row in publications for each in (row.assessment, *row.assessment.readings.all()))
    return {org.pk: org.name for org in network.vouched.whole({one.org_id: one.org for one in wrote}.values())}


def _facts(found: Any, names: Mapping[UUID, str]) -> list[tuple[str, object]]:
    readers = [
        web.dots(names.get(each.org_id, ""), _("agrees") if each.agrees else _("does not agree"), each.ties)
        for each in found.readings.all()
    ]
    lines: list[tuple[str, object]] = [
        (_("For the day"), web.day_words(found.as_of)),
        (_("How sure"), str(words.CONFIDENCE.get(found.confidence, ""))),
        (_("Assessed by"), web.dots(names.get(found.org_id, ""), web.day_words(found.at))),
        (_("Ties"), found.ties),
        (_("Second reader"), web.listed(readers)),
        (_("Why otherwise than the law engine"), found.differs),
    ]
    return [line for line in lines if line[1]]


def _told(one: Heard) -> str:
    said = {"office": one.office, "day": web.day_words(one.told_on), "how": one.how}
    if one.until is None:
        return _("No office could be reached. Looked for: %(office)s, %(how)s, %(day)s.") % said
    return _("%(office)s was told on %(day)s.") % said


def _dispute(visit: Visit, one: CountryAssessment) -> dict[str, Any]:
    """Both texts of two readers who do not agree, and what the state replied to them."""
    return _with_reply(visit, one)


def _before(publications: Sequence[Publication], found: CountryAssessment | None) -> list[Publication]:
    """What was published and is not shown above, the newest first."""
    return [row for at, row in enumerate(publications) if row.assessment != found and (at or row.kind != cells.DISPUTE)]


def _earlier(visit: Visit, row: Publication) -> dict[str, Any]:
    """Why it was said, on which sources, and what the state replied to it: that stays."""
    said = {"day": web.day_words(row.at), "sources": citing.shown(row.assessment.citations)}
    summary = _("Published on %(day)s: why, and what the state said") % said
    return _with_reply(visit, row.assessment) | said | {"version": row.version, "summary": summary}


def _with_reply(visit: Visit, one: CountryAssessment) -> dict[str, Any]:
    told = heard(one)
    return {
        "one": one,
        "heard": told,
        "silent": told.silent_since(visit.on) if told else None,
        "told": _told(told) if told else "",
    }


def _was(row: Publication, names: Mapping[UUID, str], *, linked: bool) -> dict[str, object]:
    one = row.assessment
    what = _("two readers do not agree; the state stays") if row.kind == cells.DISPUTE else web.state_tag(one.state)
    if linked:
        what = format_html('<a href="#v{}">{}</a>', row.version, what)
    return {"when": row.at, "what": what, "who": names.get(one.org_id, ""), "said": row.corrects}
