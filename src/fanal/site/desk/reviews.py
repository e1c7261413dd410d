"""Reviews of content: what is to review, as which reviewer; one item with its wording, how it stands and what was
stated; stating it (docs/reviews.md)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.api import reviews, reviews_gone
from fanal.access.contracts import Line, LineState
from fanal.access.reviews import Item, Reviewer, State, Statement
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.site import reviews as clocked
from fanal.vocabulary.dates import months_later
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

STATES = {
    State.REVIEWED: (lazy("reviewed"), "ok"),
    State.SOON: (lazy("ends soon"), "soon"),
    State.ENDED: (lazy("ended"), "danger"),
    State.CHANGED: (lazy("changed since it was reviewed"), "danger"),
    State.REFUSED: (lazy("does not hold"), "danger"),
    State.PARTLY: (lazy("waits for one more yes"), "soon"),
    State.WAITING: (lazy("not reviewed"), ""),
}
PAGE = 500
"""Lines of a wording on one page."""
LINES = {
    LineState.WAITING: (lazy("waits"), ""),
    LineState.PASSED: (lazy("it holds"), "ok"),
    LineState.REFUSED: (lazy("it does not hold"), "danger"),
}


@deeds.page(reviews.LIST)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for the person, as the reviewers that they are; then everything, as it stands for the organisation."""
    today = deeds.at(request).date()
    standing = list(reviews.standings(actor.org, reviews.items(actor), today))
    rows = [_row(item, found) for item, found in standing]
    waits = [row for (item, found), row in zip(standing, rows, strict=True) if _waits_for(actor, item, found, today)]
    columns = [_("What"), _("Kind of content"), _("Who reviews it"), _("State"), _("Until")]
    return render(request, "desk/reviews.html", {"waits": waits, "rows": rows, "columns": columns})


def _row(item: Item, found: reviews.Standing) -> dict[str, object]:
    source = reviews.source_of(item)
    who = web.apart(str(reviews.REVIEWERS[kind]) for kind in source.needs)
    until = web.day_words(found.until) if found.until else ""
    cells = [item.words, str(source.title), who, web.tag(*STATES[found.state]), until]
    return {"cells": cells, "url": _address(item), "open": item.words}


def _waits_for(actor: Actor, item: Item, found: reviews.Standing, today: date) -> bool:
    """Whether a reviewer that this person is has not said that it holds, or what they said ends soon."""
    kinds = reviews.kinds_of(actor, item)
    soon = today + reviews.SOON
    if found.state is State.PARTLY and any(line.person == actor.person for line in found.lines):
        return False
    return any(
        line.role in kinds and (line.state is LineState.WAITING or (line.until is not None and line.until <= soon))
        for line in found.lines
    )


@deeds.page(reviews.LIST)
@require_GET
def one(request: HttpRequest, actor: Actor, source: str, name: str) -> HttpResponse:
    """One item: how it stands, its wording in full, what was stated of it."""
    item = reviews.item_of(actor, source, name)
    found = reviews.standing(actor.org, item, deeds.at(request).date())
    said = reviews.statements(actor.org, item)
    names = network.names(one.by for one in said if one.by)
    context = {
        "item": item,
        "source": reviews.source_of(item),
        "state": STATES[found.state],
        "until": found.until,
        "missing": reviews_gone.missing(item),
        "lines": [{"cells": _line(item, line)} for line in found.lines],
        "line_columns": [_("Who reviews it"), _("State"), _("Until")],
        "said": [{"cells": list(_said(item, one, _who(actor, one, names)))} for one in reversed(said)],
        "said_columns": [_("Reviewed on"), _("As"), _("Who"), _("Answer"), _("Wording")],
        "may_review": bool(access.may(actor, reviews.REVIEW, item)),
        **_page(request, item),
    }
    return render(request, "desk/review.html", context)


def _line(item: Item, line: Line) -> list[object]:
    until = web.day_words(line.until) if line.until else ""
    who = str(reviews.REVIEWERS[line.role])
    if reviews.source_of(item).common:
        who = web.dots(who, network.org(line.org).name if line.org else _("who is needed"))
    return [who, web.tag(*LINES[line.state]), until]


def _who(actor: Actor, said: Statement, names: Mapping[UUID, str]) -> str:
    """Who stated it: a person of one's own or of the secretariat, another organisation as a whole."""
    if said.org is None or said.by is None:
        return ""
    org = network.org(said.org)
    return names.get(said.by, "") if org.id == actor.org or org.kind is OrgKind.SECRETARIAT else org.name


