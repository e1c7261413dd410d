"""What pages say of an ask, inside and outside."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.network import api as network
from fanal.progress.asks import flow, words
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.shown import Fate
from fanal.progress.assessing import citing
from fanal.progress.commitments import rubrics
from fanal.progress.words import named
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


def facts(held: Held, *, inside: bool) -> list[tuple[str, object]]:
    """What is said of an ask beside its text."""
    one, every = held.wording, rubrics.shipped()
    promised = [named(every[item]) for item in one.commitments if item in every]
    consulted = web.dots(_("yes"), one.changed) if one.consulted else _("no")
    lines: list[tuple[str, object]] = [
        (_("Country"), country_name(held.row.country, web.spoken())),
        (_("What is asked for"), words.KINDS[held.row.kind]),
        (_("Who is asked"), one.addressee),
        (_("Who asks"), held.row.org.name),
        (_("Together with"), one.partners),
        (_("Promises of Stockholm"), web.apart(promised)),
        (_("Survivors were asked about it"), consulted if one.texts else ""),
    ]
    if inside:
        people = network.names(map(UUID, one.owners))
        lines.append((_("Who looks after it"), web.listed(sorted(people.values()))))
    return [line for line in lines if line[1]]


def sources(held: Held) -> list[tuple[str, str, str]]:
    """What an ask rests on."""
    return citing.shown(held.wording.evidence)


def story(held: Held, *, inside: bool) -> list[dict[str, object]]:
    """What was done, the oldest first: outside from the day on which it was sent."""
    events: list[tuple[Any, dict[str, object]]] = []
    if inside:
        for place, one in enumerate(held.wordings):
            what = _("Written") if place == 0 else _("Written anew")
            events.append((one.at, {"when": one.at, "what": what, "who": one.by.name, "said": ""}))
    for step in held.steps:
        if not inside and (step.state in flow.WORKED_ON or step.state == State.STOPPED):
            continue
        what = _("Became a part of another ask") if step.into_id else str(words.STATES[step.state][0])
        said = "\n".join(filter(None, (step.source, step.words if inside else "")))
        who = step.by.name if inside else ""
        events.append((step.at, {"when": step.on, "what": what, "who": who, "said": said}))
    return [event for _at, event in sorted(events, key=lambda pair: pair[0])]


def fates(found: Iterable[Fate], *, inside: bool) -> list[dict[str, Any]]:
    """What moved. Outside what somebody claims stands there once a survivor adviser read it."""
    every = rubrics.shipped()
    return [
        {
            "evidence": citing.shown(one.row.evidence),
            "item": named(every[one.row.item]) if one.row.item in every else "",
            "moved": one.moved,
            "unproved": inside and bool(one.row.item) and one.moved is None,
            "ours": one.row.ours if inside or one.told else "",
            "others": one.row.others if inside or one.told else "",
            "waits": inside and bool(one.row.ours) and not one.told,
        }
        for one in found
    ]


def dates(held: Held) -> str:
    """Its days in one line: when it was asked, and where it stands since when."""
    assert held.sent is not None
    last = held.steps[-1]
    told = [words.SHORT[State.SENT] % {"day": web.day_words(held.sent.on)}]
    if last is not held.sent:
        told.append(words.SHORT[last.state] % {"day": web.day_words(last.on)})
    return web.listed(told)


def line(held: Held, found: Iterable[Fate] = ()) -> dict[str, Any]:
    """An ask in a list for everybody: its days first."""
    return {
        "title": held.text(web.spoken())["title"],
        "lang": held.tongue(web.spoken()),
        "url": reverse("asks:ask", args=[web.spoken(), held.row.pk]),
        "dates": dates(held),
        "about": web.dots(country_name(held.row.country, web.spoken()), held.wording.addressee, held.row.org.name),
        "tag": web.tag(*words.STATES[held.state]),
        "moved": [(one["item"], one["moved"]) for one in fates(found, inside=False) if one["moved"]],
    }
