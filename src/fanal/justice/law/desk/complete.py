"""What is complete in a law: what was declared, the guided look of the first reviewer, the yes of the second."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotHere, NotNow, found, history, may
from fanal.engines.jurisdiction.contracts import CONDUCTS, Law
from fanal.justice.law import codes, declaring, library, looks, places, policy, reviews, texts
from fanal.justice.law import words as law_words
from fanal.justice.law.declared import Declared, Stands
from fanal.justice.law.declaring import OnLaw, Signed
from fanal.justice.law.ladder import ItemKind
from fanal.justice.law.looks import Claim, Look, Point
from fanal.justice.models import Declaration
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

STANDS: dict[Stands, tuple[Promise, str]] = {
    Stands.IN_FORCE: (lazy("complete"), "ok"),
    Stands.WAITING: (lazy("waits for a second reviewer"), "soon"),
    Stands.CHANGED: (lazy("ended: the law has changed since"), "late"),
    Stands.OVER: (lazy("ended: its day has passed"), "late"),
    Stands.REPLACED: (lazy("declared anew"), ""),
    Stands.LOST: (lazy("not counted: a newer one was changed or taken away in the database"), "danger"),
    Stands.WITHDRAWN: (lazy("withdrawn"), ""),
    Stands.BROKEN: (lazy("not counted: it was changed in the database"), "danger"),
}
_TO_WITHDRAW = {Stands.WAITING, Stands.IN_FORCE, Stands.CHANGED}
"""Those that count, or may again: with the text that was looked at, should a newer one be withdrawn."""
_KINDS: dict[ItemKind, Promise] = {
    ItemKind.OFFENCE: lazy("Offence"),
    ItemKind.RULE: lazy("Rule of jurisdiction"),
    ItemKind.LIMITATION: lazy("Limitation"),
}


class ClaimForm(web.Page):
    """A conduct and the days."""

    conduct = forms.ChoiceField(label=lazy("For which conduct?"))
    first = web.Day(
        label=lazy("From which day on?"), help_text=lazy("Leave it empty for “from the beginning”."), required=False
    )
    last = web.Day(
        label=lazy("Until which day?"), help_text=lazy("Leave it empty for “until further notice”."), required=False
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Look at what is entered, and what is not")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "conduct", [("", "—"), *((code, str(codes.CONDUCTS[code])) for code in CONDUCTS)])

    def claim(self) -> Claim:
        """What was chosen."""
        given = self.cleaned_data
        return Claim(given["conduct"], given["first"], given["last"])


class LookForm(web.Page):
    """Each article that is not entered: ticked as irrelevant, with the reason."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("I declare it complete")),)

    def __init__(self, points: Iterable[Point], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.points = tuple(points)
        self.ask(dict(self._asked()))
        groups = (web.Group((f"tick_{one.key}", f"why_{one.key}"), one.art, _hint(one)) for one in self.points)
        self.groups = tuple(groups)  # type: ignore[misc]

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        yield "digest", forms.CharField(widget=forms.HiddenInput, max_length=64)
        for one in self.points:
            tick = forms.BooleanField(label=_("It does not matter for this"), required=False)
            why = forms.CharField(label=_("Why not?"), max_length=declaring.LONGEST, required=False, initial=one.reason)
            tick.needed = why.needed = True  # type: ignore[attr-defined]  # the deed asks for both
            yield f"tick_{one.key}", tick
            yield f"why_{one.key}", why
        yield "shown", _shown()
        yield "until", web.Day(label=_("Until when does your declaration hold?"), help_text=_("24 months at most."))

    def ticked(self) -> dict[str, str]:
        """The reason of each article that was ticked."""
        given = self.cleaned_data
        return {one.art: given[f"why_{one.key}"] for one in self.points if given[f"tick_{one.key}"]}


def _hint(point: Point) -> str:
    """What it is about, with the official text to look at."""
    return format_html("{} {}", point.about, _official(point.address)) if point.address else point.about


def _official(address: str) -> SafeString:
    words = _("Official text")
    link = format_html('<a href="{}" rel="noreferrer external" data-plain>{}</a>', address, words)
    return link if address else SafeString()


def _shown() -> forms.CharField:
    return forms.CharField(
        label=_("Name or office, as everybody will see it"),
        help_text=_("For example: Bar Association of Stockholm, working group on children."),
        max_length=80,
    )


class ConfirmForm(web.Page):
    """The second reviewer went through the same look."""

    sure = forms.BooleanField(
        label=lazy("I went through what is entered and every article that is not, and I miss nothing"),
        error_messages={"required": lazy("Tick this once you have looked at all of it, or withdraw it.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("I confirm that it is complete")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.ask({"shown": _shown()})


class WithdrawForm(web.Page):
    """What is missing."""

    note = web.Text(
        label=lazy("What is missing, or open?"), help_text=lazy("The note is shown to all who work on law."),
        max_length=500, rows=3,
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Withdraw the declaration")),)


# ---- what was declared ----


@deeds.page(policy.READ)
@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """What of a law was declared complete, and what to declare next."""
    now = deeds.at(request)
    about = declaring.on_law(code, now)
    form = ClaimForm(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            declaring.look(code, form.claim(), now)
            return HttpResponseRedirect(_look_address(code, form.claim()))
    held = sorted(library.declarations(now).get(code, ()), key=lambda pair: list(Stands).index(pair[1]))
    allowed = may(actor, policy.DECLARE, about)
    context = {
        "law": about.law,
        "name": law_words.law_name(about.law),
        "rows": [_row(one, stands) for one, stands in held],
        "columns": [_("Conduct"), _("Days"), _("State"), _("Declared by"), _("Holds until")],
        "form": form if allowed else None,
        "prepared": list(_prepared(about.law)) if allowed else (),
        "refused": "" if allowed or not may(actor, policy.DECLARE) else allowed.words,
    }
    return render(request, "justice/law/complete.html", context)


def _prepared(law: Law) -> Iterator[tuple[str, str]]:
    """The looks that the file proposes: words and address."""
    for claim in looks.proposals(law):
        yield f"{codes.CONDUCTS[claim.conduct]}, {_days(claim)}", _look_address(law.jurisdiction, claim)


def _look_address(code: str, claim: Claim) -> str:
    days = {name: day.isoformat() for name, day in (("first", claim.first), ("last", claim.last)) if day}
    return f"{reverse('justice:law_look', args=[code])}?{urlencode({'conduct': claim.conduct, **days})}"


def _row(one: Declared, stands: Stands) -> dict[str, Any]:
    row, conduct = one.row, _conduct(one.row.conduct)
    return {
        "cells": [conduct, _days(one.claim), web.tag(*STANDS[stands]), _by(row), web.day_words(row.valid_until)],
        "url": _address(row),
        "open": conduct,
    }


def _conduct(code: str) -> str:
    """In words; as it stands where somebody wrote another into the database."""
    return str(codes.CONDUCTS.get(code, code))


def _days(claim: Claim) -> str:
    return law_words.stretch(claim.first, claim.last)


def _by(row: Declaration) -> str:
    """The two names or offices that everybody sees."""
    return web.apart(filter(None, (row.declared_as, row.confirmed_as)))


def _address(row: Declaration) -> str:
    return reverse("justice:law_declared", args=[row.pk])


# ---- the guided look ----


@deeds.page(policy.DECLARE)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """What is entered for a conduct, and each article that is not: nothing is declared while one is not ticked."""
    now, chosen = deeds.at(request), ClaimForm(request.GET)
    if not chosen.is_valid():
        raise NotHere
    about, claim = declaring.on_law(code, now), chosen.claim()
    try:  # of what is sent `declare` tells that it cannot be declared any more, and what was typed stays
        seen = looks.look(about.law, claim) if request.method == "POST" else declaring.look(code, claim, now)
    except NotNow as why:
        messages.error(request, why.words)
        return HttpResponseRedirect(reverse("justice:law_complete", args=[code]))
    form = _look_form(request, seen, now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with deeds.telling(form):
            signed = Signed(given["shown"], given["until"])
            row = declaring.declare(actor, code, claim, form.ticked(), given["digest"], signed, now)
            messages.success(request, _("Declared. It counts once a second reviewer confirms it."))
            return HttpResponseRedirect(_address(row))
        form.data = request.POST.dict() | {"digest": seen.digest}  # sent again, it is about the law that the page shows
    return render(request, "justice/law/look.html", {"form": form, "code": code, **_shown_look(about.law, seen, now)})


def _look_form(request: HttpRequest, seen: Look, now: datetime) -> LookForm:
    first = {"digest": seen.digest, "until": reviews.last_day(now.date())}
    return LookForm(seen.points, deeds.posted(request), first)


def _shown_look(law: Law, seen: Look, now: datetime) -> dict[str, Any]:
    rows = [
        {
            "cells": [
                str(_KINDS[item.kind]), f"{places.heading(law, item)} ({item.id})",
                law_words.status_words(item.review, now.date()), _official(texts.address_of(law, item)),
            ],
            "url": places.desk_address(item),
            "open": places.heading(law, item),
        }
        for item in seen.entered
    ]  # fmt: skip
    return {
        "name": law_words.law_name(law),
        "conduct": _conduct(seen.claim.conduct),
        "days": _days(seen.claim),
        "entered": rows,
        "entered_columns": [_("What"), _("Article"), _("Review"), _("Official text")],
        "official": looks.official(law),
        "punished": any(item.kind is ItemKind.OFFENCE for item in seen.entered),
        "points": seen.points,
    }


# ---- one declaration ----


@dataclass(frozen=True, slots=True)
class Shown:
    """One declaration on its page, with what the policy is asked about it."""

    one: Declared
    stands: Stands
    about: OnLaw

    @property
    def pk(self) -> UUID:
        return self.one.row.pk


def _find(actor: Actor, declaration_id: UUID, now: datetime) -> Shown:
    row = found(actor, Declaration, declaration_id)
    return Shown(*declaring.declaration_of(row, now), declaring.asked_about(row, now))


@deeds.page(policy.READ)
@require_GET
def declaration(request: HttpRequest, actor: Actor, declaration_id: UUID) -> HttpResponse:
    """What was declared, what was looked at and why it does not matter, and what this person may do with it."""
    now = deeds.at(request)
    shown = _find(actor, declaration_id, now)
    row, law = shown.one.row, shown.about.law
    waits, open_ = shown.stands is Stands.WAITING, shown.stands in {Stands.WAITING, Stands.IN_FORCE}
    answer = may(actor, policy.CONFIRM, shown.about)
    context = {
        "row": row,
        "state": web.tag(*STANDS[shown.stands]),
        "facts": list(_facts(actor, shown)),
        "articles": _articles(shown),
        "columns": [_("Article that is not entered"), _("Why it does not matter")],
        "may_confirm": waits and bool(answer),
        "refused": answer.words if waits and not answer and may(actor, policy.CONFIRM) else "",
        "may_withdraw": shown.stands in _TO_WITHDRAW and bool(may(actor, policy.REVOKE)),
        "again": not open_
        and shown.one.whole
        and bool(may(actor, policy.DECLARE, replace(shown.about, declared_by=None)))
        and _look_address(row.jurisdiction, shown.one.claim),
        "history": history(actor, row.pk),
        **_shown_look(law, looks.look(law, shown.one.claim), now),
    }
    return render(request, "justice/law/declaration.html", context)


def _facts(actor: Actor, shown: Shown) -> Iterator[tuple[str, object]]:
    row = shown.one.row
    yield _("Conduct"), _conduct(row.conduct)
    yield _("Days"), _days(shown.one.claim)
    yield _("Declared by"), _who(actor, row.declared_as, row.declared_by_id, row.declared_at)
    if row.confirmed_by_id and row.confirmed_at:
        yield _("Confirmed by"), _who(actor, row.confirmed_as, row.confirmed_by_id, row.confirmed_at)
    yield _("Holds until"), web.day_words(row.valid_until)
    if row.note:
        yield _("What is missing, or open"), row.note


def _who(actor: Actor, shown: str, person_id: UUID, at: datetime) -> str:
    """The name that everybody sees, with who it is."""
    person = network.person(person_id)
    return f"{shown} ({law_words.known_as(actor, person.name, person.org)}), {web.day_words(at)}"


def _articles(shown: Shown) -> list[dict[str, Any]]:
    said = shown.one.row.irrelevant if shown.one.whole else {}  # else it may be anything
    return [{"cells": [art, reason]} for art, reason in said.items()]


def _title(words: Promise) -> Any:
    return lambda shown: f"{words}: {_conduct(shown.one.row.conduct)}"


def _looked_at(request: HttpRequest, _actor: Actor, shown: Shown) -> dict[str, Any]:
    columns: list[str | SafeString] = [_("Article that is not entered"), _("Why it does not matter")]
    seen = looks.look(shown.about.law, shown.one.claim)
    return {"articles": _articles(shown), "columns": columns, **_shown_look(shown.about.law, seen, deeds.at(request))}


THINGS = Things(
    find=_find,
    dated=True,
    url=lambda shown: _address(shown.one.row),
    back=lambda shown: law_words.law_name(shown.about.law),
    fits=lambda _actor, shown, name: (
        shown.stands is Stands.WAITING or (name == "withdraw" and shown.stands in _TO_WITHDRAW)
    ),
    gone=lazy("This declaration does not stand any more."),
)
ACTS = {
    "confirm": Act(
        deed=policy.CONFIRM,
        call=lambda actor, shown, data, now: declaring.confirm(actor, shown.pk, data["shown"], now),
        title=_title(lazy("Confirm that it is complete")),
        lede=lazy("From then on the answer to an act that this law does not name is “no”, no longer “cannot say”."),
        facts=lambda shown: [(_("Days"), _days(shown.one.claim)), (_("Declared by"), shown.one.row.declared_as)],
        form=ConfirmForm,
        template="justice/law/confirm.html",
        more=_looked_at,
        done=lazy("Complete. It stands on the public page of the country now."),
    ),
    "withdraw": Act(
        deed=policy.REVOKE,
        call=lambda actor, shown, data, now: declaring.withdraw(actor, shown.pk, data["note"], now),
        title=_title(lazy("Withdraw the declaration")),
        lede=lazy("From then on the answer is “cannot say” again where this law is silent."),
        form=WithdrawForm,
        done=lazy("Withdrawn. Where this law is silent, nobody can say."),
    ),
}
