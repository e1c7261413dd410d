"""The parts of pages as template tags. `/dev/components` shows each with its states; `docs/web.md` says when to use
which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any

from django import forms as django_forms
from django.template import Context, Library
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fanal.network import api as network
from fanal.web import cards, dates, forms, qr, twice, world

register = Library()
register.simple_tag(qr.on_page, takes_context=True, name="qr")

ICONS = frozenset(
    {"lock", "clock", "lantern", "info", "warn", "check", "print", "person", "state-yes", "state-partial", "state-no"}
    | {"state-no_data", "state-not_assessed"}
)
TONES = {"info": "info", "warn": "warn", "danger": "warn", "ok": "check"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline picture, hidden from screen readers: the words beside it say the same."""
    if name not in ICONS:
        raise ValueError(f"no icon {name}")
    return SafeString(render_to_string(f"web/parts/icons.html#{name}").strip())


# ---- small parts ----


@register.inclusion_tag("web/parts/button.html")
def button(label: str, kind: str = "", **attrs: Any) -> dict[str, Any]:
    """`{% button _("Send this to Nordlys") %}`; kind: "second", "wide"; `href` makes it a link; name, value, type,
    id, form."""
    return {"label": label, "kind": kind, "href": attrs.pop("href", ""), "attrs": attrs}


@register.simple_tag
def tag(words: object, kind: str = "", picture: str = "") -> SafeString:
    """A short word about the thing beside it; kind: late, danger, soon, ok, info or none."""
    shown = icon(picture) if picture else ""
    return format_html('<span class="{}">{}<span>{}</span></span>', f"tag {kind}".strip(), shown, words)


def _states() -> dict[str, str]:
    return {
        "yes": pgettext("evidence state", "Yes"),
        "partial": pgettext("evidence state", "Partial"),
        "no": pgettext("evidence state", "No"),
        "no_data": pgettext("evidence state", "No data"),
        "not_assessed": pgettext("evidence state", "Not assessed"),
    }


@register.simple_tag
def state(value: str, words: str = "") -> SafeString:
    """One of the five evidence states, by word and shape; `words` replaces the usual word."""
    code = str(value)
    kind = "state unknown" if code in {"no_data", "not_assessed"} else "state"
    return format_html('<span class="{}">{}{}</span>', kind, icon(f"state-{code}"), words or _states()[code])


@register.simple_tag
def signs(states: Iterable[str]) -> SafeString:
    """The shapes of several evidence states in a row, for a glance: each is told in words beside it, so that readers
    aloud pass over them."""
    shapes = [(" unknown" if one in {"no_data", "not_assessed"} else "", icon(f"state-{one}")) for one in states]
    return format_html(
        '<span class="signs" aria-hidden="true">{}</span>', format_html_join("", '<i class="state{}">{}</i>', shapes)
    )


@register.inclusion_tag("web/parts/world.html")
def world_map(states: Mapping[str, str], links: Mapping[str, str]) -> dict[str, Any]:
    """How each country stands, by pattern and word: `{"SE": "yes"}`, `{"SE": address}`. Its table stands beside it."""
    words = _states()
    shown = [
        {"name": land.name, "state": land.state, "words": words[land.state], "shapes": land.shapes, "url": land.url}
        for land in world.lands(states, links, dates.spoken())
    ]
    return {"box": world.box(), "lands": shown, "legend": list(words.items()), "patterns": world.PATTERNS}


@register.inclusion_tag("web/parts/call.html")
def call_block(contacts: Sequence[Any], country: str = "", heading: str = "") -> dict[str, Any]:
    """Emergency contacts: `[{"label", "number", "note"}]`; a note that holds for all is said once. None: says so, and
    whom to ask instead. Never another country's."""
    notes = [one.get("note", "") if isinstance(one, Mapping) else one.note for one in contacts]
    shared = notes[0] if len(notes) > 1 and len(set(notes)) == 1 else ""
    return {"contacts": contacts, "country": country, "heading": heading, "shared": shared}


