"""The form of a country to take along: on paper, as a table to fill in; and that table, looked at row by row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, NotNow, ask, may
from fanal.justice import api as justice
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress import words
from fanal.progress.assessing import assessing, bringing, cells
from fanal.progress.assessing.desk import forms
from fanal.progress.assessing.paper import About, paper
from fanal.progress.assessing.policy import ASSESS
from fanal.progress.assessing.standing import board
from fanal.progress.commitments import rubrics
from fanal.progress.policy import READ
from fanal.vocabulary.countries import country_name, is_country
from fanal.vocabulary.evidence import State
from fanal.web import api as web

FOUND: Final = (*"43210", State.NO_DATA.value, State.NOT_ASSESSED.value)
FORMS: Final = (web.papers.Form.PDF, web.papers.Form.HTML, web.papers.Form.XLSX, web.papers.Form.CSV)
READ_ONLY: Final = ("commitment", "points", "stands", "law")
"""Columns that are there to be read while one fills the others in."""
FILLED: Final = (
    "found", "as_of", "rationale", "citations", "searched", "differs", "confidence", "ties", "corrects",
)  # fmt: skip
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Country:
    """A country, as this person assesses it."""

    actor: Actor
    code: str

    @property
    def pk(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return country_name(self.code, web.spoken())


def find(actor: Actor, country: str) -> Country:
    """A country that there is. Raises `NotHere`."""
    if not is_country(country):
        raise NotHere
    return Country(actor, country)


def _url(one: Country) -> str:
    return reverse("progress:country", args=[one.code])


# ---- to take along ----


@web.deeds.page(READ)
@require_GET
def form(request: HttpRequest, actor: Actor, country: str) -> HttpResponse:
    """The form, on paper (PDF, HTML) or as a table that comes back in (XLSX, CSV)."""
    one, now = find(actor, country), web.deeds.at(request)
    about = About(
        country, board(now.date()), rubrics.shipped(), justice.benchmark(country, now), network.org(actor.org).name
    )
    chosen = web.papers.form_of(request.GET.get("as", ""), FORMS)
    on_paper = chosen in {web.papers.Form.PDF, web.papers.Form.HTML}
    made = paper(about, now.date()) if on_paper else _table(about, now.date())
    try:
        return web.papers.answer(web.papers.made(made, chosen), chosen, f"assessment-{one.code}")
    except web.papers.NoFont as why:
        raise NotNow(why.words) from None


def _table(about: About, on: date) -> web.papers.Table:
    rows = [
        [one.id, one.text, "\n".join(f"{n}: {said}" for n, said in reversed(list(enumerate(one.anchors)))),
         about.stands(one), about.verdict(one), *[""] * len(FILLED)]
        for one in about.items
    ]  # fmt: skip
    mark = web.dots(about.mark, web.day_words(on))
    return web.papers.Table(about.name, ["item", *READ_ONLY, *FILLED], rows, mark, web.spoken(), blank=True)


def taken_along(actor: Actor, country: str) -> list[tuple[str, str]]:
    """What a page offers of it: in which form, and the way back in."""
    along = reverse("progress:country_form", args=[country])
    offered = [
        (f"{along}?as=pdf", _("Form to print (PDF)")), (f"{along}?as=html", _("Form to print (HTML)")),
        (f"{along}?as=xlsx", _("Table to fill in (XLSX)")), (f"{along}?as=csv", _("Table to fill in (CSV)")),
    ]  # fmt: skip
    back = (reverse("progress:country_in", args=[country]), _("Bring a table in"))
    return [*offered, *([back] if may(actor, ASSESS) else [])]


# ---- the way back ----


def _item(cell: str) -> str:
    code = cell.strip()
    found = next(
        (name for name in rubrics.shipped() if name.casefold() in {code.casefold(), f"sa-{code.casefold()}"}), ""
    )
    if not found:
        raise web.tables.Wrong(_("This column should have the code of a promise, such as SA-4d."))
    return found


def _one_of(known: Sequence[str]) -> Any:
    def parse(cell: str) -> str:
        code = "_".join(cell.casefold().split())
        if code not in known:
            raise web.tables.unknown(known)
        return code

    return parse


def _day(cell: str) -> str:
    return web.tables.whole_day(cell).isoformat()


class Rows:
    """The rows of a table put to the form of the page, in memory. What is wrong is said as there, with the source or
    the name that it is about: these are words for everybody, of states and not of people."""

    def __init__(self, one: Country, now: datetime) -> None:
        self.one, self.now = one, now
        self.given: list[dict[str, Any]] = []
        self.items: set[str] = set()
        self.empty = self.same = 0
        self._law = justice.benchmark(one.code, now)

    def take(self, rows: Sequence[web.tables.Row]) -> None:
        """One place a row; one in which nothing was filled in is none. A place that comes twice is one too many."""
        for row in rows:
            said = {name: value or "" for name, value in row.values().items()}
            if not any(said.get(name) for name in FILLED):
                self.empty += 1
                continue
            item = said["item"]
            if item in self.items:
                raise web.tables.Wrong(_("This promise stands in a row before. Keep one of them."), "item")
            told = self._told(item, {name: said.get(name, "") for name in FILLED})
            self.items.add(item)
            if told:
                self.given.append({**told, "item": item, "as_of": told["as_of"].isoformat()})

    def _told(self, item: str, said: Mapping[str, str]) -> dict[str, Any] | None:
        """What the deed takes; None where it is what was found last. Raises `Wrong` with all that is wrong."""
        where = cells.place(self.one.code, item)
        live = cells.work(where.cell)
        _verdict, verdicts = assessing.of_law(where.commitment, self._law)
        form = forms.Assess(where, live, verdicts, self.now, {**said, "seen": str(live.assessment.pk) if live else ""})
        _need_fitting(said, live is not None and cells.stands(where.cell) is not None, "differs" in form.fields)
        if not form.is_valid():
            raise _wrong([(str(name), str(why)) for name, found in form.errors.items() for why in found])
        try:
            if bringing.is_new(self.one.actor, where, form.cleaned_data, self.now):
                return dict(form.cleaned_data)
        except NotNow as why:
            raise _wrong([(one.field or "", one.words) for one in (why, *why.others)]) from None
        self.same += 1
        return None

    def facts(self) -> list[tuple[str, str]]:
        """How many."""
        return [
            (_("New assessments"), web.digits(len(self.given))), (_("Rows left empty"), web.digits(self.empty)),
            (_("As they were found last"), web.digits(self.same)),
        ]  # fmt: skip

    def kept(self) -> bytes:
        """What is kept."""
        return json.dumps(self.given).encode() if self.given else b""


def _need_fitting(said: Mapping[str, str], is_read: bool, has_law: bool) -> None:
    """Raises `Wrong` where a cell has what the form of the page would not have offered there."""
    if not said["found"]:
        raise web.tables.Wrong(_("Say what you found, or leave the whole row empty."), "found")
    if said["found"] == State.NOT_ASSESSED and not is_read:
        words = _("Nobody reads anything here yet: nothing can be taken back. Leave it as it is.")
        raise web.tables.Wrong(words, "found")
    if said["differs"] and not has_law:
        raise web.tables.Wrong(_("No item of the law stands for this promise: leave this empty."), "differs")


def _wrong(found: Sequence[tuple[str, str]]) -> web.tables.Wrong:
    """All that is wrong with a row: what is wrong elsewhere than in the first column says in which."""
    first, *others = found
    more = [f"{name}: {said}" if name in FILLED and name != first[0] else said for name, said in others]
    return web.tables.Wrong(" ".join([first[1], *more]), first[0])


def _kind(one: Country) -> web.tables.Kind:
    parse = {
        "found": _one_of(FOUND),
        "as_of": lambda cell: web.tables.whole_day(cell).isoformat(),
        "confidence": _one_of(tuple(words.CONFIDENCE)),
    }
    filled = [web.tables.Column(name, parse.get(name, web.tables.text)) for name in FILLED]
    now = timezone.now()
    return web.tables.Kind(
        name="progress.assessments",
        columns=(web.tables.Column("item", _item, required=True), *filled),
        reading=lambda: Rows(one, now),
        left_out=lambda heading: _("it is there to be read") if heading in READ_ONLY else "",
        fixed=True,
        most=MOST,
        beside="item",
    )


def _take(actor: Actor, one: Country, taken: web.tables.Taken, _key: UUID, now: datetime) -> object:
    ask(actor, ASSESS)
    return bringing.bring(actor, one.code, json.loads(taken.made), now)


TABLE_IN = web.tables.TableIn(
    deed=ASSESS,
    address="progress:country_in",
    find=find,
    ids=lambda one: [one.code],
    kind=_kind,
    take=_take,
    url=_url,
    back=lambda one: one.name,
    title=lazy("Assessments from a table"),
    done=lazy("A second reader reads them"),
    seal=lazy("Those who do the work of this room can read this; everybody, once it is published."),
    hint=lazy(
        "The table to fill in of this country. Sources stand in one cell, one on each line: title | page | address. "
        "Rows that you left empty are passed over."
    ),
)
