"""What may have happened in proceedings of which not all is known, as far as limitation asks.

Two histories are enough to see whether the events decide: none beside those that are told, and the one that keeps the
shortest period running, with an interrupting (or stopping) event on each last good day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from fanal.engines.jurisdiction.answer import Route
from fanal.engines.jurisdiction.cases import routes
from fanal.engines.jurisdiction.deciding.completions import EVENTS, FactValue
from fanal.engines.jurisdiction.facts import Event, Facts
from fanal.engines.jurisdiction.model import Law, Missing
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.values import FACT
from fanal.vocabulary.dates import Interval

LONGEST = 40  # events: a period of one year each, twice as long as any absolute end of it


def histories(question: Question, law: Law, live: Iterable[Route]) -> tuple[FactValue, ...]:
    """None further, and one kind of event that lengthens the period, if the law names one."""
    told = question.facts.course.events or ()
    waiting = [route for route in live if FACT + EVENTS in route.parts["L"].reasons and route.limit.earliest]
    kinds = _kinds(law, {route.offence for route in waiting})
    if not waiting or not kinds:
        return ()
    first = min(waiting, key=lambda route: route.limit.earliest or date.max)
    return (
        FactValue("none", partial(_with, told)),
        FactValue(kinds[0], partial(_with, _kept_running(question, law, first, kinds[0]))),
    )


def _with(events: Sequence[Event], facts: Facts) -> Facts:
    return replace(facts, course=replace(facts.course, events=tuple(events), events_complete=True))


def _kinds(law: Law, offences: set[str]) -> list[str]:
    """Those that stop a period for good first, then those that start it anew."""
    texts = [version.text for rule in law.limitation.values() for version in rule.versions]
    held = [text for text in texts if text.offences is None or text.offences & offences]
    stops = {kind for text in held if not isinstance(text.stopped_by, Missing) for kind in text.stopped_by}
    starts = {kind for text in held if not isinstance(text.interrupted_by, Missing) for kind in text.interrupted_by}
    return [*sorted(stops), *sorted(starts - stops)]


def _kept_running(question: Question, law: Law, route: Route, kind: str) -> tuple[Event, ...]:
    events = list(question.facts.course.events or ())
    offence, limit = law.offences[route.offence], route.limit
    for _ in range(LONGEST):
        day = limit.earliest
        if day is None or day >= question.as_of or (events and events[-1].on == Interval(day, day)):
            break
        events.append(Event(law.jurisdiction, kind, Interval(day, day)))
        asked = replace(question, facts=_with(events, question.facts), kept={}, ages={})
        limit = routes.limit_of(law, offence, asked)
    return tuple(events)
