"""The pages on which a table comes in: pasted or picked, its columns named, looked at row by row, taken in whole.

A room says what it takes and what it does with it; where each step is, and what is told, is said here once. A file is
never sent: a browser reads it as text and sends that in pieces, and a request with a file stays refused (DNH-01).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access.api import NotNow, ask
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.ids import new_id
from fanal.vocabulary.results import NotDone
from fanal.web import dates, deeds, papers
from fanal.web.forms import Button, Page, Words, offer
from fanal.web.tables import checking, held, sheet
from fanal.web.tables.columns import Kind, Taken
from fanal.web.tables.held import Found, Held

LONGEST = 400_000
"""Characters that a page takes without JavaScript; with it, as many as a table may have."""
SHOWN = 100


class Paste(Page):
    """The text of a table, or that it came in pieces."""

    text = forms.CharField(
        label=lazy("Paste the table"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        strip=False,
        error_messages={"required": lazy("Paste the table.")},
    )
    table = forms.UUIDField(widget=forms.HiddenInput, required=False)
    pieces = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    buttons: ClassVar[tuple[Button, ...]] = (Button(lazy("Go on")),)

    def __init__(self, data: Any = None, hint: Words = "") -> None:
        super().__init__(data)
        field = self.fields["text"]
        assert isinstance(field, forms.CharField)
        field.validators = []  # what is no text has a sentence of its own
        field.required = not (data and data.get("pieces"))
        few = _("Without JavaScript at most %(count)s characters, about 3,000 rows.") % {"count": dates.digits(LONGEST)}
        field.help_text = f"{hint} {few}".strip()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text.replace("\r\n", "\n")) > LONGEST:
            raise forms.ValidationError(_("This is too long for this page. Take it in parts, or switch JavaScript on."))
        return text


class Columns(Page):
    """For each column that is declared the one of the table."""

    buttons: ClassVar[tuple[Button, ...]] = (Button(lazy("Look at the rows")),)

    def __init__(self, kind: Kind, table: Held, org: UUID, data: Any = None) -> None:
        super().__init__(data)
        self.kind, heading = kind, table.heading
        before = (table.head and table.head.places) or checking.suggested(
            kind, heading, held.remembered(org, kind, heading)
        )
        choices = [("", _("not in this table"))]
        choices += [(str(at), f"{dates.digits(at + 1)} · {name[:60]}") for at, name in enumerate(heading)]
        for number, column in enumerate(kind.columns):
            needed = column.required or column.name == kind.unit
            name = f"c{number}"
            self.fields[name] = forms.ChoiceField(label=str(column.label), required=needed)
            offer(self, name, choices)
            self.initial[name] = str(before.get(column.name, ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [place for place in given.values() if place]
        for name in [name for name, place in given.items() if chosen.count(place) > 1]:
            self.add_error(name, _("This column of the table is chosen twice. Choose another."))
        return given

    def places(self) -> dict[str, int]:
        """The place of each column that is there."""
        given = [self.cleaned_data.get(f"c{number}") for number in range(len(self.kind.columns))]
        return {one.name: int(place) for one, place in zip(self.kind.columns, given, strict=True) if place}


class Take(Page):
    """That the rows are taken in as they were looked at."""

    check = forms.CharField(widget=forms.HiddenInput, required=False)
    buttons: ClassVar[tuple[Button, ...]] = (Button(lazy("Take it in")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableIn:
    """A table that comes in for a thing: who may, what it holds, what is done with it."""

    deed: str
    address: str
    """The name of the address of its first page; those of the others begin with it."""
    find: Callable[..., Any]
    """Takes the person and what the address names."""
    ids: Callable[[Any], list[Any]] = lambda thing: [thing.pk]
    """What the address names, of a thing."""
    kind: Callable[[Any], Kind]
    """Raises `NotDone` where nothing can be taken in now."""
    take: Callable[[Actor, Any, Taken, UUID, datetime], object]
    """The deed, in one transaction; with a request key that it knows it does nothing."""
    url: Callable[[Any], str]
    back: Callable[[Any], Words]
    title: Words
    done: Words
    seal: Words
    hint: Words = ""
    undo: Callable[[Actor, Any, UUID], str] = lambda _actor, _thing, _key: ""
    """The address of the deed that takes it back, while it can be."""
    undo_words: Words = ""

    def paths(self, route: str, name: str) -> Iterator[URLPattern]:
        """The address of each step, below the thing."""
        table = f"{route}<uuid:table>/"
        yield path(route, self._view(self._begin, require_http_methods(["GET", "POST"])), name=name)
        yield path(f"{table}pieces/", self._view(self._missing, require_GET), name=f"{name}_pieces")
        yield path(f"{table}pieces/<int:number>/", self._view(self._piece, require_POST), name=f"{name}_piece")
        yield path(
            f"{table}columns/", self._view(self._columns, require_http_methods(["GET", "POST"])), name=f"{name}_columns"
        )
        yield path(table, self._view(self._table, require_http_methods(["GET", "POST"])), name=f"{name}_table")
        yield path(f"{table}progress/", self._view(self._progress, require_GET), name=f"{name}_progress")
        yield path(f"{table}report/", self._view(self._all, require_GET), name=f"{name}_report")

    def _view(self, step: Callable[..., HttpResponseBase], methods: Callable[[Any], Any]) -> Callable[..., Any]:
        @wraps(step)
        def view(request: HttpRequest, actor: Actor, **named: Any) -> HttpResponseBase:
            mine = {key: named.pop(key) for key in ("table", "number") if key in named}
            thing = self.find(actor, *named.values())
            ask(actor, self.deed, thing)
            if "table" in mine:
                mine["table"] = _held(request, actor, mine["table"])
            return step(request, actor, thing, **mine)

        view.forgets = True  # type: ignore[attr-defined]  # a list of children is kept nowhere
        return deeds.page(self.deed)(methods(view))

    def _to(self, step: str, thing: Any, *more: object) -> str:
        return reverse(f"{self.address}{step}", args=[*self.ids(thing), *more])

    def _shown(self, thing: Any, **more: Any) -> dict[str, Any]:
        shown = {"thing": thing, "url": self.url(thing), "back": self.back(thing), "title": self.title}
        return shown | {"heading": self.title, "seal": self.seal, "begin": self._to("", thing)} | more

    # ---- the text ----

    def _begin(self, request: HttpRequest, actor: Actor, thing: Any) -> HttpResponseBase:
        form = Paste(deeds.posted(request), hint=self.hint)
        if form.is_bound and form.is_valid():
            with deeds.telling(form):
                table = self._begun(request, actor, thing, form)
                step = "_table" if table.head and table.head.check else "_columns"
                return HttpResponseRedirect(self._to(step, thing, table.which))
        which = self._to("_piece", thing, UUID(int=0), 0)
        more = {"form": form, "pieces": which, "size": held.PIECE, "most": sheet.MOST_CHARACTERS, "longest": LONGEST}
        return render(
            request, "web/tables/begin.html", self._shown(thing, rows=dates.digits(self._most(thing)), **more)
        )

    def _most(self, thing: Any) -> int:
        try:
            return self.kind(thing).most
        except NotDone:  # which is told once somebody brings one
            return sheet.MOST_ROWS

    def _begun(self, request: HttpRequest, actor: Actor, thing: Any, form: Paste) -> Held:
        kind = self.kind(thing)
        came, which = form.cleaned_data["pieces"], form.cleaned_data["table"]
        table_id = which if came and which else new_id()
        table = _held(request, actor, table_id)
        if not came:
            table.put(0, form.cleaned_data["text"])
        table.begin(str(thing.pk), came or 1, kind)
        if kind.fixed:
            table.check(kind, checking.suggested(kind, table.heading))
        return table

    def _piece(self, request: HttpRequest, _actor: Actor, _thing: Any, table: Held, number: int) -> HttpResponseBase:
        """One piece of a file, as text. The same one may come again."""
        if request.content_type != "text/plain":
            return HttpResponse(status=415)
        try:
            table.put(number, sheet.decoded(request.body))
        except NotDone as why:
            return JsonResponse({"words": why.words}, status=400)
        return JsonResponse({})

    def _missing(self, request: HttpRequest, _actor: Actor, _thing: Any, table: Held) -> HttpResponseBase:
        """Which pieces did not arrive, of as many as were sent."""
        sent = request.GET.get("sent", "")
        return JsonResponse({"missing": table.missing(int(sent) if sent.isascii() and sent.isdigit() else 0)})

    # ---- columns, rows ----

    def _columns(self, request: HttpRequest, actor: Actor, thing: Any, table: Held) -> HttpResponseBase:
        if (gone := self._gone(request, thing, table)) is not None:
            return gone
        kind = self.kind(thing)
        form = Columns(kind, table, actor.org, deeds.posted(request))
        if form.is_bound and form.is_valid():
            with deeds.telling(form):
                table.check(kind, form.places())
                held.remember(actor.org, kind, table.heading, form.places())
                return HttpResponseRedirect(self._to("_table", thing, table.which))
        return render(request, "web/tables/columns.html", self._shown(thing, form=form))

    def _table(self, request: HttpRequest, actor: Actor, thing: Any, table: Held) -> HttpResponseBase:
        """What the rows came to, and the press that takes them in."""
        if (gone := self._gone(request, thing, table, done=True)) is not None:
            return gone
        assert table.head is not None
        if not table.head.check:
            return HttpResponseRedirect(self._to("_columns", thing, table.which))
        form = Take(deeds.posted(request), initial={"check": table.head.check})
        if form.is_bound and form.is_valid():
            with deeds.telling(form):
                self._taken(actor, thing, table, form.cleaned_data["check"], deeds.at(request))
                return HttpResponseRedirect(self._to("_table", thing, table.which))
        return render(request, "web/tables/table.html", self._report(request, actor, thing, table, form))

    def _taken(self, actor: Actor, thing: Any, table: Held, check: str, now: datetime) -> None:
        head = table.head
        assert head is not None
        if head.done:  # twice sent is once done
            return
        if check != head.check:
            raise NotNow(_("The columns were chosen anew in another tab. Look at the rows again."))
        self.kind(thing)
        self.take(actor, thing, table.taken(), UUID(head.request_key), now)
        table.forget()

    def _report(self, request: HttpRequest, actor: Actor, thing: Any, table: Held, form: Take) -> dict[str, Any]:
        head, found = table.head, table.found()
        assert head is not None
        more: dict[str, Any] = {
            "form": form, "found": found, "done": head.done, "which": table.which,
            "progress": table.progress(), "progress_url": self._to("_progress", thing, table.which),
            "table_url": self._to("_table", thing, table.which),
            "columns_url": "" if not head.done and self.kind(thing).fixed else self._to("_columns", thing, table.which),
        }  # fmt: skip
        if head.done:
            key = UUID(head.request_key)
            more |= {"heading": self.done, "undo": self.undo(actor, thing, key), "undo_words": self.undo_words}
        if found is not None:
            more |= {
                "report": [(_("Rows that were looked at"), dates.digits(found.rows)),
                          (_("Rows that cannot be used"), dates.digits(found.refused)), *found.facts],
                "problems": [{"cells": _cells(one, found)} for one in found.problems[:SHOWN]],
                "problem_columns": _heading(found, _("Column")), "numbers": _numbers(found),
                "more": len(found.problems) > SHOWN, "shown": SHOWN,
                "report_url": self._to("_report", thing, table.which),
                "left_out": [{"cells": [dates.digits(o.column), o.name or "—", o.why]} for o in found.left_out],
                "left_columns": [_("Column"), _("Heading"), _("Why it is left out")],
            }  # fmt: skip
        return self._shown(thing, **more)

    def _progress(self, request: HttpRequest, _actor: Actor, thing: Any, table: Held) -> HttpResponseBase:
        """How far it is, asked by a page on its own: that nobody is there must end the session all the same."""
        at_work = table.progress() if table.head else None
        url = self._to("_table", thing, table.which)
        answer = render(request, "web/tables/progress.html", {"progress": at_work, "table_url": url})
        session: Any = request.session
        session.only_asked()
        return answer

    def _all(self, request: HttpRequest, actor: Actor, thing: Any, table: Held) -> HttpResponseBase:
        """Every row that cannot be used, as a table of its own."""
        if (gone := self._gone(request, thing, table, done=True)) is not None:
            return gone
        found = table.found()
        if found is None:
            return HttpResponseRedirect(self._to("_table", thing, table.which))
        columns = _heading(found, *([] if found.by_line else [_("Column")]), _("Heading"))
        day = f"{deeds.at(request):%Y-%m-%d}"
        made = papers.Table(
            title=str(self.title), columns=columns, rows=[_in_file(one, found) for one in found.problems],
            mark=f"{network.org(actor.org).name} · {day}", language=dates.spoken(),
        )  # fmt: skip
        return papers.answer(papers.made(made, papers.Form.CSV), papers.Form.CSV, f"rows-{day}")

    def _gone(self, request: HttpRequest, thing: Any, table: Held, *, done: bool = False) -> HttpResponseBase | None:
        """Where a table waits no longer, or was taken in: to where one goes on."""
        head = table.head
        if head is not None and head.about == str(thing.pk) and (done or not head.done):
            return None
        if head is not None and head.done and head.about == str(thing.pk):
            return HttpResponseRedirect(self._to("_table", thing, table.which))
        messages.info(request, _("This table is not here any more. Paste it once more."))
        return HttpResponseRedirect(self._to("", thing))


def _held(request: HttpRequest, actor: Actor, which: UUID) -> Held:
    return Held(network.waiting.Waiting(request.session, actor.person, which))


def _heading(found: Found, *columns: str) -> list[str]:
    first = _("Line") if found.by_line else _("Row")
    return [first, *([found.beside] if found.beside else []), *columns, _("What is wrong")]


def _cells(one: checking.Problem, found: Found) -> list[str]:
    """The cells of a problem on the page."""
    column = " · ".join(filter(None, (dates.digits(one.column) if one.column else "", one.name))) or "—"
    return [dates.digits(one.row), *([one.beside or "—"] if found.beside else []), column, one.words]


def _in_file(one: checking.Problem, found: Found) -> list[str]:
    """Its cells in a file."""
    number = [] if found.by_line else [str(one.column or "")]
    return [str(one.row), *([one.beside] if found.beside else []), *number, one.name, one.words]


def _numbers(found: Found) -> str:
    """What its number counts, and what is not told."""
    if found.by_line:
        return _("Lines of the file. The translation is not repeated.")
    rows = _("Rows as in the table; the heading is row 1. What stands there is not repeated.")
    return _("Rows as in the table; the heading is row 1. The rest of a row is not repeated.") if found.beside else rows