@register.inclusion_tag("web/parts/facts.html")
def facts(rows: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Pairs of a name and what is known; nothing known shows "not told"."""
    return {"rows": list(rows)}


@register.inclusion_tag("web/parts/path.html")
def path(steps: Iterable[Mapping[str, object]], label: str = "") -> dict[str, Any]:
    """What happened and what comes: `[{"title", "note", "done"}]`. Solid = done or true, open ring = still to come."""
    return {"steps": list(steps), "label": label}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(events: Iterable[Mapping[str, object]], label: str = "") -> dict[str, Any]:
    """What was done: `[{"when": date or datetime, "what", "who", "said": what was written then}]`."""
    return {"events": list(events), "label": label}


@register.inclusion_tag("web/parts/table.html")
def table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], caption: str = "", lines: str = ""
) -> dict[str, Any]:
    """A list that becomes cards at 320 px. A row: `{"cells": [text or safe HTML, …], "url", "open"}`; "open" names
    the link. `lines="2 4"`: a card has three lines without names of columns, the cells from 2 and from 4 on a new one.
    """
    begins = {int(place) for place in lines.split()}
    made = [{**row, "cells": cards.flowing(list(zip(columns, row["cells"], strict=True)), begins)} for row in rows]
    context = {"columns": columns, "rows": made, "caption": caption, "brief": bool(begins)}
    return context | {"go": any(row.get("url") for row in made)}


DOT = "\u00a0· "
"""Between two things on one line: where the line breaks, the dot stays with what it follows."""


def dots(*parts: str) -> str:
    """What is known, with dots between; nothing where nothing is."""
    return DOT.join(part for part in parts if part)


def named(column: object, cell: object) -> SafeString:
    """A cell that says the name of its column where a card of a few lines shows none."""
    return format_html('<span class="named">{}: </span>{}', column, cell)


@register.inclusion_tag("web/parts/meter.html")
def meter(
    yes: int = 0, partial: int = 0, no: int = 0, unknown: int = 0, said: str = "", shown: int = 0
) -> dict[str, Any]:
    """How much is met of a whole. Hatched: unknown; the true value lies somewhere in it. The words always stand
    beside it: the counts, or what is `said` of them. `shown`: a part, pale and hatched."""
    total = yes + partial + no + unknown + shown
    scale = 100 / total if total else 0
    known, half, hatched = (round(part * scale, 2) for part in (yes, partial + shown, unknown or shown))
    start, last = (known, int(hatched / 1.5)) if shown else (round(known + half, 2), int(hatched / 1.5) + 1)
    return {
        "words": said or _("%(yes)s yes, %(partial)s partial, %(no)s no, %(unknown)s unknown")
        % dict(zip(("yes", "partial", "no", "unknown"), map(dates.digits, (yes, partial, no, unknown)), strict=True)),
        "known": known, "half": half, "hatched": hatched,
        "lines": [round(start + step * 1.5, 2) for step in range(last)] if hatched else [],
        "readable": bool(total) and unknown * 2 <= total,
    }  # fmt: skip


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int, whole: int, label: str) -> dict[str, Any]:
    """Work that takes longer than two seconds: how much of it is done."""
    return {"done": done, "whole": whole, "label": label}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[Mapping[str, object]], label: str) -> dict[str, Any]:
    """Views of one thing as links: `[{"label", "url", "current"}]`."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("web/parts/pages.html")
def pages(first: str = "", following: str = "", label: str = "") -> dict[str, Any]:
    """Pagination by key: the addresses of the first and of the next page; both empty: nothing is shown. `label`: of
    which list, where there are several."""
    return {"first": first, "following": following, "label": label}


@register.inclusion_tag("web/parts/filter.html")
def filter_row(form: django_forms.Form, label: str = "") -> dict[str, Any]:
    """A row of filters as a GET form; works without JavaScript."""
    return {"form": form, "label": label}


@register.inclusion_tag("web/parts/preview.html")
def preview(leaves: Iterable[tuple[str, object]], stays: Iterable[tuple[str, object]], to: str = "") -> dict[str, Any]:
    """Two columns: what leaves, and what stays here with the reason."""
    return {"leaves": list(leaves), "stays": list(stays), "to": to}


@register.inclusion_tag("web/parts/print_header.html")
def print_header(who: str = "", organisation: str = "") -> dict[str, Any]:
    """Seen only on paper: who printed, for whom, when."""
    return {"who": who, "organisation": organisation, "today": timezone.now()}


@register.inclusion_tag("web/parts/empty.html")
def empty(words: str, todo: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """An empty list says what that means, and what to do first."""
    return {"words": words, "todo": todo, "href": href, "action": action}


# ---- parts around other content ----


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """`{% notice "warn" %}…{% endnotice %}`: one thing to know; kind: info, warn, danger, ok."""
    return format_html('<div class="notice {}">{}<div>{}</div></div>', kind, icon(TONES[kind]), content)


@register.simple_block_tag
def seal(content: str) -> SafeString:
    """Who can read this, and what opening it does."""
    return format_html('<div class="seal">{}<div>{}</div></div>', icon("lock"), content)


@register.simple_block_tag
def card(content: str) -> SafeString:
    """One thing that can be acted on or taken along."""
    return format_html('<div class="card stack">{}</div>', content)


@register.simple_block_tag
def words(content: str) -> SafeString:
    """What a person said, in their words; no direction is assumed, since they may write in any language."""
    return format_html('<blockquote class="words" dir="auto">{}</blockquote>', mark_safe(content.strip()))  # noqa: S308


@register.simple_block_tag
def fold(content: str, summary: str, shown: bool = False) -> SafeString:
    """`{% fold _("Show text") %}…{% endfold %}`: closed until it is wanted."""
    opened = mark_safe(" open") if shown else ""
    return format_html('<details class="fold"{}><summary>{}</summary>{}</details>', opened, summary, content)


# ---- forms ----


@register.simple_block_tag(takes_context=True)
def page_title(context: Context, content: str) -> SafeString:
    """The title of the page, remembered for its forms: what was typed into one of them is shown again under it."""
    request = getattr(context, "request", None)
    if request is not None:
        request.page_title = content
    return SafeString(content)


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Django's own tag, and the mark of whose form it is and on which page: with it nothing typed is lost when the
    session has ended."""
    token = SafeString(CsrfTokenNode().render(context))
    request = getattr(context, "request", None)
    actor = getattr(request, "actor", None)
    if not token or actor is None:
        return token
    about = forms.about(unescape(getattr(request, "page_title", "")), context.get("form"))
    mark = network.sessions.mark_of(actor.person, about)
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, forms.WHOSE, mark)


@register.inclusion_tag("web/parts/form.html", takes_context=True)
def form_page(context: Context, form: django_forms.BaseForm, submit: str = "", **attrs: Any) -> dict[str, Any]:
    """A whole form: error summary, groups, hints, errors, buttons. `submit` words the first button; `action`; `plain`
    keeps the reporter's script away from it; `carry`: pairs of name and value from another page, sent along hidden."""
    page, wrong = context.get("page"), _wrong(context, form)
    buttons = list(getattr(form, "buttons", forms.Page.buttons))
    if submit:
        buttons[0] = forms.Button(submit, buttons[0].name, buttons[0].value)
    return {
        "form": form, "groups": list(forms.shown_groups(form)), "wrong": wrong, "buttons": buttons,
        "action": attrs.get("action", ""), "plain": attrs.get("plain", False), "form_id": attrs.get("id", ""),
        "carry": [*attrs.get("carry", ()), *twice.carried(form), *_sent_again(context, refused=bool(wrong))],
        # A token would need a cookie; the public form carries its own sealed state instead.
        "with_token": page is not None and not page.reporter,
    }  # fmt: skip


@register.inclusion_tag("web/parts/errors.html", takes_context=True)
def error_summary(context: Context, form: django_forms.BaseForm) -> dict[str, Any]:
    """The list at the top of what to mend, with links to the fields; for forms that are not drawn by `form_page`."""
    return {"wrong": _wrong(context, form)}


def _wrong(context: Context, form: django_forms.BaseForm) -> list[tuple[str, str]]:
    """What to mend. The request remembers that there is something: a form with errors was not taken."""
    found, request = forms.wrong(form), getattr(context, "request", None)
    if found and request is not None:
        request.refused = True
    return found


def _sent_again(context: Context, *, refused: bool) -> list[tuple[str, str]]:
    """Which kept text came back to be mended: the next press is about the same one."""
    request = getattr(context, "request", None)
    which = request.POST.get(forms.SENT_AGAIN, "") if request is not None and refused else ""
    return [(forms.SENT_AGAIN, which)] if which else []


@register.inclusion_tag("web/parts/field.html")
def field(bound: django_forms.BoundField, heading: bool = False, bare: bool = False) -> dict[str, Any]:
    """One field with label, hint, errors. `heading`: the label is the page's h1; `bare`: does not say that it is
    optional."""
    return {"field": bound, "heading": heading, "bare": bare}


@register.inclusion_tag("web/parts/answers.html")
def check_answers(answers: Iterable[forms.Answer]) -> dict[str, Any]:
    """Question, answer, and how to change it."""
    return {"answers": forms.pairs(answers)}


# ---- filters ----


@register.filter
def day_words(value: date | datetime | None) -> str:
    """A day in words, local: 24 November 2026."""
    return dates.day_words(value)


@register.filter
def weekday_words(value: datetime) -> str:
    """A day as people say it to each other: Thursday 26 November."""
    return dates.weekday_words(value)


@register.filter
def time_words(value: datetime) -> str:
    """The local time of day: 14:05."""
    return dates.time_words(value)


@register.filter
def digits(value: object) -> str:
    """A number as the reader writes it."""
    return dates.digits(value)


@register.filter
def listed(parts: Iterable[object]) -> str:
    """Several things, with the comma of the language."""
    return dates.listed(parts)


@register.filter
def apart(parts: Iterable[object]) -> str:
    """Several things that may have commas themselves, with the semicolon of the language."""
    return dates.apart(parts)


@register.simple_tag
def comma() -> str:
    """Between links and other parts that `listed` cannot join."""
    return dates.comma()


@register.simple_tag
def semicolon() -> str:
    """As `comma`, between parts that may have commas themselves."""
    return dates.semicolon()


@register.filter
def due(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """A tag with a clock: late, soon or later."""
    if moment is None:
        return SafeString("")
    found = dates.due(moment, now)
    kind = "" if found.kind == "later" else found.kind
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(timespec="minutes"), tag(found.words, kind, "clock")
    )


@register.filter
def tone(level: str) -> str:
    """The kind of notice for a level of Django's messages."""
    return {"success": "ok", "warning": "warn", "error": "danger"}.get(level, "info")
