"""An answer as a page shows it: countries by verdict, the path of each, two lists of what is not known.

Made from the answer as it was kept, so that it shows what was said then. What is not known in the case and what is not
in the library stay apart; "cannot say" is as full a card as any other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import Corpus, Facts, Verdict, ends, explain, frame, parse_facts
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import STATUSES, listed
from fanal.justice.matters import fact_words
from fanal.justice.matters.compare import unraised
from fanal.justice.matters.desk.answer_path import (
    AGAINST,
    TO_COME,
    Branch,
    Link,
    Step,
    asked_of,
    fails_of,
    link_of,
    path_of,
    state_url,
    step_of,
    tree_of,
    unless_of,
    unless_said,
)
from fanal.web import api as web

type _Map = Mapping[str, Any]
ORDER = {verdict.value: place for place, verdict in enumerate(Verdict)}
_OPEN = ("open", "open_on_condition")
TONES = {"open": "ok", "open_on_condition": "soon", "barred": "late", "cannot_say": "info", "none": ""}

_FAILS = 3
"""So many reasons stand for a country that cannot; the others are a page away."""


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route in a list: the offence, why the state may act, the verdict, and until when.

    `needs`: what the text asks for and no case file tells, where the route hangs on it. `unless`: the defences that
    were not ruled out.
    """

    key: str
    offence: Link
    rule: Link
    basis: str
    verdict: str
    tone: str
    until: str
    end: str
    expert: bool
    needs: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """Routes of one rule with one verdict: the offences, each with until when."""

    rule: Link
    basis: str
    verdict: str
    tone: str
    lines: tuple[RouteLine, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One country. `says` is the answer as one sentence, with the defences that were not ruled out where no open route
    is free of them; `ends` the first and the last day of its ways; `steps` is the path of its best route, `place` the
    one about the law of the place, `tree` every step of it; `others` the routes beside it."""

    code: str
    name: str
    url: str
    verdict: str
    words: str
    tone: str
    says: str
    until: str
    ends: tuple[str, str]
    note: str
    place: Step | None
    steps: tuple[Step, ...]
    tree: Branch | None
    review: str
    best: RouteLine | None
    others: tuple[Paths, ...]
    facts: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The whole page. `elsewhere`: countries that no fact names and that may come in, by what is not known."""

    cards: tuple[Card, ...]
    elsewhere: tuple[Card, ...]
    cannot: tuple[Card, ...]
    facts: tuple[str, ...]
    law: tuple[str, ...]
    questions: tuple[tuple[str, str, str, str], ...]
    obstacles: tuple[str, ...]
    assumptions: tuple[str, ...]
    looked_at: int
    missing: tuple[str, ...]
    review: str
    approximate: bool


def view(answer: _Map, facts: _Map, law: Corpus | None) -> AnswerView:
    """The page of an answer. `law`: which answered, where it is still kept; it holds who declared what complete."""
    case = parse_facts(facts)
    tied = {code.partition("-")[0] for code in frame.linked_codes(case)}
    states = sorted(answer["states"], key=lambda state: (ORDER[state["verdict"]], state["state"]))
    named = {
        state["state"]
        for state in states
        if state["verdict"] != "cannot_say" or state["state"].partition("-")[0] in tied
    }
    cards = [card(state, answer, facts, whole=state["state"] in named) for state in states]
    shown = tuple(one for one in cards if one.code in named and one.verdict != "none")
    coverage = answer["coverage"]
    return AnswerView(
        cards=shown,
        elsewhere=tuple(one for one in cards if one.code not in named),
        cannot=tuple(_closed(one, answer, case, law) for one in cards if one.verdict == "none"),
        facts=_unique(words for one in cards for words in one.facts),
        law=_unique(words for one in shown for words in one.law),
        questions=tuple(_questions(answer, facts)),
        obstacles=_unique(
            _obstacle(obstacle)
            for obstacle in answer["obstacles"]
            if obstacle["state"].partition("-")[0] in _codes(shown)
        ),
        assumptions=tuple(law_words.assumption(assumption) for assumption in answer["assumptions"]),
        looked_at=coverage["looked_at"],
        missing=tuple(law_words.state_name(code) for code in coverage["missing"]),
        review=str(STATUSES.get(coverage["lowest_review"], "")),
        approximate=answer["approximate"],
    )


def _codes(cards: Iterable[Card]) -> set[str]:
    return {one.code.partition("-")[0] for one in cards}


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def card(state: _Map, answer: _Map, told: _Map, *, whole: bool) -> Card:
    """One country; its paths only if the `whole` of it is shown."""
    code, as_of = state["state"], date.fromisoformat(answer["as_of"])
    routes = [route for route in answer["routes"] if route["state"] == code or route["state"].partition("-")[0] == code]
    routes.sort(key=lambda route: ends.followed(explain.way_of(route)))
    is_best = bool(routes) and routes[0]["verdict"] == state["verdict"] != "none"
    best = routes[0] if whole and is_best else None
    reasons = [
        *state["reasons"],
        *(reason for route in routes if route["verdict"] == "cannot_say" for reason in route["reasons"]),
    ]
    facts, law = explain.unknowns(reasons)
    asked, name = _asked(routes), law_words.state_name(code)
    steps = path_of(best, told) if best else ()
    line = _line(best, as_of) if best else None
    return Card(
        code=code,
        name=name,
        url=state_url(code),
        verdict=state["verdict"],
        words=law_words.verdict(state["verdict"]),
        tone=TONES[state["verdict"]],
        says=" ".join((_sentence(name, state["verdict"], line, steps), *unless_said(unraised(state), code))),
        until=_until_state(state, as_of),
        ends=(
            _end(state["first_end"], state["verdict"], none=False),
            _end(state["last_end"], state["verdict"], none=state["last_end"]["no_limitation"]),
        ),
        note=law_words.note(state["note"]) if state["note"] else "",
        place=step_of("D", best, told) if best else None,
        steps=steps,
        tree=tree_of(best, told) if best else None,
        review=_review(best) if best else "",
        best=line,
        others=tuple(_grouped((route for route in routes if route is not best and route["verdict"] != "none"), as_of))
        if whole
        else (),
        facts=_unique(fact_words.unsure(fact, told) for fact in facts),
        law=_unique(law_words.law_reason(text, asked.get(text, ())) for text in law),
    )


def _closed(one: Card, answer: _Map, case: Facts, law: Corpus | None) -> Card:
    """A country that cannot, with why: what fails on its nearest ways, and who said that its law has no other."""
    routes = [route for route in answer["routes"] if route["state"] == one.code]
    nearest = min((_failing(route) for route in routes), default=0)
    fails = _unique(words for route in routes if _failing(route) == nearest for words in fails_of(route))
    more = len(fails) - _FAILS
    rest = (_("and %(count)s more") % {"count": web.digits(more)},) if more > 0 else ()
    closed = (*fails[:_FAILS], *rest, *_declared(one.code, case, law))
    words = (
        _("%(country)s cannot: %(what)s.") % {"country": one.name, "what": web.apart(closed)} if closed else one.says
    )
    return replace(one, says=words)


def _failing(route: _Map) -> int:
    return list(route["parts"].values()).count("F")


def _declared(code: str, case: Facts, law: Corpus | None) -> Iterator[str]:
    """What was declared complete of a law for this act, and by whom: without it, its silence would say nothing."""
    begun = (case.act.start and case.act.start.first) or date.min
    ended = (case.act.end and case.act.end.last) or date.max
    for held in law.laws[code].declared if law and code in law.laws else ():
        conducts = [one for one in case.act.conduct if one in held.conducts]
        if conducts and (held.first or date.min) <= ended and begun <= (held.last or date.max):
            yield _("its law was declared complete by %(by)s (%(what)s, %(days)s) and has nothing else for this") % {
                "by": held.by,
                "what": listed(conducts),
                "days": " ".join(law_words.days(held.first, held.last)),
            }


def _sentence(country: str, verdict: str, line: RouteLine | None, steps: Sequence[Step]) -> str:
    """The answer for one country as a lawyer would begin it."""
    given = {"country": country}
    if line is not None:
        given |= {"basis": line.basis, "rule": line.rule.words, "offence": line.offence.words}
    to_come = [step.title for step in steps if step.state == TO_COME]
    against = [step.title for step in steps if step.state == AGAINST]
    if verdict == "open" and line:
        return _("%(country)s can prosecute: %(basis)s, %(rule)s, with %(offence)s.") % given
    if verdict == "open_on_condition" and line:
        words = _("%(country)s can prosecute (%(basis)s, %(rule)s, with %(offence)s) once this is there: %(what)s.")
        return words % {**given, "what": web.apart(to_come)}
    if verdict == "barred" and against:
        return _("%(country)s cannot any more: %(what)s.") % {**given, "what": web.apart(against)}
    if verdict == "cannot_say" and line is None:
        return _("Our library cannot answer this for %(country)s. That is not a “no”.") % given
    if verdict == "cannot_say" and (unknown := _unique(why for step in steps for why in step.why)):
        what = web.apart(unknown[:2])
        words = _("It cannot be said whether %(country)s can prosecute. %(what)s.")
        return words % {**given, "what": what[:1].upper() + what[1:]}
    return f"{country}: {law_words.verdict(verdict)}."


def _end(end: _Map, verdict: str, *, none: bool) -> str:
    if not none and not end["day"]:
        return _("not known")
    return _if_open(_("no time limit") if none else _day(end["day"]), verdict)


def _line(route: _Map, as_of: date) -> RouteLine:
    return RouteLine(
        key=f"{route['offence']}/{route['rule']}",
        offence=link_of(route, route["offence"]),
        rule=link_of(route, route["rule"]),
        basis=law_words.basis(route["basis"]),
        verdict=law_words.verdict(route["verdict"]),
        tone=TONES[route["verdict"]],
        until=_until_route(route, as_of),
        end=route["earliest_end"] or "",
        expert=route["needs_expert"],
        needs=_unique(what for words in _asked((route,)).values() for what in words),
        unless=unless_of(unraised(route), route["state"]),
    )


def _asked(routes: Iterable[_Map]) -> dict[str, tuple[str, ...]]:
    """What texts ask for and no case file tells, by reason; an answer that was kept without its steps tells none."""
    return {reason: words for one in routes if "tree" in one for reason, words in asked_of(one["tree"]).items()}


def _grouped(routes: Iterable[_Map], as_of: date) -> Iterator[Paths]:
    """Routes by rule and verdict, in the order of the first of each."""
    found: dict[tuple[str, str], list[RouteLine]] = {}
    for one in routes:
        found.setdefault((one["rule"], one["verdict"]), []).append(_line(one, as_of))
    for lines in found.values():
        yield Paths(lines[0].rule, lines[0].basis, lines[0].verdict, lines[0].tone, tuple(lines))


def _until_state(state: _Map, as_of: date) -> str:
    """Until when: the day on which the first way closes, and that on which the last does."""
    first, last = state["first_end"], state["last_end"]
    if first["day"] and last["no_limitation"]:
        words = _("The first path closes on %(day)s; another has no time limit.")
        return _if_open(words % {"day": _day(first["day"])}, state["verdict"])
    if first["day"] and last["day"] and first["route"] != last["route"] and first["day"] != last["day"]:
        if state["verdict"] == "barred":
            return _("The time ran out on %(day)s.") % {"day": _day(last["day"])} if _over(last["day"], as_of) else ""
        words = _("The first path closes on %(day)s, the last on %(latest)s.")
        return _if_open(words % {"day": _day(first["day"]), "latest": _day(last["day"])}, state["verdict"])
    return _until(first["day"], last["day"], state["verdict"], as_of, none=last["no_limitation"])


def _until_route(route: _Map, as_of: date) -> str:
    return _until(route["earliest_end"], route["latest_end"], route["verdict"], as_of, none=route["no_limitation"])


def _until(first: str | None, last: str | None, verdict: str, as_of: date, *, none: bool) -> str:
    """Until when proceedings can begin, as surely as it is known. Nothing where the law of it was not read."""
    if verdict == "barred":
        return _("The time ran out on %(day)s.") % {"day": _day(last)} if last and _over(last, as_of) else ""
    if none:
        return _if_open(_("No time limit."), verdict)
    if first is None or _over(first, as_of):  # begun in time; or, where all is open, the law of it was not read
        return ""
    given = {"day": _day(first), "latest": _day(last) if last else ""}
    if last == first:
        return _if_open(_("Act by %(day)s.") % given, verdict)
    if last is None:
        return _if_open(_("Act by %(day)s. The latest end is not known.") % given, verdict)
    return _if_open(_("Act by %(day)s (at the latest %(latest)s).") % given, verdict)


def _if_open(words: str, verdict: str) -> str:
    return words if verdict in _OPEN else _("If a path is open: %(until)s") % {"until": words}


def _day(text: str) -> str:
    return web.day_words(date.fromisoformat(text))


def _over(text: str, as_of: date) -> bool:
    return date.fromisoformat(text) < as_of


def _review(route: _Map) -> str:
    """The lowest review among the provisions of a route, and whether an expert must look."""
    held = {one["review"] for one in route["provisions"]}
    lowest = next((code for code in ("expired", "drafted", "checked", "reviewed") if code in held), "")
    words = {
        "drafted": _("drafted; no lawyer of the country has reviewed it"),
        "checked": _("compared with the text; no lawyer of the country has reviewed it"),
        "reviewed": _("reviewed by a lawyer of the country"),
        "expired": _("the review has ended"),
    }.get(lowest, "")
    return f"{words} · {_('an expert must look at it')}" if words and route["needs_expert"] else words


def _questions(answer: _Map, facts: _Map) -> Iterator[tuple[str, str, str, str]]:
    """At most three: the fact, where it may be had, what it would decide, and the page on which it is asked."""
    decisive = {fact["fact"]: fact for fact in answer["decisive"]}
    for path in answer["questions"][:3]:
        fact = decisive.get(path, {})
        count = len({route.partition(".")[0] for route in fact.get("routes", ())})
        decides = (
            _("would decide in %(count)s of the countries shown here") % {"count": web.digits(count)} if count else ""
        )
        yield (
            fact_words.unsure(path, facts),
            fact_words.obtain(fact.get("obtainable_from", "")),
            decides,
            fact_words.page_of(path),
        )


def _obstacle(one: _Map) -> str:
    words = law_words.of_key(one["text_key"], one["params"])
    unsure = _("not known") if one["value"] == "U" and one["text_key"] != "law.obstacle_whereabouts" else ""
    duty = one["duty"].replace("_", " ")
    more = [part for part in (unsure, duty) if part]
    return f"{words} ({web.listed(more)})" if more else words


def summary(words: Sequence[str]) -> str:
    """The few words that say which act it is."""
    return " · ".join(filter(None, words))