def _said(item: Item, said: Statement, who: str) -> Iterator[object]:
    yield web.day_words(said.reviewed_on)
    yield str(reviews.REVIEWERS[said.kind])
    yield web.dots(said.reviewer, _("stated by %(name)s") % {"name": who})
    until = _("until %(day)s") % {"day": web.day_words(said.until)} if said.until else ""
    yield web.dots(_("it holds") if said.yes else _("it does not hold"), until, said.reasons)
    yield _("as it is now") if said.digest == item.digest else _("an earlier one")


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording page by page. `seen`: for each page what whoever was shown it and those before it brings along."""

    columns: Sequence[str]
    pages: Sequence[Sequence[Sequence[object]]]
    seen: Sequence[str]


def _wording(item: Item) -> Wording:
    columns, lines = item.shown()
    pages = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)] or [[]]
    seen, before = [], item.digest
    for page in pages:
        before = hashlib.sha256(f"{before}\n{list(map(list, page))}".encode()).hexdigest()
        seen.append(before)
    return Wording(columns, pages, seen)


def _page(request: HttpRequest, item: Item) -> dict[str, object]:
    """The page of the wording that is asked for. Whoever came to it from the first one takes along that they did."""
    whole = _wording(item)
    asked = request.GET.get("page", "")
    at = min(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, len(whole.pages)) or 1
    came = at == 1 or request.GET.get("seen") == whole.seen[at - 2]
    seen, is_last = whole.seen[at - 1] if came else "", at == len(whole.pages)
    return {
        "columns": whole.columns, "wording": [{"cells": line} for line in whole.pages[at - 1]],
        "pages": len(whole.pages), "which": _which(at, len(whole.pages)), "seen": seen if is_last else "",
        "first": "?" if at > 1 else "", "further": "" if is_last else f"?page={at + 1}&seen={seen}",
    }  # fmt: skip


def _which(at: int, pages: int) -> str:
    if pages == 1:
        return _("The wording")
    return _("The wording, page %(at)s of %(pages)s") % {"at": web.digits(at), "pages": web.digits(pages)}


def waiting(actor: Actor, now: datetime) -> web.day.Section:
    """On *My day*: what people wait for that this person reviews it."""
    rows = [
        web.day.Row(item.words, _address(item), note=reviews.source_of(item).title)
        for item in reviews.waiting(actor, now.date())
    ]
    return web.day.Section(_("To review"), rows, work=True)


def _address(item: Item) -> str:
    return reverse("desk:review", args=[item.source, item.name])


class Review(web.Page):
    """Who reviewed it, when, and until when it holds; or why it does not."""

    kind = forms.ChoiceField(
        label=lazy("As which reviewer?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose as which reviewer.")},
    )
    verdict = forms.ChoiceField(
        label=lazy("Does it hold?"), widget=forms.RadioSelect, error_messages={"required": lazy("Say yes or no.")}
    )
    reviewer = forms.CharField(
        label=lazy("Who reviewed it"),
        help_text=lazy("Name or office, as it is shown with the review. It may be yourself."),
        max_length=120,
        required=False,
    )
    reviewed_on = web.Day(label=lazy("On which day?"), error_messages={"required": lazy("Choose a day.")})
    until = web.Day(
        label=lazy("Until when does it hold?"),
        help_text=lazy("At most 24 months after the review. A wording that changes ends it before."),
        required=False,
    )
    reasons = web.StaffText(
        label=lazy("Why, if you say no"),
        help_text=lazy("Also if it was stated before, and no longer holds. No names of persons."),
        max_length=1000,
        rows=4,
        required=False,
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("State it")),)

    def __init__(self, item: Item, kinds: list[Reviewer], today: date, data: Any = None, seen: str = "") -> None:
        first = kinds[0] if len(kinds) == 1 else None
        until = months_later(today, reviews.LONGEST)
        initial = {"kind": first, "reviewed_on": today, "until": until, "digest": item.digest, "seen": seen}
        super().__init__(data, initial=initial)
        for name in ("reviewer", "until", "reasons"):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # by yes or no; the deed says so
        web.offer(self, "kind", ((kind.value, reviews.REVIEWERS[kind]) for kind in kinds))
        yes = web.two_lines(_("Yes"), _("this wording holds until the day below"))
        no = web.two_lines(_("No"), _("whoever keeps the file reads why; a yes of before counts no more"))
        web.offer(self, "verdict", (("yes", yes), ("no", no)))


def _form(request: HttpRequest, actor: Actor, item: Item) -> Review:
    seen = request.GET.get("seen", "")
    return Review(item, reviews.kinds_of(actor, item), deeds.at(request).date(), deeds.posted(request), seen)


def _state(actor: Actor, item: Item, data: dict[str, Any], now: datetime) -> None:
    said = Statement(
        kind=data["kind"], yes=data["verdict"] == "yes", digest=data["digest"], reviewed_on=data["reviewed_on"],
        until=data["until"], reviewer=data["reviewer"], reasons=data["reasons"],
    )  # fmt: skip
    if said.yes and said.digest == item.digest:
        whole = _wording(item)
        access.need((len(whole.pages) > 1 and data["seen"] != whole.seen[-1], _unread(), "verdict"))
    clocked.review(actor, item, said, now)


def _unread() -> str:
    return _("This wording has several pages. Go through all of them, from the first to the last, and say yes there.")


ITEMS = Things(find=reviews.item_of, url=_address, back=lambda item: item.words, asks=True)
ACTS = {
    "state": Act(
        deed=reviews.REVIEW,
        title=lazy("State a review"),
        heading=lambda item: _("%(what)s: does this wording hold?") % {"what": item.words},
        lede=lambda item: reviews.source_of(item).asks,
        form=_form,
        template="desk/review_state.html",
        more=lambda request, _actor, item: _page(request, item),
        call=_state,
        done=lazy("Your statement is kept, with your name."),
    ),
}
PATHS = list(ITEMS.paths("reviews/<slug:source>/<slug:name>/", "review-", ACTS))
