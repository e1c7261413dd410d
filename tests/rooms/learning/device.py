"""A device without a network: what it would send of somebody who plays a form, or reads."""

import secrets
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from fanal import vault
from fanal.learning.attempts import drawing
from fanal.learning.courses import library
from fanal.learning.courses.model import Scenario, Value
from fanal.learning.offline import events

ADDRESS = "/api/learning/v1/events"
type Json = dict[str, Any]


def best(scenario: Scenario) -> str:
    return next(made.id for made in scenario.choices if made.value is Value.BEST)


def harmful(scenario: Scenario) -> str:
    return next(made.id for made in scenario.choices if made.value is Value.HARMFUL)


def header(card: str, code: str, at: datetime, use: str = "final", form: str = "", **more: Any) -> Json:
    course = library.shipped()[code]
    forms = course.forms.get(use, ("",))
    return {
        "id": str(uuid4()), "client_id": str(uuid4()), "card": vault.training_card_digest(card).hex(), "course": code,
        "version": course.version, "language": "en", "use": use, "form": form or forms[0],
        "seed": secrets.token_hex(16), "started_at": at.isoformat(), "events": [],
    } | more  # fmt: skip


def played(card: str, code: str, at: datetime, choose: Callable[[Scenario], str] = best, **more: Any) -> Json:
    """All that a device keeps of one go at a final form: answered from the first situation to the end."""
    made = header(card, code, at, **more)
    course = library.shipped()[code]
    known = {one.id: one for one in course.scenarios}
    answers: dict[str, str] = {}
    said: list[tuple[str, str, str]] = [("attempt.started", "", "")]
    while (one := drawing.next_open(drawing.asked(course, made["form"], made["seed"]), known, answers)) is not None:
        answers[one.id] = choose(one)
        said.append(("answer", one.id, answers[one.id]))
    said += [("confidence", "", "4"), ("attempt.finished", "", "")]
    return numbered(made, said, at)


def numbered(made: Json, said: list[tuple[str, str, str]], at: datetime) -> Json:
    """The events of an attempt, a minute after each other."""
    made["events"] = [
        {"seq": n, "at": (at + timedelta(minutes=n)).isoformat(), "kind": kind, "item": item, "choice": choice}
        for n, (kind, item, choice) in enumerate(said, 1)
    ]
    return made


def part(made: Json, events: list[Json]) -> Json:
    """The attempt with these of its events alone."""
    return deepcopy({**made, "events": events})


def send(sent_at: datetime, *attempts: Json) -> Json:
    """What the site answers."""
    answer = post({"sent_at": sent_at.isoformat(), "attempts": list(attempts)})
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def post(said: Any, **more: Any) -> Any:
    events.TRIES.forget()  # all tests are one source
    return Client().post(ADDRESS, said, content_type="application/json", **more)
